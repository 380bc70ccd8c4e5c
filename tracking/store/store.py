"""The service's database: opened and brought up to date; transactions to read and, one at a time, to write."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeAlias

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from tracking.bell import Bell
from tracking.store.dialects import connect, lock_log

Transaction: TypeAlias = Connection
"""What read() and write() give, for those who know no database library."""

DatabaseFailed: TypeAlias = SQLAlchemyError
"""Whatever the database itself fails of."""

REVISION = "0003"
"""The newest migration."""


class TooNew(Exception):
    """The database was written by a newer program; it is left as it is."""


class Store:
    """One database. `facts` rings when the log grew, `changes` when the feed did."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = Lock()
        self.facts = Bell()
        self.changes = Bell()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot of the database."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, repeatable: bool = False) -> Iterator[Connection]:
        """One writing transaction; in this process and in the database only one at a time. repeatable: it can be done
        again from the log, so it need not wait for the disk (a power cut may take it back whole)."""
        with self._writing, self._engine.connect() as connection:
            writing = connection.execution_options(writes=True, repeatable=repeatable)
            with writing.begin():
                lock_log(writing)
                yield writing

    def close(self) -> None:
        self.facts.close()
        self.changes.close()
        self._engine.dispose()


def open_store(url: str) -> Store:
    """The store at SQLAlchemy's address, migrated to the newest form; a newer one is left untouched (TooNew)."""
    engine = connect(url)
    try:
        found = _revision(engine)
        if found != REVISION:
            _migrate(engine, found)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def _revision(engine: Engine) -> str:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _migrate(engine: Engine, found: str) -> None:
    if found > REVISION:
        raise TooNew(f"database is at {found}, this program knows up to {REVISION}")
    from alembic import command  # only a new or an old database needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "tracking.store:migrations")
    with engine.connect() as connection:
        writing = connection.execution_options(writes=True)
        with writing.begin():
            config.attributes["connection"] = writing
            command.upgrade(config, "head")
