"""DANGER: battery, leak, sharps, pests. Works at every step: stop card, hazard label, safe place."""

from msgspec.structs import replace

from station.domain.bench import hold, labels, tickets, undo, units
from station.domain.bench.state import Danger
from station.domain.bench.turn import Asked, Decision, Turn, finish, go, stay, swap, unexpected
from station.domain.facts import Draft, Ref, draft
from station.domain.notices import notice
from station.domain.records import Unit

CLASSES = ("battery", "leak", "sharps", "pests")


def danger(turn: Turn) -> Decision:
    """DANGER: what is it?"""
    if not turn.bench.parcel or isinstance(turn.bench.step, Danger):
        return stay(turn, "info", "notice.no_parcel_open")
    return go(turn, Danger(hold.unit_in_hand(turn.bench.step)), *undo.given_up(turn))


def decide(turn: Turn, step: Danger, asked: Asked) -> Decision:
    """First the class, then the safe place's code; on the way the parcel's hazard label, once more if it failed."""
    if not step.danger:
        if asked.kind != "answer" or asked.value not in CLASSES:
            return unexpected(turn, asked, "expect.answer")
        return _declared(turn, step, asked.value)
    if asked.kind == "answer" and asked.value in tickets.REASONS and lacks_label(turn, step):
        return tickets.again(turn, step, turn.parcel, asked.value)
    read = _read_back(turn, step, asked)
    if read:
        return read
    where = hold.location(turn, asked, "safe")
    if where is None:
        return unexpected(turn, asked, "expect.safe_place")
    return _safe(turn, step, where.id)


def lacks_label(turn: Turn, step: Danger) -> bool:
    """The parcel's hazard label did not come out, as far as is known."""
    return bool(step.danger) and not step.unit and tickets.lacks_hazard(turn, turn.parcel, tickets.FAILED)


def _read_back(turn: Turn, step: Danger, asked: Asked) -> Decision | None:
    """The hazard label may be proved on the way; safety does not wait for it."""
    code = asked.reading.unit if asked.reading else None
    unit = turn.unit(step.unit) if step.unit else None
    if code is None or unit is None or (code.lpn, code.revision) != (unit.lpn, unit.revision):
        return None
    fact = units.told(unit, "label.verified", label="unit", revision=unit.revision)
    return swap(turn, step, fact, ok="notice.label_proven")


def _declared(turn: Turn, step: Danger, kind: str) -> Decision:
    if not step.unit:
        parcel = replace(turn.parcel, danger=kind)
        fact = draft("danger.declared", Ref("parcel", parcel.id), merchant=parcel.merchant, **{"class": kind})
        return tickets.beside(swap(turn, Danger("", kind), fact), tickets.hazard(turn, parcel))
    unit = replace(turn.unit(step.unit), danger=kind, route="")
    fact = units.told(unit, "danger.declared", **{"class": kind})
    printed = labels.label(turn, unit, "hold", fact, reason="danger")
    job = turn.known.job(unit.job) if unit.job else None
    bench = replace(printed.bench, step=Danger(step.unit, kind), depth=turn.bench.depth)
    return replace(printed, bench=bench, withdrawn=(job.id,) if job and job.state == "asked" else ())


def _safe(turn: Turn, step: Danger, place: str) -> Decision:
    if not step.unit:
        here = Ref("parcel", turn.bench.parcel)
        held = _held(turn, here, turn.parcel.merchant)
        staged = draft("parcel.staged", here, merchant=turn.parcel.merchant, location=place)
        return finish(turn, staged, held, ok="notice.safe")
    return _unit_safe(turn, turn.unit(step.unit), place)


def _held(turn: Turn, ref: Ref, merchant: str) -> Draft:
    return draft("hold.placed", ref, merchant=merchant, reason="danger", decider="supervisor", due=turn.later(1),
                 default="quarantine")  # fmt: skip


def _unit_safe(turn: Turn, unit: Unit, place: str) -> Decision:
    placed = units.told(unit, "unit.placed", location=place)
    return units.after(
        turn, unit, _held(turn, units.ref(unit), unit.merchant), placed, told=notice("ok", "notice.safe")
    )
