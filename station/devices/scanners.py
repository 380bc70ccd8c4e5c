"""Scanners on a line of their own (serial, USB-CDC, TCP): scans out of a byte stream, feedback back.

Not responsible for what a scan means, nor for keyboards that pretend (`ui/devices/wedge.py`).
"""

import time
from collections import deque

from station.devices.feedback import DEAF, Feedback
from station.devices.framing import Lines
from station.devices.link import Link
from station.devices.ports import LinkLost, RawScan

_SEPARATORS = "\x04\x1c\x1d\x1e\x1f"
"""EOT, FS, GS, RS, US: part of GS1 and ISO 15434 data."""


class LinkScanner:
    """Implements Scanner over an open link.

    A scan ends at a terminator. Until the first terminator has been seen, `gap` seconds of silence end one too (a
    scanner set up without a suffix). From then on silence ends nothing: a piece lying for `stale` seconds is dropped.
    """

    def __init__(
        self,
        device: str,
        link: Link,
        *,
        terminators: bytes = b"\r\n",
        gap: float = 0.06,
        stale: float = 1.0,
        feedback: Feedback = DEAF,
    ) -> None:
        self._device, self._link, self._feedback = device, link, feedback
        self._lines = Lines(terminators)
        self._gap, self._stale = gap, stale
        self._scans: deque[bytes] = deque()
        self._heard = 0.0

    def read(self, timeout: float) -> RawScan | None:
        """See Scanner.read."""
        deadline = time.monotonic() + timeout
        while not self._scans and (left := deadline - time.monotonic()) > 0:
            self._listen(left)
        return RawScan(self._device, self._scans.popleft()) if self._scans else None

    def tell(self, good: bool) -> None:  # noqa: FBT001  see Scanner.tell
        """See Scanner.tell."""
        if beep := self._feedback.good if good else self._feedback.bad:
            self._link.write(beep)

    def close(self) -> None:
        """See Scanner.close."""
        self._link.close()

    def _listen(self, left: float) -> None:
        try:
            data = self._link.read(min(left, self._gap))
        except LinkLost:
            self._lines.drop()
            raise
        if data:
            self._accept(data)
        elif self._lines.pending:
            self._end_by_silence()

    def _accept(self, data: bytes) -> None:
        self._heard = time.monotonic()
        overflows = self._lines.overflows
        self._scans.extend(self._lines.feed(data))
        if self._lines.overflows > overflows:
            self.tell(good=False)

    def _end_by_silence(self) -> None:
        silent = time.monotonic() - self._heard
        if self._lines.ended:
            if silent >= self._stale:
                self._lines.drop()
        elif silent >= self._gap and _is_text(scan := self._lines.flush()):
            self._scans.append(scan)


def _is_text(scan: bytes) -> bool:
    """Whether bytes that nothing ended can be a code at all: a line at the wrong speed is noise, not a scan."""
    try:
        text = scan.decode()
    except UnicodeDecodeError:
        return False
    return bool(text) and all(char.isprintable() or char in _SEPARATORS for char in text)
