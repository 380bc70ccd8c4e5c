"""Finds serial ports by what does not change with the socket.

Responsible for the choice only; `link` lists and opens. A choice that is not certain is refused.
"""

from collections.abc import Callable, Sequence

from station.devices.link import SerialPort, list_serial_ports
from station.devices.ports import LinkLost


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
