"""What comes next of a unit in hand: a value, a picture, a question of its checklist, or, at the end, the verdict.
Responsible for that order alone; each step's own rule stands in its own file."""

from msgspec.structs import replace

from station.domain.bench import units, verdict
from station.domain.bench.effects import TakePhoto, Weigh
from station.domain.bench.state import Bench, Capture, Checking, Photo
from station.domain.bench.turn import Decision, Turn, go
from station.domain.facts import Draft
from station.domain.records import Unit


def next_of(
    turn: Turn,
    unit: Unit,
    fields: tuple[str, ...],
    facts: tuple[Draft, ...],
    then: Checking | None = None,
    ok: str = "",
) -> Decision:
    """The next of these fields; after them the checklist, from its beginning or where it stood."""
    if not fields:
        return _check(turn, unit, then or units.begin_check(turn, unit), facts, ok)
    if fields[0] == "photo":
        why = ".".join(then.answers[-1]) if then and then.answers else ""
        moved = go(turn, Photo(unit.id, why, rest=fields[1:], then=then), *facts, ok=ok)
        return replace(moved, effects=photo_wanted(moved.bench))
    moved = go(turn, Capture(unit.id, fields[0], fields[1:], then), *facts, ok=ok)
    return replace(moved, effects=(Weigh(moved.bench.question),)) if fields[0] == "weight" else moved


def evidence(turn: Turn, unit: Unit, wanted: tuple[str, ...], then: Checking, *facts: Draft) -> Decision:
    """What an answer asks for, as far as it is not known; then the checklist goes on."""
    known = known_of(unit)
    return next_of(turn, unit, tuple(f for f in wanted if f not in known), facts, then)


def known_of(unit: Unit) -> set[str]:
    """Fields that are known, or known to be unreadable (or without a picture)."""
    told = {"serial": unit.serial, "lot": unit.lot, "expiry": unit.expiry, "weight": unit.grams, "photo": unit.photos}
    missed = {signal.removesuffix("_unreadable").removesuffix("_missing") for signal in unit.signals}
    return missed | {field for field, value in told.items() if value}


def photo_wanted(bench: Bench) -> tuple[TakePhoto, ...]:
    """The picture that the state still waits for."""
    step = bench.step
    return (TakePhoto(str(bench.question), step.unit, step.why),) if isinstance(step, Photo) and not step.missed else ()


def _check(turn: Turn, unit: Unit, then: Checking, facts: tuple[Draft, ...], ok: str) -> Decision:
    if not then.question:
        return verdict.conclude(turn, unit, then.checklist, then.answers, *facts)
    return go(turn, then, *facts, *units.care_shown(turn, unit, then), ok=ok)
