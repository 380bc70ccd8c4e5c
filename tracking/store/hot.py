"""Many rows at once by raw text: what intake and readers write for every fact. Columns stand here once, in the order of
the rows' tuples; the rest of the store speaks through SQLAlchemy Core."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

INSERT_FACT = "INSERT INTO fact (position, epoch, seq, received_at, hash, record) VALUES (?, ?, ?, ?, ?, ?)"

INSERT_ABOUT = "INSERT INTO about (type, id, position, kind) VALUES (?, ?, ?, ?)"

PUT_VALUE = """INSERT INTO value (type, id, version, origin, body) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (type, id) DO UPDATE SET version = excluded.version, origin = excluded.origin, body = excluded.body"""

ADD_CODE = "INSERT INTO code (code, type, id) VALUES (?, ?, ?) ON CONFLICT (code, type, id) DO NOTHING"

DROP_CODE = "DELETE FROM code WHERE code = ? AND type = ? AND id = ?"

HASHES = "SELECT hash FROM fact WHERE epoch = ? AND seq BETWEEN ? AND ? ORDER BY seq"

KINDS_BEFORE = "SELECT position FROM about WHERE type = ? AND id = ? AND kind = ? AND position < ?"


def write_rows(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Runs a statement once for each row."""
    if rows:
        connection.exec_driver_sql(_marked(connection, statement), list(rows))


def read_column(connection: Connection, statement: str, *values: Any) -> list[Any]:
    """The first column of what a statement finds."""
    return list(connection.exec_driver_sql(_marked(connection, statement), values).scalars())


def _marked(connection: Connection, statement: str) -> str:
    """psycopg marks places by %s where SQLite has a question mark."""
    return statement if connection.dialect.paramstyle == "qmark" else statement.replace("?", "%s")
