"""The journal as sync, reports and commands read it, and the cursors that sync keeps. Responsible for reading facts in
order and for epochs; writes no fact. A connection of its own, used by one thread at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from pysqlite3 import dbapi2

from station import wire
from station.domain.facts import Fact
from station.records import span
from station.store import statements as sql
from station.store.connect import refused, writer

STORED_THROUGH = "stored_through"
PAGE = 500


class Row(Struct, frozen=True):
    """One fact as stored and sent."""

    seq: int
    record: str
    hash: str


class Epoch(Struct, frozen=True):
    """A named run of the journal from first_seq on; parent is the epoch before, parent_hash that of the fact before."""

    id: str
    first_seq: int
    parent: str = ""
    parent_hash: str = ""


class Journal:
    """Raises StoreRefused where the file does not answer or a cursor cannot be written."""

    def __init__(self, path: Path, *, repeatable: bool = False) -> None:
        """repeatable: cursors may be lost in a power cut, as what they count can be told again (sync's can)."""
        self._connection = writer(path)
        if repeatable:
            self._connection.execute("PRAGMA synchronous=NORMAL").close()
        self.station = str(self._ask(sql.META, "station")[0])

    def close(self) -> None:
        self._connection.close()

    def head(self) -> tuple[int, str]:
        """seq and hash of the last fact; (0, genesis) of an empty journal."""
        row = self._ask(sql.HEAD)
        return (row[0], row[1]) if row else (0, wire.genesis(self.station))

    def facts(self, after: int, limit: int = PAGE) -> tuple[Row, ...]:
        """Facts after that seq, in order, all of one epoch (epoch_of(after + 1)); at most limit."""
        border = min((e.first_seq for e in self.epochs() if e.first_seq > after + 1), default=1 << 62)
        found = self._run(sql.FACTS_AFTER, after, border, limit).fetchall()
        return tuple(Row(*row) for row in found)

    def hash_at(self, seq: int) -> str:
        """The hash of that fact: genesis for 0, empty where there is none."""
        if seq == 0:
            return wire.genesis(self.station)
        row = self._ask(sql.FACT, seq)
        return str(row[1]) if row else ""

    def epochs(self) -> tuple[Epoch, ...]:
        """All epochs of the file, in the order they were opened."""
        return tuple(Epoch(*row) for row in self._run(sql.EPOCHS).fetchall())

    def epoch(self) -> Epoch:
        """The epoch that runs now."""
        return self.epochs()[-1]

    def epoch_of(self, seq: int) -> Epoch:
        """The epoch in which that fact is sent: the last opened one that begins at or before it."""
        return [e for e in self.epochs() if e.first_seq <= seq][-1]

    def cursor(self, name: str) -> str:
        """The value of a cursor; empty where it was never set."""
        row = self._ask(sql.CURSOR, name)
        return str(row[0]) if row else ""

    def set_cursor(self, name: str, value: str) -> None:
        """Durable when it returns; a transaction of one row."""
        self._run(sql.SET_CURSOR, name, value)

    def stored_through(self) -> int:
        """How far the service told that it holds our facts."""
        return int(self.cursor(STORED_THROUGH) or 0)

    def unsent(self) -> int:
        """Facts that the service does not hold yet."""
        return max(0, self.head()[0] - self.stored_through())

    def oldest_unsent_at(self) -> str:
        """The time of the oldest unsent fact (UTC text); empty where all is sent. The caller knows what time it is."""
        row = self._ask(sql.FACT, self.stored_through() + 1)
        return span.at(row[0]) if row else ""

    def facts_between(self, start: str, end: str) -> Iterator[Fact]:
        """Facts whose time is in [start, end), UTC text, in order of seq; clock jumps: see records/span.py."""
        first, last = span.stretch(self.head()[0], self._time_of, start, end)
        for seq in range(first, last + 1, PAGE):
            for _, record, _ in self._run(sql.FACTS_AFTER, seq - 1, min(last + 1, seq + PAGE), PAGE).fetchall():
                if start <= span.at(record) < end:
                    yield wire.read(record)

    def _time_of(self, seq: int) -> str:
        return span.at(self._ask(sql.FACT, seq)[0])

    def _ask(self, statement: str, *values: str | int) -> Any:
        return self._run(statement, *values).fetchone()

    def _run(self, statement: str, *values: str | int) -> Any:
        try:
            return self._connection.execute(statement, values)
        except dbapi2.Error as error:
            raise refused(error) from error
