"""Rows of what was learnt: counts by cell, and which outcomes were told by whom."""

from collections.abc import Mapping

from msgspec import Struct
from sqlalchemy import Connection, insert, select

from tracking.store import tables as t
from tracking.store.dialects import upsert

Cell = tuple[str, str, str]
"""(category, grade, channel)."""

NUMBERS = ("sent", "n", "permille", "permille2", "days", "days2", "fees")

Numbers = tuple[int, int, int, int, int, int, int]
"""In the order of NUMBERS."""


FEES = ("n", "sold", "paid", "pieces")

FeeSums = tuple[int, int, int, int]
"""In the order of FEES."""


class Seen(Struct, frozen=True):
    """An outcome that was told: digest of its text, id of its fact."""

    digest: str
    fact: str


def counts(connection: Connection) -> dict[Cell, Numbers]:
    """All cells."""
    columns = [t.learnt.c[name] for name in ("category", "grade", "channel", *NUMBERS)]
    rows = connection.execute(select(*columns).order_by(*columns[:3]))
    return {(row[0], row[1], row[2]): (row[3], row[4], row[5], row[6], row[7], row[8], row[9]) for row in rows}


def add(connection: Connection, more: Mapping[Cell, Numbers]) -> None:
    """Adds to cells; called by one reader, whose cursor moves in the same transaction."""
    before = counts(connection) if more else {}
    rows = []
    for cell, numbers in more.items():
        sums = [a + b for a, b in zip(before.get(cell, (0,) * len(NUMBERS)), numbers, strict=True)]
        keys = dict(zip(("category", "grade", "channel"), cell, strict=True))
        rows.append(keys | dict(zip(NUMBERS, sums, strict=True)))
    if rows:
        connection.execute(upsert(connection, t.learnt, list(NUMBERS)), rows)


def fees(connection: Connection) -> dict[str, FeeSums]:
    """What channels kept, by channel."""
    columns = [t.learnt_fee.c[name] for name in ("channel", *FEES)]
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in connection.execute(select(*columns))}


def add_fees(connection: Connection, more: Mapping[str, FeeSums]) -> None:
    """Adds to channels; called by the same reader."""
    before = fees(connection) if more else {}
    rows = []
    for channel, sums in more.items():
        new = [a + b for a, b in zip(before.get(channel, (0,) * len(FEES)), sums, strict=True)]
        rows.append({"channel": channel} | dict(zip(FEES, new, strict=True)))
    if rows:
        connection.execute(upsert(connection, t.learnt_fee, list(FEES)), rows)


def find_outcome(connection: Connection, caller: str, reference: str) -> Seen | None:
    """What a caller told by this reference before."""
    where = (t.outcome.c.caller == caller) & (t.outcome.c.reference == reference)
    row = connection.execute(select(t.outcome.c.digest, t.outcome.c.fact).where(where)).first()
    return Seen(*row) if row else None


def put_outcome(connection: Connection, caller: str, reference: str, seen: Seen) -> None:
    """Remembers an outcome that was told."""
    connection.execute(
        insert(t.outcome), {"caller": caller, "reference": reference, "digest": seen.digest, "fact": seen.fact}
    )
