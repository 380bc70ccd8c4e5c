"""What a report says, as values: figures of one day, and what needs a person. Frozen; they know neither pages nor
files."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from station.reports.consistency import Agreement, Drift, Grading

Money = dict[str, int]
"""Minor units by ISO 4217 code."""

HEADLINES = ("received", "opened", "graded", "routed", "stowed", "closed")
"""Compared with the day before and with the mean; received, opened and closed are parcels, the others pieces."""


class Need(Struct, frozen=True):
    """One thing that waits for a person. kind: hold, label, missing or exception; name: what a person reads on it;
    why: reason, verdict or type; since and due: UTC text or empty; count: pieces, where it is about pieces."""

    kind: str
    id: str
    name: str
    title: str = ""
    why: str = ""
    decider: str = ""
    since: str = ""
    due: str = ""
    count: int = 0


class Hour(Struct, frozen=True):
    """Parcels received and closed, pieces graded, in one hour; `at` is the hour on the site's clock."""

    at: int
    received: int
    closed: int
    graded: int


class Figures(Struct, frozen=True):
    """One day of one station or site. Counts without a record of their own (refused, blind, …) stand in `counts` by
    name.

    grid: route -> grade -> pieces; tables: reason, merchant, carrier, operator -> name -> count (carrier: parcels,
    others: pieces) and, counted by units, override_rule, override_operator, override_reason, signal, care
    (name: `task result`); gradings: of the day; agreement and drifts: over the week that ends with the day;
    value_by_route: expected sales value of routed pieces; waiting: hours bucket -> parcels not
    opened; holds: bucket -> open holds; yesterday and mean: HEADLINES of the day before and of the worked days among
    the seven before (mean in tenths); None where no figures were given.
    """

    day: str
    tz: str
    start: str
    end: str
    as_of: str
    counts: dict[str, int]
    grid: dict[str, dict[str, int]]
    tables: dict[str, dict[str, int]]
    value_in: Money
    value_by_route: dict[str, Money]
    hours: tuple[Hour, ...]
    waiting: dict[str, int]
    holds: dict[str, int]
    needs: tuple[Need, ...]
    yesterday: dict[str, int] | None = None
    mean: dict[str, int] | None = None
    gradings: tuple[Grading, ...] = ()
    agreement: Agreement | None = None
    drifts: tuple[Drift, ...] = ()

    def by_grade(self) -> dict[str, int]:
        """Routed pieces by grade."""
        return summed(self.grid.values())

    def by_route(self) -> dict[str, int]:
        """Routed pieces by route."""
        return {route: sum(grades.values()) for route, grades in self.grid.items()}


def summed(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Several counts by name, added up."""
    total: dict[str, int] = {}
    for part in parts:
        for name, count in part.items():
            total[name] = total.get(name, 0) + count
    return total
