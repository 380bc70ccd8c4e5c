"""What look-ups read: by whole identifier, by its last characters, by words; each on a read-only connection that sees
the file as the latest step left it. Responsible for the statements and their limits; what is shown of it is lookup.py's
part."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

from station.domain.facts import Ref
from station.domain.records import Unit
from station.records import rows
from station.store import words
from station.store.connect import read_only, refused
from station.store.step import StepStore

TAIL = 4
"""Characters from which on the end of an identifier is looked for; the index (ix_alias_tail) holds so many."""
MOST_READ = 10_000
"""Identifiers of one ending that are looked at; hostile data could end all alike."""

_BODY = """CASE type
WHEN 'unit' THEN (SELECT body FROM unit WHERE unit.id = alias.id)
WHEN 'parcel' THEN (SELECT body FROM parcel WHERE parcel.id = alias.id)
WHEN 'container' THEN (SELECT body FROM container WHERE container.id = alias.id)
ELSE (SELECT body FROM reference WHERE reference.type = alias.type AND reference.id = alias.id) END"""

EXACT = f"SELECT type, id, {_BODY} FROM alias WHERE code = ? AND type <> 'operator'"  # noqa: S608  # the text above
ENDING = f"""
WITH near AS MATERIALIZED (
  SELECT code, type, id FROM alias WHERE substr(code, -4) = ? AND type <> 'operator' AND substr(code, -?) = ?
    AND length(code) > ? LIMIT {MOST_READ}),
newest AS MATERIALIZED (SELECT code, type, id FROM near ORDER BY id DESC LIMIT ?)
SELECT code, type, id, {_BODY} FROM newest AS alias ORDER BY id DESC
"""  # noqa: S608  # the text above
"""In this order, so that only the rows that are told are read."""
WORDS = """
SELECT reference.id, reference.body FROM product_word JOIN reference ON reference.n = product_word.rowid
WHERE product_word MATCH ? ORDER BY product_word.rank LIMIT ?
"""
OPEN_UNITS = """
SELECT id, body FROM unit WHERE stage NOT IN ('stowed', 'split') AND json_extract(body, '$.product') = ?
ORDER BY id DESC LIMIT ?
"""
RECORD = {table: f"SELECT body FROM {table} WHERE id = ?" for table in ("unit", "parcel", "container")}  # noqa: S608
REFERENCE = "SELECT body FROM reference WHERE type = ? AND id = ?"
UNITS_OF = "SELECT id, body FROM unit WHERE parcel = ? ORDER BY rowid LIMIT ?"

Rows = list[tuple[str, str, str]]
"""(type, id, body as JSON text)."""
Bodies = list[tuple[str, str]]
"""(id, body as JSON text)."""


UNITS_IN = "SELECT body FROM unit WHERE json_extract(body, '$.container') = ? ORDER BY rowid"


def units_in(path: Path, container: str) -> tuple[Unit, ...]:
    """What lies in a container, in the order it was found. Looks through all units: for the office, not for a step."""
    with closing(read_only(path)) as connection:
        found = connection.execute(UNITS_IN, (container,)).fetchall()
    return tuple(unit for (body,) in found if (unit := rows.record("unit", body)).quantity)


class Look:
    """One read-only connection, used by one thread at a time. Every method may raise StoreRefused."""

    def __init__(self, path: Path) -> None:
        self._connection = read_only(path)

    def close(self) -> None:
        self._connection.close()

    def exact(self, code: str) -> Rows:
        """Records that carry this identifier (upper case)."""
        found: Rows = self._all(EXACT, (code,))
        return found

    def ending(self, text: str, most: int) -> list[tuple[str, str, str, str]]:
        """(code, type, id, body) of longer identifiers that end with this text (upper case, TAIL and more), newest
        first."""
        size = len(text)
        found: list[tuple[str, str, str, str]] = self._all(ENDING, (text[-TAIL:], size, text, size, most))
        return found

    def words(self, text: str, most: int) -> Bodies:
        """(id, body) of products that have all of these words, or words that begin so."""
        asked = words.query("", text)
        found: Bodies = self._all(WORDS, (asked, most)) if asked else []
        return found

    def open_units(self, product: str, most: int) -> Bodies:
        """(id, body) of units of a product that are neither stowed nor split, newest first."""
        found: Bodies = self._all(OPEN_UNITS, (product, most))
        return found

    def units_of(self, parcel: str, most: int) -> Bodies:
        """(id, body) of what came out of a parcel."""
        found: Bodies = self._all(UNITS_OF, (parcel, most))
        return found

    def record(self, ref: Ref) -> str | None:
        """The body of one record or reference value."""
        folded = RECORD.get(ref.type)
        found = self._all(folded, (ref.id,)) if folded else self._all(REFERENCE, (ref.type, ref.id))
        return found[0][0] if found else None

    def _all(self, statement: str, values: tuple[Any, ...]) -> Any:
        try:
            return self._connection.execute(statement, values).fetchall()
        except dbapi2.Error as error:
            raise refused(error) from error


@contextmanager
def looking(path: Path) -> Iterator[StepStore]:
    """All that a step reads, of one moment of the file, and no way to write."""
    with closing(read_only(path)) as connection:
        connection.execute("BEGIN")
        yield StepStore(path, connection)
