"""Questions to a ZPL printer over a line that is opened when needed and dropped at the first doubt.

A question that is not answered in time closes the line: on a new one no late answer can be taken for a newer one's.
Not responsible for what the answers mean for a job.
"""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from station.devices.link import Link, Opener
from station.devices.ports import LinkLost
from station.devices.printers import host_status
from station.devices.printers.host_status import HostStatus

STATUS, ERRORS, CANCEL = b"~HS\r\n", b"~HQES\r\n", b"~JA\r\n"
ODOMETER = b'! U1 getvar "odometer.total_label_count"\r\n'

NOISE = 8192
"""Bytes of answer beyond which a peer is no ZPL printer."""

_GLANCE = 0.25
"""Longest wait between two looks at `closed`, in seconds."""

T = TypeVar("T")


class Silent(Exception):
    """No answer came, or none that can be read; `reason` is the key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Talk:
    """One conversation. `closed` ends every wait."""

    def __init__(self, opener: Opener, closed: threading.Event) -> None:
        self._open, self._closed = opener, closed
        self._link: Link | None = None

    def status(self, timeout: float) -> HostStatus:
        """Ask ~HS. Raises Silent or LinkLost."""
        return self._ask(STATUS, host_status.complete_host_status, host_status.parse_host_status, timeout)

    def odometer(self, timeout: float) -> int:
        """Labels ever printed. Raises Silent or LinkLost."""
        return self._ask(ODOMETER, host_status.complete_odometer, host_status.parse_odometer, timeout)

    def errors(self, timeout: float) -> str:
        """The key of the first error that ~HQES tells, or empty. Raises Silent or LinkLost."""
        return self._ask(ERRORS, host_status.complete_errors, host_status.parse_errors, timeout)

    def send(self, data: bytes) -> None:
        """Write a job or command. Raises LinkLost: how much arrived is then unknown."""
        try:
            self._line().write(data)
        except LinkLost:
            self.close()
            raise

    def close(self) -> None:
        """Drop the line; the next question opens another."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _line(self) -> Link:
        if self._link is None:
            self._link = self._open()
        return self._link

    def _ask(
        self, question: bytes, complete: Callable[[bytes], bool], parse: Callable[[bytes], T | None], timeout: float
    ) -> T:
        try:
            self._line().write(question)
            answer = self._listen(complete, timeout)
            if (value := parse(answer)) is not None:
                return value
            raise Silent("printer.unreadable" if answer else "printer.silent")
        except (LinkLost, Silent):
            self.close()
            raise

    def _listen(self, complete: Callable[[bytes], bool], timeout: float) -> bytes:
        got, deadline = b"", time.monotonic() + timeout
        while not complete(got) and len(got) <= NOISE and not self._closed.is_set():
            left = deadline - time.monotonic()
            if left <= 0:
                break
            got += self._line().read(min(left, _GLANCE))
        return got
