"""Undo: one command with four meanings. Before the first print byte: the last step. Label out: peel off, destroy, scan
VOID.
Stowed: scan tote and unit, taken out. Container closed: a correction with approval. It appends facts; records are
folded anew."""

from msgspec.structs import replace

from station.domain.apply import undone_by
from station.domain.bench import labelling, labels, rerouting, spending, tickets, units
from station.domain.bench.effects import CheckPin
from station.domain.bench.inputs import ApprovalAnswered, PinChecked
from station.domain.bench.sign_in import holders
from station.domain.bench.state import Approving, HoldPlace, Labelling, Stowing, TakingOut, Voiding
from station.domain.bench.turn import Asked, Decision, Turn, go, refs, stay, swap, unexpected
from station.domain.facts import Draft, Fact, Ref, draft
from station.domain.notices import notice
from station.domain.records import Container, Operator, Unit
from station.domain.routing import Route
from station.domain.scans import Reading

PHYSICAL = frozenset({
    "label.verified", "label.voided", "unit.stowed", "unit.taken_out", "unit.placed", "parcel.closed",
    "parcel.reopened", "container.closed", "danger.declared", "lpn.retired", "session.taken_over", "parcel.refused",
})  # fmt: skip
"""Something was done with hands: facts cannot take it back by themselves."""

REMOTE = "remote"
"""How an approval was given that came by the tracking service."""

_JUDGED = (
    "check.answered", "unit.graded", "unit.routed", "route.overridden", "hold.placed", "care.requested", "care.done",
)  # fmt: skip
_MACHINE = ("print.", "device.", "session.", "scan.", "epoch.", "data.", "policy.", "unit.measured", "fact.")


def undo(turn: Turn) -> Decision:
    """UNDO at any step of an open parcel."""
    bench = turn.bench
    saved = turn.known.saved(bench.depth)
    if bench.depth == 0 or saved is None:
        return stay(turn, "info", "notice.nothing_to_undo")
    told = turn.known.facts_from(saved.first_seq)
    gone = undone_by(told)
    facts = tuple(f for f in told if f.id not in gone)
    if any(f.session not in ("", turn.session.id) and not f.kind.startswith(_MACHINE) for f in facts):
        return stay(turn, "warn", "notice.undo_own_only")
    step = bench.step
    if isinstance(step, Labelling) and _label_out(turn, step):
        return go(turn, Voiding(step.unit))
    shut = next((f for f in facts if f.kind == "container.closed"), None)
    if isinstance(step, Stowing) and shut:
        return go(turn, Approving(step.unit, "reopen_tote", container=shut.about[0].id))
    if isinstance(step, Stowing | HoldPlace) and step.unit and _proven(turn, step.unit, facts):
        return go(turn, Voiding(step.unit))
    stowed = next((f for f in facts if f.kind == "unit.stowed"), None)
    if stowed and not any(f.kind == "unit.taken_out" for f in facts):
        return _take_out(turn, stowed)
    if any(f.kind in PHYSICAL for f in facts):
        return stay(turn, "warn", "notice.cannot_undo")
    return _step_back(turn, facts)


def _proven(turn: Turn, unit: str, facts: tuple[Fact, ...]) -> bool:
    """Its label is stuck on: to be peeled off, unless this step was only entered with it (a hold after the label)."""
    labelled = turn.unit(unit).label == "verified"
    return labelled and not (any(f.kind == "hold.placed" for f in facts))


def _label_out(turn: Turn, step: Labelling) -> bool:
    job = turn.known.job(step.job)
    return job is not None and job.state in ("begun", "ended") and job.verdict != "NOT_SENT"


def _told_here(turn: Turn) -> tuple[Fact, ...]:
    """What this row told and nothing took back (that somebody was asked for)."""
    saved = turn.known.saved(turn.bench.depth)
    told = turn.known.facts_from(saved.first_seq) if saved else ()
    gone = undone_by(told)
    return tuple(f for f in told if f.kind == "approval.asked" and f.id not in gone)


def given_up(turn: Turn) -> tuple[Draft, ...]:
    """Nobody waits any more for who was asked at this step."""
    fact = undone(_told_here(turn), "step", "operator") if isinstance(turn.bench.step, Approving) else None
    return (fact,) if fact else ()


