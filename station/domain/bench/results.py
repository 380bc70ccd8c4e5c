"""Results of effects and news of devices. A late one still updates its job and is a fact, whatever the step."""

from msgspec.structs import replace

from station.domain.bench import capture, overdue, photo, sign_in, tickets, undo
from station.domain.bench.effects import Job
from station.domain.bench.inputs import (
    ApprovalAnswered,
    DeviceChanged,
    EpochOpened,
    HoldDue,
    Imported,
    Input,
    PhotoMissed,
    PhotoTaken,
    PinChecked,
    PrintBegun,
    PrintEnded,
    Weighed,
)
from station.domain.bench.news import RulesChanged, RulesRefused
from station.domain.bench.state import Approving, Capture, Locked, SignedOut, TakeOver
from station.domain.bench.turn import Decision, Turn, stay
from station.domain.facts import Ref, draft
from station.domain.notices import Notice, notice

_NEWS = {
    "PARTIAL": ("error", "notice.print_partial"),
    "NOT_PRINTED": ("error", "notice.print_failed"),
    "NOT_SENT": ("error", "notice.print_not_sent"),
    "UNKNOWN": ("warn", "notice.print_unknown"),
}


def decide(turn: Turn, event: Input) -> Decision:
    """The state after a result; facts say what happened."""
    match event:
        case PrintBegun():
            return _begun(turn, event)
        case PrintEnded():
            return _ended(turn, event)
        case PinChecked():
            return _pin(turn, event)
        case DeviceChanged():
            return _device(turn, event)
        case Imported():
            fact = draft("data.imported", Ref("station", turn.site.station), what=event.what, sha256=event.sha256,
                         rows=event.rows, refused=event.refused)  # fmt: skip
            return Decision(turn.bench, (fact,))
        case EpochOpened():
            fact = draft("epoch.started", Ref("station", turn.site.station), why=event.why, previous=event.previous,
                         last_seq=event.last_seq)  # fmt: skip
            return Decision(turn.bench, (fact,))
        case RulesChanged() | RulesRefused():
            return _rules(turn, event)
    return _seen(turn, event)


def _seen(turn: Turn, event: Input) -> Decision:
    """What scale, camera and a supervisor elsewhere answer; what time brings."""
    step = turn.bench.step
    match event:
        case Weighed():
            return capture.weighed(turn, step, event) if isinstance(step, Capture) else Decision(turn.bench)
        case PhotoTaken():
            return photo.taken(turn, event)
        case PhotoMissed():
            return photo.missed(turn, event)
        case ApprovalAnswered():
            return _approval(turn, event)
        case HoldDue():
            return overdue.told(turn, event)
    raise AssertionError(f"not a result: {event!r}")


def _rules(turn: Turn, event: RulesChanged | RulesRefused) -> Decision:
    """Rules change while no parcel is open; told again then."""
    if isinstance(event, RulesRefused):
        return Decision(turn.bench, notices=(notice("warn", "notice.rules_refused", said=event.said),))
    if turn.bench.depth:
        return Decision(turn.bench)
    here = Ref("station", turn.site.station)
    facts = tuple(draft("policy.activated", here, name=name, hash=hash) for name, hash in event.news)
    return Decision(turn.bench, facts)


def _begun(turn: Turn, event: PrintBegun) -> Decision:
    job = turn.known.job(event.job)
    elsewhere = job is not None and job.state == "begun" and job.printer != event.printer  # that one got not one byte
    if job is None or not (job.state == "asked" or elsewhere):
        return Decision(turn.bench)  # withdrawn meanwhile: nothing is told, nothing may be sent
    fact = draft("print.begun", Ref(job.print.of, job.unit), merchant=_merchant(turn, job), job=job.id,
                 printer=event.printer, odometer=event.odometer, dots_sha256=event.dots_sha256)  # fmt: skip
    return Decision(turn.bench, (fact,))


def _ended(turn: Turn, event: PrintEnded) -> Decision:
    job = turn.known.job(event.job)
    if job is None or job.state in ("ended", "withdrawn"):
        return Decision(turn.bench)
    fact = draft("print.ended", Ref(job.print.of, job.unit), merchant=_merchant(turn, job), job=job.id,
                 verdict=event.verdict, count=event.count, evidence=event.evidence)  # fmt: skip
    if job.print.label != "unit":
        return Decision(turn.bench, (fact,), notices=(tickets.news(turn, job, event.verdict, event.evidence),))
    severity, key = _NEWS.get(event.verdict, ("ok", "notice.printed"))
    return Decision(turn.bench, (fact,), notices=(notice(severity, key, evidence=f"@{event.evidence}"),))


def _merchant(turn: Turn, job: Job) -> str:
    """Of whatever the label is for."""
    read = {"parcel": turn.known.parcel, "container": turn.known.container}.get(job.print.of, turn.known.unit)
    labelled = read(job.unit)
    return labelled.merchant if labelled else ""


def _pin(turn: Turn, event: PinChecked) -> Decision:
    step = turn.bench.step
    if isinstance(step, SignedOut | Locked):
        return sign_in.pin_checked(turn, step, event)
    return undo.pin_checked(turn, step, event) if isinstance(step, Approving) else Decision(turn.bench)


def _approval(turn: Turn, event: ApprovalAnswered) -> Decision:
    """Under a lock, too, which stays. One that comes late or twice finds no such question any more."""
    step = turn.bench.step
    asking = step.under if isinstance(step, Locked | TakeOver) else step
    if not isinstance(asking, Approving) or not asking.request or asking.request != event.request:
        return stay(turn, "info", "notice.answer_late")
    decision = undo.answered(replace(turn, bench=replace(turn.bench, step=asking)), asking, event)
    if asking is step:
        return decision
    return replace(decision, bench=replace(decision.bench, step=replace(step, under=decision.bench.step)))


def _device(turn: Turn, event: DeviceChanged) -> Decision:
    fact = draft("device.changed", Ref("station", turn.site.station), device=event.device,
                 **{"from": event.before, "to": event.after, "evidence": event.evidence})  # fmt: skip
    return Decision(turn.bench, (fact,), notices=_news(event))


def _news(event: DeviceChanged) -> tuple[Notice, ...]:
    if event.after == "up":
        return (notice("ok", "notice.device_up", device=f"@device.{event.device}"),) if event.before != "" else ()
    device, why = f"@device.{event.device}", event.evidence or "device.attention"
    if why.startswith("device."):
        return (notice("warn", why, device=device),)  # these name the device themselves
    return (notice("warn", "notice.device_down", device=device, why=f"@{why}"),)
