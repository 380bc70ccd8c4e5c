"""What another policy would have made of past units: each is graded again from what was found, and routed again.
Responsible for counting; nothing is written but what the caller does with each difference."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from station.deciding.circumstances import NOTHING, Reference, around, matter
from station.domain.grading import Condition, grade
from station.domain.money import option, price_of
from station.domain.policy import Policy
from station.domain.records import Product, Unit
from station.domain.routing import Route, route

BY_HAND = ("override", "hold")
"""Rules of units whose way a person has chosen."""
ASK = "ask_merchant"
"""Stands for a route where the merchant is asked first."""

Way = tuple[str, str]
"""(route, channel)."""


class Difference(Struct, frozen=True):
    """A unit that would have gone another way; before and after: minor units by the new policy's figures, None where
    they are not known."""

    unit: Unit
    product: Product | None
    grade: str
    route: Route
    before: int | None
    after: int | None
    currency: str

    @property
    def way(self) -> Way:
        return (ASK, "") if self.route.ask else (self.route.route, self.route.channel)


class Worth:
    """Sums in one currency, of units whose worth is known both times."""

    def __init__(self) -> None:
        self.units = self.before = self.after = 0


class Tally:
    """What a replay has counted. graded: graded otherwise; ways: (from, to) -> units; by_hand: (chosen by hand, and of
    those, the new policy says the same); unknown: why a worth is not known -> units."""

    def __init__(self) -> None:
        self.units = self.pieces = self.same = self.by_hand = self.agreed = self.waiting = 0
        self.grades: Counter[tuple[str, str]] = Counter()
        self.ways: Counter[tuple[Way, Way]] = Counter()
        self.worth: dict[str, Worth] = {}
        self.unknown: Counter[str] = Counter()

    @property
    def differ(self) -> int:
        return self.ways.total()


class Replay:
    """A policy applied to past units. reference: looks up values of the office."""

    def __init__(self, policy: Policy, reference: Reference) -> None:
        self._policy, self._reference = policy, reference
        self._circumstances = matter(policy)
        self.tally = Tally()

    def play(self, units: Iterable[Unit]) -> list[Difference]:
        """Counts these units and gives back those that would have gone another way."""
        return [found for unit in units if (found := self._one(unit)) is not None]

    def _one(self, unit: Unit) -> Difference | None:
        tally = self.tally
        if not unit.quantity:
            return None  # all of it was split off into others
        tally.units += 1
        tally.pieces += unit.quantity
        if not unit.route:
            tally.waiting += 1
            return None
        again, way, product = self._again(unit)
        if again.grade != unit.grade:
            tally.grades[unit.grade, again.grade] += 1
        found = self._weigh(unit, again, way, product)
        return self._count(unit, found)

    def _again(self, unit: Unit) -> tuple[Unit, Route, Product | None]:
        policy = self._policy
        product = self._reference("product", unit.product) if unit.product else None
        looked = Condition(unit.function, unit.cosmetic, unit.completeness, unit.flags)
        graded = grade(policy, looked, unit.match)
        again = unit if graded == unit.grade else replace(unit, grade=graded)
        known = around(unit, self._reference) if self._circumstances else NOTHING
        return again, route(policy, again, product, shipped_days=known.days, reason=known.reason), product

    def _count(self, unit: Unit, found: Difference) -> Difference | None:
        tally, old = self.tally, (unit.route, unit.channel)
        if unit.rule in BY_HAND:
            tally.by_hand += 1
            tally.agreed += found.way[0] == unit.route
            return None
        if found.way == old:
            tally.same += 1
            return None
        tally.ways[old, found.way] += 1
        return found

    def _weigh(self, unit: Unit, again: Unit, way: Route, product: Product | None) -> Difference:
        """Both ways by the new policy's figures, so that only the decision differs."""
        policy = self._policy
        currency = policy.currency or (product.currency if product else "")
        if unit.rule in BY_HAND:
            return Difference(unit, product, again.grade, way, None, None, currency)
        price, why = price_of(policy, product)
        before = worth(policy, again, product, (unit.route, unit.channel), price)
        after = None if way.ask else worth(policy, again, product, (way.route, way.channel), price)
        if before is None or after is None:
            self.tally.unknown[why or ("asked" if way.ask else "no_figure")] += 1
        else:
            self._add(currency, before, after)
        return Difference(unit, product, again.grade, way, before, after, currency)

    def _add(self, currency: str, before: int, after: int) -> None:
        sums = self.tally.worth.setdefault(currency, Worth())
        sums.units += 1
        sums.before += before
        sums.after += after


def worth(policy: Policy, unit: Unit, product: Product | None, way: Way, price: int) -> int | None:
    """Expected net of a way, in minor units for all pieces: what the vendor credits, or the channel (any of the route
    where that one is gone); None where the policy has no figure."""
    if not price or product is None:
        return None
    name, channel = way
    if name == "return_to_vendor":
        credit = next((v.value_permille for v in policy.vendors if v.name == channel), None)
        return None if credit is None else price * credit // 1000 * unit.quantity
    there = [c for c in policy.channels if c.route == name]
    named = [c for c in there if c.name == channel] or there
    found = [
        option(policy, one, recovery, price, unit.quantity).net
        for one in named
        if (recovery := policy.recovery.of(product.category, unit.grade, one.name))
    ]
    return max(found, default=None)
