"""Units of the past in one pass: one statement over their records, in batches, beside an open bench. Responsible for
reading; memory stays flat however many there are."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from station import wire
from station.domain.records import Unit
from station.records import rows
from station.store.connect import file_errors, read_only

BATCH = 2000
MOST_HELD = 20_000
"""Values of the office kept decoded: products mostly, which many units share."""

GRADED = """
SELECT rowid, body FROM unit
WHERE json_extract(body, '$.graded_at') >= ? AND json_extract(body, '$.graded_at') < ? ORDER BY rowid
"""
TOLD = """
SELECT record FROM about JOIN fact ON fact.seq = about.seq
WHERE about.id = (SELECT value FROM meta WHERE key = 'station') ORDER BY about.seq DESC
"""
REFERENCE = "SELECT body FROM reference WHERE type = ? AND id = ?"
PARCEL = "SELECT body FROM parcel WHERE id = ?"


class Past:
    """One moment of the file. Raises FileRefused or StoreRefused where it cannot be read."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._held: dict[tuple[str, str], Any] = {}

    def last(self) -> int:
        """The number of the last unit."""
        return int(self._connection.execute("SELECT coalesce(max(rowid), 0) FROM unit").fetchone()[0])

    def graded(self, start: str, end: str) -> Iterator[list[tuple[int, Unit]]]:
        """Batches of (number, unit) graded in [start, end), UTC text, in the order in which they were found."""
        cursor = self._connection.execute(GRADED, (start, end))
        decode = msgspec.json.Decoder(Unit).decode
        while found := cursor.fetchmany(BATCH):
            yield [(number, decode(body)) for number, body in found]

    def told(self, kind: str, hash: str) -> str:
        """The time of the latest fact of this kind about the station that names this hash; "" where there is none."""
        for (record,) in self._connection.execute(TOLD):
            fact = wire.read(record)
            if fact.kind == kind and fact.body.get("hash") == hash:
                return fact.at
        return ""

    def reference(self, type: str, id: str) -> Any:
        """A value of the office, or a parcel; None where there is none."""
        key = (type, id)
        if key not in self._held:
            if len(self._held) >= MOST_HELD:
                self._held.clear()
            asked = (PARCEL, (id,)) if type == "parcel" else (REFERENCE, key)
            found = self._connection.execute(*asked).fetchone()
            self._held[key] = rows.record(type, found[0]) if found else None
        return self._held[key]


@contextmanager
def past(path: Path) -> Iterator[Past]:
    """A read-only connection in one transaction, so that all is of one moment."""
    with file_errors(path), closing(read_only(path)) as connection:
        connection.execute("BEGIN")
        yield Past(connection)