def _step_back(turn: Turn, facts: tuple[Fact, ...]) -> Decision:
    """The row before this one, and a fact that takes back what this row told."""
    before = turn.known.saved(turn.bench.depth - 1)
    if before is None:
        return stay(turn, "info", "notice.nothing_to_undo")
    bench = replace(before.bench, session=turn.bench.session, question=turn.bench.question + 1)
    told = tuple(f for f in facts if not f.kind.startswith(_MACHINE) or f.kind in ("print.asked", "unit.measured"))
    jobs = tuple(f.body["job"] for f in told if f.kind == "print.asked")
    fact = undone(told, "step", "operator")
    out = any(labelling.is_out(turn.known.job(job)) for job in jobs)  # a label that nothing waited for
    heard = notice("warn", "notice.undone_destroy") if out else notice("ok", "notice.undone")
    return _label_anew(turn, Decision(bench, (fact,) if fact else (), notices=(heard,), withdrawn=jobs))


def _label_anew(turn: Turn, back: Decision) -> Decision:
    """A label that was withdrawn for what is taken back now would never come: it is ordered again, on its row."""
    step = back.bench.step
    job = turn.known.job(step.job) if isinstance(step, Labelling) else None
    if not isinstance(step, Labelling) or job is None or job.state != "withdrawn":
        return back
    new = labels.label(turn, turn.unit(step.unit), step.then, reason="undo")
    bench = replace(back.bench, step=new.bench.step)
    return replace(back, bench=bench, facts=(*back.facts, *new.facts), effects=new.effects)


def undone(facts: tuple[Fact, ...], scope: str, reason: str) -> Draft | None:
    """The fact that takes these back, about every record that they were about."""
    if not facts:
        return None
    about = tuple(dict.fromkeys(ref for f in facts for ref in f.about))
    return draft("fact.undone", *about, facts=[f.id for f in facts], scope=scope, reason=reason)


def voiding(turn: Turn, step: Voiding, asked: Asked) -> Decision:
    """VOID: the label is destroyed, its plate never used again, the unit is looked at anew."""
    if asked.kind == "answer" and asked.value == "back":
        return _step_back(turn, ())
    if asked.kind != "answer" or asked.value != "void":
        return unexpected(turn, asked, "expect.void")
    unit = turn.unit(step.unit)
    facts = [
        units.told(unit, "label.voided", label="unit", revision=unit.revision, why="undo", destroyed=True),
        units.told(unit, "lpn.retired", why="voided", lpn=unit.lpn),
    ]
    back = undone(_judgement(turn, unit), "label", "operator")
    anew = go(turn, units.begin_check(turn, unit), *facts, *([back] if back else []), ok="notice.label_voided")
    return spending.spend(turn, anew, unit, Route("", "", "", ()))


def _judgement(turn: Turn, unit: Unit) -> tuple[Fact, ...]:
    """Answers, grade and route of this unit that still stand."""
    first = turn.known.saved(1)
    facts = turn.known.facts_from(first.first_seq) if first else ()
    gone = {i for f in facts if f.kind == "fact.undone" for i in f.body.get("facts", ())}
    mine = Ref("unit", unit.id)
    return tuple(f for f in facts if f.kind in _JUDGED and mine in f.about and f.id not in gone)


def _take_out(turn: Turn, stowed: Fact) -> Decision:
    unit = turn.unit(next(r.id for r in stowed.about if r.type == "unit"))
    tote = turn.known.container(unit.container) if unit.container else None
    if tote and tote.state != "open":
        return go(turn, Approving(unit.id, "take_out"))
    return go(turn, TakingOut(unit.id))


def taking_out(turn: Turn, step: TakingOut, asked: Asked) -> Decision:
    """Tote first, then the unit's label."""
    unit = turn.unit(step.unit)
    if asked.kind == "answer" and asked.value == "back":
        return _step_back(turn, ())
    reading = asked.reading
    if reading is None:
        return unexpected(turn, asked, "expect.tote")
    if not step.tote:
        here = any(r.id == unit.container for r in refs(turn, reading, "container"))
        return swap(turn, replace(step, tote=unit.container)) if here else unexpected(turn, asked, "expect.tote")
    if not _is_it(turn, unit, reading):
        return unexpected(turn, asked, "expect.label")
    return _taken_out(turn, step, unit)


def _is_it(turn: Turn, unit: Unit, reading: Reading) -> bool:
    """Its valid label; the product's own code where units of it bear none."""
    if not unit.lpn:
        return any(r.id == unit.product for r in refs(turn, reading, "product"))
    return reading.unit is not None and reading.unit.lpn == unit.lpn and not units.is_old(unit, reading.unit)


