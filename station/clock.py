"""The only caller of now() and of fresh randomness. Everything else gets a Stamp."""

import os
import time
from datetime import UTC, datetime
from threading import Lock
from typing import Protocol

from station.domain.ids import Stamp, uuid7


class Clock(Protocol):
    """Gives each input its time and its entropy."""

    def stamp(self) -> Stamp: ...


ENTROPY = 16
BLOCK = 256 * ENTROPY
"""Bytes fetched at once: each system call lets other threads in, which an input should not wait for."""


class SystemClock:
    """The machine's clock; monotonic milliseconds measure gaps, wall time only names the moment. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._block, self._used, self._process = b"", 0, 0
        self._second = -1, ""

    def _entropy(self) -> bytes:
        """Random bytes, each handed out once."""
        with self._lock:
            if self._used >= len(self._block) or self._process != os.getpid():  # a forked child draws its own
                self._block, self._used, self._process = os.urandom(BLOCK), 0, os.getpid()
            self._used += ENTROPY
            return self._block[self._used - ENTROPY : self._used]

    def stamp(self) -> Stamp:
        micros = time.time_ns() // 1000
        second, rest = divmod(micros, 1_000_000)
        known, text = self._second  # one look, as other threads ask too
        if known != second:
            text = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
            self._second = second, text
        at = f"{text}.{rest:06d}Z"
        return Stamp(at, micros // 1000, time.monotonic_ns() // 1_000_000, self._entropy())

    def now(self) -> str:
        """UTC with microseconds, as text."""
        return self.stamp().at

    def fresh_id(self) -> str:
        """A new UUIDv7."""
        return uuid7(self.stamp(), 0)

    def mark(self) -> int:
        """A number that is never given twice: 48 bits of chance."""
        return int.from_bytes(os.urandom(6))

    def secret(self, size: int = 32) -> bytes:
        """Random bytes for keys, tokens and badges."""
        return os.urandom(size)
