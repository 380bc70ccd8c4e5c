"""Care that a unit needs before it goes its way: which tasks the policy asks for and which are not done yet; and the
ways that care which failed has barred."""

from typing import Protocol

from station.domain.policy import CareRule, Policy
from station.domain.records import Product, Unit


class Way(Protocol):
    """A route and its channel."""

    @property
    def route(self) -> str: ...
    @property
    def channel(self) -> str: ...


def needed(policy: Policy, unit: Unit, product: Product | None, route: Way) -> tuple[CareRule, ...]:
    """The care rules that fit this way and have no result yet (`unit.care`: task and result), in the policy's order."""
    told = {task for task, _ in unit.care}
    rules = (rule for rule in policy.care if rule.task not in told)
    kin = policy.kin(product.category if product else "")
    return tuple(rule for rule in rules if fits(rule, unit, kin, route.route, route.channel))


def barred(policy: Policy, unit: Unit, product: Product | None, route: str, channel: str) -> bool:
    """Whether this way needs care that was tried and failed."""
    failed = {task for task, result in unit.care if result == "failed"}
    kin = policy.kin(product.category if product else "")
    return bool(failed) and any(r.task in failed and fits(r, unit, kin, route, channel) for r in policy.care)


def fits(rule: CareRule, unit: Unit, kin: tuple[str, ...], route: str, channel: str) -> bool:
    """Whether the rule concerns this unit on this way. kin: its category, and what that is a kind of."""
    return (
        (not rule.routes or route in rule.routes)
        and (not rule.channels or channel in rule.channels)
        and (not rule.categories or not set(rule.categories).isdisjoint(kin))
        and (not rule.flags_any or not set(rule.flags_any).isdisjoint(unit.flags))
    )
