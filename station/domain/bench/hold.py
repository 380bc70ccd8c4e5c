"""Hold: two inputs (why, and the scan into the hold place). It names who decides, by when, and what happens otherwise;
a held unit gets its licence plate first; it is resumed by its label at any bench."""

from msgspec.structs import replace

from station.domain.bench import capture, labels, money, routes, spending, tickets, undo, units
from station.domain.bench.state import (
    Approving,
    Capture,
    Caring,
    Checking,
    Danger,
    FullTote,
    Holding,
    HoldPlace,
    Identify,
    Labelling,
    Photo,
    Quantity,
    Rerouting,
    Resuming,
    SerialDoubt,
    Step,
    Stowing,
    Voiding,
)
from station.domain.bench.turn import Asked, Decision, Turn, finish, go, refs, stay, swap, unexpected
from station.domain.facts import Draft, Ref, draft
from station.domain.notices import notice
from station.domain.policy import ROUTES
from station.domain.records import Location, Unit
from station.domain.routing import Route

IN_HAND = (
    Capture, SerialDoubt, Photo, Checking, Caring, Labelling, Rerouting, Stowing, FullTote, Voiding, Quantity, Holding,
    HoldPlace, Resuming,
)  # fmt: skip

REASONS: dict[str, tuple[str, int, str]] = {
    "serial": ("merchant", 3, "quarantine"),
    "ask_merchant": ("merchant", 3, "quarantine"),
    "ask_customer": ("customer", 5, "ship_back"),
    "carrier_damage": ("carrier", 7, "liquidate"),
    "unclear": ("supervisor", 1, "quarantine"),
}
"""Reason -> who decides, days until due, what happens by default."""


def unit_in_hand(step: Step) -> str:
    """The unit that is in hand at this step, or nothing."""
    if isinstance(step, Approving):
        return step.unit if step.purpose != "take_out" else ""
    return step.unit if isinstance(step, (*IN_HAND, Danger)) else ""


def hold(turn: Turn) -> Decision:
    """HOLD at any step of an open parcel: the unit in hand, or the whole parcel."""
    if not turn.bench.parcel or isinstance(turn.bench.step, Holding | HoldPlace | Resuming):
        return stay(turn, "info", "notice.nothing_to_hold")
    step = turn.bench.step
    if isinstance(step, Danger) and step.danger:
        return stay(turn, "warn", "notice.does_not_fit", expected="@expect.safe_place")
    told = capture.doubted(turn, step, turn.unit(step.unit)) if isinstance(step, SerialDoubt) else ()
    return go(turn, Holding(unit_in_hand(step)), *told, *undo.given_up(turn))


def holding(turn: Turn, step: Holding, asked: Asked) -> Decision:
    """The reason says who decides and by when; then the label (where the unit has none), then the place."""
    if asked.kind != "answer" or asked.value not in REASONS:
        return unexpected(turn, asked, "expect.answer")
    if not step.unit:
        fact = _placed(turn, Ref("parcel", turn.bench.parcel), turn.parcel.merchant, asked.value)
        return go(turn, HoldPlace(), fact)
    unit = turn.unit(step.unit)
    owed = unit.hold is not None and unit.hold.reason == units.SECOND_LOOK  # it must come, whatever is asked before
    told = (units.told(unit, "hold.decided", decision=units.SECOND_LOOK),) if owed else ()
    fact = _placed(turn, units.ref(unit), unit.merchant, asked.value)
    if unit.label == "verified":
        return go(turn, HoldPlace(unit.id), *told, fact)
    return _with_label(turn, units.as_told(turn, unit, *told), *told, fact)


def _with_label(turn: Turn, unit: Unit, *facts: Draft) -> Decision:
    """A hold label in the place of any label that was asked for: that job is withdrawn where it has not begun."""
    job = turn.known.job(unit.job) if unit.job else None
    printed = labels.label(turn, replace(unit, route=""), "hold", *facts, reason="hold")
    return replace(printed, withdrawn=(job.id,) if job and job.state == "asked" else ())


def _placed(turn: Turn, ref: Ref, merchant: str, reason: str) -> Draft:
    decider, days, default = REASONS[reason]
    return draft(
        "hold.placed", ref, merchant=merchant, reason=reason, decider=decider, due=turn.later(days), default=default
    )


