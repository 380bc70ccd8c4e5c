"""Grade and policy -> route with reasons: hard rules, recalls, agreements with vendors, money where the contract leaves
a choice, the merchant's word, ordinary rules. Total and deterministic."""

from msgspec import Struct

from station.domain.policy import Policy, Recall, RouteRule
from station.domain.records import Product, Unit


class Limits(Struct, frozen=True):
    """What is left, for this station, of quotas and capacities: pieces by `vendor:NAME` and `channel:NAME`. What is not
    there is not limited."""

    left: dict[str, int] = {}


NO_LIMITS = Limits()


class Option(Struct, frozen=True):
    """A channel and what the unit (all its pieces) would bring there, in minor units: value of the goods, permille of
    it recovered, fees, handling and holding to be taken off, days until sold."""

    route: str
    channel: str
    value: int
    permille: int
    fees: int
    handling: int
    holding: int
    days: int
    net: int


class Route(Struct, frozen=True):
    """Where a unit goes and why: reasons are keys of words (`why.<name>`); net: expected minor units, None where no
    price is known or rules decided; next_*: the second best; table: hash of the recoveries; ask: the merchant is asked,
    `next_best` is what happens if nobody answers."""

    route: str
    channel: str
    rule: str
    reasons: tuple[str, ...]
    next_best: str = ""
    net: int | None = None
    next_channel: str = ""
    next_net: int | None = None
    table: str = ""
    ask: bool = False


def route(  # noqa: PLR0913  # what a decision is made of, no more
    policy: Policy,
    unit: Unit,
    product: Product | None,
    limits: Limits = NO_LIMITS,
    *,
    shipped_days: int | None = None,
    reason: str = "",
    recalls: tuple[Recall, ...] | None = None,
) -> Route:
    """The route of a graded unit. shipped_days: days since it was shipped to the customer; reason: why it was sent
    back; recalls: those of the policy in force (None = the unit's own policy's)."""
    return _by_rule(policy, unit, product, shipped_days, reason)


def options(policy: Policy, unit: Unit, product: Product | None, limits: Limits = NO_LIMITS) -> tuple[Option, ...]:
    """What money may choose between, best first; empty where the contract leaves no choice or no price is known."""
    return ()


def _by_rule(policy: Policy, unit: Unit, product: Product | None, days: int | None, reason: str) -> Route:
    fitting = [rule for rule in (*policy.hard, *policy.routes) if _fits(rule, unit, product, days, reason)]
    first = fitting[0] if fitting else policy.routes[-1]
    other = next((rule.route for rule in fitting[1:] if rule.route != first.route), "")
    return Route(first.route, first.channel, first.name, (first.name,), other)


def _fits(rule: RouteRule, unit: Unit, product: Product | None, days: int | None, reason: str) -> bool:
    category = product.category if product else ""
    hazard = bool(unit.danger or (product and product.hazard))
    value = product.price if product else 0
    return (
        (not rule.grade or unit.grade in rule.grade)
        and (not rule.flags_any or bool(set(rule.flags_any) & set(unit.flags)))
        and (not rule.match or unit.match in rule.match)
        and (not rule.category or category in rule.category)
        and (not rule.merchant or unit.merchant in rule.merchant)
        and (hazard or not rule.hazard)
        and value >= rule.value_min
    )
