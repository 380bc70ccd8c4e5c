"""Devices by what does not change with the socket: which serial number stood behind a port's name when it last worked.
When ttyUSB0 comes back as ttyUSB1 the same scale is found; when another device stands under that name it is refused.
Kept in the station's home. Opens serial lines; knows no protocol."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from station.devices.discovery import find_port
from station.devices.link import Link, SerialPort, list_serial_ports, open_serial, open_tcp
from station.devices.ports import LinkLost

FILE = "devices.json"
TCP, SERIAL = "tcp://", "serial:"


class Known(Struct, frozen=True):
    """A device of its own: USB vendor and product ("0403:6001"), and its serial number."""

    usb: str
    serial_number: str


class Memory:
    """What stood behind each port's name. Any thread; a file that cannot be read is an empty one."""

    def __init__(self, home: Path, listing: Callable[[], Sequence[SerialPort]] = list_serial_ports) -> None:
        self._path, self._listing = home / FILE, listing

    def find(self, wanted: str) -> str:
        """The path of that port now, wherever its device is plugged in. Raises LinkLost."""
        ports, known = self._listing(), self.known().get(wanted)
        if known is None:
            return find_port(wanted, lambda: ports)
        fitting = [one.path for one in ports if (one.usb, one.serial_number) == (known.usb, known.serial_number)]
        if not fitting:
            raise LinkLost(f"{wanted}: the device with serial number {known.serial_number} is not plugged in")
        if (
            wanted not in fitting and len(fitting) > 1
        ):  # one converter's two ports, or clones: which it was nobody knows
            raise LinkLost(f"{wanted}: {len(fitting)} ports fit ({', '.join(fitting)})")
        return wanted if wanted in fitting else fitting[0]

    def remember(self, wanted: str, path: str) -> None:
        """That port works. A device without a serial number cannot be told from others: nothing is remembered."""
        port = next((one for one in self._listing() if one.path == path and one.serial_number), None)
        if port and self.known().get(wanted) != Known(port.usb, port.serial_number):
            self._write(self.known() | {wanted: Known(port.usb, port.serial_number)})

    def forget(self, wanted: str) -> None:
        """Another device is meant from now on; a speed behind the name is none of its name."""
        kept = {name: known for name, known in self.known().items() if name != wanted.partition("?")[0]}
        if len(kept) != len(self.known()):
            self._write(kept)

    def known(self) -> dict[str, Known]:
        """Port's name, as the settings have it -> its device."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Known])
        except (OSError, msgspec.DecodeError):
            return {}

    def _write(self, known: dict[str, Known]) -> None:
        """Losing this file costs nothing but the memory, so a home that refuses it stops no device."""
        new = self._path.with_suffix(f".{os.getpid()}.new")
        try:
            new.write_bytes(msgspec.json.format(msgspec.json.encode(known), indent=2))
            new.replace(self._path)
        except OSError:
            new.unlink(missing_ok=True)


def open_line(place: str, memory: Memory) -> Link:
    """`tcp://HOST:PORT`, or a serial port: its name, its USB serial number or "VID:PID", all with an optional
    `serial:` before and `?BAUD` behind. Raises LinkLost."""
    if place.startswith(TCP):
        host, _, port = place.removeprefix(TCP).rpartition(":")
        return open_tcp(host, int(port))
    name, _, baud = place.removeprefix(SERIAL).partition("?")
    path = memory.find(name)
    link = open_serial(path, baud=int(baud or 9600))
    memory.remember(name, path)
    return link


def fault_of(place: str) -> str:
    """What is wrong with such an address, in English; empty for a good one."""
    if place.startswith(TCP):
        host, _, port = place.removeprefix(TCP).rpartition(":")
        return "" if host and _number(port, 65535) else f"{place!r} is no tcp://HOST:PORT"
    name, mark, baud = place.removeprefix(SERIAL).partition("?")
    return "" if name and (not mark or _number(baud, 4_000_000)) else f"{place!r} is no serial port"


def _number(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text) <= most
