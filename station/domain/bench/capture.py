"""What the product asks for before its checklist: serial, lot, expiry, weight. What is known about a serial is said by
serials.py."""

from datetime import date

from msgspec.structs import replace

from station.domain.bench import units
from station.domain.bench.effects import Weigh
from station.domain.bench.inputs import Weighed
from station.domain.bench.state import Capture, SerialDoubt
from station.domain.bench.turn import Asked, Decision, Turn, go, stay, swap, unexpected
from station.domain.facts import Draft
from station.domain.notices import notice
from station.domain.records import Product, Unit
from station.domain.serials import truth

FIELDS = ("serial", "lot", "expiry", "weight")
LONGEST = 64
"""Characters of a serial, lot or date that are kept."""
SCALE_STATES = ("motion", "overload", "under_zero", "silent")


def first(turn: Turn, unit: Unit, facts: tuple[Draft, ...], ok: str) -> Decision:
    """The first thing to ask of a unit that has just been found; what its code said already is not asked again."""
    fields = _unasked(turn, unit)
    doubt = _doubt(turn, unit, unit.serial) if unit.serial else ""
    if doubt:
        return go(turn, SerialDoubt(unit.id, unit.serial, doubt, fields), *facts)
    return _next(turn, unit, fields, facts, ok)


def resume(turn: Turn, unit: Unit, *facts: Draft) -> Decision:
    """A unit that was held before it was graded: on with what was not asked yet. Doubts were told then."""
    return _next(turn, unit, _unasked(turn, unit), facts)


def _unasked(turn: Turn, unit: Unit) -> tuple[str, ...]:
    product = turn.known.product(unit.product)
    told = {"serial": unit.serial, "lot": unit.lot, "expiry": unit.expiry, "weight": unit.grams}
    unreadable = {signal.removesuffix("_unreadable") for signal in unit.signals}
    asked = product.capture if product else ()
    return tuple(f for f in FIELDS if f in asked and not told[f] and f not in unreadable and _sensible(f, unit))


def _sensible(field: str, unit: Unit) -> bool:
    return unit.quantity == 1 or field in ("lot", "expiry")


def _next(turn: Turn, unit: Unit, fields: tuple[str, ...], facts: tuple[Draft, ...], ok: str = "") -> Decision:
    if not fields:
        return go(turn, units.begin_check(turn, unit), *facts, ok=ok)
    moved = go(turn, Capture(unit.id, fields[0], fields[1:]), *facts, ok=ok)
    return replace(moved, effects=(Weigh(moved.bench.question),)) if fields[0] == "weight" else moved


def decide(turn: Turn, step: Capture, asked: Asked) -> Decision:
    """The value, scanned or typed; "not readable" is an answer too."""
    unit = turn.unit(step.unit)
    if asked.kind == "answer" and asked.value == "unreadable":
        return _next(turn, unit, step.rest, (units.told(unit, "signal.raised", signal=f"{step.field}_unreadable"),))
    if step.field == "weight":
        again = asked.kind == "answer" and asked.value == "again"
        return _weigh_again(turn) if again else unexpected(turn, asked, "expect.weight")
    value = _said(step.field, asked).strip().upper()[:LONGEST]
    readable = bool(value) and value.isprintable()
    return _value(turn, step, unit, value) if readable else unexpected(turn, asked, f"expect.{step.field}")


def _said(field: str, asked: Asked) -> str:
    """What was typed, or what the code holds: a GS1 code names the field; badges and our own labels are no values."""
    if asked.reading is None or asked.reading.kind != "code":
        return asked.value if asked.kind == "text" else ""
    named = {"serial": asked.reading.serial, "lot": asked.reading.lot, "expiry": asked.reading.expiry}
    return named[field] or asked.reading.text


def _value(turn: Turn, step: Capture, unit: Unit, value: str) -> Decision:
    if step.field == "expiry":
        value = _date(value)
        if not value:
            return stay(turn, "warn", "notice.no_date")
    doubt = _doubt(turn, unit, value) if step.field == "serial" else ""
    if doubt:
        return go(turn, SerialDoubt(unit.id, value, doubt, step.rest))
    return _next(turn, unit, step.rest, (_told(unit, step.field, value),))


def _told(unit: Unit, field: str, value: str) -> Draft:
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
        return go(turn, Capture(unit.id, "serial", step.rest))
    if asked.kind == "answer" and asked.value == "go_on":
        return _next(turn, unit, step.rest, doubted(turn, step, unit))
    if asked.reading and asked.reading.kind == "code":
        return decide(turn, Capture(unit.id, "serial", step.rest), asked)
    return unexpected(turn, asked, "expect.answer")


def doubted(turn: Turn, step: SerialDoubt, unit: Unit) -> tuple[Draft, ...]:
    """The serial as read, and the signal: told, never accusing."""
    evidence = list(truth(turn.known, unit, step.serial).evidence)
    raised = units.told(unit, "signal.raised", signal=step.signal, evidence=evidence)
    return _told(unit, "serial", step.serial), raised


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
    facts = [units.told(unit, "unit.measured", grams=result.grams, device=result.device)]
    if _off(turn.known.product(unit.product), result.grams):
        facts.append(units.told(unit, "signal.raised", signal="weight_off"))
    return _next(turn, unit, step.rest, tuple(facts))


def _why_not(state: str) -> str:
    return f"notice.scale_{state if state in SCALE_STATES else 'error'}"


def _off(product: Product | None, grams: int) -> bool:
    return bool(
        product and product.weight and abs(grams - product.weight) > max(product.tolerance, product.weight // 20)
    )
