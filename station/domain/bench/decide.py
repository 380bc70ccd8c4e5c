"""decide(turn) -> Decision: the whole bench as one pure, total function. Results of effects first, then duplicates,
then commands that work at every step, then the step's own rule. An input that does not fit changes nothing and is
answered."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from station.domain import scans
from station.domain.bench import (
    capture,
    caring,
    checking,
    closing,
    danger,
    dock,
    hold,
    identify,
    labelling,
    photo,
    ready,
    rerouting,
    results,
    sign_in,
    stowing,
    undo,
)
from station.domain.bench.inputs import Press, Scan, Typed
from station.domain.bench.state import (
    NOT_WORKING,
    Approving,
    Blind,
    Capture,
    Caring,
    Checking,
    Closing,
    Danger,
    Describe,
    Dock,
    FullTote,
    Holding,
    HoldPlace,
    Identify,
    Labelling,
    Locked,
    Mismatch,
    Opening,
    Photo,
    PickParcel,
    Quantity,
    Ready,
    Reopening,
    Rerouting,
    Resuming,
    SerialDoubt,
    SignedOut,
    Stowing,
    TakeOver,
    TakingOut,
    Voiding,
)
from station.domain.bench.turn import Asked, Decision, Turn, stay
from station.domain.notices import notice
from station.domain.scans import Reading

SAME_SCAN_MS = 400
"""The same scan twice within this time is one scan that was read twice."""

RULES: dict[type, Callable[[Turn, Any, Asked], Decision]] = {
    SignedOut: sign_in.decide, Locked: sign_in.decide, TakeOver: sign_in.take_over, Ready: ready.decide,
    Dock: dock.decide, PickParcel: ready.pick, Blind: ready.blind, Opening: ready.opening, Reopening: ready.reopening,
    Identify: identify.decide, Mismatch: identify.mismatch, Describe: identify.describe, Quantity: identify.quantity,
    Capture: capture.decide, SerialDoubt: capture.serial_doubt, Photo: photo.decide,
    Checking: checking.decide, Caring: caring.decide, Labelling: labelling.decide, Rerouting: rerouting.decide,
    Stowing: stowing.decide, FullTote: stowing.full, Voiding: undo.voiding,
    TakingOut: undo.taking_out, Approving: undo.approving, Holding: hold.holding, HoldPlace: hold.place,
    Resuming: hold.resuming, Danger: danger.decide, Closing: closing.decide,
}  # fmt: skip

LOOK_UP = "notice.look_up"
"""The bench stays where it is; a window that hears this opens its look-up."""

COMMANDS: dict[str, Callable[[Turn], Decision]] = {
    "undo": undo.undo,
    "hold": hold.hold,
    "danger": danger.danger,
    "lock": sign_in.lock,
    "sign_out": sign_in.sign_out,
    "mode_dock": lambda turn: sign_in.change_mode(turn, "dock"),
    "mode_bench": lambda turn: sign_in.change_mode(turn, "bench"),
    "look_up": lambda turn: stay(turn, "info", LOOK_UP),
}

_TYPED_IS_TEXT = (SignedOut, Locked, Approving, Describe, Quantity, Capture, Caring)
"""Steps that ask for words, numbers or a PIN: what is typed there is not read as a code."""


def decide(turn: Turn) -> Decision:
    """What follows from this input. Raises Wanted for what it must know first, nothing else."""
    match turn.posted.input:
        case Scan(text=text):
            return _scanned(turn, _storable(text))
        case Typed(text=text):
            return _typed(turn, _storable(text))
        case Press(question=question, key=key):
            return _command(turn, key) or _answered(turn, question, key)
        case event:
            return results.decide(turn, event)


def _storable(text: str) -> str:
    """Half a surrogate pair can be neither stored nor hashed; no code holds one."""
    return text.encode("utf-8", "replace").decode()


def _scanned(turn: Turn, text: str) -> Decision:
    now = turn.posted.stamp.mono_ms
    bench = turn.bench
    mark = sha256(text.encode()).hexdigest()  # the state is written down; a badge's code must not be
    if mark == bench.last and 0 <= now - bench.last_ms < SAME_SCAN_MS:
        return stay(turn, "info", "notice.same_scan")
    remembered = replace(turn, bench=replace(bench, last=mark, last_ms=now))
    return _read(remembered, turn.read(text))


def _typed(turn: Turn, text: str) -> Decision:
    if isinstance(turn.bench.step, _TYPED_IS_TEXT):
        reading = turn.read(text)
        return (
            _read(turn, reading)
            if reading.kind in ("command", "answer")
            else _rule(turn, Asked("text", text[: scans.LONGEST]))
        )
    return _read(turn, turn.read(text))


def _read(turn: Turn, reading: Reading) -> Decision:
    if reading.kind == "command":
        return _command(turn, reading.command) or _answered(turn, turn.bench.question, reading.command)
    if reading.kind == "answer":
        return _answered(turn, reading.question, reading.choice)
    return _doubted(_rule(turn, Asked("code", reading=reading)), reading)


def _doubted(decision: Decision, reading: Reading) -> Decision:
    """What is wrong with the code itself is told beside what came of it."""
    if not reading.doubt:
        return decision
    doubt = notice("warn", f"scan.doubt.{_doubt(reading)}")
    refused = any(told.severity == "error" for told in decision.notices)
    return replace(decision, notices=(doubt, *decision.notices) if refused else (*decision.notices, doubt))


def _doubt(reading: Reading) -> str:
    return reading.doubt if reading.doubt in ("separator_lost", "compressed_link") else "broken"


def _command(turn: Turn, key: str) -> Decision | None:
    """UNDO, HOLD, DANGER, LOCK … work at every step behind sign-in; None where the key is no command."""
    command = COMMANDS.get(key)
    if command is None:
        return None
    if isinstance(turn.bench.step, NOT_WORKING):
        return stay(turn, "warn", "notice.sign_in_first")
    return command(turn)


def _answered(turn: Turn, question: int, key: str) -> Decision:
    """A choice names its question: one that is not on the screen any more was answered already."""
    if question != turn.bench.question:
        return stay(turn, "info", "notice.already_answered")
    return _rule(turn, Asked("answer", key))


def _rule(turn: Turn, asked: Asked) -> Decision:
    return RULES[type(turn.bench.step)](turn, turn.bench.step, asked)
