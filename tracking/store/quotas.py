"""Rows of quotas: how many pieces a limit has in a period, and how they are shared."""

from sqlalchemy import Connection, delete, select

from tracking.store import tables as t
from tracking.store.dialects import upsert

Row = tuple[str, int, str, str]
"""(name, pieces, period, shares as JSON)."""


def all_quotas(connection: Connection) -> list[Row]:
    """By name."""
    columns = (t.quota.c.name, t.quota.c.pieces, t.quota.c.period, t.quota.c.shares)
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(select(*columns).order_by(t.quota.c.name))]


def put_quota(connection: Connection, row: Row) -> None:
    """Writes one, over an older one of that name."""
    name, pieces, period, shares = row
    connection.execute(
        upsert(connection, t.quota, ["pieces", "period", "shares"]),
        {"name": name, "pieces": pieces, "period": period, "shares": shares},
    )


def drop_quota(connection: Connection, name: str) -> None:
    """Removes one."""
    connection.execute(delete(t.quota).where(t.quota.c.name == name))
