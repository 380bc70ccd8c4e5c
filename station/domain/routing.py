"""Grade and policy -> route with reasons. The first rule that fits decides; its name is the reason."""

from msgspec import Struct

from station.domain.policy import Policy, RouteRule
from station.domain.records import Product, Unit


class Route(Struct, frozen=True):
    """Where a unit goes and why: reasons are rule names (words: `why.<name>`); next_best is what the next fitting rule
    says."""

    route: str
    channel: str
    rule: str
    reasons: tuple[str, ...]
    next_best: str


def route(policy: Policy, unit: Unit, product: Product | None) -> Route:
    """The route of a graded unit. Safety rules stand first in a policy, so money can never overrule them."""
    fitting = [rule for rule in policy.routes if _fits(rule, unit, product)]
    first = fitting[0] if fitting else policy.routes[-1]
    other = next((rule.route for rule in fitting[1:] if rule.route != first.route), "")
    return Route(first.route, first.channel, first.name, (first.name,), other)


def _fits(rule: RouteRule, unit: Unit, product: Product | None) -> bool:
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
