"""Values by type and id, newest version only: the office's reference values and the records that facts fold into.
What the feed sends, and what every look-up finds by code."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct
from sqlalchemy import Connection, func, select, tuple_

from tracking.store import tables as t
from tracking.store.hot import ADD_CODE, DROP_CODE, INSERT_ABOUT, KINDS_BEFORE, PUT_VALUE, read_column, write_rows

T = TypeVar("T")

Key = tuple[str, str]
"""(type, id)."""

CHUNK = 400
"""Keys named in one statement: far below the limits of both databases."""


class Value(Struct, frozen=True):
    """A value to be written; codes_before and codes are what finds it by look-up, without and with this change."""

    type: str
    id: str
    body: str
    origin: str = ""
    codes: tuple[str, ...] = ()
    codes_before: tuple[str, ...] = ()


class Versioned(Struct, frozen=True):
    """A value as it is kept; an empty body says that it was removed."""

    version: int
    type: str
    id: str
    origin: str
    body: str


_COLUMNS = (t.value.c.version, t.value.c.type, t.value.c.id, t.value.c.origin, t.value.c.body)


def load(connection: Connection, keys: Iterable[Key]) -> dict[Key, str]:
    """Bodies by key; what is not there (or was removed) is left out."""
    found: dict[Key, str] = {}
    for chunk in _chunks(list(dict.fromkeys(keys))):
        where = tuple_(t.value.c.type, t.value.c.id).in_(chunk) & (t.value.c.body != "")
        found.update({(row.type, row.id): row.body for row in connection.execute(select(*_COLUMNS).where(where))})
    return found


def of_type(connection: Connection, kind: str) -> dict[str, str]:
    """Bodies by id of all values of a type that is kept in small numbers."""
    where = (t.value.c.type == kind) & (t.value.c.body != "")
    return {row.id: row.body for row in connection.execute(select(*_COLUMNS).where(where).order_by(t.value.c.id))}


def ids(connection: Connection, kind: str) -> Sequence[str]:
    """Ids of all values of a type."""
    query = select(t.value.c.id).where((t.value.c.type == kind) & (t.value.c.body != "")).order_by(t.value.c.id)
    return connection.execute(query).scalars().all()


def find(connection: Connection, code: str) -> list[Key]:
    """Keys of everything that a code finds."""
    query = select(t.code.c.type, t.code.c.id).where(t.code.c.code == code).order_by(t.code.c.type, t.code.c.id)
    return [(row.type, row.id) for row in connection.execute(query)]


def origins(connection: Connection, kind: str, code: str) -> dict[str, str]:
    """Station by id, of the values of one type that a code finds."""
    joined = (t.code.c.type == t.value.c.type) & (t.code.c.id == t.value.c.id)
    query = select(t.value.c.id, t.value.c.origin).join(t.code, joined)
    return {row.id: row.origin for row in connection.execute(query.where(t.code.c.code == code, t.code.c.type == kind))}


def put(connection: Connection, values: Sequence[Value]) -> int:
    """Writes values, each with a version of its own above all before; gives the newest version."""
    version = newest(connection)
    rows = [(v.type, v.id, version + n, v.origin, v.body) for n, v in enumerate(values, 1)]
    write_rows(connection, PUT_VALUE, rows)
    gone = [(code, v.type, v.id) for v in values for code in v.codes_before if code not in v.codes]
    new = [(code, v.type, v.id) for v in values for code in v.codes if code not in v.codes_before]
    write_rows(connection, DROP_CODE, gone)
    write_rows(connection, ADD_CODE, new)
    return version + len(rows)


def newest(connection: Connection) -> int:
    """The newest version of the feed; 0 = nothing yet."""
    return int(connection.execute(select(func.coalesce(func.max(t.value.c.version), 0))).scalar_one())


def changes(connection: Connection, after: int, limit: int, reader: str) -> list[Versioned]:
    """Values newer than `after` in order of version, but for those that the reading station told itself."""
    where = (t.value.c.version > after) & ((t.value.c.origin != reader) | (t.value.c.origin == ""))
    query = select(*_COLUMNS).where(where).order_by(t.value.c.version).limit(limit)
    return [Versioned(*row) for row in connection.execute(query)]


def index_facts(connection: Connection, rows: Sequence[tuple[str, str, int, str]]) -> None:
    """Notes which facts (position, kind) are about which records: (type, id, position, kind)."""
    write_rows(connection, INSERT_ABOUT, rows)


def told_before(connection: Connection, key: Key, kind: str, position: int) -> list[int]:
    """Positions of the facts of one kind about a record, before a position."""
    return read_column(connection, KINDS_BEFORE, *key, kind, position)


def _chunks(items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
