"""The figures of one day from its facts and records. Pure, and the same for a station's file and the service's log:
a site's report differs from a station's only in what is given here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from station.domain.apply import undone_by
from station.domain.facts import Fact
from station.domain.records import Parcel, Product, Unit
from station.reports import consistency, days, needs
from station.reports.fold import Day, UnitDay, fold
from station.reports.values import HEADLINES, Figures, Hour, Money


class Records(Struct, frozen=True):
    """The records beside the facts, by id: what the day's facts name, and what is still open (parcels not opened,
    holds, labels)."""

    parcels: Mapping[str, Parcel]
    units: Mapping[str, Unit]
    products: Mapping[str, Product]


class When(Struct, frozen=True):
    """Which day, where, and as of when (UTC text; empty: the day's end). cutoff: the hour at which the site's day
    begins."""

    day: date
    tz: str
    cutoff: int = 0
    as_of: str = ""


def figures(facts: Iterable[Fact], records: Records, when: When) -> Figures:
    """The day's figures. facts: in order, at least those of the day; later ones count only for what they take back."""
    start, end = days.bounds(when.day, when.tz, when.cutoff)
    given = list(facts)
    gone = undone_by(given)
    today = fold(fact for fact in given if start <= fact.at < end and fact.id not in gone)
    as_of = when.as_of or end
    waits = needs.needs(today, records.parcels, records.units, records.products)
    return Figures(
        when.day.isoformat(), when.tz, start, end, as_of,
        counts=_counts(today, records), grid=_grid(today, records), tables=_tables(today, records),
        value_in=_value_in(today, records), value_by_route=_value_by_route(today, records),
        hours=_hours(today, records, start, when.tz), waiting=needs.waiting(records.parcels.values(), as_of),
        holds=needs.due(waits, as_of), needs=waits, gradings=tuple(today.gradings),
    )  # fmt: skip


def compared(today: Figures, earlier: Sequence[Figures]) -> Figures:
    """The same figures beside the day before and the mean of the worked days among the seven before (in tenths), and
    how alike people graded in the week that ends with the day."""
    day = date.fromisoformat(today.day)
    week = {(day - timedelta(days=n)).isoformat() for n in range(1, 8)}
    before = next((one for one in earlier if one.day == (day - timedelta(days=1)).isoformat()), None)
    worked = [one for one in earlier if one.day in week and any(one.counts[name] for name in HEADLINES)]
    mean = (
        {name: round(10 * sum(one.counts[name] for one in worked) / len(worked)) for name in HEADLINES}
        if worked
        else None
    )
    recent = {(day - timedelta(days=n)).isoformat() for n in range(7)}
    gradings = [grading for one in (*earlier, today) if one.day in recent for grading in one.gradings]
    return replace(
        today, yesterday={name: before.counts[name] for name in HEADLINES} if before else None, mean=mean,
        agreement=consistency.agreement(gradings), drifts=consistency.drifts(gradings),
    )  # fmt: skip


def _pieces(id: str, unit: UnitDay, records: Records) -> int:
    """Pieces of a unit: as the day's facts say, else as the record says."""
    if unit.quantity is not None:
        return unit.quantity
    record = records.units.get(id)
    return record.quantity if record else 1


def _counts(day: Day, records: Records) -> dict[str, int]:
    parcels, counts = day.parcels.values(), Counter(day.counts)
    for name in ("received", "opened", "closed", "refused", "blind"):
        counts[name] = sum(1 for parcel in parcels if getattr(parcel, name))
    for id, unit in day.units.items():
        pieces = _pieces(id, unit, records)
        done = {"found": unit.quantity is not None, "graded": unit.graded, "routed": unit.routed, "stowed": unit.stowed}
        counts.update({name: pieces for name, is_so in done.items() if is_so})
        if unit.match in ("undeclared", "wrong_item", "over", "unresolved"):
            counts[unit.match] += pieces
    counts["unproven"] = sum(1 for unit in records.units.values() if needs.unproven(unit))
    counts["unknown"] = sum(1 for unit in records.units.values() if needs.unproven(unit) and unit.label != "printed")
    counts["missing"] = sum(max(0, e - n) for parcel in parcels for _, e, n in parcel.lines)
    counts["exceptions"] = len(day.exceptions)
    return {name: counts[name] for name in sorted({*counts, *COUNTS})}


COUNTS = (
    *HEADLINES, "found", "refused", "reopened", "blind", "undeclared", "wrong_item", "over", "unresolved", "missing",
    "unknown_scans", "held", "overrides", "voided", "unproven", "unknown", "undone", "dangers", "exceptions",
)  # fmt: skip
"""Names that `counts` always holds. unresolved: pieces that nobody could name; unknown_scans: codes that nobody
knows."""


def _grid(day: Day, records: Records) -> dict[str, dict[str, int]]:
    grid: dict[str, dict[str, int]] = {}
    for id, unit in day.units.items():
        if unit.routed:
            grade = unit.grade or (records.units[id].grade if id in records.units else "")
            cells = grid.setdefault(unit.route, {})
            cells[grade] = cells.get(grade, 0) + _pieces(id, unit, records)
    return grid


def _tables(day: Day, records: Records) -> dict[str, dict[str, int]]:
    tables: dict[str, Counter[str]] = {name: Counter() for name in ("reason", "merchant", "carrier", "operator")}
    for parcel in day.parcels.values():
        if parcel.received:
            tables["carrier"][parcel.carrier] += 1
    for id, unit in day.units.items():
        pieces = _pieces(id, unit, records)
        if unit.graded:
            tables["operator"][unit.grader] += pieces
            tables["merchant"][unit.merchant] += pieces
        for reason in unit.reasons if unit.routed else ():
            tables["reason"][reason] += pieces
    told = {**tables, **_handled(day, records)}
    return {name: dict(sorted(table.items(), key=lambda one: (-one[1], one[0]))) for name, table in told.items()}


def _handled(day: Day, records: Records) -> dict[str, Counter[str]]:
    """What people decided against the rules, what struck them, and what care came to, by units."""
    rules = Counter(_rule(id, day, records) for id, _, _ in day.overrides)
    return {
        "override_rule": rules,
        "override_operator": Counter(operator for _, operator, _ in day.overrides),
        "override_reason": Counter(reason for _, _, reason in day.overrides),
        "signal": Counter(day.signals),
        "care": Counter({f"{task} {result}".strip(): count for (task, result), count in day.care.items()}),
    }


def _rule(id: str, day: Day, records: Records) -> str:
    """The rule whose route was overridden; empty where the unit was routed on another day: its record names only the
    override."""
    record = records.units.get(id)
    return day.units[id].rule or (record.rule if record and record.rule != "override" else "")


def _value(id: str, unit: UnitDay, records: Records) -> tuple[str, int]:
    record = records.units.get(id)
    product = records.products.get(unit.product or (record.product if record else ""))
    return (product.currency, product.price * _pieces(id, unit, records)) if product else ("", 0)


def _value_in(day: Day, records: Records) -> Money:
    """Sales value of what was found today."""
    return _added(_value(id, unit, records) for id, unit in day.units.items() if unit.quantity is not None)


def _value_by_route(day: Day, records: Records) -> dict[str, Money]:
    routes = {unit.route for unit in day.units.values() if unit.routed}
    routed = [(id, unit) for id, unit in day.units.items() if unit.routed]
    return {route: _added(_value(i, u, records) for i, u in routed if u.route == route) for route in sorted(routes)}


def _added(amounts: Iterable[tuple[str, int]]) -> Money:
    total: Money = {}
    for currency, amount in amounts:
        if amount:
            total[currency] = total.get(currency, 0) + amount
    return total


def _hours(day: Day, records: Records, start: str, tz: str) -> tuple[Hour, ...]:
    """Every hour from the first to the last in which something happened."""
    tallies: dict[str, Counter[int]] = {"received": Counter(), "closed": Counter(), "graded": Counter()}
    for parcel in day.parcels.values():
        for name, at in (("received", parcel.received), ("closed", parcel.closed)):
            tallies[name].update([days.hours_between(start, at)] if at else [])
    for id, unit in day.units.items():
        if unit.graded:
            tallies["graded"][days.hours_between(start, unit.graded)] += _pieces(id, unit, records)
    busy = sorted({hour for tally in tallies.values() for hour in tally})
    span = range(busy[0], busy[-1] + 1) if busy else ()
    return tuple(Hour(days.hour_after(start, n, tz), *(tallies[name][n] for name in tallies)) for n in span)
