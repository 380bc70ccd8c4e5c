"""Is this file a sound station's file of a known shape? Reads only. Responsible for the questions asked before a file
is used, put in place or migrated; the deep check of chain and records is verify.py's."""

from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

from station import wire
from station.store.connect import FileRefused, file_errors, read_only
from station.store.schema import REVISIONS

TAIL = 100
"""Facts at the end whose chain is re-computed at each start; a cheap sign of a torn file."""

SMALL = 16 * 1024 * 1024
"""Files up to this size are checked whole at each start (about 50 ms); larger ones by `verify` and `backup`."""


def sound(path: Path, *, whole: bool) -> str:
    """The file's revision; raises FileRefused (damaged, newer, missing …). whole: quick_check whatever the size."""
    if not path.is_file():
        raise FileRefused("missing", path, "there is no such file")
    with file_errors(path), closing(read_only(path)) as connection:
        return _ask(connection, path, whole=whole or path.stat().st_size <= SMALL)


def _ask(connection: Any, path: Path, *, whole: bool) -> str:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "meta", "fact"} <= tables:
        raise FileRefused("damaged", path, "this is no station's file")
    revision = _one(connection, "SELECT version_num FROM alembic_version")
    if revision not in REVISIONS:
        raise FileRefused("newer", path, f"it was written by a newer program (shape {revision})")
    if whole:
        quick_check(connection, path)
    _tail(connection, path)
    return str(revision)


def quick_check(connection: Any, path: Path) -> None:
    """SQLite's own check of the whole file; raises FileRefused("damaged")."""
    told = _one(connection, "PRAGMA quick_check(1)")
    if told != "ok":
        raise FileRefused("damaged", path, str(told))


def counts(connection: Any) -> dict[str, int]:
    """Rows of each table but the full-text index's own ones."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'product_word%'")
    return {name: _one(connection, f'SELECT count(*) FROM "{name}"') for (name,) in names.fetchall()}  # noqa: S608  # from the file's own list


def _tail(connection: Any, path: Path) -> None:
    rows = connection.execute("SELECT seq, record, hash FROM fact ORDER BY seq DESC LIMIT ?", (TAIL,)).fetchall()
    for (seq, record, hash), (_, _, previous) in pairwise(rows):
        if not _linked(previous, record, hash):
            raise FileRefused("damaged", path, f"the hash of fact {seq} is wrong")


def _linked(previous: str, record: str, hash: str) -> bool:
    try:
        return wire.link(previous, record) == hash
    except ValueError:
        return False


def _one(connection: Any, statement: str) -> Any:
    row = connection.execute(statement).fetchone()
    return row[0] if row else None
