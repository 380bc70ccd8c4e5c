"""What can be chosen at each step: by code, number key or touch. Pure: from the state and what is known."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from station.domain import codes
from station.domain.bench import danger, hold, identify, labelling, lines, ready
from station.domain.bench.snapshot import Choice
from station.domain.bench.state import (
    Approving,
    Blind,
    Capture,
    Checking,
    Closing,
    Danger,
    Describe,
    Dock,
    Holding,
    Identify,
    Labelling,
    Locked,
    Mismatch,
    Opening,
    PickParcel,
    Quantity,
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
from station.domain.bench.turn import Turn
from station.domain.notices import Text

Offer = tuple[str, Text, Text | None, str]
"""Key, words, hint, style."""

FAILED = ("PARTIAL", "NOT_PRINTED", "NOT_SENT", "UNKNOWN")


def _plain(*keys: str, prefix: str = "choice") -> list[Offer]:
    return [(key, Text(f"{prefix}.{key}"), None, "plain") for key in keys]


def _pick(turn: Turn, step: PickParcel) -> list[Offer]:
    return [(str(n), _record(turn, option), None, "plain") for n, option in enumerate(step.options, 1)]


def _record(turn: Turn, option: str) -> Text:
    type, _, id = option.partition(":")
    if type == "authorization" and (a := turn.known.authorization(id)):
        return Text("choice.authorization", {"code": a.code, "merchant": turn.merchant(a.merchant).name})
    if type == "order" and (o := turn.known.order(id)):
        return Text("choice.order", {"code": o.number, "merchant": turn.merchant(o.merchant).name})
    parcel = turn.known.parcel(id)
    return Text(
        "choice.parcel", {"code": parcel.tracking if parcel else id, "merchant": parcel.merchant if parcel else ""}
    )


def _blind(turn: Turn, step: Blind) -> list[Offer]:
    named: list[Offer] = [
        (ready.choice_of(m), Text("choice.name", {"name": m.name}), None, "plain") for m in turn.site.merchants
    ]
    return [*named, *_plain("nobody")]


def _mismatch(turn: Turn, step: Mismatch) -> list[Offer]:
    rows: list[Offer] = []
    for n, line in enumerate(identify.missing(turn), 1):
        product = turn.known.product(line.line.product)
        title = product.title if product else line.line.product
        rows.append((str(n), Text("choice.instead_of", {"product": title}), None, "plain"))
    return [*rows, *_plain("extra")]


def _quantity(turn: Turn, step: Quantity) -> list[Offer]:
    line = next((e for e in lines.expected(turn, turn.parcel) if f"lot:{e.id}" == step.purpose), None)
    return [("all", Text("choice.all", {"pieces": line.open}), None, "plain")] if line and line.open else []


def _describe(turn: Turn, step: Describe) -> list[Offer]:
    found = [p for id in step.options if (p := turn.known.product(id))]
    rows: list[Offer] = [
        (str(n), Text("choice.name", {"name": p.title}), Text("choice.name", {"name": p.sku}), "plain")
        for n, p in enumerate(found, 1)
    ]
    return [*rows, *_plain("none")] if step.words else rows


def _capture(turn: Turn, step: Capture) -> list[Offer]:
    return _plain("again", "unreadable") if step.field == "weight" else _plain("unreadable")


def _checking(turn: Turn, step: Checking) -> list[Offer]:
    checklist = turn.rules.checklist(step.checklist)
    base = f"check.{step.question}"
    answers = checklist.questions[step.question].answers
    rows: list[Offer] = [(a.key, Text(f"{base}.{a.key}"), Text(f"{base}.{a.key}.hint"), "plain") for a in answers]
    return [*rows, *_plain("split")] if turn.unit(step.unit).quantity > 1 else rows


def _labelling(turn: Turn, step: Labelling) -> list[Offer]:
    unit = turn.unit(step.unit)
    job = turn.known.job(step.job)
    over = unit.verdict in (*FAILED, "PRINTED") or bool(job and job.state == "withdrawn")
    reprint = _plain(*labelling.REPRINT_REASONS) if over else []
    return [*reprint, *(_plain("other_route") if step.then == "stow" else [])]


def _rerouting(turn: Turn, step: Rerouting) -> list[Offer]:
    if step.to:
        return _plain(*labelling.OVERRIDE_REASONS)
    return [(r, Text(f"route.{r}"), None, "route") for r in labelling.open_routes(turn, turn.unit(step.unit))]


def _danger(turn: Turn, step: Danger) -> list[Offer]:
    return [] if step.danger else [(k, Text(f"danger.{k}"), None, "danger") for k in danger.CLASSES]


def _identify(turn: Turn, step: Identify) -> list[Offer]:
    return _plain("no_code", "several", "close") if step.count == 1 else _plain("no_code", "close")


OFFERS: dict[type, Callable[[Turn, Any], list[Offer]]] = {
    SignedOut: lambda t, s: _plain("back") if s.operator else [],
    Locked: lambda t, s: _plain("back") if s.operator else [],
    TakeOver: lambda t, s: _plain("yes", "no"),
    Dock: lambda t, s: _plain("no_cage") if s.cage else [],
    PickParcel: _pick, Blind: _blind,
    Opening: lambda t, s: _plain("open", "refuse"),
    Identify: _identify, Mismatch: _mismatch, Quantity: _quantity, Describe: _describe, Capture: _capture,
    SerialDoubt: lambda t, s: _plain("again", "go_on"),
    Checking: _checking, Labelling: _labelling, Rerouting: _rerouting,
    Stowing: lambda t, s: _plain("full"),
    Voiding: lambda t, s: _plain("void", "back"),
    TakingOut: lambda t, s: _plain("back"),
    Approving: lambda t, s: _plain("back"),
    Holding: lambda t, s: _plain(*hold.REASONS, prefix="hold"),
    Resuming: lambda t, s: _plain(*hold.decisions(s)),
    Reopening: lambda t, s: _plain("found_more", "mistake", "customer_asks"),
    Danger: _danger,
    Closing: lambda t, s: _plain("close"),
}  # fmt: skip


def choices(turn: Turn) -> tuple[Choice, ...]:
    """The step's choices with their codes and number keys (1 to 9)."""
    rule = OFFERS.get(type(turn.bench.step))
    offers = rule(turn, turn.bench.step) if rule else []
    question = turn.bench.question
    return tuple(
        Choice(key, codes.answer(question, key), text, hint, n if n < 10 else 0, style)
        for n, (key, text, hint, style) in enumerate(offers, 1)
    )


def commands(turn: Turn) -> tuple[Choice, ...]:
    """Commands that make sense now; always in this order."""
    bench = turn.bench
    if isinstance(bench.step, SignedOut | Locked | TakeOver):
        return ()
    other = "mode_bench" if bench.session and bench.session.mode == "dock" else "mode_dock"
    return _commands(("undo", "hold", "danger", "lock") if bench.parcel else ("lock", other, "sign_out"))


@lru_cache(maxsize=8)
def _commands(keys: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(
        Choice(k, codes.command(k), Text(f"cmd.{k}"), style="danger" if k == "danger" else "plain") for k in keys
    )
