"""What another policy would have made of past units: each is graded again from what was found, and routed again.
Responsible for counting; nothing is written but what the caller does with each difference."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from station.deciding.circumstances import NOTHING, Circumstances, Reference, around, matter
from station.domain.grading import Condition, grade
from station.domain.money import option, price_of
from station.domain.policy import Policy
from station.domain.records import Product, Unit
from station.domain.routing import Route, route

BY_HAND = ("override", "hold", "merchant")
"""Rules of units whose way a person has chosen."""
ASK = "ask_merchant"
"""Stands for a route where the merchant is asked first."""

MOST_REMEMBERED = 50_000
"""Kinds of units whose judgement is remembered."""

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
        return way_of(self.route)


class Worth:
    """Sums in one currency, minor units, of units whose worth is known both times."""

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


class Judged(Struct, frozen=True):
    """What the policy says of all units that are alike. why: a worth is not known because of it; "" where both are."""

    product: Product | None
    grade: str
    route: Route
    before: int | None
    after: int | None
    currency: str
    why: str


class Replay:
    """A policy applied to past units. reference: looks up values of the office."""

    def __init__(self, policy: Policy, reference: Reference) -> None:
        self._policy, self._reference = policy, reference
        self._circumstances = matter(policy)
        self._judged: dict[tuple[object, ...], Judged] = {}
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
        judged = self._alike(unit)
        if judged.grade != unit.grade:
            tally.grades[unit.grade, judged.grade] += 1
        return self._count(unit, judged)

    def _count(self, unit: Unit, judged: Judged) -> Difference | None:
        tally, old, new = self.tally, (unit.route, unit.channel), way_of(judged.route)
        if unit.rule in BY_HAND:
            tally.by_hand += 1
            tally.agreed += new[0] == unit.route
            return None
        self._weigh(judged)
        if new == old:
            tally.same += 1
            return None
        tally.ways[old, new] += 1
        return Difference(
            unit, judged.product, judged.grade, judged.route, judged.before, judged.after, judged.currency
        )

    def _weigh(self, judged: Judged) -> None:
        if judged.before is None or judged.after is None:
            self.tally.unknown[judged.why] += 1
            return
        sums = self.tally.worth.setdefault(judged.currency, Worth())
        sums.units += 1
        sums.before += judged.before
        sums.after += judged.after

    def _alike(self, unit: Unit) -> Judged:
        """Judged once for all units that no rule can tell apart; lots and serials matter to recalls alone."""
        known = around(unit, self._reference) if self._circumstances else NOTHING
        recalled = (unit.lot, unit.serial) if self._policy.recalls else ()
        key = (unit.product, unit.merchant, unit.match, unit.function, unit.cosmetic, unit.completeness, unit.flags,
               unit.signals, unit.danger, unit.care, unit.quantity, unit.route, unit.channel, known.days, known.reason,
               recalled)  # fmt: skip
        found = self._judged.get(key)
        if found is None:
            if len(self._judged) >= MOST_REMEMBERED:
                self._judged.clear()
            found = self._judged[key] = self._judge(unit, known)
        return found

    def _judge(self, unit: Unit, known: Circumstances) -> Judged:
        """Both ways by the new policy's figures, so that only the decision differs."""
        policy = self._policy
        product = self._reference("product", unit.product) if unit.product else None
        looked = Condition(unit.function, unit.cosmetic, unit.completeness, unit.flags)
        again = replace(unit, grade=grade(policy, looked, unit.match))
        way = route(policy, again, product, shipped_days=known.days, reason=known.reason)
        price, why = price_of(policy, product)
        before = worth(policy, again, product, (unit.route, unit.channel), price)
        after = None if way.ask else worth(policy, again, product, way_of(way), price)
        currency = policy.currency or (product.currency if product else "")
        return Judged(product, again.grade, way, before, after, currency, why or ("asked" if way.ask else "no_figure"))


def way_of(decided: Route) -> Way:
    """(route, channel), or that the merchant is asked."""
    return (ASK, "") if decided.ask else (decided.route, decided.channel)


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
        if (recovery := policy.recovers(product.category, unit.grade, one.name))
    ]
    return max(found, default=None)
