"""Brings a file to today's shape by alembic. Responsible for running migrations on the file it is given; that this is
always a copy, checked and put in place by one rename, is file.py's part. Loaded only when a migration is due."""

from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from pysqlite3 import dbapi2
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool


def configuration() -> Config:
    """Alembic's settings, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(path: Path, revision: str = "head") -> None:
    """Runs the migrations in one transaction; raises dbapi2.Error and leaves the file as it was."""
    engine = sqlalchemy.create_engine(
        "sqlite://", module=dbapi2, creator=lambda: dbapi2.connect(path), poolclass=NullPool
    )
    config = configuration()
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=FULL")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
    except DBAPIError as error:
        raise (error.orig or error) from error
