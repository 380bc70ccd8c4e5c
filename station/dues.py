"""Time's part in holds: now and then, and when answers came, it looks which are due or answered by their merchants, and
tells the engine, a few at a time, while no parcel is open. What follows is the bench's part; one that led to nothing is
told again later."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Event, Thread

from station.domain.bench.inputs import HoldDue
from station.store.connect import StoreRefused
from station.store.dues import due_holds

EVERY_S = 60.0
AT_ONCE = 16
"""Holds told in one round: more would only make an operator's scan wait."""
REST = 15
"""Rounds after which a hold is told again that nothing followed from: its default may be open by then."""
WITHIN_S = 30.0

Ask = Callable[[HoldDue], "Future[int]"]


class Dues:
    """A thread from start() to stop(). idle: whether no parcel is open; now: UTC text."""

    def __init__(self, path: Path, ask: Ask, idle: Callable[[], bool], now: Callable[[], str]) -> None:
        self._path, self._ask, self._idle, self._now = path, ask, idle, now
        self._rest: dict[tuple[str, str], int] = {}
        self._done, self._bell = Event(), Event()
        self._thread = Thread(target=self._run, name="dues", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """A merchant's answer came in: look now, rested holds too."""
        self._bell.set()

    def stop(self) -> None:
        """Ends the thread; the engine must still answer, or have ended."""
        self._done.set()
        self._bell.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> int:
        """One round; how many defaults were taken."""
        self._rest = {hold: rounds - 1 for hold, rounds in self._rest.items() if rounds > 1}
        if not self._idle():
            return 0
        try:
            due = [hold for hold in due_holds(self._path, self._now()) if hold not in self._rest]
        except StoreRefused:  # busy, or a full disk: the steps themselves say so
            return 0
        asked = [(hold, self._ask(HoldDue(*hold))) for hold in due[:AT_ONCE]]
        taken = [hold for hold, answer in asked if _told(answer)]
        if self._idle():
            self._rest |= {hold: REST for hold, _ in asked if hold not in taken}
        return len(taken)

    def _run(self) -> None:
        while not self._done.is_set():
            self.look()
            if self._bell.wait(EVERY_S):
                self._bell.clear()
                self._rest.clear()


def _told(answer: "Future[int]") -> bool:
    """Whether a fact came of it; a file that refuses, or an engine that ended, is no reason to wait."""
    try:
        return answer.exception(WITHIN_S) is None and answer.result() > 0
    except TimeoutError:
        return False
