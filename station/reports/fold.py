"""The day's facts, folded into what happened to each parcel and unit that day. Undone facts never happened. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct, field

from station.domain.facts import Fact, Ref
from station.reports.consistency import Grading


class ParcelDay(Struct):
    """What happened to one parcel today; at: the moment of the last such fact, empty = not today."""

    received: str = ""
    opened: str = ""
    closed: str = ""
    refused: bool = False
    carrier: str = ""
    blind: bool = False
    lines: tuple[tuple[str, int, int], ...] = ()


class UnitDay(Struct):
    """What happened to one unit today. quantity: pieces, None where it was found on another day and not split today."""

    quantity: int | None = None
    product: str = ""
    merchant: str = ""
    match: str = ""
    graded: str = ""
    grade: str = ""
    grader: str = ""
    routed: bool = False
    route: str = ""
    rule: str = ""
    reasons: tuple[str, ...] = ()
    stowed: bool = False


class Day(Struct):
    """Parcels and units by id, plain counts by name, exceptions that are still open with their time and type; every
    grading; overrides (unit, operator, reason); signals by name; care by (task, result)."""

    parcels: dict[str, ParcelDay]
    units: dict[str, UnitDay]
    counts: Counter[str]
    exceptions: dict[str, tuple[str, str]]
    gradings: list[Grading] = field(default_factory=list)
    overrides: list[tuple[str, str, str]] = field(default_factory=list)
    signals: Counter[str] = field(default_factory=Counter)
    care: Counter[tuple[str, str]] = field(default_factory=Counter)


def fold(facts: Iterable[Fact]) -> Day:
    """One pass over the facts of the day, in order, without those taken back."""
    day = Day({}, {}, Counter(), {})
    for fact in facts:
        if fact.kind in COUNTED:
            day.counts[COUNTED[fact.kind]] += 1
        rule = RULES.get(fact.kind)
        if rule:
            for ref in fact.about:
                rule(day, ref, fact)
    return day


COUNTED = {
    "label.voided": "voided",
    "route.overridden": "overrides",
    "scan.unresolved": "unknown_scans",
    "danger.declared": "dangers",
    "hold.placed": "held",
    "fact.undone": "undone",
    "parcel.reopened": "reopened",
}
"""Facts that are simply counted, and under which name."""

Body = dict[str, Any]


def _parcel(change: Callable[[ParcelDay, Fact], None]) -> Callable[[Day, Ref, Fact], None]:
    def rule(day: Day, ref: Ref, fact: Fact) -> None:
        if ref.type == "parcel":
            change(day.parcels.setdefault(ref.id, ParcelDay()), fact)

    return rule


def _unit(change: Callable[[UnitDay, Fact], None]) -> Callable[[Day, Ref, Fact], None]:
    def rule(day: Day, ref: Ref, fact: Fact) -> None:
        if ref.type == "unit":
            unit = day.units.setdefault(ref.id, UnitDay())
            unit.merchant = fact.merchant or unit.merchant
            change(unit, fact)

    return rule


def _arrived(parcel: ParcelDay, fact: Fact) -> None:
    parcel.received, parcel.carrier = fact.at, fact.body.get("carrier", "")


def _opened(parcel: ParcelDay, fact: Fact) -> None:
    parcel.opened = parcel.opened or fact.at


def _closed(parcel: ParcelDay, fact: Fact) -> None:
    parcel.closed = fact.at
    parcel.lines = tuple((str(i), int(e), int(n)) for i, e, n in fact.body.get("lines", ()))


def _reopened(parcel: ParcelDay, fact: Fact) -> None:
    parcel.closed, parcel.lines = "", ()


def _unmatched(parcel: ParcelDay, fact: Fact) -> None:
    parcel.blind = True


def _matched(parcel: ParcelDay, fact: Fact) -> None:
    parcel.blind = False


def _refused(parcel: ParcelDay, fact: Fact) -> None:
    parcel.refused = True


def _found(unit: UnitDay, fact: Fact) -> None:
    unit.quantity = int(fact.body.get("quantity", 1))


def _identified(unit: UnitDay, fact: Fact) -> None:
    unit.product = fact.body.get("product", unit.product)
    unit.match = fact.body.get("match", unit.match)


def _graded(day: Day, ref: Ref, fact: Fact) -> None:
    """Every grading is kept; the unit's grade is the one that stands (of two looks it may be the first)."""
    if ref.type != "unit":
        return
    round, grade = int(fact.body.get("round", 1)), str(fact.body.get("grade", ""))
    day.gradings.append(Grading(ref.id, round, fact.operator, grade))
    unit = day.units.setdefault(ref.id, UnitDay())
    unit.merchant = fact.merchant or unit.merchant
    if (fact.body.get("stands") or round) == round:
        unit.graded, unit.grade, unit.grader = fact.at, grade, fact.operator


