"""The station's settings: a TOML file in its home, over it the environment. Responsible for reading and refusing them
with file, key and what is allowed; not for what they are used for. Reads no clock, opens no device."""

import os
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from station.allowed import rules
from station.domain.records import Merchant
from station.domain.stationery import Address, Company, Labels
from station.domain.transport import PLAIN, Transport
from station.talking import Scanning, Weighing

FILE = "station.toml"
PREFIX = "RETURNS_STATION_"


class Refused(Exception):
    """A setting is wrong. source: the file or environment variable; key: dotted; why: what is allowed."""

    def __init__(self, source: str, key: str, why: str) -> None:
        super().__init__(f"{source}: {key}: {why}")
        self.source = source
        self.key = key
        self.why = why


class Printer(Struct, frozen=True, forbid_unknown_fields=True):
    """A label printer. host: a name on the network (empty: none, or the simulated one of a demo), an address as in
    LINES (`serial:COM3?115200`, `serial:` and a USB serial number, `file:/dev/usb/lp0`), `ipp://host/path` of a system
    printer, or `windows:NAME` of a Windows queue that takes the printer's own language. dpi: 203, 300 or 600;
    language: of the printer (system printers: pdf or pwg); labels: kinds it prints, each in that size; none = all.
    exclusive: nobody else prints on this network printer, so that what its counter has counted while the station was
    killed, or the line lost, is taken for this station's labels; else the operator is asked."""

    host: str = ""
    port: int = 9100
    dpi: int = 203
    language: str = "zpl"
    labels: tuple[str, ...] = ()
    exclusive: bool = False

    @property
    def system(self) -> bool:
        """Whether it is spoken to by IPP."""
        return self.host.startswith(("ipp://", "ipps://"))


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """printers: further ones, tried in this order where `printer` would not print; transport: what scanners add to a
    code and send for its separators; scanner and scale: a port's name (COM3, /dev/ttyUSB0), `serial:` and its device's
    serial number, tcp://HOST:PORT, hid:SERIAL of a HID-POS scanner, or empty (a keyboard wedge, no scale); scanning and
    weighing: how they talk; camera: as in CAMERAS, or empty;
    tracking: the service's URL or empty (never synced); tz: an IANA name; currency lives with each merchant;
    gs1_prefix: the site's GS1 company prefix, 4 to 12 digits: containers then have an SSCC, without one an own
    number; gs1_digits: digits at the front of serials that this station alone gives, others of the prefix having
    others; labels: what is labelled besides units; address: where customers' returns and vendors' letters go, unless
    their merchant has its own."""

    home: Path
    name: str = "Station 1"
    tz: str = "UTC"
    lang: str = "en"
    printer: Printer = Printer()
    scanner: str = ""
    scale: str = ""
    tracking: str = ""
    merchants: tuple[Merchant, ...] = (Merchant("default", "Default"),)
    transport: Transport = PLAIN
    printers: tuple[Printer, ...] = ()
    camera: str = ""
    scanning: Scanning = Scanning()
    weighing: Weighing = Weighing()
    gs1_prefix: str = ""
    gs1_digits: str = ""
    labels: Labels = Labels()
    address: Address = Address()

    @property
    def company(self) -> Company:
        """Whose numbers containers get."""
        return Company(self.gs1_prefix, self.gs1_digits)


_TABLES: dict[str, type[Struct]] = {
    "printer": Printer,
    "printers": Printer,
    "scanning": Scanning,
    "weighing": Weighing,
    "transport": Transport,
    "merchants": Merchant,
    "labels": Labels,
    "address": Address,
}


def home(environment: dict[str, str] | None = None) -> Path:
    """The folder of this station: RETURNS_STATION_HOME, else the platform's folder for it. Raises Refused for ~ of a
    user whom the system does not know."""
    told = (os.environ if environment is None else environment).get(PREFIX + "HOME", "")
    if told:
        try:
            return Path(told).expanduser().absolute()
        except RuntimeError as error:
            raise Refused(PREFIX + "HOME", "home", f"{told} is no folder: {error}") from error
    from platformdirs import user_data_path

    return user_data_path("returns-station", appauthor=False)


def load(folder: Path | None = None, environment: dict[str, str] | None = None, *, site: Path | None = None) -> Config:
    """The settings of the station in this folder; raises Refused. A missing file means all defaults. site: where
    its own layouts are, if not there."""
    env = dict(os.environ) if environment is None else environment
    place = folder or home(env)
    source = str(place / FILE)
    values = _file(place / FILE)
    told = {".".join(key): name for name, key in _variables(env)}
    for key, name in told.items():
        _set(values, name, key.split("."), env[name])
    if "home" in values:
        raise Refused(source, "home", f"the folder is chosen by {PREFIX}HOME, not in it")
    try:
        return _checked(_converted({**values, "home": str(place)}, source), source, site or place)
    except Refused as refused:
        raise Refused(told.get(refused.key, source), refused.key, refused.why) from refused


def _file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8-sig"))  # editors of Windows begin with a mark
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(str(path), "(whole file)", f"this is no TOML: {error}") from error
    except OSError as error:
        raise Refused(str(path), "(whole file)", f"it cannot be read: {error.strerror}") from error


def _variables(env: dict[str, str]) -> list[tuple[str, list[str]]]:
    """RETURNS_STATION_PRINTER__HOST is printer.host; names that are no setting are left to others."""
    keys = [(name, name.removeprefix(PREFIX).lower().split("__")) for name in sorted(env) if name.startswith(PREFIX)]
    return [(name, key) for name, key in keys if key[0] in Config.__struct_fields__ and key[0] != "home"]


def _set(values: dict[str, Any], name: str, key: list[str], text: str) -> None:
    target = values
    for part in key[:-1]:
        target = target.setdefault(part, {})
        if not isinstance(target, dict):
            raise Refused(name, ".".join(key), "there is no such setting")
    target[key[-1]] = text
    if key[0] in ("merchants", "printers"):
        raise Refused(name, key[0], f"this list can only stand in {FILE}")


def _converted(values: dict[str, Any], source: str) -> Config:
    _known(values, source)
    try:
        return msgspec.convert(values, Config, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        why, _, key = str(error).partition(" - at `$")
        key = key.strip("`.")
        fields = _TABLES.get(key.partition("[")[0], Config).__struct_fields__
        allowed = f"; known are {', '.join(fields)}" if "unknown field" in why else ""
        raise Refused(source, key or "(top)", why + allowed) from error


def _known(values: dict[str, Any], source: str) -> None:
    """Values of the domain take what they do not know; settings do not: it is a slip of the pen."""
    for name in ("transport", "merchants"):
        told = values.get(name)
        for table in told if isinstance(told, list) else [told]:
            fields = _TABLES[name].__struct_fields__
            if isinstance(table, dict) and (strange := [key for key in table if key not in fields]):
                raise Refused(
                    source, f"{name}.{strange[0]}", f"there is no such setting; known are {', '.join(fields)}"
                )


def _path(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise msgspec.ValidationError(f"expected {kind.__name__}")


def _checked(config: Config, source: str, site: Path) -> Config:
    for key, good, why in rules(config, site):
        if not good:
            raise Refused(source, key, why)
    return config
