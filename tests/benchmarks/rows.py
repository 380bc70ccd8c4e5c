"""A figure of a benchmark, and figures as a table. Knows nothing of what is measured."""

from collections.abc import Sequence

from msgspec import Struct


class Row(Struct, frozen=True):
    """One figure. limit: what it must keep to (`<= 2.5`), empty = told only; holds: whether it does."""

    name: str
    value: float
    unit: str
    limit: str = ""
    holds: bool = True


def at_most(name: str, value: float, unit: str, limit: float) -> Row:
    """A figure that must not exceed the limit."""
    return Row(name, round(value, 3), unit, f"<= {limit:g}", value <= limit)


def at_least(name: str, value: float, unit: str, limit: float) -> Row:
    """A figure that must reach the limit."""
    return Row(name, round(value, 3), unit, f">= {limit:g}", value >= limit)


def told(name: str, value: float, unit: str) -> Row:
    """A figure without a limit."""
    return Row(name, round(value, 3), unit)


def table(rows: Sequence[Row]) -> str:
    """Aligned lines; a limit that is not kept to is marked."""
    width = max((len(row.name) for row in rows), default=0)
    return "\n".join(_line(row, width) for row in rows)


def _line(row: Row, width: int) -> str:
    mark = "" if not row.limit else "  ok" if row.holds else "  MISSED"
    return f"{row.name:<{width}}  {row.value:>12g} {row.unit:<9}{row.limit:<9}{mark}".rstrip()
