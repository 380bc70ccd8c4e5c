"""A warehouse with known prices and fees: units of several categories and grades come every day, are routed by the real
policy code, sold at noisy prices after some days, and what was learnt is published every night. Three routings are
compared by what the units bring on average at the true prices: one that knows these (the oracle), the learnt table, and
the table that everybody began with."""

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from station.domain.money import options
from station.domain.policy_text import read_policy
from station.domain.records import Product, Unit
from station.domain.recovery import Key, Recovery, Table, levelled
from station.domain.routing import route
from tracking.learning.estimate import OPTIMISM, Cell, Count, Fees
from tracking.learning.table import next_table

CATEGORIES = ("apparel", "shoes", "phones", "home", "toys")
GRADES = ("A", "B", "C", "D")
COMMON = (40, 30, 20, 10)
CHANNELS = ("shelf", "outlet", "market", "auction", "jobber", "workshop")
PERMILLE = {"A": 850, "B": 600, "C": 380, "D": 180}
DAYS = {"shelf": 14, "outlet": 25, "market": 20, "auction": 12, "jobber": 8, "workshop": 30}

SUPPOSED_FEES = {"shelf": 0, "outlet": 20, "market": 80, "auction": 100, "jobber": 0, "workshop": 0}
"""Permille, as the policy has them; the true ones are up to 60 % off, and up to 4 % more of a sale."""

POLICY = """
name = "default"
recovery = "default"
holding_permille_day = 3

[[grade]]
grade = "A"

[[route]]
name = "nothing_left"
route = "destroy"

[[contract]]
channels = ["shelf", "outlet", "market", "auction", "jobber", "workshop"]

[[channel]]
name = "shelf"
route = "restock"

[[channel]]
name = "outlet"
route = "resale"
fee_permille = 20

[[channel]]
name = "market"
route = "resale"
fee_permille = 80
handling = 150

[[channel]]
name = "auction"
route = "resale"
fee_permille = 100

[[channel]]
name = "jobber"
route = "liquidate"

[[channel]]
name = "workshop"
route = "refurbish"
handling = 600
"""


class World(Struct, frozen=True):
    """True recoveries, the table that everybody begins with, and what comes in."""

    truth: Table
    begins: Table
    products: tuple[Product, ...]


class Result(Struct, frozen=True):
    """What was earned, in permille of the oracle: over the whole time and over its last quarter."""

    seed: int
    fixed: int
    learnt: int
    fixed_late: int
    learnt_late: int


class _Sale(Struct, frozen=True):
    cell: Cell
    permille: int
    days: int
    sold: int
    fees: int


def make_fees(rng: Random) -> dict[str, int]:
    """True ones; drawn apart, so that worlds with and without them have the same prices."""
    off = {name: round(supposed * rng.uniform(0.6, 1.6)) for name, supposed in SUPPOSED_FEES.items()}
    return {name: share + rng.randrange(40) for name, share in off.items()}


def make_world(rng: Random, fees: dict[str, int]) -> World:
    """The beginning's table is off by up to half for a channel, by as much for a category in it, and a little more for
    every cell."""
    begins: dict[Key, Recovery] = {}
    truth: dict[Key, Recovery] = {}
    for channel in CHANNELS:
        by_channel = rng.uniform(0.8, 1.2)
        for category in CATEGORIES:
            off, slow = by_channel * rng.uniform(0.6, 1.4), rng.uniform(0.6, 1.6)
            for grade in GRADES:
                cell = (category, grade, channel)
                supposed = PERMILLE[grade] * rng.uniform(0.9, 1.1)
                begins[cell] = Recovery(round(supposed), DAYS[channel])
                real = min(1500, round(supposed * off * rng.uniform(0.85, 1.15)))
                truth[cell] = Recovery(real, round(DAYS[channel] * slow))
    products = tuple(
        Product(
            f"{category}-{n}", "northwind", f"{category}-{n}", "", category=category, price=rng.randrange(1500, 30_000)
        )
        for category in CATEGORIES
        for n in range(4)
    )
    return World(levelled(Table("truth", "t", truth, fees)), levelled(Table("default", "b", begins)), products)


