"""How fast a look-up by identifier is beside bare SQLite, which finds the same code and reads the same row, in files
with a million and five million past units. Both have a read-only connection and codes of their own, drawn anew:
neither warms the cache for the other."""

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from pysqlite3 import dbapi2

from station.clock import SystemClock
from station.lookup import Lookup
from station.store.connect import read_only
from station.store.file import Store
from tests.benchmarks.past import NUMBERS, PARCELS, PLATES, UNITS
from tests.benchmarks.rows import Row, at_most, told

SIZES = (1_000_000, 5_000_000)
PAIRS = 15
LOOKUPS = 400
SEED = 20110101
LIMIT = 3
BARE = "SELECT unit.id, unit.body FROM alias JOIN unit ON unit.id = alias.id WHERE code = ? AND type = 'unit'"
"""One statement that knows what it will find: there is no shorter way to the row."""
TAIL_INDEX = "SELECT sql FROM sqlite_master WHERE name = 'ix_alias_tail'"


def measure(sizes: tuple[int, ...] = SIZES, pairs: int = PAIRS, lookups: int = LOOKUPS) -> list[Row]:
    """scan.find.SIZE.*: by whole identifier, by its last four and last six characters."""
    return [row for units in sizes for row in _of(units, pairs, lookups)]


def _of(units: int, pairs: int, lookups: int) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="returns-bench-") as folder:
        store = Store(Path(folder), SystemClock().fresh_id)
        write_units(store.path, units)
        store.close()
        with Lookup(store.path) as lookup, closing(read_only(store.path)) as bare:
            blocks = list(_blocks(lookup, bare, units, pairs, lookups))
    ours, floor, last4, last6 = (median(1e6 * block[n] for block in blocks) for n in range(4))
    name = f"scan.find.{units // 1_000_000}M" if units >= 1_000_000 else f"scan.find.{units}"
    return [
        at_most(f"{name}.over_bare", median(block[0] / block[1] for block in blocks), "x", LIMIT),
        told(f"{name}.identifier", ours, "us"),
        told(f"{name}.bare", floor, "us"),
        told(f"{name}.last_4", last4, "us"),
        told(f"{name}.last_6", last6, "us"),
    ]


def write_units(path: Path, units: int) -> None:
    """Units, their parcels and their codes, in bulk; the index of endings is built at the end, in order."""
    with closing(dbapi2.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-262144", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        (index,) = connection.execute(TAIL_INDEX).fetchone()
        connection.execute("DROP INDEX ix_alias_tail")
        connection.execute("BEGIN")
        connection.execute(UNITS, (units,))
        for statement in (PARCELS, PLATES, *NUMBERS, index):
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL").fetchall()


def _blocks(lookup: Lookup, bare: Any, units: int, pairs: int, lookups: int) -> Iterator[tuple[float, ...]]:
    """Medians of seconds in each pair: ours, bare, by four and by six last characters. The first pair warms up."""
    draw = random.Random(SEED)

    def timed(of: Callable[[str], Any], count: int = lookups) -> float:
        return median(_seconds(of, code) for code in _codes(bare, draw, units, count))

    for pair in range(pairs + 1):
        turns = [lambda: timed(lookup.identifier), lambda: timed(lambda code: _bare(bare, code))]
        first = pair % 2
        seconds = [turns[first](), turns[1 - first]()]
        ends = [timed(lambda code, n=n: lookup.find(code[-n:]), lookups // 10) for n in (4, 6)]  # type: ignore[misc]  # n has a default
        if pair:
            yield (*(seconds[::-1] if first else seconds), *ends)


def _codes(bare: Any, draw: random.Random, units: int, count: int) -> list[str]:
    plate = "SELECT json_extract(body, '$.lpn') FROM unit WHERE rowid = ?"
    return [bare.execute(plate, (draw.randint(1, units),)).fetchone()[0] for _ in range(count)]


def _bare(connection: Any, code: str) -> Any:
    return connection.execute(BARE, (code,)).fetchall()


def _seconds(of: Callable[[str], Any], code: str) -> float:
    begun = perf_counter()
    of(code)
    return perf_counter() - begun
