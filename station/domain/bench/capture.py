"""What the product, or an answer of its checklist, asks for: serial, lot, expiry, weight, photo. What is known about a
serial is said by serials.py, pictures are taken in photo.py."""

from datetime import date

from msgspec.structs import replace

from station.domain.bench import asking, signals, units, values
from station.domain.bench.effects import Weigh
from station.domain.bench.inputs import Weighed
from station.domain.bench.state import Capture, SerialDoubt
from station.domain.bench.turn import Asked, Decision, Turn, go, stay, swap, unexpected
from station.domain.facts import Draft
from station.domain.notices import notice
from station.domain.records import Unit
from station.domain.serials import truth

FIELDS = ("serial", "lot", "expiry", "weight", "photo")
LONGEST = 64
"""Characters of a serial, lot or date that are kept."""
SCALE_STATES = ("motion", "overload", "under_zero", "silent")


def first(turn: Turn, unit: Unit, facts: tuple[Draft, ...], ok: str) -> Decision:
    """The first thing to ask of a unit that has just been found; what its code said already is not asked again."""
    fields = _unasked(turn, unit)
    doubt = _doubt(turn, unit, unit.serial) if unit.serial else ""
    if doubt:
        return go(turn, SerialDoubt(unit.id, unit.serial, doubt, fields), *facts)
    return asking.next_of(turn, unit, fields, facts, ok=ok)


def resume(turn: Turn, unit: Unit, *facts: Draft) -> Decision:
    """A unit that was held before it was graded: on with what was not asked yet. Doubts were told then."""
    return asking.next_of(turn, unit, _unasked(turn, unit), facts)


def _unasked(turn: Turn, unit: Unit) -> tuple[str, ...]:
    product = turn.known.product(unit.product)
    asked, told = product.capture if product else (), asking.known_of(unit)
    return tuple(f for f in FIELDS if f in asked and f not in told and _sensible(f, unit))


def _sensible(field: str, unit: Unit) -> bool:
    return unit.quantity == 1 or field in ("lot", "expiry", "photo")


def decide(turn: Turn, step: Capture, asked: Asked) -> Decision:
    """The value, scanned or typed; "not readable" is an answer too."""
    unit = turn.unit(step.unit)
    if asked.kind == "answer" and asked.value == "unreadable":
        told = units.told(unit, "signal.raised", signal=f"{step.field}_unreadable")
        return asking.next_of(turn, unit, step.rest, (told,), step.then)
    if step.field == "weight":
        again = asked.kind == "answer" and asked.value == "again"
        return _weigh_again(turn) if again else unexpected(turn, asked, "expect.weight")
    value = _said(turn, step.field, asked).strip().upper()[:LONGEST]
    readable = bool(value) and value.isprintable()
    return _value(turn, step, unit, value) if readable else unexpected(turn, asked, f"expect.{step.field}")


def _said(turn: Turn, field: str, asked: Asked) -> str:
    """What was typed, or what the code says of this field."""
    reading = asked.reading
    if reading is None:
        return asked.value if asked.kind == "text" else ""
    named = {"serial": reading.serial, "lot": reading.lot, "expiry": reading.expiry}
    return values.scanned(turn, reading, named[field])


def _value(turn: Turn, step: Capture, unit: Unit, value: str) -> Decision:
    if step.field == "expiry":
        value = _date(value)
        if not value:
            return stay(turn, "warn", "notice.no_date")
    doubt = _doubt(turn, unit, value) if step.field == "serial" else ""
    if doubt:
        return go(turn, SerialDoubt(unit.id, value, doubt, step.rest, step.then))
    return asking.next_of(turn, unit, step.rest, (_captured(unit, step.field, value),), step.then)


def _captured(unit: Unit, field: str, value: str) -> Draft:
    return units.told(unit, "unit.identified", **{field: value, "method": "capture"})


def _date(text: str) -> str:
    """The day as YYYY-MM-DD, however ISO 8601 lets it be written; "" for what is no day."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _doubt(turn: Turn, unit: Unit, serial: str) -> str:
    """Why this serial may not be the one (a signal). "" = no doubt."""
    return truth(turn.known, unit, serial).signal


def serial_doubt(turn: Turn, step: SerialDoubt, asked: Asked) -> Decision:
    """Scan it again, or go on: then the doubt is told as a signal. (HOLD works here as everywhere.)"""
    unit = turn.unit(step.unit)
    if asked.kind == "answer" and asked.value == "again":
        return go(turn, Capture(unit.id, "serial", step.rest, step.then))
    if asked.kind == "answer" and asked.value == "go_on":
        return asking.next_of(turn, unit, step.rest, doubted(turn, step, unit), step.then)
    if asked.reading and asked.reading.kind == "code":
        return decide(turn, Capture(unit.id, "serial", step.rest, step.then), asked)
    return unexpected(turn, asked, "expect.answer")


def doubted(turn: Turn, step: SerialDoubt, unit: Unit) -> tuple[Draft, ...]:
    """The serial as read, and the signal: told, never accusing."""
    evidence = truth(turn.known, unit, step.serial).evidence
    return _captured(unit, "serial", step.serial), signals.raised(unit, step.signal, *evidence)


def _weigh_again(turn: Turn) -> Decision:
    asked = swap(turn, turn.bench.step)
    return replace(asked, effects=(Weigh(asked.bench.question),))


def weighed(turn: Turn, step: Capture, result: Weighed) -> Decision:
    """A stable weight is told; anything else is never a number, the operator is told why."""
    if result.question != turn.bench.question:
        return Decision(turn.bench)
    if result.grams is None or result.state != "stable":
        return Decision(turn.bench, notices=(notice("warn", _why_not(result.state)),))
    unit = turn.unit(step.unit)
    measured = units.told(unit, "unit.measured", grams=result.grams, device=result.device)
    doubt = signals.weight(turn, unit, result.grams)
    moved = asking.next_of(turn, unit, step.rest, (measured, *doubt), step.then)
    return signals.told(moved, doubt)


def _why_not(state: str) -> str:
    return f"notice.scale_{state if state in SCALE_STATES else 'error'}"
