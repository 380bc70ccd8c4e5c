"""Looks for devices: serial ports, printers' device files, printers at given addresses, print queues of this computer,
HID-POS scanners, cameras. Tells what each is and how it stands. Never raises for a device; prints nothing; leaves every
line as it was found.

Not responsible for which of them the station uses.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from station.devices import cameras, hid_list, makers, queues_windows, telling
from station.devices.found import Found as Found  # noqa: PLC0414  whoever looks takes it from here
from station.devices.found import State
from station.devices.link import Opener, SerialPort, list_serial_ports
from station.devices.makers import Kind
from station.devices.ports import LinkLost
from station.devices.printers import ipp_codec as codec
from station.devices.printers import ipp_status
from station.devices.printers.choose import opener as opener_of
from station.devices.printers.ipp_client import IppClient, address
from station.devices.printers.talk import Silent

QUEUES = "ipp://localhost:631/"
_CUPS_GET_PRINTERS = 0x4002
_BUSY = re.compile(r"lock port|busy|Errno 16\b|Errno 11\b|Access is denied|PermissionError\(13", re.IGNORECASE)
_FORBIDDEN = re.compile(r"Errno 13\b")


class Place(msgspec.Struct, frozen=True):
    """Where to look: an address, what is known of it, and what may be asked there."""

    kind: Kind
    address: str
    name: str
    open: Opener
    asks: tuple[Kind, ...]
    serial_number: str = ""
    language: str = ""


def look(hosts: Iterable[str] = (), queues: str = QUEUES) -> tuple[Found, ...]:
    """Everything that is there. hosts: printers' addresses (HOST, HOST:PORT or as in the settings). Takes seconds.
    Raises ValueError for an address that is none."""
    hosts = tuple(dict.fromkeys(hosts))
    places = (*_serial(list_serial_ports()), *_files(Path("/dev/usb")), *_hosts(hosts))
    systems = [address(host).uri and host for host in hosts if host.startswith(("ipp://", "ipps://"))]
    with ThreadPoolExecutor(8, "looking") as pool:
        asked = (*pool.map(ask, places), *pool.map(printer_at, systems))
        others = [pool.submit(find) for find in (lambda: print_queues(queues), queues_windows.find, hid_list.find)]
        return (*asked, *(one for other in others for one in other.result()), *cameras.find())


def ask(place: Place) -> Found:
    """What stands there."""
    found = Found(place.kind, place.address, place.name, "unasked", serial_number=place.serial_number)
    try:
        for kind in place.asks:
            told = _ask(place, kind)
            if told:
                return _told(found, kind, told)
    except LinkLost as lost:
        return msgspec.structs.replace(found, state=_why(str(lost)))
    return msgspec.structs.replace(found, state="silent") if place.asks else found


def _ask(place: Place, kind: Kind) -> telling.Told | None:
    if kind == "scale":
        return telling.tell_scale(place.open, network=place.address.startswith("tcp://"))
    return telling.tell_printer(place.open, place.language)


def _told(found: Found, kind: Kind, told: telling.Told) -> Found:
    return msgspec.structs.replace(
        found,
        kind=kind,
        name=told.name or found.name,
        state="attention" if told.fault else "ready",
        fault=told.fault,
        language=told.language,
        dpi=told.dpi,
    )


def _why(lost: str) -> State:
    if _FORBIDDEN.search(lost):
        return "forbidden"
    return "in_use" if _BUSY.search(lost) else "lost"


def _serial(ports: Sequence[SerialPort]) -> list[Place]:
    """A port with a serial number of its own is named by it. Ports that are no USB device are asked nothing: it may be
    anything."""
    numbers = [port.serial_number for port in ports]
    return [_port(port, alone=numbers.count(port.serial_number) == 1) for port in ports]


def _port(port: SerialPort, *, alone: bool = True) -> Place:
    maker = makers.maker_of(port.usb)
    kinds: tuple[Kind, ...] = maker.kinds if maker else ("serial",)
    asks: tuple[Kind, ...] = tuple(kind for kind in kinds if kind in ("scale", "printer"))
    if kinds == ("serial",) and port.usb:
        asks = ("scale", "printer")
    told = Path(port.path).name if port.description in ("", "n/a") else port.description
    name = " ".join(dict.fromkeys(word for word in (maker.name if maker else "", told) if word))
    address = f"serial:{(alone and port.serial_number) or port.path}"
    return Place(kinds[0], address, name, opener_of(f"serial:{port.path}"), asks, port.serial_number)


def _files(folder: Path) -> list[Place]:
    """Printers of the usblp driver."""
    found = sorted(folder.glob("lp*")) if sys.platform != "win32" else []
    return [Place("printer", f"file:{one}", one.name, opener_of(f"file:{one}"), ("printer",)) for one in found]


def _hosts(hosts: Iterable[str]) -> list[Place]:
    return [
        Place("printer", host, host, opener_of(_direct(host)), ("printer",))
        for host in hosts
        if host and not host.startswith(("ipp://", "ipps://", "windows:", "serial:", "file:"))
    ]


def _direct(host: str) -> str:
    return host if host.startswith("tcp://") else f"tcp://{host}"


def print_queues(place: str = QUEUES) -> tuple[Found, ...]:
    """The print queues of this computer (CUPS-Get-Printers); none where no print service answers."""
    try:
        answer = IppClient(address(place)).ask(_CUPS_GET_PRINTERS, {})
    except (LinkLost, Silent):
        return ()
    return tuple(_queue(group) for group in answer.all(codec.PRINTER))


def printer_at(uri: str) -> Found:
    """One printer, or queue, that speaks IPP. Raises ValueError for what is no such address."""
    try:
        told = ipp_status.status(IppClient(address(uri)).printer(*ipp_status.PRINTER_WANTED))
    except (LinkLost, Silent):
        return Found("printer", uri, uri, "lost", "printer.offline", "pdf")
    return Found("printer", uri, told.make or uri, "attention" if told.fault else "ready", told.fault, "pdf")


def _queue(group: codec.Group) -> Found:
    told = ipp_status.status(group)
    uri = _text(group, "printer-uri-supported")
    name = " ".join(dict.fromkeys(one for one in (_text(group, "printer-name"), told.make) if one))
    return Found("printer", uri, name, "attention" if told.fault else "ready", told.fault, "pdf")


def _text(group: codec.Group, name: str) -> str:
    return next((one for one in group.get(name, ()) if isinstance(one, str)), "")


def at(kind: str, place: str) -> Found:
    """What stands at an address of the settings that the search did not come by: a printer, scale or scanner on the
    network, a camera, or what is not plugged in."""
    if kind == "camera":
        return cameras.at(place)
    if place.startswith(hid_list.PREFIX):
        return hid_list.at(place)
    if place.startswith(queues_windows.PREFIX):
        return queues_windows.at(place)
    what: Kind = "scale" if kind == "scale" else "scanner" if kind == "scanner" else "printer"
    asks: tuple[Kind, ...] = () if what == "scanner" else (what,)
    try:
        where = place if place.startswith(("tcp://", "serial:", "file:")) else f"serial:{place}"
        line = opener_of(where)
    except ValueError:
        return Found(what, place, place, "lost")
    return ask(Place(what, place, place, line, asks)) if asks else _reached(place, line)


def _reached(place: str, line: Opener) -> Found:
    """A scanner's line: there is nothing to ask it."""
    try:
        line().close()
    except LinkLost as lost:
        return Found("scanner", place, place, _why(str(lost)))
    return Found("scanner", place, place, "unasked")
