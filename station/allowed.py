"""What settings may say: rules of a key, whether it is kept, and what is allowed. Tables that few settings need are
imported for these alone: start-up time. Reads no settings, opens no device."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from station.domain.stationery import RECEIVED, ROUTE
from station.talking import HID
from station.talking import rules as manners

if TYPE_CHECKING:
    from station.config import Config, Printer
    from station.domain.records import Merchant

LANGUAGES = ("en", "zh_CN", "zh_TW", "es")
SCHEMES = ("http://", "https://")
MOST_PRINTERS = 4
LONGEST_ID = 30
"""Of a merchant: with plate, revision and the longest route it fills the 64 characters of a unit's 2D code."""
CAMERAS = ("folder:", "device", "simulated")
"""folder:PATH (pictures of a tethered camera or a phone arrive there), device or device:NAME (a camera of this
computer, only with the window and its extra `camera`), simulated."""
LINES = ("tcp://", "serial:", "file:")
"""How a printer on a line of its own is addressed: tcp://HOST[:PORT], serial:PORT[?BAUD], file:/dev/usb/lp0."""
RAW_LANGUAGES = ("zpl", "tspl", "epl", "escpos", "brother")
PAGES = ("pdf", "pwg")
"""What system printers take."""

_MOST_DIGITS = 14
"""Of the 16 that prefix and serial have in an SSCC: some must be left to count with."""

Rule = tuple[str, bool, str]


def rules(c: "Config", site: Path) -> Iterator[Rule]:
    """Of all settings; site: the folder with the site's own layouts."""
    yield "name", bool(c.name.strip()), "a name is needed"
    yield "tz", _zone(c.tz), f"{c.tz!r} is no time zone; allowed are IANA names like Europe/Berlin"
    yield "lang", c.lang in LANGUAGES, f"{c.lang!r} is not among {', '.join(LANGUAGES)}"
    yield from _printer("printer", c.printer, site)
    for n, one in enumerate(c.printers):
        yield from _printer(f"printers[{n}]", one, site)
    yield "printers", len(c.printers) < MOST_PRINTERS, f"there may be {MOST_PRINTERS} printers"
    yield "camera", _camera(c.camera), f"{c.camera!r} is none of folder:PATH, device, device:NAME, simulated"
    yield "scanner", *_line(c.scanner, hid=True)
    yield "scale", *_line(c.scale)
    yield "tracking", not c.tracking or _web(c.tracking), f"{c.tracking!r} is no http or https address"
    yield "gs1_prefix", _company(c.gs1_prefix), f"{c.gs1_prefix!r} is no GS1 company prefix: 4 to 12 digits, or empty"
    yield "gs1_digits", _serials(c), f"{c.gs1_digits!r}: digits, together with gs1_prefix at most {_MOST_DIGITS}"
    yield "labels.received", *_among(c.labels.received, RECEIVED)
    yield "labels.route", *_among(c.labels.route, ROUTE)
    yield "address.country", _country(c.address.country), f"{c.address.country!r} is no ISO 3166 code like ES"
    yield from manners(c.scanning, c.weighing)
    yield from _merchants(c.merchants)


def _merchants(told: "tuple[Merchant, ...]") -> Iterator[Rule]:
    ids = [merchant.id for merchant in told]
    yield "merchants", bool(ids) and all(ids) and len(set(ids)) == len(ids), "each needs an id of its own"
    for n, one in enumerate(told):
        yield f"merchants[{n}].id", _codable(one.id), f"{one.id!r} goes into labels' codes: {_ID}"
        good = not one.currency or (len(one.currency) == 3 and one.currency.isascii() and one.currency.isupper())
        yield f"merchants[{n}].currency", good, f"{one.currency!r} is no ISO 4217 code like EUR"
        yield f"merchants[{n}].grace", one.grace >= 0, f"{one.grace} is no number of days"
        land = one.address.country
        yield f"merchants[{n}].address.country", _country(land), f"{land!r} is no ISO 3166 code like ES"


