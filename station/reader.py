"""The reader thread: look-ups are asked from any thread and answered beside the engine, in the order asked, on a
read-only connection of their own. Responsible for that thread alone."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from station.lookup import LIMIT, Found, Lookup


class Reader:
    """One thread and one connection, both from the first question to close()."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lookup: Lookup | None = None
        self._thread = ThreadPoolExecutor(1, "reader")

    def find(self, text: str, limit: int = LIMIT) -> Future[Found]:
        """The answer, or StoreRefused, in the future; one that is cancelled in time is never looked up."""
        return self._thread.submit(self._find, text, limit)

    def _find(self, text: str, limit: int) -> Found:
        if self._lookup is None:
            self._lookup = Lookup(self._path)
        return self._lookup.find(text, limit)

    def close(self) -> None:
        """Questions that wait are dropped."""
        self._thread.shutdown(cancel_futures=True)
        if self._lookup is not None:
            self._lookup.close()
