"""Copies the log (WAL) back into the file while the bench works, so that a step does not have to. Responsible for that
thread alone; without it the step's own checkpoint at CHECKPOINT_PAGES is the fallback."""

from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from pysqlite3 import dbapi2

from station.store.connect import writer

EVERY_S = 0.5
PAGES = 500
"""Below that a checkpoint costs more syncs than it saves."""


class Checkpoints:
    """A thread that runs until close(). A checkpoint is PASSIVE: it waits for nobody and nobody waits for it."""

    def __init__(self, path: Path, every_s: float = EVERY_S) -> None:
        self._path = path
        self._every_s = every_s
        self._done = Event()
        self._thread = Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread; the log is written back by the last connection that closes."""
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        connection = writer(self._path)
        try:
            while not self._done.wait(self._every_s):
                with suppress(dbapi2.Error):  # busy, or a full disk: the steps themselves will say so
                    _, log, copied = connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
                    if log - copied >= PAGES:
                        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        finally:
            connection.close()