_ID = f"1 to {LONGEST_ID} plain letters, digits and signs (ASCII); its name may have any"


def _codable(id: str) -> bool:
    """Whether a unit's 2D code can carry it: else no routed unit gets a label."""
    return id.isascii() and id.isprintable() and len(id) <= LONGEST_ID


def _printer(key: str, one: "Printer", site: Path) -> Iterator[Rule]:
    yield f"{key}.host", *_host(one)
    yield f"{key}.port", 0 < one.port < 65536, f"{one.port} is not within 1 to 65535"
    yield f"{key}.dpi", one.dpi in (203, 300, 600), f"{one.dpi} is not among 203, 300, 600"
    brother = one.language == "brother" and not one.system
    yield f"{key}.dpi", not brother or one.dpi == 300, f"Brother raster is printed at 300, not {one.dpi}"
    allowed = (*PAGES, "zpl") if one.system else RAW_LANGUAGES  # zpl: nothing was said
    shown = PAGES if one.system else RAW_LANGUAGES
    yield f"{key}.language", one.language in allowed, f"{one.language!r} is not among {', '.join(shown)}"
    for name in one.labels:
        yield f"{key}.labels", *_layout(name, site)


def _host(one: "Printer") -> tuple[bool, str]:
    if one.system:
        return _speaks_ipp(one.host), f"{one.host!r} names no printer (as in ipp://HOST[:PORT]/PATH, without a user)"
    if one.host.startswith("windows:"):
        return one.host != "windows:", f"{one.host!r} names no printer"
    if one.host.startswith(LINES):
        return _opens(one.host)
    why = f"{one.host!r} is no name on the network; others begin with {', '.join(LINES)}, ipp://, ipps:// or windows:"
    return not any(sign in one.host for sign in "/\\ \t"), why


def _speaks_ipp(uri: str) -> bool:
    from station.devices.printers.ipp_client import address

    try:
        return bool(address(uri)) and bool(_parts(uri))
    except ValueError:
        return False


def _opens(address: str) -> tuple[bool, str]:
    from station.devices.printers.choose import opener

    try:
        opener(address)
    except ValueError as fault:
        return False, str(fault)
    return True, ""


def _layout(name: str, site: Path) -> tuple[bool, str]:
    """Whether a label of that name can be drawn at all."""
    from station.labels.layout import LayoutFault, load, names

    own = (path.stem for path in (site / "layouts").glob("*.toml"))
    known = sorted({*names(), *own})
    if name not in known:
        return False, f"{name!r} is not among {', '.join(known)}"
    try:
        load(name, site)
    except LayoutFault as fault:
        return False, str(fault)
    return True, ""


def _line(place: str, *, hid: bool = False) -> tuple[bool, str]:
    if not place or (hid and place.startswith(HID)):
        return True, ""
    from station.remembered import fault_of

    fault = fault_of(place)
    return not fault, fault


def _camera(told: str) -> bool:
    kind, mark, rest = told.partition(":")
    return told in ("", "device", "simulated") or (kind in ("folder", "device") and bool(mark and rest.strip()))


def _web(address: str) -> bool:
    return address.startswith(SCHEMES) and bool(_parts(address))


def _parts(url: str) -> str:
    """Its host; empty where host or port is none."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "" if parts.port != 0 else ""
    except ValueError:
        return ""


def _company(prefix: str) -> bool:
    return not prefix or (4 <= len(prefix) <= 12 and prefix.isascii() and prefix.isdigit())


def _serials(c: "Config") -> bool:
    digits = c.gs1_digits
    return not digits or (digits.isascii() and digits.isdigit() and len(c.gs1_prefix + digits) <= _MOST_DIGITS)


def _country(code: str) -> bool:
    return not code or (len(code) == 2 and code.isascii() and code.isupper() and code.isalpha())


def _among(told: str, allowed: tuple[str, ...]) -> tuple[bool, str]:
    return told in allowed, f"{told!r} is not among {', '.join(allowed)}"


def _zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        return bool(ZoneInfo(name).key)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError on some platforms
        return False
    except KeyError:
        return False
