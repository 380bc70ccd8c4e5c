"""The label is out, or should be: the printer's verdict is shown, the read-back is the proof. A reprint,
and adopting a pre-printed licence plate when the printer is down."""

from msgspec.structs import replace

from station.domain.bench import labels, units
from station.domain.bench.effects import Job
from station.domain.bench.state import HoldPlace, Labelling, Rerouting, Stowing
from station.domain.bench.turn import Asked, Decision, Turn, go, stay, unexpected
from station.domain.codes import UnitCode
from station.domain.notices import notice
from station.domain.records import Unit

REPRINT_REASONS = ("not_printed", "unreadable")


def decide(turn: Turn, step: Labelling, asked: Asked) -> Decision:
    """The new label proves itself by being scanned; anything else is told what it is."""
    unit = turn.unit(step.unit)
    if asked.kind == "answer":
        return _chosen(turn, step, unit, asked)
    code = asked.reading.unit if asked.reading else None
    if code is None:
        return unexpected(turn, asked, "expect.label")
    if code.lpn == unit.lpn and code.revision == unit.revision:
        return _proven(turn, step, unit)
    if code.lpn == unit.lpn or code.lpn in unit.retired:
        return stay(turn, "error", "notice.old_label")
    if any(ref.type != "unit" for ref in turn.known.code(code.lpn)):  # some number that passes for a plate
        return unexpected(turn, asked, "expect.label")
    return _adopt(turn, step, unit, code)


def _proven(turn: Turn, step: Labelling, unit: Unit) -> Decision:
    fact = units.told(unit, "label.verified", label="unit", revision=unit.revision)
    return go(turn, _then(step), fact, ok="notice.label_proven")


def _then(step: Labelling) -> Stowing | HoldPlace:
    return Stowing(step.unit) if step.then == "stow" else HoldPlace(step.unit, step.then)


def _chosen(turn: Turn, step: Labelling, unit: Unit, asked: Asked) -> Decision:
    if asked.value == "other_route" and step.then == "stow":
        return go(turn, Rerouting(unit.id, step.job))
    if asked.value in REPRINT_REASONS:
        return reprint(turn, step, unit, asked.value)
    return unexpected(turn, asked, "expect.label")


def reprint(turn: Turn, step: Labelling, unit: Unit, reason: str) -> Decision:
    """A new revision with its reason; a job that has not begun is withdrawn, so that it can't come out as well."""
    return instead(turn, step.job, labels.label(turn, unit, step.then, reason=reason))


def _adopt(turn: Turn, step: Labelling, unit: Unit, code: UnitCode) -> Decision:
    """An unused pre-printed plate takes the place of the printed one; a used one belongs to another unit."""
    if any(r.type == "unit" for r in turn.known.code(code.lpn)) or code.revision:
        return stay(turn, "error", "notice.label_of_other")
    job = turn.known.job(step.job)
    facts = (
        units.told(unit, "lpn.retired", why="pre_printed", lpn=unit.lpn),
        units.told(unit, "lpn.assigned", lpn=code.lpn, source="pre_printed"),
        units.told(unit, "label.verified", label="unit", revision=0),
    )
    adopted = go(
        turn, _then(step), *facts, ok="notice.plate_adopted_destroy" if is_out(job) else "notice.plate_adopted"
    )
    waiting = job is not None and job.state == "asked"
    return replace(adopted, withdrawn=(step.job,) if waiting else ())


def is_out(job: Job | None) -> bool:
    """True where a label may have come out."""
    return job is not None and job.state in ("begun", "ended") and job.verdict != "NOT_SENT"


def instead(turn: Turn, job_id: str, new: Decision) -> Decision:
    """A new label takes the old one's place: a job that has not begun is withdrawn, a label that is out is to be
    destroyed (and refused from then on)."""
    job = turn.known.job(job_id)
    told = (notice("warn", "notice.destroy_old_label"),) if is_out(job) else new.notices
    return replace(new, notices=told, withdrawn=(job_id,) if job and job.state == "asked" else ())


def again(turn: Turn, unit: Unit, job: str) -> Labelling:
    """The step of a label that is ordered already."""
    return Labelling(unit.id, job)
