"""The log of facts: watermarks per (station, epoch), appending under the write lock, reading in order of position."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, insert, select, update

from tracking.store import tables as t
from tracking.store.dialects import upsert
from tracking.store.hot import HASHES, INSERT_FACT, read_column, write_rows


class Mark(Struct, frozen=True):
    """A run of a station's journal as the service holds it: through seq `stored_through`, whose fact has `hash`
    (before the first fact: seq first_seq - 1 and the hash that the run builds on)."""

    key: int
    station: str
    id: str
    first_seq: int
    parent: str
    parent_hash: str
    stored_through: int
    hash: str


class Logged(Struct, frozen=True):
    """One fact of the log; record is its exact text."""

    position: int
    station: str
    epoch: int
    seq: int
    hash: str
    received_at: str
    record: str


class Receipt(Struct, frozen=True):
    """What came with a batch: the station's signature and time, ours, and the difference in milliseconds."""

    signature: str
    sent_at: str
    received_at: str
    offset_ms: int


PAGE = 2000
"""Facts held in memory at once where the whole log is read."""

_MARK = [t.epoch.c[name] for name in Mark.__struct_fields__]
_LOGGED = (
    t.fact.c.position,
    t.epoch.c.station,
    t.fact.c.epoch,
    t.fact.c.seq,
    t.fact.c.hash,
    t.fact.c.received_at,
    t.fact.c.record,
)
_JOINED = select(*_LOGGED).join(t.epoch, t.fact.c.epoch == t.epoch.c.key)


def find_mark(connection: Connection, station: str, epoch: str) -> Mark | None:
    """The watermark of a run, or None where no fact of it came yet."""
    where = (t.epoch.c.station == station) & (t.epoch.c.id == epoch)
    row = connection.execute(select(*_MARK).where(where)).first()
    return Mark(*row) if row else None


def marks(connection: Connection, station: str = "") -> list[Mark]:
    """All runs (of one station), oldest first."""
    query = select(*_MARK).order_by(t.epoch.c.key)
    return [Mark(*row) for row in connection.execute(query.where(t.epoch.c.station == station) if station else query)]


def open_epoch(connection: Connection, mark: Mark) -> Mark:
    """A new run, empty so far; its key is given here."""
    row = {name: getattr(mark, name) for name in Mark.__struct_fields__ if name != "key"}
    key = connection.execute(insert(t.epoch).values(row)).inserted_primary_key
    return Mark(int(key[0]) if key else 0, **row)


def hashes(connection: Connection, key: int, first: int, last: int) -> list[str]:
    """Hashes of the facts first..last of a run, as far as they are there."""
    return read_column(connection, HASHES, key, first, last)


def append(connection: Connection, mark: Mark, facts: Sequence[tuple[str, str]], receipt: Receipt) -> None:
    """Writes (record, hash) pairs behind the mark and moves it, within the caller's transaction."""
    position, seq = head(connection), mark.stored_through
    rows = [
        (position + n, mark.key, seq + n, receipt.received_at, told, record)
        for n, (record, told) in enumerate(facts, 1)
    ]
    write_rows(connection, INSERT_FACT, rows)
    came = {name: getattr(receipt, name) for name in Receipt.__struct_fields__}
    moved = {"stored_through": seq + len(facts), "hash": facts[-1][1], **came}
    connection.execute(update(t.epoch).where(t.epoch.c.key == mark.key).values(moved))


def head(connection: Connection) -> int:
    """The last position of the log; 0 = empty."""
    return int(connection.execute(select(func.coalesce(func.max(t.fact.c.position), 0))).scalar_one())


def after(connection: Connection, position: int, limit: int) -> list[Logged]:
    """The next facts of the log."""
    query = _JOINED.where(t.fact.c.position > position).order_by(t.fact.c.position).limit(limit)
    return _logged(connection.execute(query).all())


def history(connection: Connection, kind: str, name: str, through: int) -> list[Logged]:
    """All facts about one record up to a position, in order."""
    where = (t.about.c.type == kind) & (t.about.c.id == name) & (t.about.c.position <= through)
    mine = select(t.about.c.position).where(where).scalar_subquery()
    return _logged(connection.execute(_JOINED.where(t.fact.c.position.in_(mine)).order_by(t.fact.c.position)).all())


def at(connection: Connection, positions: Sequence[int]) -> list[Logged]:
    """The facts at these positions."""
    return _logged(connection.execute(_JOINED.where(t.fact.c.position.in_(positions))).all())


def record(connection: Connection, key: int, seq: int) -> str:
    """The text of one fact of a run; empty where it is not there."""
    where = (t.fact.c.epoch == key) & (t.fact.c.seq == seq)
    return str(connection.execute(select(t.fact.c.record).where(where)).scalar() or "")


def run_facts(connection: Connection, key: int) -> Iterator[tuple[str, str]]:
    """(record, hash) of every fact of a run, in order of seq, page by page."""
    seq = 0
    query = select(t.fact.c.seq, t.fact.c.record, t.fact.c.hash).where(t.fact.c.epoch == key).order_by(t.fact.c.seq)
    while rows := connection.execute(query.where(t.fact.c.seq > seq).limit(PAGE)).all():
        yield from ((row.record, row.hash) for row in rows)
        seq = rows[-1].seq


def _logged(rows: Sequence[Any]) -> list[Logged]:
    return [Logged(*row) for row in rows]


def cursor(connection: Connection, name: str) -> int:
    """The position up to which a reader has read."""
    return connection.execute(select(t.reader.c.position).where(t.reader.c.name == name)).scalar() or 0


def set_cursor(connection: Connection, name: str, position: int) -> None:
    """Moves a reader's cursor, in the transaction that also wrote what it made of the facts."""
    connection.execute(upsert(connection, t.reader, ["position"]), {"name": name, "position": position})
