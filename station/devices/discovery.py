"""From the address of a configured device to its line; finds serial ports by what does not change with the socket.

Responsible for the choice only; `link` lists and opens. A choice that is not certain is refused.
"""

from collections.abc import Callable, Sequence

from station.devices.link import Link, Opener, SerialPort, list_serial_ports, open_serial, open_tcp
from station.devices.ports import LinkLost


def opener_for(address: str) -> Opener:
    """`tcp:HOST:PORT`, or `serial:NAME` with an optional `@BAUD` (NAME as in `choose_port`) -> what opens that line.

    Nothing is opened or looked for yet. Raises ValueError for any other text.
    """
    kind, _, rest = address.partition(":")
    if kind == "tcp":
        host, _, port = rest.rpartition(":")
        if host and port.isascii() and port.isdigit() and 0 < int(port) < 65536:
            return _tcp(host.strip("[]"), int(port))
    if kind == "serial":
        name, _, baud = rest.partition("@")
        if name and (not baud or (baud.isascii() and baud.isdigit())):
            return _serial(name, int(baud or 9600))
    raise ValueError(f"no device address: {address}")


def _tcp(host: str, port: int) -> Opener:
    def opened() -> Link:
        return open_tcp(host, port)

    return opened


def _serial(name: str, baud: int) -> Opener:
    def opened() -> Link:
        return open_serial(find_port(name), baud=baud)

    return opened


def choose_port(ports: Sequence[SerialPort], wanted: str) -> str:
    """The path of the one port that `wanted` names: a path, a serial number, or a "VID:PID" that occurs once.

    Raises LinkLost where none or several fit: a supervisor tries again, and a person sees that it is not connected.
    """
    for named in (_by_path, _by_serial_number, _by_usb):
        fitting = [port.path for port in ports if named(port, wanted)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise LinkLost(f"{wanted}: {len(fitting)} ports fit ({', '.join(fitting)})")
    raise LinkLost(f"{wanted}: no such port")


def find_port(wanted: str, listing: Callable[[], Sequence[SerialPort]] = list_serial_ports) -> str:
    """`choose_port` among those plugged in now; a device path that is not listed (a udev link) is taken as it is."""
    ports = listing()
    try:
        return choose_port(ports, wanted)
    except LinkLost:
        if wanted.startswith(("/dev/", "\\\\.\\")):
            return wanted
        raise


def _by_path(port: SerialPort, wanted: str) -> bool:
    return port.path == wanted


def _by_serial_number(port: SerialPort, wanted: str) -> bool:
    return bool(port.serial_number) and port.serial_number == wanted


def _by_usb(port: SerialPort, wanted: str) -> bool:
    return bool(port.usb) and port.usb == wanted.upper()
