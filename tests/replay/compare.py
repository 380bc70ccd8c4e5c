"""The service's side of a replay: its log and records against the station's, row by row."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from sqlalchemy import select

from station.records import rows
from tracking.readers.runner import catch_up
from tracking.settings import TrackingSettings
from tracking.store import tables as t
from tracking.store.store import Transaction, open_store
from tracking.verify import verify

FactRow = tuple[int, str, str]
"""seq, record, hash."""

RecordRow = tuple[str, str, str]
"""Type, id, body."""


class _There(Struct, frozen=True):
    """What the service holds: facts in order of seq, bodies of records, kinds of exceptions."""

    facts: list[FactRow]
    bodies: dict[tuple[str, str], str]
    doubts: list[str]


def compare(home: Path, facts: Sequence[FactRow], records: Sequence[RecordRow]) -> tuple[int, list[str]]:
    """How many facts the service holds, and a sentence for each difference and exception; its own verify included."""
    store = open_store(TrackingSettings(home=home).database_url)
    try:
        catch_up(store)
        with store.read() as connection:
            there = _read(connection)
        faults = [f"service: {fault}" for fault in verify(store).faults]
    finally:
        store.close()
    faults += [f"service: exception {kind}" for kind in there.doubts]
    return len(there.facts), [*faults, *_facts(facts, there.facts), *_records(records, there.bodies)]


def _read(connection: Transaction) -> _There:
    facts = connection.execute(select(t.fact.c.seq, t.fact.c.record, t.fact.c.hash).order_by(t.fact.c.seq))
    bodies = connection.execute(select(t.value.c.type, t.value.c.id, t.value.c.body))
    return _There(
        [(seq, record, told) for seq, record, told in facts],
        {(kind, name): body for kind, name, body in bodies},
        [str(kind) for kind in connection.execute(select(t.doubt.c.type)).scalars()],
    )


def _facts(mine: Sequence[FactRow], theirs: Sequence[FactRow]) -> list[str]:
    faults = [f"fact {a[0]} is another one at the service" for a, b in zip(mine, theirs, strict=False) if a != b]
    if len(mine) != len(theirs):
        faults.append(f"{len(mine)} facts at the station, {len(theirs)} at the service")
    return faults


def _records(mine: Sequence[RecordRow], theirs: dict[tuple[str, str], str]) -> list[str]:
    faults = [f"{kind} {id} differs at the service" for kind, id, body in mine
              if not _same(kind, body, theirs.get((kind, id), ""))]  # fmt: skip
    folded = sum(kind in ("parcel", "unit", "container") and body != "" for (kind, _), body in theirs.items())
    if folded != len(mine):
        faults.append(f"{len(mine)} records at the station, {folded} at the service")
    return faults


def _same(kind: str, mine: str, theirs: str) -> bool:
    """Equal as records: an encoder may tell a default that another one leaves out."""
    return theirs != "" and bool(rows.record(kind, mine) == rows.record(kind, theirs))
