"""The driver of every scale on a line: asks until two answers running tell the same stable weight.

Not responsible for what the answers look like (`scale_words.py`), nor for tare, products or what a weight should be.
"""

import threading
import time

from station.devices.framing import Lines
from station.devices.link import Link, Opener
from station.devices.ports import LinkLost, Reading
from station.devices.scale_words import PROTOCOLS, Protocol
from station.devices.weights import OFFLINE, SILENT, UNREADABLE, unsettled

DRAINS = 64
"""Reads that empty the line before a question, at most: a line that never falls silent is noise, and shown as such."""


class LineScale:
    """Implements Scale. Opens its line when first asked and again after a loss; may be called from any thread.

    It asks for the weight of this moment again and again instead of once for a stable one: an answer that comes late
    could otherwise be taken for the next parcel's. For the same reason a silent scale has its line closed. None of
    these protocols has a check sum: a weight counts only when the next answer tells the very same.
    """

    def __init__(
        self,
        opener: Opener,
        protocol: Protocol = PROTOCOLS["sics"],
        *,
        unit: str = "kg",
        answer: float = 1.0,
        poll: float = 0.05,
    ) -> None:
        self._open, self._protocol, self._unit = opener, protocol, unit
        self._answer, self._poll = answer, poll
        self._link: Link | None = None
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def weigh(self, timeout: float) -> Reading:
        """See Scale.weigh."""
        with self._lock:
            try:
                return self._until_stable(time.monotonic() + timeout)
            except LinkLost:
                self._hang_up()
                return OFFLINE

    def close(self) -> None:
        """See Scale.close; a running `weigh` ends within one poll."""
        self._closed.set()
        with self._lock:
            self._hang_up()

    def _until_stable(self, deadline: float) -> Reading:
        while True:
            reading = self._sure()
            late = time.monotonic() + self._poll >= deadline
            if reading.state == "stable" or reading == SILENT or late or self._closed.wait(self._poll):
                return reading

    def _sure(self) -> Reading:
        """One answer, a stable one only if the next is the same."""
        first = self._ask()
        if first.state != "stable":
            return first
        if self._closed.wait(self._poll):
            return unsettled(first)
        second = self._ask()
        return second if second == first else unsettled(second)

    def _ask(self) -> Reading:
        link = self._link = self._link or self._open()
        _drain(link)
        if self._protocol.ask:
            link.write(self._protocol.ask)
        frames, heard, deadline = Lines(self._protocol.ends), False, time.monotonic() + self._answer
        stale = 0 if self._protocol.ask else 1  # of a stream, the first frame may have begun before we listened
        while (left := deadline - time.monotonic()) > 0:
            data = link.read(left)
            heard = heard or bool(data)
            whole = frames.feed(data)
            if whole[stale:]:
                return self._protocol.parse(whole[-1], self._unit)
            stale -= len(whole)
        self._hang_up()
        return UNREADABLE if heard else SILENT

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def _drain(link: Link) -> None:
    for _ in range(DRAINS):
        if not link.read(0):
            return
