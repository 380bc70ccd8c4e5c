"""The day's figures of this station's own file, and its report. Reads on a connection of its own; the figures
themselves are station/reports' and the same that the service computes for the whole site."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from station.config import Config
from station.domain.facts import Fact, Ref
from station.domain.records import Parcel, Product, Unit
from station.reports import days
from station.reports.figures import Records, When, compared, figures
from station.reports.values import Figures
from station.store.reader import reader

if TYPE_CHECKING:
    from station.records.queries import Reader

WEEK = 7


def day_figures(journal: Path, day: date, tz: str, as_of: str = "") -> Figures:
    """The figures of one day beside those of the seven days before."""
    with reader(journal) as connection:
        earlier = [_one(connection, When(day - timedelta(days=n), tz)) for n in range(1, WEEK + 1)]
        return compared(_one(connection, When(day, tz, as_of=as_of)), earlier)


def _one(connection: "Reader", when: When) -> Figures:
    from station.records import queries

    start, end = days.bounds(when.day, when.tz, when.cutoff)
    facts = list(queries.facts_between(connection, start, end))
    return figures(facts, _records(connection, facts), when)


def _records(connection: "Reader", facts: Iterable[Fact]) -> Records:
    """Parcels and units that the facts name and those that are still open, with their products."""
    from station.records import queries

    named = {ref for fact in facts for ref in fact.about if ref.type in ("parcel", "unit")}
    found = [queries.record(connection, ref) for ref in sorted(named)]
    parcels = {p.id: p for p in (*queries.open_parcels(connection), *found) if isinstance(p, Parcel)}
    units = {u.id: u for u in (*queries.open_units(connection), *found) if isinstance(u, Unit)}
    wanted = {Ref("product", u.product) for u in units.values() if u.product}
    products = {p.id: p for ref in wanted if isinstance(p := queries.record(connection, ref), Product)}
    return Records(parcels, units, products)


def report(journal: Path, day: date, config: Config, as_of: str, lang: str = "") -> bytes:
    """The day's PDF, in the station's language or another."""
    from station.reports.pdf import report_pdf

    names = {m.id: m.name for m in config.merchants}
    return report_pdf(day_figures(journal, day, config.tz, as_of), lang or config.lang, config.name, names=names)
