"""A printer behind a device file (/dev/usb/lp0 of the usblp driver) as a Link. POSIX only.

Responsible for reading with a time-out, writing with one, and turning all that a vanished device raises into LinkLost.
"""

import os
import select
import sys
import time

from station.devices.link import CHUNK, Link
from station.devices.ports import LinkLost

_PAUSE_S = 0.01
"""usblp says "readable" and returns nothing while the printer has nothing to say: between two such reads."""


class DeviceFileLink:
    """An open device file. Implements Link."""

    def __init__(self, handle: int, write_timeout: float) -> None:
        self._handle, self._write_timeout = handle, write_timeout

    def read(self, timeout: float) -> bytes:
        """See Link.read."""
        deadline = time.monotonic() + timeout
        while True:
            left = max(deadline - time.monotonic(), 0.0)
            if data := self._read_once(left):
                return data
            if left <= 0:
                return b""
            select.select([], [], [], min(_PAUSE_S, left))

    def write(self, data: bytes) -> None:
        """See Link.write; the time-out runs anew with every piece that the device takes."""
        view = memoryview(data)
        while view:
            view = view[self._write_once(view) :]

    def close(self) -> None:
        """See Link.close."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _read_once(self, timeout: float) -> bytes:
        try:
            readable, _, _ = select.select([self._handle], [], [], timeout)
            data = os.read(self._handle, CHUNK) if readable else b""
        except BlockingIOError:
            return b""
        except (OSError, ValueError) as fault:
            raise LinkLost(f"read: {fault}") from fault
        if readable and not data and self._hung_up():
            raise LinkLost("read: the device is gone")
        return data

    def _hung_up(self) -> bool:
        """Whether nothing will ever come: a silent printer and one that is gone both read as nothing."""
        if sys.platform == "win32":
            return True
        watch = select.poll()
        watch.register(self._handle, select.POLLIN)
        return any(seen & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, seen in watch.poll(0))

    def _write_once(self, view: memoryview) -> int:
        try:
            _, writable, _ = select.select([], [self._handle], [], self._write_timeout)
            if not writable:
                raise LinkLost("write: not taken in time", gave_up=True)
            return os.write(self._handle, view[:CHUNK])
        except BlockingIOError:
            return 0
        except (OSError, ValueError) as fault:
            raise LinkLost(f"write: {fault}") from fault


def open_device_file(path: str, *, write_timeout: float = 5.0) -> Link:
    """Open it for both directions. Raises LinkLost, also where another program holds it, and on Windows."""
    if sys.platform == "win32":
        raise LinkLost(f"open {path}: Windows has no device files; use its spooler")
    try:
        handle = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as fault:
        raise LinkLost(f"open {path}: {fault}") from fault
    return DeviceFileLink(handle, write_timeout)
