"""One station per home: a lock of the operating system, which a killed process gives back by itself."""

import os
import sys
from pathlib import Path

from station.store.connect import FileRefused, file_refused
from station.store.schema import LOCK


class HomeLock:
    """Held while a station is open; makes the folder where there is none. Raises FileRefused: open_elsewhere where
    another station holds it, read_only where the folder cannot be written."""

    def __init__(self, home: Path) -> None:
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._handle = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise file_refused(home, error) from error
        try:
            _take(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise FileRefused("open_elsewhere", home, "another station works with this folder") from error

    def release(self) -> None:
        """Gives the home free; may be called twice."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
