"""The one instruction of each step and the line under it, as catalogue keys. Steps not named here use their own
name."""

from collections.abc import Callable
from typing import Any

from station.domain.bench import hold, rerouting
from station.domain.bench.state import (
    Approving,
    Capture,
    Caring,
    Checking,
    Danger,
    Dock,
    HoldPlace,
    Identify,
    Labelling,
    Locked,
    Opening,
    Photo,
    Quantity,
    Ready,
    Rerouting,
    Resuming,
    SerialDoubt,
    SignedOut,
    Step,
    Stowing,
    TakeOver,
    TakingOut,
    name_of,
)
from station.domain.bench.turn import Turn
from station.domain.notices import Text

Words = tuple[Text, Text | None]


def words(turn: Turn, step: Step) -> Words:
    """Instruction and hint."""
    rule = RULES.get(type(step))
    return (rule(turn, step) if rule else None) or _plain(name_of(step))


def _plain(name: str) -> Words:
    return Text(f"step.{name}"), Text(f"step.{name}.hint")


def _check(turn: Turn, step: Checking) -> Words:
    return Text(f"check.{step.question}"), Text(f"check.{step.question}.hint")


def _pin(turn: Turn, step: SignedOut | Locked | Approving) -> Words | None:
    if isinstance(step, Approving) and step.purpose == "override" and not step.operator:
        known = rerouting.value_of(turn, turn.unit(step.unit))
        why = "step.approving_override.hint" if known else "step.approving_unknown.hint"
        hint = Text("step.approving.remote", {"why": f"@{why}"}) if turn.site.enrolled else Text(why)
        return Text("step.approving_override"), hint
    return _plain("pin") if step.operator else None


def _photo(turn: Turn, step: Photo) -> Words:
    shown = Text("step.photo.show", {"what": f"@check.{step.why}"}) if step.why else Text("step.photo.hint")
    return Text("step.photo"), Text(step.missed) if step.missed else shown


def _caring(turn: Turn, step: Caring) -> Words:
    if step.certifying:
        return _plain("care_certificate")
    return Text(f"care.{step.task}"), Text(f"care.{step.task}.hint")


def _hold_place(turn: Turn, step: HoldPlace) -> Words | None:
    return _plain("regrade_place") if step.kind == "regrade" else None


def _resuming(turn: Turn, step: Resuming) -> Words | None:
    unit = turn.unit(step.unit) if step.unit else None
    return _plain("resuming_merchant") if unit and hold.asks_merchant(unit) else None


def _serial(turn: Turn, step: SerialDoubt) -> Words:
    return Text("step.serial_doubt"), Text(f"signal.{step.signal}")


def _danger(turn: Turn, step: Danger) -> Words | None:
    return (Text("step.danger_place"), Text(f"danger.{step.danger}.hint")) if step.danger else None


def _taking_out(turn: Turn, step: TakingOut) -> Words | None:
    return (Text("step.taking_out_unit"), None) if step.tote else None


def _rerouting(turn: Turn, step: Rerouting) -> Words | None:
    return (Text("step.rerouting_why", {"route": f"@route.{step.to}"}), None) if step.to else None


def _labelling(turn: Turn, step: Labelling) -> Words:
    verdict = turn.unit(step.unit).verdict
    if step.then == "regrade":
        return Text("step.labelling"), Text("step.labelling.regrade")
    return Text("step.labelling"), Text(f"print.{verdict.lower()}" if verdict else "print.asked")


def _opening(turn: Turn, step: Opening) -> Words:
    parcel = turn.parcel
    if parcel.match == "blind":
        return Text("step.opening"), Text("step.opening.blind")
    return Text("step.opening"), Text(f"step.opening.{'rts' if parcel.kind == 'return_to_sender' else 'hint'}")


def _dock(turn: Turn, step: Dock) -> Words | None:
    place = turn.known.location(step.cage) if step.cage else None
    return (Text("step.dock"), Text("step.dock.cage", {"cage": place.code})) if place else None


def _take_over(turn: Turn, step: TakeOver) -> Words:
    other = turn.known.operator(step.operator)
    return Text("step.take_over", {"name": other.name if other else step.operator}), None


def _stowing(turn: Turn, step: Stowing) -> Words:
    return Text("step.stowing", {"route": f"@route.{turn.unit(step.unit).route}"}), Text("step.stowing.hint")


def _identify(turn: Turn, step: Identify) -> Words | None:
    if step.count == 1:
        return None
    return Text("step.identify_counted", {"count": step.count}), Text("step.identify.count", {"count": step.count})


def _quantity(turn: Turn, step: Quantity) -> Words | None:
    return _plain("split") if step.purpose == "split" else _plain("count_next") if step.purpose == "next" else None


def _ready(turn: Turn, step: Ready) -> Words | None:
    tote = turn.known.container(step.tote) if step.tote else None
    return (Text("step.ready"), Text("step.ready.tote", {"tote": tote.code})) if tote else None


RULES: dict[type, Callable[[Turn, Any], Words | None]] = {
    Checking: _check,
    Photo: _photo,
    Caring: _caring,
    HoldPlace: _hold_place,
    Resuming: _resuming,
    Capture: lambda turn, step: _plain(f"capture_{step.field}"),
    Identify: _identify,
    Quantity: _quantity,
    Ready: _ready,
    SignedOut: _pin,
    Locked: _pin,
    Approving: _pin,
    SerialDoubt: _serial,
    Danger: _danger,
    TakingOut: _taking_out,
    Rerouting: _rerouting,
    Labelling: _labelling,
    Opening: _opening,
    Dock: _dock,
    TakeOver: _take_over,
    Stowing: _stowing,
}