def place(turn: Turn, step: HoldPlace, asked: Asked) -> Decision:
    """The hold place's code ends it."""
    where = location(turn, asked, "hold") or (location(turn, asked, step.kind) if step.kind != "hold" else None)
    if where is None:
        return unexpected(turn, asked, "expect.hold_place")
    if not step.unit:
        fact = draft(
            "parcel.staged", Ref("parcel", turn.bench.parcel), merchant=turn.parcel.merchant, location=where.id
        )
        return finish(turn, fact, ok="notice.held")
    unit = turn.unit(step.unit)
    placed = units.told(unit, "unit.placed", location=where.id)
    return units.after(turn, unit, placed, told=notice("ok", "notice.held"))


def location(turn: Turn, asked: Asked, kind: str) -> Location | None:
    """The place that was scanned, if it is of this kind."""
    if asked.reading is None:
        return None
    found = [turn.known.location(r.id) for r in refs(turn, asked.reading, "location")]
    return next((p for p in found if p and p.kind == kind), None)


def resuming(turn: Turn, step: Resuming, asked: Asked) -> Decision:
    """Go on with the unit or parcel, leave it held, or send the unit to quarantine."""
    again = bool(step.parcel) and asked.kind == "answer" and asked.value in tickets.REASONS
    if again and tickets.lacks_hazard(turn, turn.parcel):
        return tickets.again(turn, step, turn.parcel, asked.value)
    if asked.kind != "answer" or asked.value not in decisions(turn, step):
        return unexpected(turn, asked, "expect.answer")
    if asked.value == "leave":
        return finish(turn)
    if step.parcel:
        return _parcel(turn, step, asked.value)
    return _unit(turn, turn.unit(step.unit), asked.value)


def decisions(turn: Turn, step: Resuming) -> tuple[str, ...]:
    """What can be decided: only what has been looked at, a unit, has a route; where the merchant was asked, it is one
    of the routes that are open."""
    return (*(offered(turn, turn.unit(step.unit)) if step.unit else ("go_on",)), "leave")


def offered(turn: Turn, unit: Unit) -> tuple[str, ...]:
    """What can be decided about a held unit."""
    if asks_merchant(unit):
        return routes.allowed(turn, unit)
    if routes.barred(turn, unit, unit.route, unit.channel):
        return ("quarantine",)
    return ("go_on", "quarantine")


def is_due(turn: Turn, unit: Unit) -> bool:
    """Nobody has decided in time."""
    return bool(unit.hold and unit.hold.due and unit.hold.due <= turn.later(0))


def asks_merchant(unit: Unit) -> bool:
    """The rules left the route to the merchant's word."""
    graded = unit.grade and not units.owes_second_look(unit)
    return bool(unit.hold and unit.hold.reason == "ask_merchant" and graded and not unit.route)


def _parcel(turn: Turn, step: Resuming, decision: str) -> Decision:
    parcel = turn.parcel
    here = Ref("parcel", parcel.id)
    fact = draft("hold.decided", here, merchant=parcel.merchant, decision=decision)
    if parcel.dock == "opened":
        return swap(turn, Identify(), fact)
    if parcel.dock == "closed":
        again = draft("parcel.reopened", here, merchant=parcel.merchant, why="hold")
        return swap(turn, Identify(), fact, again, *money.withdrawn(parcel, "reopened"))
    return swap(turn, Identify(), fact, draft("parcel.opened", here, merchant=parcel.merchant))


def _unit(turn: Turn, unit: Unit, decision: str) -> Decision:
    decided = units.told(unit, "hold.decided", decision=decision)
    return way(turn, units.as_told(turn, unit, decided), decision, "merchant", decided)


def way(turn: Turn, unit: Unit, decision: str, why: str, *decided: Draft) -> Decision:
    """On with what was decided: another route by somebody's word (why: whose), or the way that the unit was on."""
    if decision == "quarantine" or (unit.danger and unit.route):
        safe = "hold" if decision == "quarantine" else "danger"  # a route from before the danger stands no longer
        return _by_word(turn, unit, "quarantine", safe, *decided)
    if decision in ROUTES:
        return _by_word(turn, unit, decision, why, *decided)
    if unit.route:
        return routes.onward(turn, unit, *decided, reason="hold")
    if units.owes_second_look(unit):
        return routes.second_look(turn, unit, *decided)
    if unit.grade:
        return routes.decide(turn, unit, *decided, reason="hold")
    return capture.resume(turn, unit, *decided)


def _by_word(turn: Turn, unit: Unit, route: str, why: str, *decided: Draft) -> Decision:
    routed = routes.by_word(unit, route, why)
    moved = routes.onward(turn, units.as_told(turn, unit, routed), *decided, routed, reason="hold")
    return spending.spend(turn, moved, unit, Route(route, "", why, (why,)))
