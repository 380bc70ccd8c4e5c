"""Folds every record of a file anew from its facts. Responsible for files that were written by a former fold: records
follow from facts, so a program that folds otherwise makes them anew when it brings the file up. Facts are only read."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from pysqlite3 import dbapi2

from station import wire
from station.domain.apply import fold
from station.domain.facts import Fact, Ref
from station.domain.records import FOLDED
from station.store import statements as sql
from station.store.step import StepStore

IDS = "SELECT DISTINCT id FROM about ORDER BY id"


def refold(path: Path) -> None:
    """All records and their codes, in one transaction; rows keep their order. Memory stays flat. Raises dbapi2.Error or
    StoreRefused and leaves the file as it was."""
    with closing(dbapi2.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        store = StepStore(path, connection)
        store.begin()
        connection.execute(sql.DROP_FOLDED_CODES)
        for ref, facts in _records(connection):
            record = fold(ref, facts)
            if record is None:
                connection.execute(sql.DROP[ref.type], (ref.id,))
            else:
                store.save(record, None)
        store.commit()


def _records(connection: Any) -> Iterator[tuple[Ref, list[Fact]]]:
    for (id,) in connection.execute(IDS):
        facts = [fact for (record,) in connection.execute(sql.FACTS_ABOUT, (id,)) for fact in _readable(record)]
        for ref in sorted({ref for fact in facts for ref in fact.about if ref.id == id and ref.type in FOLDED}):
            yield ref, [fact for fact in facts if ref in fact.about]


def _readable(record: str) -> list[Fact]:
    """A damaged fact does not keep the others from being read; `verify` tells it."""
    try:
        return [wire.read(record)]
    except msgspec.DecodeError:
        return []
