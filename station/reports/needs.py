"""What waits for a person at the moment of the report: open holds, labels that nobody has proven, missing pieces,
exceptions. Pure: works on records and the folded day."""

from collections.abc import Iterable, Iterator, Mapping

from station.domain.records import Hold, Parcel, Product, Unit
from station.reports.days import hours_between
from station.reports.fold import Day
from station.reports.values import Need

DOUBTFUL = ("UNKNOWN", "PARTIAL", "begun")
"""Print verdicts after which nobody knows whether a good label is out there."""


def needs(
    day: Day, parcels: Mapping[str, Parcel], units: Mapping[str, Unit], products: Mapping[str, Product]
) -> tuple[Need, ...]:
    """All of them: holds by due time first, then labels, missing pieces, exceptions; each kind in the order of its
    time."""
    holds = [*_parcel_holds(parcels.values()), *_unit_holds(units.values(), products)]
    labels = [_label(unit, products) for unit in units.values() if unproven(unit)]
    late = sorted(holds, key=lambda need: (need.due or "9", need.id))
    return (*late, *sorted(labels, key=_oldest), *sorted(_missing(day, parcels), key=_oldest), *_exceptions(day))


def unproven(unit: Unit) -> bool:
    """True where a label was asked for, and neither a read-back nor a failed print settles what became of it."""
    return unit.label == "printed" or (unit.label == "asked" and unit.verdict in DOUBTFUL)


def waiting(parcels: Iterable[Parcel], as_of: str) -> dict[str, int]:
    """Parcels that arrived and are not opened, by hours of waiting."""
    buckets = dict.fromkeys(("under_4h", "under_24h", "under_72h", "over_72h"), 0)
    for parcel in parcels:
        if parcel.dock in ("arrived", "staged"):
            hours = hours_between(parcel.arrived_at, as_of)
            limits = zip(buckets, (4, 24, 72, 1 << 30), strict=True)
            buckets[next(name for name, most in limits if hours < most)] += 1
    return buckets


def due(found: Iterable[Need], as_of: str) -> dict[str, int]:
    """Open holds: overdue, due within a day, later."""
    buckets = dict.fromkeys(("overdue", "today", "later"), 0)
    for need in found:
        if need.kind == "hold":
            late = bool(need.due) and need.due < as_of
            soon = bool(need.due) and hours_between(as_of, need.due) < 24
            buckets["overdue" if late else "today" if soon else "later"] += 1
    return buckets


def _oldest(need: Need) -> tuple[str, str]:
    return need.since, need.id


def _parcel_holds(parcels: Iterable[Parcel]) -> Iterator[Need]:
    for parcel in parcels:
        if parcel.hold:
            name = parcel.tracking or parcel.id
            yield _hold(parcel.hold, Need("hold", parcel.id, name, since=parcel.arrived_at))


def _unit_holds(units: Iterable[Unit], products: Mapping[str, Product]) -> Iterator[Need]:
    for unit in units:
        if unit.hold:
            yield _hold(
                unit.hold,
                Need(
                    "hold",
                    unit.id,
                    unit.lpn or unit.id,
                    _title(unit, products),
                    since=unit.found_at,
                    count=unit.quantity,
                ),
            )


def _hold(hold: Hold, need: Need) -> Need:
    from msgspec.structs import replace

    return replace(need, why=hold.reason, decider=hold.decider, due=hold.due)


def _label(unit: Unit, products: Mapping[str, Product]) -> Need:
    why = unit.verdict if unit.label == "asked" else "PRINTED"
    return Need(
        "label",
        unit.id,
        unit.lpn or unit.id,
        _title(unit, products),
        why,
        since=unit.graded_at or unit.found_at,
        count=unit.quantity,
    )


def _title(unit: Unit, products: Mapping[str, Product]) -> str:
    product = products.get(unit.product)
    return f"{product.sku} {product.title}" if product else ""


def _missing(day: Day, parcels: Mapping[str, Parcel]) -> Iterator[Need]:
    for id, today in day.parcels.items():
        lacking = sum(max(0, expected - found) for _, expected, found in today.lines)
        if lacking:
            parcel = parcels.get(id)
            yield Need(
                "missing", id, parcel.tracking if parcel and parcel.tracking else id, since=today.closed, count=lacking
            )


def _exceptions(day: Day) -> Iterator[Need]:
    for id, (at, type) in sorted(day.exceptions.items(), key=lambda one: (one[1], one[0])):
        yield Need("exception", id, id, why=type, since=at)