def _routed(unit: UnitDay, fact: Fact) -> None:
    unit.routed, unit.route, unit.rule = True, fact.body.get("route", ""), fact.body.get("rule", "")
    unit.reasons = tuple(fact.body.get("reasons", ()))


def _overridden(day: Day, ref: Ref, fact: Fact) -> None:
    if ref.type != "unit":
        return
    unit = day.units.setdefault(ref.id, UnitDay())
    unit.merchant = fact.merchant or unit.merchant
    unit.routed, unit.route = True, fact.body.get("to", unit.route)
    unit.reasons = ("override",)
    day.overrides.append((ref.id, fact.operator, str(fact.body.get("reason", ""))))


def _signalled(day: Day, ref: Ref, fact: Fact) -> None:
    if ref.type in ("unit", "parcel"):
        day.signals[str(fact.body.get("signal", ""))] += 1


def _cared(day: Day, ref: Ref, fact: Fact) -> None:
    if ref.type == "unit":
        day.care[str(fact.body.get("task", "")), str(fact.body.get("result", ""))] += 1


def _stowed(unit: UnitDay, fact: Fact) -> None:
    unit.stowed = True


def _taken_out(unit: UnitDay, fact: Fact) -> None:
    unit.stowed = False


def _split(day: Day, ref: Ref, fact: Fact) -> None:
    """The parted pieces count with their new unit; where the lot was graded today, they were too."""
    into = [(str(i), int(n)) for i, n in fact.body.get("into", ())]
    if ref.type != "unit" or ref.id in dict(into):
        return
    whole = day.units.setdefault(ref.id, UnitDay())
    if whole.quantity is not None:
        whole.quantity -= sum(n for _, n in into)
    for id, pieces in into:
        part = day.units.setdefault(id, UnitDay())
        part.quantity = pieces
        part.product, part.match = part.product or whole.product, part.match or whole.match
        part.merchant = part.merchant or whole.merchant


def _raised(day: Day, ref: Ref, fact: Fact) -> None:
    day.exceptions[ref.id] = (fact.at, fact.body.get("type", ""))


def _settled(day: Day, ref: Ref, fact: Fact) -> None:
    day.exceptions.pop(ref.id, None)


RULES: dict[str, Callable[[Day, Ref, Fact], None]] = {
    "parcel.arrived": _parcel(_arrived),
    "parcel.opened": _parcel(_opened),
    "parcel.closed": _parcel(_closed),
    "parcel.reopened": _parcel(_reopened),
    "parcel.refused": _parcel(_refused),
    "parcel.unmatched": _parcel(_unmatched),
    "parcel.matched": _parcel(_matched),
    "unit.found": _unit(_found),
    "unit.identified": _unit(_identified),
    "unit.graded": _graded,
    "unit.routed": _unit(_routed),
    "route.overridden": _overridden,
    "signal.raised": _signalled,
    "care.done": _cared,
    "unit.stowed": _unit(_stowed),
    "unit.taken_out": _unit(_taken_out),
    "unit.split": _split,
    "exception.raised": _raised,
    "exception.settled": _settled,
}
