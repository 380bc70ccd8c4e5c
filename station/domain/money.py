"""What a unit would bring by each channel that its merchant's contract leaves open: whole minor units, no floats. Which
route is taken is not decided here."""

from functools import lru_cache

from msgspec import Struct

from station.domain.policy import Channel, Contract, Policy
from station.domain.records import Product, Unit
from station.domain.recovery import CONDITIONS, Recovery

REMEMBERED = 4096
"""Kinds of goods (policy, merchant, category) of which rules and open channels are remembered."""


class Limits(Struct, frozen=True):
    """What is left, for this station, of quotas and capacities: pieces by `vendor:NAME` and `channel:NAME`. What is not
    there is not limited here (a vendor's own quota holds)."""

    left: dict[str, int] = {}

    def room(self, name: str, pieces: int, otherwise: int | None = None) -> bool:
        """Whether so many pieces may still go there. otherwise: what is left where nothing was allotted (None: all)."""
        left = self.left.get(name, otherwise)
        return left is None or pieces <= left


NO_LIMITS = Limits()


class Option(Struct, frozen=True):
    """A channel and what the unit (all its pieces) would bring there, in minor units: value of the goods, permille of
    it recovered, fees, handling and holding to be taken off, days until sold. What rounding loses stands with the
    fees, so that the parts always add up."""

    route: str
    channel: str
    value: int
    permille: int
    fees: int
    handling: int
    holding: int
    days: int
    net: int


def price_of(policy: Policy, product: Product | None) -> tuple[int, str]:
    """Minor units per piece, or 0 and why: `no_price`, `other_currency`."""
    if product is None or product.price <= 0:
        return 0, "no_price"
    if policy.currency and product.currency and product.currency != policy.currency:
        return 0, "other_currency"
    return product.price, ""


def contract_of(policy: Policy, merchant: str) -> Contract:
    """The merchant's own contract, else everybody's, else one that leaves everything to the rules."""
    own = next((c for c in policy.contracts if c.merchant == merchant), None)
    return own or next((c for c in policy.contracts if not c.merchant), Contract())


Open = tuple[tuple[Channel, Recovery], ...]


def open_channels(policy: Policy, merchant: str, category: str, grade: str) -> Open:
    """The channels that the contract leaves open to such goods, with what they recover, in the policy's order."""
    return _open(policy, merchant, category).get(grade, ())


@lru_cache(REMEMBERED)
def _open(policy: Policy, merchant: str, category: str) -> dict[str, Open]:
    contract = contract_of(policy, merchant)
    chosen = [c for c in policy.channels if c.name in contract.channels or c.route in contract.routes]
    kin = frozenset(policy.kin(category))
    taken = {grade: [c for c in chosen if _takes(c, merchant, kin, grade)] for grade in CONDITIONS}
    return {
        grade: tuple((c, found) for c in channels if (found := policy.recovers(category, grade, c.name)))
        for grade, channels in taken.items()
    }


def _takes(channel: Channel, merchant: str, kin: frozenset[str], grade: str) -> bool:
    return (
        (not channel.grades or grade in channel.grades)
        and (not channel.categories or not kin.isdisjoint(channel.categories))
        and (not channel.merchants or merchant in channel.merchants)
    )


def options(policy: Policy, unit: Unit, product: Product | None, limits: Limits = NO_LIMITS) -> tuple[Option, ...]:
    """What money may choose between, best first (of equals, the policy's first); empty where the contract leaves no
    choice or no price is known."""
    price, _ = price_of(policy, product)
    if not price or product is None:
        return ()
    found = [
        option(policy, channel, recovery, price, unit.quantity)
        for channel, recovery in open_channels(policy, unit.merchant, product.category, unit.grade)
        if not limits.left or limits.room(f"channel:{channel.name}", unit.quantity)
    ]
    return tuple(sorted(found, key=lambda o: -o.net))


def option(policy: Policy, channel: Channel, recovery: Recovery, price: int, pieces: int) -> Option:
    """One channel's figures: value x recovery - fees - handling - holding x days, rounded down once per piece. Fees
    that the recovery table knows of the channel stand for all that the policy says of them."""
    days, known = recovery.days or channel.days, policy.recovery.fees.get(channel.name)
    fixed, share = (channel.fee, channel.fee_permille) if known is None else (0, known)
    brought = price * recovery.permille * (1000 - share)
    kept = 1000 * price * policy.holding_permille_day * days
    net = (brought - kept) // 1_000_000 - fixed - channel.handling
    holding = kept // 1_000_000
    fees = price * recovery.permille // 1000 - holding - channel.handling - net
    return Option(
        channel.route,
        channel.name,
        price * pieces,
        recovery.permille,
        fees * pieces,
        channel.handling * pieces,
        holding * pieces,
        days,
        net * pieces,
    )
