"""What stands beside the instruction: the parcel with its units, the thing in hand, its route, its label."""

from functools import lru_cache

from msgspec import Struct

from station.domain import codes, grading, sold
from station.domain.bench import lines, units
from station.domain.bench.hold import IN_HAND
from station.domain.bench.snapshot import LabelCard, ParcelCard, ProductCard, RouteCard, UnitRow
from station.domain.bench.state import (
    Approving,
    Checking,
    Danger,
    Dock,
    FullTote,
    Holding,
    HoldPlace,
    Labelling,
    Mismatch,
    Rerouting,
    Resuming,
    Step,
    TakingOut,
    Voiding,
)
from station.domain.bench.turn import Turn
from station.domain.notices import Text
from station.domain.records import Parcel, Product, Unit


class Cards(Struct, frozen=True):
    """All four, each where there is something to show."""

    parcel: ParcelCard | None = None
    product: ProductCard | None = None
    route: RouteCard | None = None
    label: LabelCard | None = None


def cards(turn: Turn, step: Step) -> Cards:
    """The cards of a step."""
    here = step.last if isinstance(step, Dock) else turn.bench.parcel
    parcel = turn.known.parcel(here) if here else None
    unit_id = unit_of(step)
    unit = turn.known.unit(unit_id) if unit_id else None
    return Cards(
        parcel_card(turn, parcel, unit_id) if parcel else None,
        product_card(turn, step, unit) if unit else _seen(turn, step),
        route_card(turn, unit) if unit and unit.route else None,
        label_card(turn, unit) if unit and unit.lpn and not isinstance(step, Checking) else None,
    )


_HAVE_UNITS = frozenset((*IN_HAND, Voiding, FullTote, TakingOut, Approving, Holding, HoldPlace, Resuming, Danger))


def unit_of(step: Step) -> str:
    """Id of the unit that the step is about, "" for none."""
    return step.unit if type(step) in _HAVE_UNITS else ""  # type: ignore[union-attr]  # those have one


def parcel_card(turn: Turn, parcel: Parcel, now: str) -> ParcelCard:
    """The box: units found first, then what is still expected. Kept while they are the same; of the unit in hand only
    what the card shows counts, as it changes at every step."""
    units_here = turn.known.units_of(parcel.id)
    seen = tuple((u.product, u.line, u.quantity) if u.id == now else u for u in units_here)
    elsewhere = tuple(turn.known.units_of(other.id) for other in lines.siblings(turn, parcel))
    key = ("derived", "card", parcel.id)
    return turn.known.derived(key, (parcel, now, seen, elsewhere), lambda: _parcel_card(turn, parcel, now))


def _parcel_card(turn: Turn, parcel: Parcel, now: str) -> ParcelCard:
    found = rows(turn, parcel, now)
    open_lines = lines.expected(turn, parcel)
    rest = turn.known.derived(("derived", "rest", parcel.id), (open_lines,), lambda: _rest(turn, open_lines))
    named = [a.code for id in parcel.authorizations if (a := turn.known.authorization(id))]
    if not named and parcel.order and (order := turn.known.order(parcel.order)):
        named = [order.number]
    merchant = turn.merchant(parcel.merchant).name if parcel.merchant else ""
    return ParcelCard(parcel.id, parcel.carrier, parcel.tracking, tuple(named), merchant, parcel.arrived_at,
                      (*found, *rest), parcel.kind)  # fmt: skip


def _rest(turn: Turn, expected: tuple[lines.Expected, ...]) -> list[UnitRow]:
    """What is still to be found."""
    return [_row(_title(turn, e.line.product), "row.expected", "expected", e.open) for e in expected if e.open]


def rows(turn: Turn, parcel: Parcel, now: str) -> list[UnitRow]:
    """The units found, each row kept until its unit is another or is taken into the hand: a box may hold hundreds."""
    kept: dict[str, tuple[Unit, bool, UnitRow]] = turn.known.derived(("derived", "rows", parcel.id), (), dict)
    for unit in turn.known.units_of(parcel.id):
        held = kept.get(unit.id)
        if held is None or held[0] is not unit or held[1] != (unit.id == now):
            kept[unit.id] = (unit, unit.id == now, unit_row(unit, _title(turn, unit.product), now))
    return [kept[unit.id][2] for unit in turn.known.units_of(parcel.id) if unit.quantity]


