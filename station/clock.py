"""The only caller of now() and of fresh randomness. Everything else gets a Stamp."""

import os
import time
from datetime import UTC, datetime
from typing import Protocol

from station.domain.ids import Stamp, uuid7


class Clock(Protocol):
    """Gives each input its time and its entropy."""

    def stamp(self) -> Stamp: ...


class SystemClock:
    """The machine's clock; monotonic milliseconds measure gaps, wall time only names the moment."""

    def stamp(self) -> Stamp:
        moment = datetime.now(UTC)
        at = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return Stamp(at, int(moment.timestamp() * 1000), time.monotonic_ns() // 1_000_000, os.urandom(16))

    def now(self) -> str:
        """UTC with microseconds, as text."""
        return self.stamp().at

    def fresh_id(self) -> str:
        """A new UUIDv7."""
        return uuid7(self.stamp(), 0)

    def secret(self, size: int = 32) -> bytes:
        """Random bytes for keys, tokens and badges."""
        return os.urandom(size)
