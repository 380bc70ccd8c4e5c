"""What came of a replay, counted from the station's file, the service's database and the printer's roll, and every
difference between them. Each difference is a sentence; none is the aim."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from station.domain.records import Parcel, Unit
from station.records import rows
from station.store.connect import read_only
from station.store.schema import FILE
from station.store.verify import verify
from tests.replay.compare import compare
from tests.replay.office import Plan
from tests.replay.press import Press

FACTS = "SELECT seq, record, hash FROM fact ORDER BY seq"
RECORDS = "SELECT '{0}', id, body FROM {0} ORDER BY id"

Fate = tuple[str, int, str, str, str]
"""Product, pieces, match, grade and route of a unit."""


class Figures(Struct, frozen=True):
    """Counts of one replay; left_out: credit lines of no goods by code; faults: what does not agree."""

    parcels: int
    blind: int
    units: int
    lots: int
    pieces: int
    left_out: dict[str, int]
    matches: dict[str, int]
    grades: dict[str, int]
    routes: dict[str, int]
    facts: int
    facts_at_service: int
    labels: int
    lpns: int
    fates: dict[str, tuple[Fate, ...]]
    faults: tuple[str, ...]


def figures(home: Path, service: Path | None, plan: Plan) -> Figures:
    """All figures; without a service only the station's side is compared."""
    file = read_only(home / FILE)
    try:
        parcels: list[Parcel] = [rows.record("parcel", body) for (body,) in _all(file, "SELECT body FROM parcel")]
        units: list[Unit] = [
            rows.record("unit", body) for (body,) in _all(file, "SELECT body FROM unit ORDER BY rowid")
        ]
        facts = _all(file, FACTS)
        records = [row for table in ("parcel", "unit", "container") for row in _all(file, RECORDS.format(table))]
    finally:
        file.close()
    there, faults = compare(service, facts, records) if service else (0, [])
    labels = [label.code for label in _labels(home) if label.of == "unit"]
    faults += [*_journal(home), *_goods(plan, parcels, units), *_printed(labels, units)]
    return Figures(
        len(parcels), sum(p.match == "blind" for p in parcels), len(units), sum(u.quantity > 1 for u in units),
        sum(u.quantity for u in units), plan.left_out, _count(u.match for u in units), _count(u.grade for u in units),
        _count(u.route for u in units), len(facts), there, len(labels), len({u.lpn for u in units}),
        _fates(parcels, units), tuple(faults),
    )  # fmt: skip


def _all(file: Any, statement: str) -> list[Any]:
    return list(file.execute(statement).fetchall())


def _count(words: Iterator[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def _labels(home: Path) -> list[Any]:
    press = Press(home / "press.txt")
    try:
        return press.labels()
    finally:
        press.close()


def _journal(home: Path) -> Iterator[str]:
    for finding in verify(home / FILE).findings:
        yield f"station: {finding.what} {finding.seq} {finding.subject} {finding.detail}"


def _goods(plan: Plan, parcels: list[Parcel], units: list[Unit]) -> Iterator[str]:
    """Every piece of every box is in exactly one unit, graded, labelled and stowed: none lost, none double."""
    number = {parcel.id: parcel.tracking for parcel in parcels}
    wanted = Counter[tuple[str, str]]()
    for box in plan.boxes:
        for content in box.contents:
            wanted[box.number, content.product] += content.pieces
    found = Counter[tuple[str, str]]()
    for unit in units:
        found[number.get(unit.parcel, "?"), unit.product] += unit.quantity
        if not (unit.grade and unit.route and unit.container and unit.label == "verified"):
            yield f"unit {unit.id} is not done: {unit.stage}"
    for key in wanted.keys() | found.keys():
        if wanted[key] != found[key]:
            yield f"{key}: {wanted[key]} pieces in the box, {found[key]} in the records"
    if len(parcels) != len(plan.boxes) or any(p.dock != "closed" for p in parcels):
        yield f"{len(plan.boxes)} boxes, {sum(p.dock == 'closed' for p in parcels)} of {len(parcels)} parcels closed"


def _printed(labels: list[str], units: list[Unit]) -> Iterator[str]:
    """No label came out twice, and each unit's label is the one that is on it."""
    for code, times in Counter(labels).items():
        if times > 1:
            yield f"label {code} came out {times} times"
    out = frozenset(labels)
    for unit in units:
        if f"{unit.lpn}-{unit.revision}" not in out:
            yield f"the label of unit {unit.id} never came out"
    if len({unit.lpn for unit in units}) != len(units):
        yield f"{len(units)} units, {len({unit.lpn for unit in units})} licence plates"


def _fates(parcels: list[Parcel], units: list[Unit]) -> dict[str, tuple[Fate, ...]]:
    """What became of each box's units, in the order they were found: the same in every run of the same plan."""
    number = {parcel.id: parcel.tracking for parcel in parcels}
    fates: dict[str, tuple[Fate, ...]] = {}
    for u in units:
        box = number.get(u.parcel, "?")
        fates[box] = (*fates.get(box, ()), (u.product, u.quantity, u.match, u.grade, u.route))
    return fates
