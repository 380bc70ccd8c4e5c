"""Operators' PINs: hashing (argon2id) and comparing, with a lock-out that grows and survives a restart. Runs on the
worker thread: one comparison takes about 20 ms by design."""

import json
from typing import TYPE_CHECKING, Protocol

from station.domain.ids import Stamp

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

    def check(self, operator: str, pin: str, hash: str) -> tuple[bool, int]:
        """(right, seconds until the next try). A try during the wait is not even compared."""
        name = f"pin:{operator}"
        tries, until = json.loads(self._cursors.cursor(name) or "[0, 0]")
        now = self._clock.stamp().wall_ms // 1000
        left = int(until - now)
        if left > 0:
            return False, left
        if self._fits(pin, hash):
            self._cursors.set_cursor(name, "[0, 0]")
            return True, 0
        wait = min(LONGEST_S, 2 ** (tries - FREE_TRIES + 1)) if tries >= FREE_TRIES - 1 else 0
        self._cursors.set_cursor(name, json.dumps([tries + 1, now + wait]))
        return False, wait

    def _fits(self, pin: str, hash: str) -> bool:
        from argon2.exceptions import Argon2Error, InvalidHashError

        try:
            return bool(_hasher().verify(hash, pin))
        except (Argon2Error, InvalidHashError):
            return False
