"""Questions to a printer over a line that is opened when needed, and dropped at the first doubt where that helps.

A question that is not answered in time closes the line: on a new one no late answer can be taken for a newer one's.
Where receipts come in by themselves (`keep`), the line stays: what they tell must not be lost. Not responsible for what
answers mean.
"""

import re
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from station.devices.link import Link, Opener
from station.devices.ports import LinkLost

NOISE = 8192
"""Bytes of answer beyond which a peer is no printer of ours."""

_GLANCE = 0.25
"""Longest wait between two looks at `closed`, in seconds."""

T = TypeVar("T")


class Silent(Exception):
    """No answer came, or none that can be read; `reason` is the key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ear:
    """Whole words out of what comes in, whatever the pieces; the beginning of one waits for its end.

    `word` matches a whole word, `begun` the beginning of one. All else is noise: left out if `lenient`, else Silent.
    """

    def __init__(self, word: re.Pattern[bytes], begun: re.Pattern[bytes], *, lenient: bool = False) -> None:
        self._word, self._begun, self._lenient = word, begun, lenient
        self._held = b""

    def feed(self, data: bytes) -> list[re.Match[bytes]]:
        """The words that `data` completes. Raises Silent."""
        held, at, words = self._held + data, 0, list[re.Match[bytes]]()
        while at < len(held):
            if word := self._word.match(held, at):
                words.append(word)
                at = word.end()
            elif self._begun.fullmatch(held, at):
                break
            elif self._lenient:
                at += 1
            else:
                self._held = b""
                raise Silent("printer.unreadable")
        self._held = held[at:]
        return words

    def forget(self) -> None:
        """The line is a new one: what was begun is never ended."""
        self._held = b""


class Talk:
    """One conversation. `closed` ends every wait."""

    def __init__(self, opener: Opener, closed: threading.Event, *, keep: bool = False) -> None:
        self._open, self._closed, self._keep = opener, closed, keep
        self._link: Link | None = None

    def send(self, data: bytes) -> None:
        """Write a job or command. Raises LinkLost: how much arrived is then unknown."""
        try:
            self._line().write(data)
        except LinkLost:
            self.close()
            raise

    @property
    def fresh(self) -> bool:
        """Whether the next question opens a line."""
        return self._link is None

    def ask(self, question: bytes, hear: Callable[[bytes], T | None], timeout: float) -> T:
        """Send `question` and give what comes in to `hear`, piece by piece, until it knows the answer.

        Raises Silent or LinkLost.
        """
        try:
            self._line().write(question)
            return self._listen(hear, timeout)
        except LinkLost:
            self.close()
            raise
        except Silent:
            if not self._keep:
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

    def _listen(self, hear: Callable[[bytes], T | None], timeout: float) -> T:
        size, deadline = 0, time.monotonic() + timeout
        while size <= NOISE and not self._closed.is_set() and (left := deadline - time.monotonic()) > 0:
            got = self._line().read(min(left, _GLANCE))
            size += len(got)
            if got and (answer := hear(got)) is not None:
                return answer
        raise Silent("printer.unreadable" if size else "printer.silent")


def whole(hear: Callable[[bytes], T | None]) -> Callable[[bytes], T | None]:
    """For a hearer that wants to see all that has come in so far."""
    held = b""

    def heard(got: bytes) -> T | None:
        nonlocal held
        held += got
        return hear(held)

    return heard
