"""One thread that lets the readers catch up with the log, in the background of intake."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from tracking.learning import reader as learning
from tracking.readers import approvals, doubts, holds, records
from tracking.store import log
from tracking.store.store import DatabaseFailed, Store

logger = logging.getLogger("tracking.readers")

READERS: tuple[tuple[str, Callable[[Store], int]], ...] = (
    (records.NAME, records.step),
    (doubts.NAME, doubts.step),
    (learning.NAME, learning.step),
    (approvals.NAME, approvals.step),
    (holds.NAME, holds.step),
)

LOOK_AGAIN = 1.0
"""Seconds after which to look without having been rung: another process may have written."""

REST = 0.05
"""Seconds between pages while facts come in: stations that drain their journals go first."""


class Runner:
    """The thread of the readers; it survives whatever a reader fails of, and tries again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="readers", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after the page at hand."""
        self._stopped.set()
        self._store.facts.ring()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            seen = self._store.facts.rings
            try:
                moved = sum(step(self._store) for _, step in READERS)
            except DatabaseFailed:
                logger.exception("a reader failed; it goes on from its cursor")
                self._stopped.wait(LOOK_AGAIN)
                continue
            if not moved:
                self._store.facts.wait(seen, LOOK_AGAIN)
            elif self._store.facts.rings != seen:
                self._stopped.wait(REST)


def catch_up(store: Store) -> None:
    """Lets all readers read to the end, in this thread."""
    while sum(step(store) for _, step in READERS):
        pass


def behind(store: Store) -> dict[str, int]:
    """How many facts each reader has still to read."""
    with store.read() as connection:
        head = log.head(connection)
        return {name: head - log.cursor(connection, name) for name, _ in READERS}
