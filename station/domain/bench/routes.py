"""The way of a graded unit: held where a signal or its merchant must be asked first, else routed with reasons, cared
for, and given its label. Responsible for that order; which route it is says domain/routing."""

from msgspec.structs import replace

from station.domain import care, routing, sold
from station.domain.bench import labels, signals, spending, tickets, units
from station.domain.bench.state import Caring, Stowing
from station.domain.bench.turn import Decision, Turn, go
from station.domain.facts import Draft
from station.domain.notices import notice
from station.domain.policy import ROUTES, Policy, Recall
from station.domain.records import Unit
from station.domain.routing import Route
from station.domain.times import millis

SAFE_ROUTES = ("quarantine", "return_to_vendor", "recycle", "destroy")
"""Ways of dangerous goods."""
LAST_RESORTS = ("quarantine", "destroy")
"""Ways that stay open where a hard rule or a recall has spoken."""
ASK_DAYS = 3
"""For a merchant's answer, where the contract says nothing."""
DAY_MS = 86_400_000


def decide(turn: Turn, unit: Unit, *before: Draft, reason: str = "") -> Decision:
    """unit: graded, with `before` told already. reason: why its label is printed anew."""
    policy = turn.rules.pinned(unit.policy)
    if signals.held(policy, unit):
        return _held(turn, unit, "signal", 1, "quarantine", *before)
    way = find(turn, unit)
    if way.ask:
        return _ask_merchant(turn, unit, policy, *before)
    told = routed(unit, way, policy)
    return spending.spend(turn, onward(turn, units.as_told(turn, unit, told), *before, told, reason=reason), unit, way)


def find(turn: Turn, unit: Unit) -> Route:
    """The route by the unit's own policy and the recalls of the one in force."""
    policy = turn.rules.pinned(unit.policy)
    product = turn.known.product(unit.product)
    line = sold.line_of(turn.known, unit)
    return routing.route(policy, unit, product, spending.limits(turn, policy), shipped_days=_shipped_days(turn, unit),
                         reason=line.reason if line else "", recalls=turn.rules.policy.recalls)  # fmt: skip


def routed(unit: Unit, way: Route, policy: Policy) -> Draft:
    """The fact of a route with its reasons."""
    told = units.told(unit, "unit.routed", route=way.route, channel=way.channel, rule=way.rule,
                      reasons=list(way.reasons), net=way.net, next_best=way.next_best, table=way.table)  # fmt: skip
    return units.by(told, "routing", policy)


def by_word(unit: Unit, route: str, why: str) -> Draft:
    """A route that somebody (or a recall) has decided, not the rules."""
    return units.told(unit, "unit.routed", route=route, rule=why, reasons=[why])


def onward(turn: Turn, unit: Unit, *before: Draft, reason: str = "") -> Decision:
    """A unit with its route: care that is not done yet, then its label, then its tote. reason: of a label printed
    anew."""
    product = turn.known.product(unit.product)
    way = Route(unit.route, unit.channel, unit.rule, unit.reasons)
    if barred(turn, unit, unit.route, unit.channel) and not unit.danger:
        return _held(turn, unit, "care_failed", 1, "quarantine", *before)
    tasks = () if unit.danger else care.needed(turn.rules.pinned(unit.policy), unit, product, way)
    if tasks:
        asked = units.told(unit, "care.requested", task=tasks[0].task)
        return go(turn, Caring(unit.id, tasks[0].task, tasks[0].certificate, reason=reason), *before, asked)
    if product and product.label == "none" and not unit.lpn:
        paper = tickets.loose(turn, unit)
        return tickets.beside(go(turn, Stowing(unit.id, paper.job), *before), paper)
    return labels.label(turn, unit, "stow", *before, reason=reason)


def care_failed(turn: Turn, unit: Unit, *before: Draft, reason: str = "") -> Decision:
    """The second decision. Where the rules know no other way, a supervisor decides: what should have been cared for
    does not go on as if it had been."""
    failed = units.as_told(turn, unit, *before)
    way, policy = find(turn, failed), turn.rules.pinned(unit.policy)
    product = turn.known.product(unit.product)
    same = (way.route, way.channel) == (unit.route, unit.channel)
    if not way.ask and (same or care.barred(policy, failed, product, way.route, way.channel)):
        return _held(turn, failed, "care_failed", 1, "quarantine", *before)
    return decide(turn, failed, *before, reason=reason)


