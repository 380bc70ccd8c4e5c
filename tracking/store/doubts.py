"""Exceptions as rows: kept until somebody settles them, never a reason to refuse or delete a fact."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection, select, update

from tracking.store import tables as t
from tracking.store.dialects import upsert


class Doubt(Struct, frozen=True):
    """Something that makes no sense. id is derived from fact and type, so that a second reading adds nothing."""

    id: str
    type: str
    station: str
    fact: str
    about_type: str
    about_id: str
    detail: str
    raised_at: str
    settled_at: str = ""
    how: str = ""


_COLUMNS = [t.doubt.c[name] for name in Doubt.__struct_fields__]


def raise_doubts(connection: Connection, doubts: Sequence[Doubt]) -> None:
    """Writes exceptions; those that are there stay as they are."""
    rows = [{name: getattr(doubt, name) for name in Doubt.__struct_fields__} for doubt in doubts]
    if rows:
        connection.execute(upsert(connection, t.doubt, []), rows)


def settle(connection: Connection, fact: str, at: str, how: str) -> None:
    """Settles the open exceptions that came from one fact."""
    where = (t.doubt.c.fact == fact) & (t.doubt.c.settled_at == "")
    connection.execute(update(t.doubt).where(where).values(settled_at=at, how=how))


def open_doubts(connection: Connection, limit: int = 500) -> list[Doubt]:
    """Open exceptions, oldest first."""
    query = select(*_COLUMNS).where(t.doubt.c.settled_at == "").order_by(t.doubt.c.raised_at, t.doubt.c.id)
    return [Doubt(*row) for row in connection.execute(query.limit(limit))]
