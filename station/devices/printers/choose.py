"""From a printer's settings to its driver: which language it speaks, and where its line is. Opens nothing yet."""

from typing import Final

from station.devices.device_file import open_device_file
from station.devices.discovery import find_port
from station.devices.link import Link, Opener, open_serial, open_tcp
from station.devices.printers.brother import BrotherPrinter
from station.devices.printers.epl import EplPrinter
from station.devices.printers.escpos import EscposPrinter
from station.devices.printers.judge import USUAL, Timing
from station.devices.printers.raw import RawPrinter
from station.devices.printers.tspl import TsplPrinter
from station.devices.printers.zpl import ZplPrinter

RAW_PRINTERS: Final = {
    "zpl": ZplPrinter,
    "tspl": TsplPrinter,
    "epl": EplPrinter,
    "escpos": EscposPrinter,
    "brother": BrotherPrinter,
}


def raw_printer(kind: str, address: str, timing: Timing = USUAL, *, exclusive: bool = False) -> RawPrinter:
    """The driver of one of RAW_PRINTERS at an address as in `opener`. exclusive: no other station prints there; a port
    of this computer is opened by one program alone anyway. Raises ValueError for another kind or address."""
    if kind not in RAW_PRINTERS:
        raise ValueError(f"no such kind of printer: {kind}; known are {', '.join(RAW_PRINTERS)}")
    shared = address.startswith("tcp:") and not exclusive
    return RAW_PRINTERS[kind](opener(address), timing, shared=shared)


def opener(address: str) -> Opener:
    """`tcp://HOST[:PORT]` (9100), `serial:PORT[?BAUD]` (9600; PORT as in `discovery.choose_port`) or `file:PATH`.

    Raises ValueError for anything else.
    """
    kind, _, rest = address.partition(":")
    if kind == "tcp" and rest.startswith("//"):
        return _tcp(address, rest[2:])
    if kind == "serial":
        name, mark, baud = rest.partition("?")
        if name and (not mark or _number(baud, 4_000_000)):
            return _serial(name, int(baud or 9600))
    if kind == "file" and rest:
        return lambda: open_device_file(rest)
    raise ValueError(f"no printer address: {address}")


def _tcp(address: str, place: str) -> Opener:
    host, mark, port = place.rpartition(":") if not place.endswith("]") else (place, "", "")
    if not mark:
        host, port = place, "9100"
    if not host.strip("[]") or not _number(port, 65535):
        raise ValueError(f"no printer address: {address}")

    def opened() -> Link:
        return open_tcp(host.strip("[]"), int(port))

    return opened


def _serial(name: str, baud: int) -> Opener:
    def opened() -> Link:
        return open_serial(find_port(name), baud=baud)

    return opened


def _number(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) <= most
