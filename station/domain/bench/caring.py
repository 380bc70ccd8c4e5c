"""Care before the label: one task at a time is shown, and its result is told. A certificate's number is kept behind a
commitment. What fails leads to a second decision."""

from msgspec.structs import replace

from station.domain.bench import asking, routes, units, values
from station.domain.bench.state import Caring
from station.domain.bench.turn import Asked, Decision, Turn, commitment, go, unexpected

LONGEST = 64
"""Characters of a certificate's number."""


def decide(turn: Turn, step: Caring, asked: Asked) -> Decision:
    """Done (then its certificate, where one is wanted), or failed."""
    unit = turn.unit(step.unit)
    if step.certifying:
        return _certified(turn, step, asked)
    if asked.kind != "answer" or asked.value not in ("done", "failed"):
        return unexpected(turn, asked, "expect.answer")
    if asked.value == "done" and step.certificate:
        return go(turn, replace(step, certifying=True))
    told = units.told(unit, "care.done", task=step.task, result=asked.value)
    if asked.value == "failed":
        return routes.care_failed(turn, unit, told, reason=step.reason)
    return routes.onward(turn, units.as_told(turn, unit, told), told, reason=step.reason)


def _certified(turn: Turn, step: Caring, asked: Asked) -> Decision:
    """The number of the certificate, typed or scanned; without one the task has failed (in a checklist: UNDO leads back
    to its question)."""
    unit = turn.unit(step.unit)
    if asked.kind == "answer" and asked.value == "failed" and step.then is None:
        failed = units.told(unit, "care.done", task=step.task, result="failed")
        return routes.care_failed(turn, unit, failed, reason=step.reason)
    number = _number(turn, asked)
    if not number:
        return unexpected(turn, asked, "expect.certificate")
    secret = commitment(turn, "certificate", number)
    told = units.told(unit, "care.done", task=step.task, result="done", certificate=secret.commitment)
    if step.then:
        moved = asking.next_of(turn, unit, (), (told,), step.then)
    else:
        moved = routes.onward(turn, units.as_told(turn, unit, told), told, reason=step.reason)
    return replace(moved, secrets=(*moved.secrets, secret))


def _number(turn: Turn, asked: Asked) -> str:
    """What was typed, or scanned: GS1 writes documents with an identifier of their own."""
    text = asked.value if asked.kind == "text" else ""
    if asked.reading is not None:
        named = (c.value for c in asked.reading.candidates if c.kind == "document")
        text = values.scanned(turn, asked.reading, next(named, ""))
    text = text.strip()[:LONGEST]
    return text if text.isprintable() else ""
