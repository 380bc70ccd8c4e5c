"""Byte lines to devices over TCP and serial ports: the only importer of pyserial.

Responsible for opening, reading with a time-out, writing, closing, and for turning everything that a dying line raises
into one LinkLost. Not responsible for frames, protocols, reopening or threads: a link belongs to one thread.
"""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import msgspec

from station.devices.ports import LinkLost


def _losses() -> tuple[type[Exception], ...]:
    if sys.platform == "win32":  # has no termios
        return (OSError, TypeError, ValueError)
    import termios

    return (OSError, termios.error, TypeError, ValueError)


LOSSES = _losses()
"""What a vanished port raises, measured with pyserial 3.5. Its SerialException and SerialTimeoutException are OSErrors;
termios.error is not; TypeError and ValueError come from a port closed under a running call."""

CHUNK = 65536
PIECE = 1024
"""Bytes written to a serial port at once: a second at 9600 baud."""


class Link(Protocol):
    """An open line."""

    def read(self, timeout: float) -> bytes:
        """Whatever has come in, at least one byte, or b"" after `timeout` seconds. Raises LinkLost."""

    def write(self, data: bytes) -> None:
        """All of `data`, within the link's write time-out. Raises LinkLost: how much went out is then unknown."""

    def close(self) -> None:
        """Give the line back. Never raises."""


Opener = Callable[[], Link]
"""Opens a line anew; raises LinkLost."""


@contextmanager
def _losing(what: str) -> Iterator[None]:
    try:
        yield
    except LOSSES as fault:
        gave_up = isinstance(fault, TimeoutError) or type(fault).__name__ == "SerialTimeoutException"
        raise LinkLost(f"{what}: {fault}", gave_up=gave_up) from fault


class SerialPort(msgspec.Struct, frozen=True):
    """A serial port that is plugged in; `usb` is "VID:PID" in hexadecimal capitals, empty where it is no USB device."""

    path: str
    serial_number: str = ""
    usb: str = ""
    description: str = ""


class TcpLink:
    """A connected TCP socket."""

    def __init__(self, connection: socket.socket, write_timeout: float) -> None:
        self._socket = connection
        self._write_timeout = write_timeout

    def read(self, timeout: float) -> bytes:
        """See Link.read; the peer's orderly goodbye is a loss too."""
        with _losing("read"):
            data = self._receive(timeout)
        if data == b"":
            raise LinkLost("read: closed by the device")
        return data or b""

    def _receive(self, timeout: float) -> bytes | None:
        # A time-out of 0 would mean "non-blocking" to the socket and raise another error.
        self._socket.settimeout(max(timeout, 0.0001))
        try:
            return self._socket.recv(CHUNK)
        except TimeoutError:
            return None

    def write(self, data: bytes) -> None:
        """See Link.write."""
        with _losing("write"):
            self._socket.settimeout(self._write_timeout)
            self._socket.sendall(data)

    def close(self) -> None:
        """See Link.close."""
        self._socket.close()


class SerialLink:
    """An open serial port (a pyserial object)."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def read(self, timeout: float) -> bytes:
        """See Link.read: one byte with the time-out, then whatever is waiting."""
        with _losing("read"):
            if self._port.timeout != timeout:  # setting it makes pyserial configure the port anew
                self._port.timeout = timeout
            first: bytes = self._port.read(1)
            return first + self._port.read(self._port.in_waiting) if first else b""

    def write(self, data: bytes) -> None:
        """See Link.write; the time-out runs anew with every piece: a label of 120 kB takes minutes at 9600 baud."""
        with _losing("write"):
            for at in range(0, len(data), PIECE):
                self._port.write(data[at : at + PIECE])
            self._port.flush()

    def close(self) -> None:
        """See Link.close."""
        try:
            self._port.close()
        except LOSSES:
            return  # a port that has vanished is as closed as it can be


def open_tcp(host: str, port: int, *, connect_timeout: float = 1.0, write_timeout: float = 5.0) -> TcpLink:
    """Connect to a device's raw port. Times in seconds. Raises LinkLost."""
    with _losing(f"connect {host}:{port}"):
        connection = socket.create_connection((host, port), timeout=connect_timeout)
    with _losing("options"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return TcpLink(connection, write_timeout)


def open_serial(path: str, *, baud: int = 9600, write_timeout: float = 5.0) -> SerialLink:
    """Open a serial port for us alone, 8N1. Raises LinkLost, also where another program holds it."""
    import serial  # imported late: start-up time

    with _losing(f"open {path}"):
        port = serial.Serial(path, baud, write_timeout=write_timeout, exclusive=True)
    return SerialLink(port)


def list_serial_ports() -> list[SerialPort]:
    """Every serial port of this machine, in the order of their paths."""
    from serial.tools.list_ports import comports

    return sorted((_serial_port(port) for port in comports()), key=lambda port: port.path)


def _serial_port(port: Any) -> SerialPort:
    usb = "" if port.vid is None else f"{port.vid:04X}:{port.pid:04X}"
    return SerialPort(port.device, port.serial_number or "", usb, port.description or "")
