"""Hold: two inputs (why, and the scan into the hold place). It names who decides, by when, and what happens otherwise;
a held unit gets its licence plate first; it is resumed by its label at any bench."""

from msgspec.structs import replace

from station.domain.bench import capture, checking, units
from station.domain.bench.state import (
    Capture,
    Checking,
    FullTote,
    Holding,
    HoldPlace,
    Identify,
    Labelling,
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
from station.domain.records import Location, Unit

IN_HAND = (
    Capture, SerialDoubt, Checking, Labelling, Rerouting, Stowing, FullTote, Voiding, Quantity, Holding, HoldPlace,
    Resuming,
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
    return step.unit if isinstance(step, IN_HAND) else ""


def hold(turn: Turn) -> Decision:
    """HOLD at any step of an open parcel: the unit in hand, or the whole parcel."""
    if not turn.bench.parcel or isinstance(turn.bench.step, Holding | HoldPlace | Resuming):
        return stay(turn, "info", "notice.nothing_to_hold")
    step = turn.bench.step
    told = capture.doubted(turn, step, turn.unit(step.unit)) if isinstance(step, SerialDoubt) else ()
    return go(turn, Holding(unit_in_hand(step)), *told)


def holding(turn: Turn, step: Holding, asked: Asked) -> Decision:
    """The reason says who decides and by when; then the label (where the unit has none), then the place."""
    if asked.kind != "answer" or asked.value not in REASONS:
        return unexpected(turn, asked, "expect.answer")
    if not step.unit:
        fact = _placed(turn, Ref("parcel", turn.bench.parcel), turn.parcel.merchant, asked.value)
        return go(turn, HoldPlace(), fact)
    unit = turn.unit(step.unit)
    fact = _placed(turn, units.ref(unit), unit.merchant, asked.value)
    if unit.label == "verified":
        return go(turn, HoldPlace(unit.id), fact)
    return _with_label(turn, unit, fact)


def _with_label(turn: Turn, unit: Unit, fact: Draft) -> Decision:
    """A hold label in the place of any label that was asked for: that job is withdrawn where it has not begun."""
    job = turn.known.job(unit.job) if unit.job else None
    printed = checking.label(turn, replace(unit, route=""), "hold", fact, reason="hold")
    return replace(printed, withdrawn=(job.id,) if job and job.state == "asked" else ())


def _placed(turn: Turn, ref: Ref, merchant: str, reason: str) -> Draft:
    decider, days, default = REASONS[reason]
    return draft(
        "hold.placed", ref, merchant=merchant, reason=reason, decider=decider, due=turn.later(days), default=default
    )


def place(turn: Turn, step: HoldPlace, asked: Asked) -> Decision:
    """The hold place's code ends it."""
    where = location(turn, asked, "hold")
    if where is None:
        return unexpected(turn, asked, "expect.hold_place")
    if not step.unit:
        fact = draft(
            "parcel.staged", Ref("parcel", turn.bench.parcel), merchant=turn.parcel.merchant, location=where.id
        )
        return finish(turn, fact, ok="notice.held")
    unit = turn.unit(step.unit)
    return units.after(turn, unit, units.told(unit, "unit.placed", location=where.id), told=notice("ok", "notice.held"))


def location(turn: Turn, asked: Asked, kind: str) -> Location | None:
    """The place that was scanned, if it is of this kind."""
    if asked.reading is None:
        return None
    found = [turn.known.location(r.id) for r in refs(turn, asked.reading, "location")]
    return next((p for p in found if p and p.kind == kind), None)


def resuming(turn: Turn, step: Resuming, asked: Asked) -> Decision:
    """Go on with the unit or parcel, leave it held, or send the unit to quarantine."""
    if asked.kind != "answer" or asked.value not in decisions(step):
        return unexpected(turn, asked, "expect.answer")
    if asked.value == "leave":
        return finish(turn)
    if step.parcel:
        fact = draft("hold.decided", Ref("parcel", step.parcel), merchant=turn.parcel.merchant, decision=asked.value)
        opened = turn.parcel.dock == "opened"
        return swap(turn, Identify(), fact) if opened else _open_again(turn, fact)
    return _unit(turn, turn.unit(step.unit), asked.value)


def decisions(step: Resuming) -> tuple[str, ...]:
    """What can be decided: only what has been looked at, a unit, has a route."""
    return ("go_on", "quarantine", "leave") if step.unit else ("go_on", "leave")


def _open_again(turn: Turn, fact: Draft) -> Decision:
    opened = draft("parcel.opened", Ref("parcel", turn.bench.parcel), merchant=turn.parcel.merchant)
    return swap(turn, Identify(), fact, opened)


def _unit(turn: Turn, unit: Unit, decision: str) -> Decision:
    decided = units.told(unit, "hold.decided", decision=decision)
    if decision == "quarantine" or (unit.danger and unit.route):
        why = "hold" if decision == "quarantine" else "danger"  # a route from before the danger stands no longer
        routed = units.told(unit, "unit.routed", route="quarantine", rule=why, reasons=[why])
        return checking.label(
            turn, replace(unit, hold=None, route="quarantine"), "stow", decided, routed, reason="hold"
        )
    if unit.route:
        return checking.label(turn, replace(unit, hold=None), "stow", decided, reason="hold")
    return capture.resume(turn, unit, decided)
