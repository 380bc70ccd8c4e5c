"""How long a grade and a route take, with 500 rules and 20 channels; and how long the routes of 100,000 past units,
whose memory must not grow with their number."""

import random
import tracemalloc
from collections.abc import Iterator
from statistics import median
from time import perf_counter_ns

from msgspec.structs import replace

from station.domain import grading, routing
from station.domain.checklist import Checklist
from station.domain.policy import GRADES, MATCHES, Policy
from station.domain.policy_text import read_policy
from station.domain.records import Product, Unit
from station.domain.recovery import CONDITIONS
from station.rules import load_rules
from tests.benchmarks.rows import Row, at_least, at_most, told

RULES, CHANNELS, UNITS, STEPS = 500, 20, 100_000, 20_000
SEED = 20110101
P99_US = 1000
SECONDS = 10
GROWTH_KIB = 64
"""What a tenfold number of units may add to the peak: nothing but noise."""
CATEGORIES = tuple(f"category_{n}" for n in range(25))
MERCHANTS = tuple(f"M{n}" for n in range(40))
REASONS = ("too_small", "faulty", "changed_mind")
Step = tuple[tuple[tuple[str, str], ...], Unit, Product]


def measure(units: int = UNITS, steps: int = STEPS) -> list[Row]:
    """route.*: one step's grade and route; a replay's seconds and memory."""
    policy = large_policy()
    checklist = load_rules().checklists["general"]
    times = sorted(_steps(policy, checklist, steps))
    seconds, found = _replayed(policy, units)
    few, many = (_peak(policy, number) for number in (units // 10, units))
    return [
        at_least("route.rules", len(policy.hard) + len(policy.routes), "", RULES),
        at_least("route.channels", len(policy.channels), "", CHANNELS),
        told("route.grade_and_route.p50", times[len(times) // 2] / 1000, "us"),
        at_most("route.grade_and_route.p99", times[len(times) * 99 // 100] / 1000, "us", P99_US),
        told("route.grade_and_route.cold", _cold(policy, checklist) / 1000, "us"),
        told("route.replay.units", found, ""),
        at_most("route.replay.seconds", seconds, "s", SECONDS),
        told("route.replay.peak_of_a_tenth", few / 1024, "KiB"),
        told("route.replay.peak_of_all", many / 1024, "KiB"),
        at_most("route.replay.growth", (many - few) / 1024, "KiB", GROWTH_KIB),
    ]


def large_policy() -> Policy:
    """500 rules that all differ, 20 channels that all are open, recoveries by category; none covers another."""
    grades = load_rules().policy.grades
    rules = "".join(_rule(n) for n in range(RULES - 1))
    channels = "".join(_channel(n) for n in range(CHANNELS))
    table = "".join(_recovery(n, category) for n in range(CHANNELS) for category in ("", *CATEGORIES[:5]))
    contract = '[[contract]]\nroutes = ["resale", "liquidate"]\n'
    rest = '[[grade]]\ngrade = "junk"\n[[route]]\nname = "rest"\nroute = "destroy"\n'
    text = f"holding_permille_day = 1\n{channels}{table}{contract}{rules}{rest}"
    read = read_policy(text, "large.toml")
    return replace(read, grades=grades)


def _rule(n: int) -> str:
    """Every fifth is a hard one; the last conditions make each fit rarely."""
    kind = "hard" if n % 5 == 0 else "route"
    merchant, category = MERCHANTS[n % 40], CATEGORIES[n // 40 % 25]
    return (
        f'[[{kind}]]\nname = "rule_{n}"\nroute = "quarantine"\nmerchant = ["{merchant}"]\n'
        f'category = ["{category}"]\nvalue_min = {90_000 - n}\nflags_any = ["flag_{n % 7}"]\n'
    )


def _channel(n: int) -> str:
    route = "resale" if n % 2 else "liquidate"
    costs = f"fee = {n}\nfee_permille = {n * 5}\nhandling = {20 - n}"
    return f'[[channel]]\nname = "channel_{n}"\nroute = "{route}"\n{costs}\n'


def _recovery(n: int, category: str) -> str:
    best = 900 - n * 7
    cells = "".join(f"{grade} = [{best - place * 130}, {n + place}]\n" for place, grade in enumerate(CONDITIONS))
    return f'[[recovery]]\ncategory = "{category}"\nchannel = "channel_{n}"\n{cells}'


def _steps(policy: Policy, checklist: Checklist, steps: int) -> Iterator[int]:
    """Nanoseconds of the grade with its cause, and the route."""
    for answers, unit, product in _cases(checklist, steps):
        begun = perf_counter_ns()
        found = grading.graded(policy, checklist, answers, unit.match)
        routing.route(policy, unit, product, shipped_days=9, reason="faulty")
        yield perf_counter_ns() - begun
        assert found.grade in GRADES


def _cold(policy: Policy, checklist: Checklist) -> int:
    """The middle one of first steps under policies that nothing is remembered of."""
    return int(median(next(_steps(replace(policy), checklist, 1)) for _ in range(101)))


def _cases(checklist: Checklist, number: int) -> Iterator[Step]:
    draw = random.Random(SEED)
    for n in range(number):
        unit, product = _unit(draw, n)
        yield _answers(draw, checklist), unit, product


def _answers(draw: random.Random, checklist: Checklist) -> tuple[tuple[str, str], ...]:
    answers: tuple[tuple[str, str], ...] = ()
    question = checklist.questions.get(checklist.start)
    while question:
        key = draw.choice(question.answers).key
        answers = (*answers, (question.id, key))
        question = grading.following(checklist, question.id, key, parts=True)
    return answers


def _unit(draw: random.Random, n: int) -> tuple[Unit, Product]:
    merchant = draw.choice(MERCHANTS)
    product = Product("p", merchant, "SKU", "Thing", category=draw.choice(CATEGORIES), price=draw.randint(1, 100_000))
    flags = (f"flag_{draw.randrange(9)}",)
    grade, match = draw.choice(GRADES), draw.choice(MATCHES)
    return Unit(f"u-{n}", merchant=merchant, product="p", match=match, grade=grade, flags=flags), product


def _replayed(policy: Policy, units: int) -> tuple[float, int]:
    """Seconds of routing alone (the units are made meanwhile, not counted), and how many units were routed."""
    draw, spent, count = random.Random(SEED), 0, 0
    for n in range(units):
        unit, product = _unit(draw, n)
        begun = perf_counter_ns()
        routing.route(policy, unit, product, shipped_days=n % 90, reason=REASONS[n % 3])
        spent += perf_counter_ns() - begun
        count += 1
    return spent / 1e9, count


def _peak(policy: Policy, units: int) -> int:
    """Bytes at most while so many units are routed; what is remembered is filled before."""
    _replayed(policy, 10 * len(MERCHANTS) * len(CATEGORIES))
    tracemalloc.start()
    try:
        _replayed(policy, units)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
