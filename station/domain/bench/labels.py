"""The order to print a unit's label: its licence plate, revision, codes and words. Responsible for no step of its own;
a label for a second look tells neither grade nor route."""

from msgspec.structs import replace

from station.domain import codes, ids
from station.domain.bench import units
from station.domain.bench.effects import Print
from station.domain.bench.state import Labelling
from station.domain.bench.turn import Decision, Turn, go
from station.domain.facts import Draft
from station.domain.records import Product, Unit

LABELS = 9
"""Of one licence plate: with a second digit its Code 128 would be too wide for a 2 inch label, or for 300 dpi."""


def label(turn: Turn, unit: Unit, then: str, *before: Draft, reason: str = "", layout: str = "unit-57x32") -> Decision:
    """A licence plate where there is none yet, or none for one more label, and the order to print the next revision of
    its label. then: where the unit goes with it (stow, hold, regrade)."""
    unit, plated = _plated(turn, unit)
    revision, job = unit.revision + 1, turn.id(3)
    asked = units.told(unit, "print.asked", job=job, label="unit", revision=revision, layout=layout, reason=reason)
    blind = then == "regrade" or units.owes_second_look(unit)
    shown = replace(unit, route=unit.route if then == "stow" else "", grade="" if blind else unit.grade)
    picture = _print(turn, shown, job, revision, layout, "@label.second_look" if then == "regrade" else "")
    moved = go(turn, Labelling(unit.id, job, then), *before, *plated, asked)
    return replace(moved, effects=(picture,))


def _plated(turn: Turn, unit: Unit) -> tuple[Unit, tuple[Draft, ...]]:
    if unit.lpn and unit.revision < LABELS:
        return unit, ()
    plate = ids.new_lpn(turn.posted.stamp)
    gone = (units.told(unit, "lpn.retired", why="used_up", lpn=unit.lpn),) if unit.lpn else ()
    return replace(unit, lpn=plate, revision=0), (*gone, units.told(unit, "lpn.assigned", lpn=plate, source="station"))


def _print(turn: Turn, unit: Unit, job: str, revision: int, layout: str, heading: str) -> Print:
    product = turn.known.product(unit.product)
    tote = units.open_tote(turn, unit) if unit.route else None
    code_2d = codes.unit_2d(unit.lpn, revision, unit.route, unit.merchant)
    fields = _fields(turn, unit, product, revision, tote.position if tote else "")
    fields = {**fields, "route": heading} if heading else fields
    lang = turn.session.lang
    return Print(job, unit.id, revision, layout, lang, codes.unit_1d(unit.lpn, revision), code_2d, fields)


def _fields(turn: Turn, unit: Unit, product: Product | None, revision: int, position: str) -> dict[str, str]:
    """Keys and plain words; the effect puts keys (`@`) into the operator's language when it draws."""
    pieces = f"{unit.quantity} × " if unit.quantity > 1 else ""
    heading = f"@route.{unit.route}" if unit.route else "@label.hold" if not unit.danger else "@label.danger"
    return {
        "route": heading,
        "grade": f"@grade.{unit.grade}" if unit.grade and not unit.danger else "",
        "position": position,
        "product": f"{pieces}{product.title}" if product else "@label.unknown_product",
        "date": turn.posted.stamp.at,
        "lpn": " ".join(unit.lpn[i : i + 4] for i in (0, 4, 8)),
        "revision": str(revision),
        "merchant": turn.merchant(unit.merchant).name if unit.merchant else "",
    }
