"""Writes the values that the office sends (authorizations, orders, products, operators, locations), in transactions so
small that a scan does not wait for them. Responsible for their rows, codes and words; not for where they come from."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

from station.domain.facts import Ref
from station.domain.records import REFERENCE, Operator, Product, Reference, codes
from station.records import rows
from station.store import statements as sql
from station.store import words
from station.store.connect import refused, writer

MOST_ROWS = 200
"""Rows of one transaction, codes and words counted; a larger one delays a scan by 20 ms and more."""

Progress = Callable[[int], None]


class ReferenceStore:
    """A connection of its own, used by one thread at a time. Raises StoreRefused; what was committed before stays."""

    def __init__(self, path: Path) -> None:
        self._connection = writer(path)

    def close(self) -> None:
        self._connection.close()

    def all_of(self, type: str) -> tuple[Any, ...]:
        """Every value of that type."""
        return tuple(rows.record(type, body) for (body,) in self._connection.execute(sql.REFERENCES, (type,)))

    def get(self, type: str, id: str) -> Any:
        """The stored value or None."""
        row = self._connection.execute(sql.REFERENCE, (type, id)).fetchone()
        return rows.record(type, row[0]) if row else None

    def holders(self, badge: str) -> tuple[Operator, ...]:
        """The operators whose badge has this hash, active or not."""
        found = self._connection.execute(sql.CODE, (badge.upper(),)).fetchall()
        return tuple(self.get(type, id) for type, id in found if type == "operator")

    def put(self, values: Iterable[Reference], progress: Progress | None = None) -> int:
        """Writes new and changed values, leaves equal ones alone; gives how many were written. progress gets the number
        of values seen so far, once a transaction. A value that comes again later in the stream wins."""
        written = seen = 0
        for chunk in _chunks(values):
            latest = {(rows.type_of(value), value.id): value for value in chunk}
            news = [value for value in latest.values() if self._is_new(value)]
            written += self._transaction(self._put, news) if news else 0
            seen += len(chunk)
            if progress:
                progress(seen)
        return written

    def remove(self, refs: Iterable[Ref]) -> int:
        """Removes values with their codes and words; gives how many there were."""
        removed = 0
        for ref in refs:
            if ref.type in REFERENCE:
                removed += self._transaction(self._remove, [ref])
        return removed

    def _transaction(self, work: Callable[[Any], bool], items: list[Any]) -> int:
        try:
            self._connection.execute(sql.BEGIN)
            changed = sum([work(item) for item in items])
            if changed:
                self._connection.execute(sql.BUMP_REFERENCE)
            self._connection.execute(sql.COMMIT)
        except dbapi2.Error as error:
            if self._connection.in_transaction:
                self._connection.execute(sql.ROLLBACK)
            raise refused(error) from error
        return changed

    def _is_new(self, value: Reference) -> bool:
        """Compared before the write lock is taken: a feed that repeats itself holds up no scan."""
        row = self._connection.execute(sql.REFERENCE_ROW, (rows.type_of(value), value.id)).fetchone()
        return row is None or row[1] != rows.body(value)

    def _put(self, value: Reference) -> bool:
        type, body = rows.type_of(value), rows.body(value)
        row = self._connection.execute(sql.REFERENCE_ROW, (type, value.id)).fetchone()
        if row and row[1] == body:
            return False
        before = rows.record(type, row[1]) if row else None
        n = self._connection.execute(sql.PUT_REFERENCE, (type, value.id, body)).fetchone()[0]
        self._recode(Ref(type, value.id), value, before)
        if isinstance(value, Product):
            self._connection.execute(sql.PUT_WORDS, (n, words.tag(value.merchant), _words(value)))
        return True

    def _remove(self, ref: Ref) -> bool:
        row = self._connection.execute(sql.REFERENCE_ROW, (ref.type, ref.id)).fetchone()
        if row is None:
            return False
        self._recode(ref, None, rows.record(ref.type, row[1]))
        self._connection.execute(sql.DROP_REFERENCE, (row[0],))
        if ref.type == "product":
            self._connection.execute(sql.DROP_WORDS, (row[0],))
        return True

    def _recode(self, ref: Ref, now: Reference | None, before: Reference | None) -> None:
        new = {code.upper() for code in codes(now)} if now else set()
        old = {code.upper() for code in codes(before)} if before else set()
        self._connection.executemany(sql.DROP_CODE, [(code, ref.type, ref.id) for code in sorted(old - new)])
        self._connection.executemany(sql.ADD_CODE, [(code, ref.type, ref.id) for code in sorted(new - old)])


def _words(product: Product) -> str:
    return words.plain(f"{product.title} {product.sku} {product.category}")


def _chunks(values: Iterable[Reference]) -> Iterator[list[Reference]]:
    """Values whose rows together stay within MOST_ROWS; one that is larger alone makes a chunk of its own."""
    chunk: list[Reference] = []
    count = 0
    for value in values:
        size = 2 + len(codes(value))
        if chunk and count + size > MOST_ROWS:
            yield chunk
            chunk, count = [], 0
        chunk.append(value)
        count += size
    if chunk:
        yield chunk
