"""Erasable texts behind the commitments in facts: read, and erased for good. Responsible for these rows alone; a fact
keeps its commitment, so that the chain still holds after an erasure."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from station.store.connect import file_errors, read_only, writer

TEXT = "SELECT text FROM secret WHERE commitment = ?"
ERASE = "DELETE FROM secret WHERE commitment = ?"
ERASE_BEFORE = "DELETE FROM secret WHERE at < ? AND kind = ?"


def revealed(path: Path, commitment: str) -> str:
    """The text behind a commitment; empty where it was erased (or never kept)."""
    with file_errors(path), closing(read_only(path)) as connection:
        row = connection.execute(TEXT, (commitment,)).fetchone()
    return str(row[0]) if row else ""


def erase(path: Path, commitments: Iterable[str]) -> int:
    """Erases these texts; gives how many there were."""
    return _erase(path, ERASE, [(one,) for one in commitments])


def erase_before(path: Path, at: str, kind: str) -> int:
    """Erases the texts of one kind that are older than this moment (UTC text)."""
    return _erase(path, ERASE_BEFORE, [(at, kind)])


def _erase(path: Path, statement: str, values: list[tuple[str, ...]]) -> int:
    """Deleted text is overwritten in the file, and the log that still holds it is emptied where no reader needs it."""
    with file_errors(path), closing(writer(path)) as connection:
        connection.execute("PRAGMA secure_delete=ON").fetchone()
        connection.execute("BEGIN IMMEDIATE")
        count: int = sum(connection.execute(statement, value).rowcount for value in values)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return count
