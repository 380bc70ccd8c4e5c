"""What a step wrote, statement by statement, and the same rows written again by bare SQLite: the floor that the step is
held against."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Any

from msgspec import Struct

from station.store import statements as sql
from station.store.connect import writer
from station.store.step import CACHE_KB


@cache
def _writes(statement: str) -> bool:
    return statement.startswith(("INSERT", "UPDATE", "DELETE"))


class Write(Struct, frozen=True):
    """One statement with its parameters; many: a list of them."""

    statement: str
    values: Any
    many: bool = False


Transaction = tuple[Write, ...]


class Traced:
    """A connection that remembers the writes of each committed transaction; everything else passes through."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._open: list[Write] = []
        self.transactions: list[Transaction] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        result = self._connection.execute(statement, values)
        if _writes(statement):
            self._open.append(Write(statement, values))
        elif statement == sql.COMMIT:
            self.transactions.append(tuple(self._open))
            self._open = []
        elif statement == sql.ROLLBACK:
            self._open = []
        return result

    def executemany(self, statement: str, values: list[tuple[Any, ...]]) -> Any:
        self._open.append(Write(statement, values, many=True))
        return self._connection.executemany(statement, values)


def write_again(connection: Any, transactions: Iterable[Transaction], pause_s: float = 0.0) -> list[float]:
    """Writes the same rows, each transaction durable on its own, with a pause before each; seconds of each."""
    seconds, pause = [], Event()
    for writes in transactions:
        if pause_s:
            pause.wait(pause_s)
        begun = perf_counter()
        connection.execute(sql.BEGIN)
        for write in writes:
            if write.many:
                connection.executemany(write.statement, write.values)
            else:
                connection.execute(write.statement, write.values)
        connection.execute(sql.COMMIT)
        seconds.append(perf_counter() - begun)
    return seconds


def bare(path: Path) -> Any:
    """A connection with the very settings of the station's."""
    return writer(path, CACHE_KB)
