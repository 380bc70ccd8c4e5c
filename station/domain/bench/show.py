"""show(turn) -> Snapshot: what the bench shows in its present state. Pure; the screen has no rules of its own."""

from collections.abc import Callable
from typing import Any

from station.domain.bench.cards import cards
from station.domain.bench.instructions import words
from station.domain.bench.offers import choices, commands, picture
from station.domain.bench.remarks import remark
from station.domain.bench.snapshot import Snapshot
from station.domain.bench.state import (
    NOT_WORKING,
    Approving,
    Capture,
    Caring,
    Checking,
    Danger,
    Describe,
    FullTote,
    Identify,
    Labelling,
    Locked,
    Mismatch,
    Photo,
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

_STAGES: dict[type, int] = {
    Identify: 0, Mismatch: 0, Describe: 0, Capture: 0, SerialDoubt: 0, Quantity: 0, Checking: 1, Photo: 1, Rerouting: 2,
    Caring: 2, Labelling: 3, Voiding: 3, Stowing: 4, FullTote: 4, TakingOut: 4,
}  # fmt: skip


def show(turn: Turn, number: int) -> Snapshot:
    """The snapshot of the state; raises Wanted for what it must know first. number counts snapshots."""
    bench, step = turn.bench, turn.bench.step
    session = bench.session
    shown = cards(turn, step.under if isinstance(step, (Locked, TakeOver)) else step)
    hidden = isinstance(step, NOT_WORKING)
    title, hint = words(turn, step)
    return Snapshot(
        number, name_of(step), session.mode if session else "bench", bench.question, title, hint,
        choices(turn), commands(turn), _entry(step), -1 if hidden else _STAGES.get(type(step), -1), _busy(step),
        session.name if session else "", session.role if session else "", session.lang if session else turn.site.lang,
        shown.parcel, *((None, None, None) if hidden else (shown.product, shown.route, shown.label)),
        _TONES.get(type(step), "plain"), picture(turn), None if hidden else remark(turn, step),
    )  # fmt: skip


_ENTRIES: dict[type, Callable[[Any], str]] = {
    SignedOut: lambda step: "pin" if step.operator else "text",
    Locked: lambda step: "pin" if step.operator else "text",
    Approving: lambda step: "pin" if step.operator else "",
    Describe: lambda step: "text",
    Capture: lambda step: "text" if step.field in ("serial", "lot", "expiry") else "",
    Caring: lambda step: "text" if step.certifying else "",
    Quantity: lambda step: "number",
}
"""What is typed at a step: text, a PIN or a number; nothing elsewhere. By type, as every step is shown."""

_TONES: dict[type, str] = {
    Danger: "stop", Voiding: "stop", Locked: "locked", SignedOut: "locked", TakeOver: "locked", Checking: "question",
    SerialDoubt: "question", Mismatch: "question", Caring: "question",
}  # fmt: skip


def _entry(step: Step) -> str:
    rule = _ENTRIES.get(type(step))
    return rule(step) if rule else ""


def _busy(step: Step) -> bool:
    return isinstance(step, (SignedOut, Locked, Approving)) and step.checking
