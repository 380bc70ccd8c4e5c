"""Questions that look-ups, reports and the service ask of the record tables, in SQLAlchemy Core. Responsible for
reading with any connection that it is given (SQLite or PostgreSQL); writes nothing."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from station import wire
from station.domain.facts import Fact, Ref
from station.domain.records import Folded, Parcel, Reference, Unit
from station.records import rows, span
from station.records.tables import about, alias, container, fact, parcel, reference, unit

Reader = Connection
"""What Store.reader() gives; other rooms name it by this, as they do not import SQLAlchemy."""

FOLDED_TABLES = {"parcel": parcel, "unit": unit, "container": container}
PAGE = 500


def found(connection: Connection, code: str) -> tuple[Ref, ...]:
    """Records that carry this identifier, whatever its case."""
    asked = select(alias.c.type, alias.c.id).where(alias.c.code == code.upper()).order_by(alias.c.type, alias.c.id)
    return tuple(Ref(type, id) for type, id in connection.execute(asked))


def record(connection: Connection, ref: Ref) -> Folded | Reference | None:
    """One record or reference value; None where there is none."""
    table = FOLDED_TABLES.get(ref.type)
    if table is not None:
        text = connection.execute(select(table.c.body).where(table.c.id == ref.id)).scalar()
    else:
        asked = select(reference.c.body).where(reference.c.type == ref.type, reference.c.id == ref.id)
        text = connection.execute(asked).scalar()
    return rows.record(ref.type, text) if text is not None else None


def timeline(connection: Connection, id: str) -> tuple[Fact, ...]:
    """All facts about a record, oldest first, undone ones included."""
    asked = select(fact.c.record).join(about, about.c.seq == fact.c.seq).where(about.c.id == id).order_by(about.c.seq)
    return tuple(wire.read(text) for text in connection.execute(asked).scalars())


def open_parcels(connection: Connection, limit: int | None = None) -> tuple[Parcel, ...]:
    """Parcels neither closed nor refused, the longest waiting first; all without a limit."""
    waiting = parcel.c.dock.not_in(("closed", "refused"))
    asked = select(parcel.c.body).where(waiting).order_by(parcel.c.arrived).limit(limit)
    return tuple(rows.record("parcel", text) for text in connection.execute(asked).scalars())


def backlog(connection: Connection) -> dict[str, int]:
    """Parcels that are not done, by dock state."""
    waiting = parcel.c.dock.not_in(("closed", "refused"))
    asked = select(parcel.c.dock, func.count()).where(waiting).group_by(parcel.c.dock)
    return {dock: count for dock, count in connection.execute(asked)}  # noqa: C416  # a row is no pair to the checker


def open_units(connection: Connection, stage: str = "", limit: int | None = None) -> tuple[Unit, ...]:
    """Units neither stowed nor split, of one stage (held, graded …) or of all, in the order they were found; all
    without a limit."""
    asked = select(unit.c.body).where(unit.c.stage.not_in(("stowed", "split")))
    if stage:
        asked = asked.where(unit.c.stage == stage)
    return tuple(
        rows.record("unit", text) for text in connection.execute(asked.order_by(unit.c.id).limit(limit)).scalars()
    )


def units_by_stage(connection: Connection) -> dict[str, int]:
    """Units on their way (neither stowed nor split), by stage."""
    asked = select(unit.c.stage, func.count()).where(unit.c.stage.not_in(("stowed", "split"))).group_by(unit.c.stage)
    return {stage: count for stage, count in connection.execute(asked)}  # noqa: C416  # a row is no pair to the checker


def units_of(connection: Connection, parcel_id: str) -> tuple[Unit, ...]:
    """The units that came out of a parcel, in the order they were found."""
    asked = select(unit.c.body).where(unit.c.parcel == parcel_id).order_by(unit.c.id)
    return tuple(rows.record("unit", text) for text in connection.execute(asked).scalars())


def facts_between(connection: Connection, start: str, end: str) -> Iterator[Fact]:
    """Facts whose time is in [start, end), UTC text, in order of seq; clock jumps: see span.py."""

    def time_of(seq: int) -> str:
        return span.at(connection.execute(select(fact.c.record).where(fact.c.seq == seq)).scalar_one())

    head = connection.execute(select(func.max(fact.c.seq))).scalar() or 0
    first, last = span.stretch(head, time_of, start, end)
    for seq in range(first, last + 1, PAGE):
        asked = select(fact.c.record).where(fact.c.seq.between(seq, min(last, seq + PAGE - 1))).order_by(fact.c.seq)
        for text in connection.execute(asked).scalars():
            if start <= span.at(text) < end:
                yield wire.read(text)
