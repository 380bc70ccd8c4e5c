"""show(turn) -> Snapshot: what the bench shows in its present state. Pure; the screen has no rules of its own."""

from station.domain.bench.cards import cards
from station.domain.bench.offers import choices, commands
from station.domain.bench.snapshot import Snapshot
from station.domain.bench.state import (
    Approving,
    Capture,
    Checking,
    Danger,
    Describe,
    Dock,
    FullTote,
    Identify,
    Labelling,
    Locked,
    Mismatch,
    Opening,
    Quantity,
    Rerouting,
    SerialDoubt,
    SignedOut,
    Step,
    Stowing,
    TakeOver,
    TakingOut,
    Voiding,
    name_of,
)
from station.domain.bench.turn import Turn
from station.domain.notices import Text

_STAGES: dict[type, int] = {
    Identify: 0, Mismatch: 0, Describe: 0, Capture: 0, SerialDoubt: 0, Quantity: 0, Checking: 1, Rerouting: 2,
    Labelling: 3, Voiding: 3, Stowing: 4, FullTote: 4, TakingOut: 4,
}  # fmt: skip


def show(turn: Turn, number: int) -> Snapshot:
    """The snapshot of the state; raises Wanted for what it must know first. number counts snapshots."""
    bench, step = turn.bench, turn.bench.step
    session = bench.session
    shown = cards(turn, step.under if isinstance(step, Locked | TakeOver) else step)
    hidden = isinstance(step, Locked | TakeOver | SignedOut)
    title, hint = words(turn, step)
    return Snapshot(
        number, name_of(step), session.mode if session else "bench", bench.question, title, hint,
        choices(turn), commands(turn), _entry(step), -1 if hidden else _STAGES.get(type(step), -1), _busy(step),
        session.name if session else "", session.role if session else "", session.lang if session else turn.site.lang,
        shown.parcel, None if hidden else shown.product, None if hidden else shown.route, None if hidden else shown.label,
        _tone(step),
    )  # fmt: skip


def words(turn: Turn, step: Step) -> tuple[Text, Text | None]:
    """The one instruction, and the line under it."""
    name = name_of(step)
    match step:
        case Checking(question=question):
            return Text(f"check.{question}"), Text(f"check.{question}.hint")
        case Capture(field=field):
            return Text(f"step.capture_{field}"), Text(f"step.capture_{field}.hint")
        case Quantity(purpose="split"):
            return Text("step.split"), Text("step.split.hint")
        case SignedOut(operator=operator) | Locked(operator=operator) if operator:
            return Text("step.pin"), Text("step.pin.hint")
        case SerialDoubt(signal=signal):
            return Text("step.serial_doubt"), Text(f"signal.{signal}")
        case Danger(danger=danger) if danger:
            return Text("step.danger_place"), Text(f"danger.{danger}.hint")
        case TakingOut(tote=tote) if tote:
            return Text("step.taking_out_unit"), None
        case Rerouting(to=to) if to:
            return Text("step.rerouting_why", {"route": f"@route.{to}"}), None
        case Approving(operator=operator) if operator:
            return Text("step.pin"), Text("step.pin.hint")
        case Labelling(unit=unit):
            return Text("step.labelling"), _label_hint(turn, unit)
        case Opening():
            return Text("step.opening"), _box(turn)
        case Dock(cage=cage) if cage:
            place = turn.known.location(cage)
            return Text("step.dock"), Text("step.dock.cage", {"cage": place.code if place else cage})
        case TakeOver(operator=id):
            other = turn.known.operator(id)
            return Text("step.take_over", {"name": other.name if other else id}), None
        case Stowing(unit=unit):
            return _stow(turn, unit), Text("step.stowing.hint")
    return Text(f"step.{name}"), Text(f"step.{name}.hint")


def _label_hint(turn: Turn, unit: str) -> Text:
    verdict = turn.unit(unit).verdict
    return Text(f"print.{verdict.lower()}" if verdict else "print.asked")


def _stow(turn: Turn, id: str) -> Text:
    unit = turn.unit(id)
    return Text("step.stowing", {"route": f"@route.{unit.route}"})


def _box(turn: Turn) -> Text:
    parcel = turn.parcel
    if parcel.match == "blind":
        return Text("step.opening.blind")
    return Text("step.opening.rts" if parcel.kind == "return_to_sender" else "step.opening.hint")


def _entry(step: Step) -> str:
    match step:
        case SignedOut(operator="") | Locked(operator=""):
            return "text"
        case SignedOut() | Locked():
            return "pin"
        case Approving(operator=operator) if operator:
            return "pin"
        case Describe() | Capture(field="serial" | "lot" | "expiry"):
            return "text"
        case Quantity():
            return "number"
    return ""


def _busy(step: Step) -> bool:
    return isinstance(step, SignedOut | Locked | Approving) and step.checking


def _tone(step: Step) -> str:
    match step:
        case Danger() | Voiding():
            return "stop"
        case Locked() | SignedOut() | TakeOver():
            return "locked"
        case Checking() | SerialDoubt() | Mismatch():
            return "question"
    return "plain"
