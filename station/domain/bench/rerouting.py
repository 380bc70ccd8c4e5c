"""Another route than the rules say: which, why, and, above the policy's value, with a supervisor's badge and PIN. Only
ways that hard rules, recalls and containers leave open are offered."""

from msgspec.structs import replace

from station.domain import money
from station.domain.bench import labelling, routes, spending, units
from station.domain.bench.state import Approving, Rerouting
from station.domain.bench.turn import Asked, Decision, Turn, go, swap, unexpected
from station.domain.facts import Draft
from station.domain.records import Unit
from station.domain.routing import Route

REASONS = ("damage_seen", "merchant_asked", "wrong_rule")


def decide(turn: Turn, step: Rerouting, asked: Asked) -> Decision:
    """Which route instead, then why; the label is printed anew, the old revision is refused from then on."""
    unit = turn.unit(step.unit)
    if asked.kind != "answer":
        return unexpected(turn, asked, "expect.answer")
    if not step.to:
        fits = asked.value in routes.allowed(turn, unit)
        return swap(turn, replace(step, to=asked.value)) if fits else unexpected(turn, asked, "expect.answer")
    if asked.value not in REASONS:
        return unexpected(turn, asked, "expect.answer")
    chosen = replace(step, reason=asked.value)
    return _ask(turn, unit, chosen) if needs_approval(turn, unit) else overridden(turn, chosen)


def needs_approval(turn: Turn, unit: Unit) -> bool:
    """True for a unit that is worth more than the policy lets an operator decide alone; what has no known value counts
    as the policy says."""
    approval = turn.rules.pinned(unit.policy).approval
    if approval.value is None:
        return False
    value = value_of(turn, unit)
    return value > approval.value if value else approval.unknown == "ask"


def value_of(turn: Turn, unit: Unit) -> int:
    """What all its pieces are worth, in minor units of the policy's currency (its product's own, where the policy has
    none); 0 = nobody knows."""
    price, _ = money.price_of(turn.rules.pinned(unit.policy), turn.known.product(unit.product))
    return price * unit.quantity


def _ask(turn: Turn, unit: Unit, chosen: Rerouting) -> Decision:
    """Badge and PIN here, or an answer to this request from elsewhere: whichever comes first."""
    request, product = turn.id(1), turn.known.product(unit.product)
    currency = turn.rules.pinned(unit.policy).currency or (product.currency if product else "")
    asked = units.told(unit, "approval.asked", **{"for": "override", "from": unit.route}, request=request, to=chosen.to,
                       reason=chosen.reason, value=value_of(turn, unit) or None,
                       currency=currency)  # fmt: skip
    return go(turn, Approving(unit.id, "override", route=chosen, request=request), asked)


def overridden(turn: Turn, chosen: Rerouting, *before: Draft, approver: str = "") -> Decision:
    """The route is another one; care that it needs, then the new label in the old one's place."""
    unit = turn.unit(chosen.unit)
    told = units.told(unit, "route.overridden", **{"from": unit.route, "to": chosen.to, "reason": chosen.reason})
    fact = units.by(replace(told, approver=approver), "routing", turn.rules.pinned(unit.policy))
    after = units.as_told(turn, unit, fact)
    moved = routes.onward(turn, after, *before, fact, reason="other_route")
    spent = spending.spend(turn, moved, unit, Route(chosen.to, "", "override", (chosen.reason,)))
    return labelling.instead(turn, chosen.job, spent)


def refused(turn: Turn, step: Approving, approver: str = "", how: str = "") -> Decision:
    """The supervisor does not agree: the route stays. approver: who it was, where that is known."""
    unit = turn.unit(step.unit)
    told = units.told(unit, "approval.refused", **{"for": step.purpose}, request=step.request, how=how)
    fact = replace(told, approver=approver)
    back = labelling.again(turn, unit, step.route.job if step.route else unit.job)
    return swap(turn, back, fact, ok="notice.approval_refused")
