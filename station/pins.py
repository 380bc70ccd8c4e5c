"""Operators' PINs: hashing (argon2id) and comparing, with a lock-out that grows and survives a restart. Runs on the
worker thread: one comparison takes about 20 ms by design."""

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from station.domain.ids import Stamp
from station.store.connect import StoreRefused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FREE_TRIES = 3
LONGEST_S = 900


class Clock(Protocol):
    """Wall time, by which a wait survives a restart."""

    def stamp(self) -> Stamp: ...


class Cursors(Protocol):
    """Small durable values of the station's file."""

    def cursor(self, name: str) -> str: ...
    def set_cursor(self, name: str, value: str) -> None: ...


def hash_pin(pin: str) -> str:
    """argon2id, OWASP's minimum parameters (t=2, m=19 MiB, p=1); raises ValueError for fewer than six digits."""
    if len(pin) < 6 or not pin.isdigit():
        raise ValueError("a PIN has six digits or more")
    return str(_hasher().hash(pin))


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Pins:
    """Counts wrong tries per operator; after three, each waits twice as long as the one before, up to 15 minutes."""

    def __init__(self, cursors: Cursors, clock: Clock) -> None:
        self._cursors, self._clock = cursors, clock
        self._counts: dict[str, tuple[int, int]] = {}

    def check(self, operator: str, pin: str, hash: str) -> tuple[bool, int]:
        """(right, seconds until the next try). A try during the wait is not even compared."""
        tries, until = self._count(operator)
        now = self._clock.stamp().wall_ms // 1000
        left = until - now
        if 0 < left <= LONGEST_S:  # longer than any wait: the clock was set back
            return False, left
        if self._fits(pin, hash):
            self._keep(operator, 0, 0)
            return True, 0
        wait = min(LONGEST_S, 2 ** (tries - FREE_TRIES + 1)) if tries >= FREE_TRIES - 1 else 0
        self._keep(operator, tries + 1, now + wait)
        return False, wait

    def _count(self, operator: str) -> tuple[int, int]:
        """Wrong tries in a row, and the second (wall time) before which no other one counts."""
        if operator not in self._counts:
            with suppress(StoreRefused):
                tries, until = json.loads(self._cursors.cursor(f"pin:{operator}") or "[0, 0]")
                self._counts[operator] = (int(tries), int(until))
        return self._counts.get(operator, (0, 0))

    def _keep(self, operator: str, tries: int, until: int) -> None:
        """A full disk must neither end the counting nor this thread: what it does not take is counted here alone."""
        self._counts[operator] = (tries, until)
        with suppress(StoreRefused):
            self._cursors.set_cursor(f"pin:{operator}", json.dumps([tries, until]))

    def _fits(self, pin: str, hash: str) -> bool:
        from argon2.exceptions import Argon2Error, InvalidHashError

        try:
            return bool(_hasher().verify(hash, pin))
        except (Argon2Error, InvalidHashError):
            return False
