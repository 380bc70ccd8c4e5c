"""A database from before fees were learnt: its outcomes are counted anew, fees included."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from tracking.learning import reader
from tracking.store import learnt, log
from tracking.store.dialects import connect
from tracking.store.store import open_store


def older(url: str) -> None:
    """A database of the second form, whose reader had counted up to fact 7."""
    engine = connect(url)
    config = Config()
    config.set_main_option("script_location", "tracking.store:migrations")
    with engine.connect() as connection:
        writing = connection.execution_options(writes=True)
        with writing.begin():
            config.attributes["connection"] = writing
            command.upgrade(config, "0002")
            writing.execute(text("INSERT INTO reader (name, position) VALUES ('learning', 7), ('records', 7)"))
            writing.execute(text("INSERT INTO learnt (category, grade, channel, n) VALUES ('shoes', 'B', 'outlet', 3)"))
    engine.dispose()


def test_an_older_database_is_counted_anew(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tracking.db'}"
    older(url)
    store = open_store(url)
    try:
        with store.read() as connection:
            assert (log.cursor(connection, reader.NAME), log.cursor(connection, "records")) == (0, 7)
            assert (learnt.counts(connection), learnt.fees(connection)) == ({}, {})
    finally:
        store.close()
