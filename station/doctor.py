"""What is connected, what each thing is, and whether this station is well: gathers it, puts it into words, and says by
a number how it went. Looks only; trying devices out is trial.py's, the command is doctor_command.py's."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from station import health, texts
from station.config import Config, Printer
from station.devices import looking
from station.devices.looking import Found
from station.health import Check

MARKS = {"ok": "+", "warn": "!", "bad": "x"}
BROKEN = ("lost", "silent", "forbidden")


class Wanted(Struct, frozen=True):
    """A device of the settings, and what was found of it; found None: nothing was asked."""

    role: str
    address: str
    found: Found | None = None


class Diagnosis(Struct, frozen=True):
    """wanted: what the settings name; others: what else is there."""

    wanted: tuple[Wanted, ...]
    others: tuple[Found, ...]
    checks: tuple[Check, ...]

    @property
    def well(self) -> bool:
        """Whether all that is set up works; a remark is no fault."""
        bad = any(check.grade == "bad" for check in self.checks)
        return not bad and not any(faulty(one) for one in self.wanted)


def diagnose(config: Config, now: datetime, hosts: Iterable[str] = ()) -> Diagnosis:
    """Takes a few seconds. hosts: further printers' addresses on the network."""
    found = looking.look((*_hosts(config), *hosts))
    wanted = tuple(_wanted(role, address, found) for role, address in roles(config))
    used = {one.found for one in wanted if one.found}
    return Diagnosis(wanted, tuple(one for one in found if one not in used), health.checks(config, now))


def roles(config: Config) -> Iterator[tuple[str, str]]:
    """What the settings name: (printer, its address) …"""
    for n, printer in enumerate((config.printer, *config.printers), 1):
        if printer.host:
            yield f"printer{n if n > 1 else ''}", place(printer)
    for role in ("scanner", "scale", "camera"):
        if address := getattr(config, role):
            yield role, address


def place(printer: Printer) -> str:
    """Where it is looked for: as `looking` names it."""
    named = printer.system or ":" in printer.host
    return printer.host if named else f"{printer.host}:{printer.port}"


def _hosts(config: Config) -> list[str]:
    return [place(printer) for printer in (config.printer, *config.printers) if printer.host]


def _wanted(role: str, address: str, found: tuple[Found, ...]) -> Wanted:
    match = next((one for one in found if _same(one, address)), None)
    return Wanted(role, address, match or looking.at(role, address))


def _same(found: Found, address: str) -> bool:
    name = address.removeprefix("serial:").partition("?")[0]
    return address == found.address or (found.address.startswith("serial:") and found.address == f"serial:{name}")


def faulty(one: Wanted) -> bool:
    """A device that is set up and does not work; one in use works, for whoever uses it."""
    return one.found is not None and (one.found.state in BROKEN or one.found.state == "attention")


def lines(diagnosis: Diagnosis, lang: str) -> Iterator[str]:
    """The same for people."""
    yield texts.say(lang, "doctor.wanted" if diagnosis.wanted else "doctor.none_wanted")
    for one in diagnosis.wanted:
        name = texts.say(lang, f"device.{one.role}")
        state = device(one.found, lang) if one.found else texts.say(lang, "found.unasked")
        yield f"  {'x' if faulty(one) else '+'} {name} ({one.address}): {state}"
    if diagnosis.others:
        yield texts.say(lang, "doctor.others")
    for found in diagnosis.others:
        yield f"  - {texts.say(lang, f'found.kind.{found.kind}')} {found.address}: {device(found, lang)}"
    yield texts.say(lang, "doctor.health")
    for check in diagnosis.checks:
        yield f"  {MARKS[check.grade]} {said(check, lang)}"


def device(found: Found, lang: str) -> str:
    """A device in one line: name, language, state."""
    speaks = found.language.upper() + (f" {found.dpi} dpi" if found.dpi else "")
    state = texts.say(lang, found.fault) if found.fault else texts.say(lang, f"found.{found.state}")
    return ", ".join(word for word in (found.name, speaks, state) if word)


def said(check: Check, lang: str) -> str:
    """One answer in words."""
    given = {name: texts.say(lang, word[1:]) if word.startswith("@") else word for name, word in check.given.items()}
    return texts.say(lang, check.key, **given)
