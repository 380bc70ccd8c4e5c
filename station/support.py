"""A support file: what somebody else needs to find a fault, and nothing about people or goods. Built from what is known
to be harmless (a list of what goes in), never by taking things out of what is not.

In: settings without addresses' secrets, versions, devices and health, how many facts of which kind, the program's own
words from the log. Never in: facts, names of people or merchants, scans, codes, keys, tokens, photos."""

import zipfile
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from station import health, logs
from station.config import Config, Printer
from station.devices.looking import Found
from station.health import Check
from station.store.connect import StoreRefused
from station.store.glance import Glance, glance

LINES = 500
README = """A support file of a Returns Station.
settings.json  settings without secrets, names and merchants
versions.json  program, system, libraries
health.json    the answers of `returns-station doctor`
devices.json   devices that were found, and how they stood
journal.json   how far the journal reaches and how many facts of each kind; no fact
log.jsonl      the program's own words; what they were said of is left out
"""


def write(target: Path, config: Config, found: Sequence[Found], checks: Sequence[Check]) -> Path:
    """The file, whole or not at all; gives its path. Raises OSError."""
    new = target.with_name(target.name + ".partial")
    parts = {
        "README.txt": README.encode(),
        "settings.json": _json(settings(config)),
        "versions.json": _json(dict(health.versions())),
        "health.json": _json([{"name": c.name, "grade": c.grade, "key": c.key, **_plain(c)} for c in checks]),
        "devices.json": _json([_device(one) for one in found]),
        "journal.json": _json(_journal(config.home)),
        "log.jsonl": b"\n".join(msgspec.json.encode(words(line)) for line in logs.last(config.home, LINES)),
    }
    try:
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in parts.items():
                file.writestr(name, data)
        return new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def settings(config: Config) -> dict[str, Any]:
    """What was set, without names, merchants and anything that opens a door."""
    return {
        "tz": config.tz,
        "lang": config.lang,
        "printers": [_printer(one) for one in (config.printer, *config.printers)],
        "scanner": bare(config.scanner),
        "scale": bare(config.scale),
        "camera": config.camera.partition(":")[0],
        "tracking": bare(config.tracking),
        "merchants": len(config.merchants),
        "transport": msgspec.to_builtins(config.transport),
    }


def _printer(one: Printer) -> dict[str, Any]:
    return {**msgspec.to_builtins(one), "host": bare(one.host)}


def bare(address: str) -> str:
    """An address without user, password, path and names, and a HID scanner's without its serial number: what kind it is
    and, for a number on the network, where."""
    kind, mark, rest = address.partition(":")
    if address.startswith(("serial:", "file:/dev/")) or not address:
        return address
    if kind in ("windows", "file", "hid"):
        return f"{kind}:"
    if "://" not in address:
        return _host(f"//{address}") if not address.startswith("/dev/") else address
    return f"{kind}{mark}//{_host(rest)}"


def _host(rest: str) -> str:
    """Computers may be named after people: of a name only `host` is left."""
    try:
        parts = urlsplit(rest)
        name, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    except ValueError:
        return "host"
    return (name if name == "localhost" or _is_number(name) else "host") + port


def _is_number(name: str) -> bool:
    """Ada is a name, though all of its letters are hexadecimal digits."""
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def _device(found: Found) -> Found:
    """A print queue's name may be a person's, and so may a camera's; of what told no name, the address is one."""
    kind = found.address.partition(":")[0]
    private = found.kind == "camera" or kind in ("ipp", "ipps", "windows") or found.name in found.address
    address = kind if found.kind == "camera" else bare(found.address)
    number = "" if kind == "hid" else found.serial_number
    return msgspec.structs.replace(found, address=address, name="" if private else found.name, serial_number=number)


def words(line: logs.Line) -> dict[str, Any]:
    """Of the log: the program's own words. Other programs' words may hold anything: only who spoke is kept."""
    ours = line.name.partition(".")[0] in logs.OURS
    told = line.words if ours else ""
    return {"at": line.at, "level": line.level, "name": line.name, "words": told, "trace": line.trace}


def _plain(check: Check) -> dict[str, Any]:
    """Numbers and versions only; words that came from elsewhere may name a folder, and that a person."""
    given = {name: value for name, value in check.given.items() if name in ("mb", "n", "version", "now", "tz")}
    return {"given": given}


def _journal(home: Path) -> Glance | str:
    try:
        return msgspec.structs.replace(glance(home), station="")
    except StoreRefused as refused:
        return refused.reason


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)