def simulate(seed: int, days: int = 180, units: int = 100, optimism: int = OPTIMISM) -> Result:
    """Half a year of a small site."""
    rng, by_fee = Random(seed), Random(f"fees of {seed}")
    world = make_world(rng, make_fees(by_fee))
    policy = read_policy(POLICY, "simulation", {"default": world.begins})
    oracle, fixed = replace(policy, recovery=world.truth), replace(policy, recovery=world.begins)
    learnt, counts, fees = fixed, dict[Cell, Count](), dict[str, Fees]()
    pending: dict[int, list[_Sale]] = defaultdict(list)
    worth = [[0, 0, 0] for _ in range(days)]
    memory: dict[tuple[str, str], tuple[dict[str, int], str]] = {}
    for day in range(days):
        for sale in pending.pop(day, ()):
            counts[sale.cell] = _sold(counts[sale.cell], sale)
            fees[sale.cell[2]] = _kept(fees.get(sale.cell[2], Fees()), sale)
        found = next_table(world.begins, counts, optimism, fees, policy.channels).table
        learnt = replace(policy, recovery=found) if day else fixed
        chosen: dict[tuple[str, str], str] = {}
        for product, grade in _arrivals(rng, world.products, units):
            key, unit = (product.id, grade), Unit("u", merchant="northwind", grade=grade, product=product.id)
            if key not in memory:
                nets = {option.channel: option.net for option in options(oracle, unit, product)}
                memory[key] = (nets, route(fixed, unit, product).channel)
            if key not in chosen:
                chosen[key] = route(learnt, unit, product).channel
            nets, by_fixed = memory[key]
            for n, net in enumerate((max(nets.values()), nets[chosen[key]], nets[by_fixed])):
                worth[day][n] += net
            cell = (product.category, grade, chosen[key])
            counts[cell] = _sent(counts.get(cell, Count()))
            sale = _sale((rng, by_fee), cell, world.truth, product.price)
            pending[day + 1 + sale.days].append(sale)
    return _result(seed, worth)


def _arrivals(rng: Random, products: Sequence[Product], units: int) -> list[tuple[Product, str]]:
    return [(rng.choice(products), rng.choices(GRADES, COMMON)[0]) for _ in range(units)]


def _sale(chance: tuple[Random, Random], cell: Cell, truth: Table, price: int) -> _Sale:
    """A price within 40 % of the true one, a time within 50 %, fees within 20 %."""
    real = truth.of(*cell)
    if real is None:
        raise AssertionError(cell)
    rng, by_fee = chance
    permille, days = round(real.permille * rng.uniform(0.6, 1.4)), round(real.days * rng.uniform(0.5, 1.5))
    sold = price * permille // 1000
    return _Sale(cell, permille, days, sold, round(sold * truth.fees[cell[2]] / 1000 * by_fee.uniform(0.8, 1.2)))


def _kept(fees: Fees, sale: _Sale) -> Fees:
    return Fees(fees.n + 1, fees.sold + sale.sold, fees.paid + sale.fees, fees.pieces + 1)


def _sent(count: Count) -> Count:
    return replace(count, sent=count.sent + 1)


def _sold(count: Count, sale: _Sale) -> Count:
    p, d = sale.permille, sale.days
    return Count(
        count.sent, count.n + 1, count.permille + p, count.permille2 + p * p, count.days + d, count.days2 + d * d
    )


def _result(seed: int, worth: list[list[int]]) -> Result:
    late = worth[len(worth) * 3 // 4 :]
    best, learnt, fixed = (sum(day[n] for day in worth) for n in range(3))
    best_late, learnt_late, fixed_late = (sum(day[n] for day in late) for n in range(3))
    return Result(seed, 1000 * fixed // best, 1000 * learnt // best, 1000 * fixed_late // best_late,
                  1000 * learnt_late // best_late)  # fmt: skip
