"""Connections to the station's file: one writer's and read-only ones, with the settings that make a commit durable.
Responsible for opening them and for naming what SQLite refuses; not for what is read or written."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can lose commits when two connections share a WAL file (sqlite.org/wal.html#walresetbug)."""

BUSY_S = 5.0
CHECKPOINT_PAGES = 4000
"""The step's own checkpoint is only the fallback: a thread copies the WAL back long before (checkpoint.py)."""

REASONS = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
    "SQLITE_IOERR": "io_error",
    "SQLITE_READONLY": "read_only",
    "SQLITE_CANTOPEN": "io_error",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
}

SYSTEM_REASONS: dict[int | None, str] = {
    errno.ENOSPC: "disk_full",
    errno.EIO: "io_error",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
}


class StoreRefused(Exception):
    """The file did not take a step (or a read). reason: disk_full, busy, io_error, read_only, damaged or error; detail
    is SQLite's own word. The transaction is rolled back and the connection can be used again."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def refused(error: Exception) -> StoreRefused:
    """What an SQLite error means to the caller; extended codes (SQLITE_IOERR_FSYNC) count as their family."""
    name = getattr(error, "sqlite_errorname", None) or ""
    family = "_".join(name.split("_")[:2])
    return StoreRefused(REASONS.get(family, "error"), f"{name} {error}".strip())


def check_version() -> None:
    """Raises StoreRefused where the SQLite library is older than OLDEST_SQLITE."""
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise StoreRefused("error", f"SQLite {dbapi2.sqlite_version} is older than 3.51.3 and can lose commits")


def writer(path: Path, cache_kb: int = 4096) -> Any:
    """A connection that writes: WAL, synchronous=FULL (fullfsync on macOS), no implicit transactions."""
    check_version()
    connection = _open(path, "rw")
    pragmas = [
        "journal_mode=WAL",
        "synchronous=FULL",
        f"wal_autocheckpoint={CHECKPOINT_PAGES}",
        f"cache_size=-{cache_kb}",
    ]
    if sys.platform == "darwin":
        pragmas += ["fullfsync=ON", "checkpoint_fullfsync=ON"]
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()
    except dbapi2.Error as error:
        connection.close()
        raise refused(error) from error
    return connection


def read_only(path: Path) -> Any:
    """A connection that cannot write; it sees each committed step."""
    check_version()
    connection = _open(path, "ro")
    connection.execute("PRAGMA query_only=ON").close()
    return connection


def _open(path: Path, mode: str) -> Any:
    """Never makes a file: a wrong name must not leave an empty database behind."""
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    try:
        return dbapi2.connect(
            uri, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=256
        )
    except dbapi2.Error as error:
        raise refused(error) from error


class FileRefused(Exception):
    """The station's file cannot be opened, copied or put back; it is as it was. reason: open_elsewhere, newer, damaged,
    missing, exists, other_station, disk_full, busy, io_error, read_only or error."""

    def __init__(self, reason: str, path: Path, detail: str) -> None:
        super().__init__(f"{path}: {detail} ({reason}); the file was left as it is")
        self.reason = reason
        self.path = path
        self.detail = detail


def file_refused(path: Path, error: Exception) -> FileRefused:
    """The same of an SQLite or operating system error."""
    known = error if isinstance(error, StoreRefused) else refused(error)
    number = error.errno if isinstance(error, OSError) else None
    return FileRefused(SYSTEM_REASONS.get(number, known.reason), path, known.detail)


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """What SQLite, the connection or the system refuse in this block is told as FileRefused about this file."""
    try:
        yield
    except (dbapi2.Error, OSError, StoreRefused) as error:
        raise file_refused(path, error) from error
