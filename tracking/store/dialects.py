"""Everything that differs between SQLite and PostgreSQL: connecting, the write lock, and INSERT … ON CONFLICT."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

LOG_LOCK = 0x5265_7475


def connect(url: str) -> Engine:
    """An engine for the address; the folder of an SQLite file is made."""
    return _connect_sqlite(url) if url.startswith("sqlite") else create_engine(url)


def _connect_sqlite(url: str) -> Engine:
    from pysqlite3 import dbapi2  # the standard library's SQLite may carry the WAL-reset bug

    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, module=dbapi2, connect_args={"timeout": 30.0})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours to say
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("writes", False):
        _wait_for_disk(connection, "NORMAL" if options.get("repeatable", False) else "FULL")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")


def _wait_for_disk(connection: Connection, level: str) -> None:
    if connection.info.get("synchronous", "FULL") != level:
        connection.exec_driver_sql(f"PRAGMA synchronous={level}")
        connection.info["synchronous"] = level


def lock_log(connection: Connection) -> None:
    """Lets one transaction at a time give positions. SQLite's BEGIN IMMEDIATE is that lock already."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOG_LOCK})")
        if connection.get_execution_options().get("repeatable", False):
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def upsert(connection: Connection, table: Table, update: Sequence[str]) -> Insert:
    """An INSERT that writes the `update` columns where the primary key is there already (none: leaves the row)."""
    postgres = connection.dialect.name == "postgresql"
    statement: postgresql.Insert | sqlite.Insert = postgresql.insert(table) if postgres else sqlite.insert(table)
    keys = list(table.primary_key.columns)
    if not update:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(index_elements=keys, set_={c: statement.excluded[c] for c in update})
