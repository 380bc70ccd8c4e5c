"""What the service does by itself, now and then: quotas of a new period are divided, and once a day what was learnt is
published, where the settings say so."""

import logging
from threading import Event, Thread

from station.domain.policy import PolicyFault
from tracking import limits
from tracking.clock import Clock
from tracking.learning.publish import NoTable, learn, publish
from tracking.problems import Refusal
from tracking.store.store import DatabaseFailed, Store

logger = logging.getLogger("tracking.rounds")

PAUSE = 60.0
"""Seconds between rounds."""


class Rounds:
    """The thread; it survives what a round fails of, and tries again. daily: learn once a day."""

    def __init__(self, store: Store, clock: Clock, *, daily: bool, pause: float = PAUSE) -> None:
        self._store, self._clock, self._daily, self._pause = store, clock, daily, pause
        self._stopped = Event()
        self._learnt_on = ""
        self._thread = Thread(target=self._run, name="rounds", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after the round at hand."""
        self._stopped.set()
        self._thread.join()

    def once(self) -> None:
        """One round."""
        now = self._clock.now()
        limits.allot(self._store, now)
        if self._daily and now[:10] != self._learnt_on:
            try:
                publish(self._store, learn(self._store), now)
            except (Refusal, PolicyFault, NoTable) as why:
                logger.warning("what was learnt was not published: %s", why)
            self._learnt_on = now[:10]

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.once()
            except DatabaseFailed:
                logger.exception("a round failed; the next one tries again")
            self._stopped.wait(self._pause)
