"""Read-only SQLAlchemy connections for look-ups and figures. Loaded when first used (start-up)."""

from pathlib import Path

from pysqlite3 import dbapi2
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from station.store.connect import read_only


def reader(path: Path) -> Connection:
    """One connection, used by one thread; closing it closes the file."""
    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: read_only(path), poolclass=NullPool)
    return engine.connect()