def unit_row(unit: Unit, title: str, now: str) -> UnitRow:
    """One line of the list; its note says the route, the hold, or how it matches."""
    if unit.id == now:
        return _row(title, "row.now", "now", unit.quantity)
    if unit.hold:
        return UnitRow(title, Text("row.held", {"reason": f"@hold.{unit.hold.reason}"}), "held", unit.quantity)
    if unit.container:
        return _row(title, f"route.{unit.route}", "done", unit.quantity)
    return _row(title, f"row.{unit.match}", "problem", unit.quantity)


@lru_cache(maxsize=1024)
def _row(title: str, note: str, state: str, quantity: int) -> UnitRow:
    """Kept, since a parcel of many units is drawn anew at every step."""
    return UnitRow(title, Text(note), state, quantity)


def _title(turn: Turn, product: str) -> str:
    found = turn.known.product(product)
    return found.title if found else product


def product_card(turn: Turn, step: Step, unit: Unit) -> ProductCard:
    """The unit in hand, with short remarks."""
    product = turn.known.product(unit.product)
    facts = [Text(f"row.{unit.match}")] if unit.match != "expected" else []
    facts += _reason(turn, unit)
    if unit.serial:
        facts.append(Text("card.serial", {"serial": unit.serial}))
    if unit.grams:
        facts.append(Text("card.weight", {"grams": unit.grams}))
    facts += [Text(f"signal.{s}") for s in unit.signals]
    if isinstance(step, Checking):
        facts += _question(turn, step)
        facts += [Text("card.parts", {"parts": ", ".join(product.parts)})] if product and product.parts else []
    title = product.title if product else ""
    return ProductCard(title, product.sku if product else "", tuple(facts), _picture(product), unit.quantity)


def _picture(product: Product | None) -> str:
    """Its own, else its category's."""
    return (product.picture or product.category) if product else ""


def _question(turn: Turn, step: Checking) -> list[Text]:
    """Which question of how many at the most."""
    if units.question(turn, step) is None:
        return []
    checklist = turn.rules.checklist(step.checklist)
    key = ("derived", "remaining", step.question)
    left = turn.known.derived(key, (checklist,), lambda: grading.remaining(checklist, step.question))
    most = len(step.answers) + left
    return [Text("card.question", {"n": len(step.answers) + 1, "most": most})]


def _reason(turn: Turn, unit: Unit) -> list[Text]:
    """What the customer says."""
    line = sold.line_of(turn.known, unit)
    return [Text("card.customer_says", {"reason": f"@reason.{line.reason}"})] if line and line.reason else []


def _seen(turn: Turn, step: Step) -> ProductCard | None:
    product = turn.known.product(step.product) if isinstance(step, Mismatch) else None
    return ProductCard(product.title, product.sku, picture=_picture(product)) if product else None


def route_card(turn: Turn, unit: Unit) -> RouteCard:
    """Where to, and why in words."""
    tote = units.open_tote(turn, unit)
    why = tuple(Text(f"why.{reason}") for reason in unit.reasons)
    second = Text("card.second_best", {"route": f"@route.{unit.next_best}"}) if unit.next_best else None
    rich = turn.session.role == "supervisor"
    return RouteCard(unit.route, tote.position or tote.code if tote else "", unit.grade, why, second,
                     unit.net if rich else None, _currency(turn, unit) if rich else "")  # fmt: skip


def _currency(turn: Turn, unit: Unit) -> str:
    product = turn.known.product(unit.product)
    return turn.rules.pinned(unit.policy).currency or (product.currency if product else "")


def label_card(turn: Turn, unit: Unit) -> LabelCard:
    """The label as it was ordered, and what is known of it."""
    ordered = turn.known.job(unit.job) if unit.job else None
    job = ordered if ordered and ordered.print.code_1d == codes.unit_1d(unit.lpn, unit.revision) else None
    state = "verified" if unit.label == "verified" else unit.verdict or unit.label
    fields = job.print.fields if job else {}
    code_2d = codes.unit_2d(unit.lpn, unit.revision, unit.route, unit.merchant)
    return LabelCard(unit.lpn, unit.revision, state, fields, job.print.code_2d if job else code_2d)


def in_hand(step: Step) -> bool:
    """True where a unit is being worked on."""
    return bool(unit_of(step)) or isinstance(step, Mismatch | Labelling | Rerouting)