def barred(turn: Turn, unit: Unit, route: str, channel: str = "") -> bool:
    """Whether care that failed forbids this way, to everybody; a last resort is always left."""
    policy, product = turn.rules.pinned(unit.policy), turn.known.product(unit.product)
    return route not in LAST_RESORTS and care.barred(policy, unit, product, route, channel)


def second_look(turn: Turn, unit: Unit, *before: Draft) -> Decision:
    """Somebody else grades it once more, blindly: a neutral label, and a place to wait."""
    held = _hold(turn, unit, units.SECOND_LOOK, "second_grader", 1, "go_on")
    return labels.label(turn, unit, "regrade", *before, held, reason="hold" if unit.revision else "")


def _ask_merchant(turn: Turn, unit: Unit, policy: Policy, *before: Draft) -> Decision:
    return labels.label(turn, replace(unit, route=""), "hold", *before, asking(turn, unit, policy),
                        reason="hold" if unit.revision else "")  # fmt: skip


def asking(turn: Turn, unit: Unit, policy: Policy) -> Draft:
    """The merchant is asked, and told which ways are open; one that has a route already is decided at the bench."""
    contract = routing.contract_of(policy, unit.merchant)
    ways = {} if unit.route else {"ways": list(allowed(turn, unit))}
    due = turn.later(contract.ask_days or ASK_DAYS)
    return units.told(unit, "hold.placed", reason="ask_merchant", decider="merchant", due=due, default=contract.ask,
                      **ways)  # fmt: skip


def _held(turn: Turn, unit: Unit, reason: str, days: int, default: str, *before: Draft) -> Decision:
    decider = "merchant" if reason == "signal" else "supervisor"
    held = _hold(turn, unit, reason, decider, days, default)
    return labels.label(turn, replace(unit, route=""), "hold", *before, held, reason="hold" if unit.revision else "")


def _hold(turn: Turn, unit: Unit, reason: str, decider: str, days: int, default: str) -> Draft:
    return units.told(unit, "hold.placed", reason=reason, decider=decider, due=turn.later(days), default=default)


def allowed(turn: Turn, unit: Unit) -> tuple[str, ...]:
    """Routes that a person may choose instead: what hard rules and recalls have decided stays; dangerous goods never go
    back on sale; what should have been cared for does not go on without."""
    product = turn.known.product(unit.product)
    hard, way = {rule.name for rule in turn.rules.pinned(unit.policy).hard}, find(turn, unit)
    dangerous = bool(unit.danger or (way.rule in hard and product and product.hazard))
    if recalled(turn, unit) or (way.rule in hard and not dangerous):
        open_ways = tuple(dict.fromkeys((way.route, *LAST_RESORTS)))
    else:
        open_ways = SAFE_ROUTES if dangerous else ROUTES
    return tuple(route for route in open_ways if route != unit.route and not barred(turn, unit, route))


def recalled(turn: Turn, unit: Unit) -> Recall | None:
    """The recall of the policy in force that concerns the unit."""
    recalls = turn.rules.policy.recalls
    return routing.recalled(recalls, unit, turn.known.product(unit.product)) if recalls else None


def called_back(turn: Turn, unit: Unit) -> Decision | None:
    """A recall that was published since the unit was routed: another way and another label. A last resort stays, as it
    may still be chosen (`allowed`), and so does what a hard rule says: each comes before a recall."""
    recall = recalled(turn, unit)
    if recall is None or unit.route in LAST_RESORTS:
        return None
    to = find(turn, unit).route
    if unit.route == to:
        return None
    told = units.by(by_word(unit, to, "recall"), "routing", turn.rules.policy)
    moved = onward(turn, units.as_told(turn, unit, told), told, reason="recall")
    new = spending.spend(turn, moved, unit, Route(to, "", recall.name, ("recall",)))
    return replace(new, notices=(notice("error", "notice.recalled", route=f"@route.{to}"),))


def _shipped_days(turn: Turn, unit: Unit) -> int | None:
    """Whole days since it was shipped to the customer; None where nobody knows."""
    order = sold.order_of(turn.known, unit)
    shipped = millis(order.shipped) if order else None
    return None if shipped is None else max(0, (turn.posted.stamp.wall_ms - shipped) // DAY_MS)
