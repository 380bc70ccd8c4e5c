"""What can be chosen at each step: by code, number key or touch. Pure: from the state and what is known."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from station.domain import codes
from station.domain.bench import (
    danger,
    dock,
    hold,
    identify,
    labelling,
    lines,
    ready,
    rerouting,
    routes,
    stowing,
    tickets,
    units,
)
from station.domain.bench.snapshot import Choice
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
    Holding,
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
from station.domain.bench.turn import Turn
from station.domain.notices import Text
from station.domain.policy import ROUTES

Offer = tuple[str, Text, Text | None, str]
"""Key, words, hint, style."""

FAILED = tickets.FAILED


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
    if step.field != "weight":
        return _plain("unreadable")
    return [*_plain("again"), ("unreadable", Text("choice.unweighed"), None, "plain")]


def _checking(turn: Turn, step: Checking) -> list[Offer]:
    base, question = f"check.{step.question}", units.question(turn, step)
    if question is None:
        return _plain("again")
    answers = question.answers
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
        return _plain(*rerouting.REASONS)
    return [(r, Text(f"route.{r}"), None, "route") for r in routes.allowed(turn, turn.unit(step.unit))]


def _caring(turn: Turn, step: Caring) -> list[Offer]:
    keys = () if step.then else ("failed",) if step.certifying else ("done", "failed")
    return _plain(*keys, prefix="care")


def _resuming(turn: Turn, step: Resuming) -> list[Offer]:
    keys = hold.decisions(turn, step)
    asked = bool(step.unit) and hold.asks_merchant(turn.unit(step.unit))
    ways = [k for k in keys if k in ROUTES and (asked or k != "quarantine")]
    lacks = bool(step.parcel) and tickets.lacks_hazard(turn, turn.parcel)
    again = _again(HAZARD) if lacks else []
    return [*((k, Text(f"route.{k}"), None, "route") if k in ways else _plain(k)[0] for k in keys), *again]


def _danger(turn: Turn, step: Danger) -> list[Offer]:
    if not step.danger:
        return [(k, Text(f"danger.{k}"), None, "danger") for k in danger.CLASSES]
    return _again(HAZARD) if danger.lacks_label(turn, step) else []


def _identify(turn: Turn, step: Identify) -> list[Offer]:
    if step.count > 1:
        return _plain("no_code", "close")
    full = _plain("full") if stowing.just_used(turn, step) else []
    again = _again(CONTAINER) if stowing.lacks_label(turn, step) else []
    return [*_plain("no_code", "several", "close"), *full, *again]


CONTAINER, RECEIVED, HAZARD = Text("ticket.container"), Text("ticket.received"), Text("ticket.hazard")


def _again(label: Text) -> list[Offer]:
    """Why a label that nothing waits for is wanted once more; the hint says which."""
    return [(key, Text(f"choice.{key}"), label, "plain") for key in tickets.REASONS]


def _dock(turn: Turn, step: Dock) -> list[Offer]:
    cage = _plain("no_cage") if step.cage else []
    last = dock.last_labelled(turn, step)
    return [*cage, *(_again(Text(f"ticket.{tickets.label_of(turn, last)}")) if last else [])]


def _stowing(turn: Turn, step: Stowing) -> list[Offer]:
    job = turn.known.job(step.job) if step.job else None
    again = _again(Text(f"ticket.{job.print.label}")) if job and tickets.is_over(turn, job.id) else []
    return [*_plain("full"), *again]


OFFERS: dict[type, Callable[[Turn, Any], list[Offer]]] = {
    SignedOut: lambda t, s: _plain("back") if s.operator else [],
    Locked: lambda t, s: _plain("back") if s.operator else [],
    TakeOver: lambda t, s: _plain("yes", "no"),
    Ready: lambda t, s: _again(CONTAINER) if s.tote else [],
    Dock: _dock,
    PickParcel: _pick, Blind: _blind,
    Opening: lambda t, s: [*_plain("open", "refuse"), *(_again(RECEIVED) if ready.lacks_label(t) else [])],
    Identify: _identify, Mismatch: _mismatch, Quantity: _quantity, Describe: _describe, Capture: _capture,
    SerialDoubt: lambda t, s: _plain("again", "go_on"),
    Checking: _checking, Labelling: _labelling, Rerouting: _rerouting,
    Stowing: _stowing,
    Voiding: lambda t, s: _plain("void", "back"),
    TakingOut: lambda t, s: _plain("back"),
    Approving: lambda t, s: _plain("refused", "back") if s.purpose == "override" else _plain("back"),
    Photo: lambda t, s: _plain("again", "no_photo") if s.missed else _plain("no_photo"),
    Caring: _caring,
    Holding: lambda t, s: _plain(*hold.REASONS, prefix="hold"),
    Resuming: _resuming,
    Reopening: lambda t, s: _plain("found_more", "mistake", "customer_asks"),
    Danger: _danger,
    Closing: lambda t, s: _plain("close"),
}  # fmt: skip


def choices(turn: Turn) -> tuple[Choice, ...]:
    """The step's choices with their codes and number keys (1 to 9)."""
    rule = OFFERS.get(type(turn.bench.step))
    offers = rule(turn, turn.bench.step) if rule else []
    question, pictures = turn.bench.question, _pictures(turn)
    return tuple(
        Choice(key, codes.answer(question, key), text, hint, n if n < 10 else 0, style, pictures.get(key, ""))
        for n, (key, text, hint, style) in enumerate(offers, 1)
    )


def _pictures(turn: Turn) -> dict[str, str]:
    """Of a question's answers."""
    step = turn.bench.step
    asked = units.question(turn, step) if isinstance(step, Checking) else None
    return {a.key: a.picture for a in asked.answers if a.picture} if asked else {}


def picture(turn: Turn) -> str:
    """Of the question itself."""
    step = turn.bench.step
    asked = units.question(turn, step) if isinstance(step, Checking) else None
    return asked.picture if asked else ""


def commands(turn: Turn) -> tuple[Choice, ...]:
    """Commands that make sense now; always in this order."""
    bench = turn.bench
    if isinstance(bench.step, NOT_WORKING):
        return ()
    other = "mode_bench" if bench.session and bench.session.mode == "dock" else "mode_dock"
    return _commands(("undo", "hold", "danger", "lock") if bench.parcel else ("lock", other, "sign_out", "look_up"))


@lru_cache(maxsize=8)
def _commands(keys: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(
        Choice(k, codes.command(k), Text(f"cmd.{k}"), style="danger" if k == "danger" else "plain") for k in keys
    )