def _taken_out(turn: Turn, step: TakingOut, unit: Unit) -> Decision:
    about = (Ref("unit", unit.id), Ref("container", unit.container))
    out = draft(
        "unit.taken_out", *about, merchant=unit.merchant, why="undo", container=unit.container, quantity=unit.quantity
    )
    tote = turn.known.container(unit.container)
    facts = (*_correction(tote, step.approver), replace(out, approver=step.approver))
    moved = go(turn, Stowing(unit.id), *facts, ok="notice.taken_out")
    if tote is None or tote.state == "open":
        return moved
    return tickets.beside(moved, tickets.outdated(turn, replace(tote, count=tote.count - unit.quantity), "taken_out"))


def _correction(tote: Container | None, approver: str) -> tuple[Draft, ...]:
    """A closed tote that gave something back is counted anew; who agreed is told."""
    if tote is None or tote.state == "open" or not approver:
        return ()
    fact = draft(
        "fact.corrected", Ref("container", tote.id), merchant=tote.merchant, new={"count": tote.count}, reason="undo"
    )
    return (replace(fact, approver=approver),)


def approving(turn: Turn, step: Approving, asked: Asked) -> Decision:
    """A supervisor's badge, then the PIN."""
    if asked.kind == "answer" and asked.value == "refused" and step.purpose == "override":
        return rerouting.refused(turn, step)
    if asked.kind == "answer" and asked.value == "back":
        return _step_back(turn, _told_here(turn))
    if step.operator and asked.kind == "text" and not step.checking:
        operator = turn.known.operator(step.operator)
        waiting = swap(turn, replace(step, checking=True))
        return replace(waiting, effects=(CheckPin(step.operator, asked.value, operator.pin),)) if operator else waiting
    if asked.reading is None or asked.reading.kind != "badge":
        return unexpected(turn, asked, "expect.supervisor")
    found = holders(turn, asked)
    if len(found) > 1:
        return stay(turn, "error", "notice.badge_twice")
    return _approver(turn, step, found[0] if found else None)


def _approver(turn: Turn, step: Approving, operator: Operator | None) -> Decision:
    if operator is None or not _may_approve(turn, operator):
        return stay(turn, "error", "notice.no_right")
    return swap(turn, replace(step, operator=operator.id)) if operator.pin else _approved(turn, step, operator.id)


def pin_checked(turn: Turn, step: Approving, result: PinChecked) -> Decision:
    """Badge and PIN fit: agreed."""
    if not step.checking or result.operator != step.operator:
        return Decision(turn.bench)
    if result.good:
        return _approved(turn, step, step.operator)
    again = swap(turn, replace(step, operator="", checking=False))
    return replace(again, notices=(notice("error", "notice.pin_wrong", seconds=result.wait_s),))


def answered(turn: Turn, step: Approving, event: ApprovalAnswered) -> Decision:
    """A supervisor's word from elsewhere: as a badge's, with the same right."""
    operator = turn.known.operator(event.approver)
    if operator is None or not _may_approve(turn, operator):
        return stay(turn, "warn", "notice.answer_no_right")
    if event.answer != "given":
        return rerouting.refused(turn, step, operator.id, REMOTE)
    agreed = _approved(turn, step, operator.id, REMOTE)
    return replace(agreed, notices=(notice("ok", "notice.answer_given", name=operator.name), *agreed.notices))


def _may_approve(turn: Turn, operator: Operator) -> bool:
    """An active supervisor, and nobody about the own work."""
    return operator.active and operator.role == "supervisor" and operator.id != turn.session.operator


def _approved(turn: Turn, step: Approving, approver: str, how: str = "") -> Decision:
    unit = turn.unit(step.unit)
    told = units.told(unit, "approval.given", **{"for": step.purpose}, request=step.request, how=how)
    fact = replace(told, approver=approver)
    if step.purpose == "override" and step.route:
        return rerouting.overridden(turn, step.route, fact, approver=approver)
    if step.purpose == "reopen_tote":
        return _reopened(turn, step, fact)
    return swap(turn, TakingOut(unit.id, approver=approver), fact, ok="notice.approved")


def _reopened(turn: Turn, step: Approving, given: Draft) -> Decision:
    """A tote that was closed by mistake is open again; its closing stays told."""
    tote = turn.known.container(step.container)
    open_again = draft("fact.corrected", Ref("container", step.container), merchant=tote.merchant if tote else "",
                       new={"state": "open"}, reason="undo")  # fmt: skip
    corrected = replace(open_again, approver=given.approver)
    back = swap(turn, Stowing(step.unit), given, corrected, ok="notice.tote_reopened", tote=tote.code if tote else "")
    return tickets.withdrawn(turn, back, tote) if tote else back
