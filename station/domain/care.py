"""Care that a unit needs before it goes its way: which tasks the policy asks for and which are not done yet."""

from station.domain.policy import CareRule, Policy
from station.domain.records import Product, Unit
from station.domain.routing import Route


def needed(policy: Policy, unit: Unit, product: Product | None, route: Route) -> tuple[CareRule, ...]:
    """The care rules that fit this way and have no result yet (`unit.care`: task and result), in the policy's order."""
    told = {task for task, _ in getattr(unit, "care", ())}
    return tuple(rule for rule in policy.care if rule.task not in told and fits(rule, unit, product, route))


def fits(rule: CareRule, unit: Unit, product: Product | None, route: Route) -> bool:
    """Whether the rule concerns this unit on this way."""
    category = product.category if product else ""
    return (
        (not rule.routes or route.route in rule.routes)
        and (not rule.channels or route.channel in rule.channels)
        and (not rule.categories or category in rule.categories)
        and (not rule.flags_any or not set(rule.flags_any).isdisjoint(unit.flags))
    )
