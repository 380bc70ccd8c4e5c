"""Everything that led to where a unit is, put together from its facts and from the policy that it was decided under.
Responsible for what is told, not for its words (telling.py). Reads only."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from msgspec import Struct

from station.deciding.circumstances import around
from station.deciding.crossing import goods, load_crosswalk
from station.domain import grading, routing
from station.domain.apply import undone_by
from station.domain.crosswalk import Mapped
from station.domain.facts import Fact
from station.domain.policy import Policy, Rulebook
from station.domain.records import Product, Unit
from station.domain.routing import Option, Route

QUIET = ("lpn.", "print.", "label.")
"""Beginnings of kinds that say how it was labelled, not why it is where it is."""


class Reads(Protocol):
    """A moment of the station's file (StepStore)."""

    def read(self, key: Any) -> Any:
        """The value of a key of station/domain/bench/known.py."""

    def facts_about(self, id: str) -> tuple[Fact, ...]:
        """All facts about a record, in order of seq."""


class Answered(Struct, frozen=True):
    """An answer that stands; caused: the grade follows from it; seq: its fact (0: a fact tells all answers at once)."""

    question: str
    answer: str
    seq: int
    caused: bool


class Account(Struct, frozen=True):
    """facts: all about the unit, oldest first; undone: ids of those taken back; rule: which grade rule decides (0: the
    policy's text is not at hand); now: what the pinned policy says today, with `options`, best first; known: that
    policy is at hand; in_force: it is the one that new units get; place: what it lies in or on;
    elsewhere: (title, word) of other people's lists."""

    unit: Unit
    product: Product | None
    facts: tuple[Fact, ...]
    undone: frozenset[str]
    answers: tuple[Answered, ...]
    rule: int
    now: Route | None
    options: tuple[Option, ...]
    currency: str
    policy: str
    hash: str
    known: bool
    in_force: bool
    place: str
    elsewhere: tuple[tuple[str, Mapped], ...] = ()


def account(reads: Reads, rules: Rulebook, unit: Unit) -> Account:
    """Total: also for a unit that nobody has identified, and under a policy whose text is gone."""
    facts = reads.facts_about(unit.id)
    policy, product = rules.pinned(unit.policy), reads.read(("product", unit.product)) if unit.product else None
    known = policy.hash == unit.policy
    answers, rule = _answers(facts, rules, policy, unit, known=known)
    now = _now(reads, rules, policy, unit, product) if unit.grade else None
    options = routing.options(policy, unit, product) if unit.grade else ()
    return Account(
        unit, product, facts, undone_by(facts), answers, rule, now, options,
        policy.currency or (product.currency if product else ""),
        policy.name if known else "", unit.policy, known, unit.policy == rules.policy.hash, _place(reads, unit),
        _elsewhere(rules, unit, product),
    )  # fmt: skip


def _now(reads: Reads, rules: Rulebook, policy: Policy, unit: Unit, product: Product | None) -> Route:
    found = around(unit, lambda type, id: reads.read((type, id)))
    return routing.route(policy, unit, product, shipped_days=found.days, reason=found.reason,
                         recalls=rules.policy.recalls)  # fmt: skip


def _answers(
    facts: tuple[Fact, ...], rules: Rulebook, policy: Policy, unit: Unit, *, known: bool
) -> tuple[tuple[Answered, ...], int]:
    """The answers behind the grade that stands, each with its fact; causes as they were told with it, else only where
    policy and checklist lead to that very grade."""
    told = {(f.body.get("question", ""), f.body.get("answer", "")): f for f in facts if f.kind == "check.answered"}
    named = next((f.body.get("checklist", "") for f in reversed(told.values())), "")
    told_by_date = (grading.EXPIRED,) if unit.expiry and grading.EXPIRED in unit.flags else ()
    found = grading.graded(policy, rules.checklist(named), unit.answers, unit.match, told_by_date)
    same = known and found.grade == unit.grade
    because = _told_cause(facts, unit) or (found.because if same else ())
    answers = tuple(Answered(q, a, told[q, a].seq if (q, a) in told else 0, (q, a) in because) for q, a in unit.answers)
    return answers, found.rule if same else 0


def _told_cause(facts: tuple[Fact, ...], unit: Unit) -> tuple[tuple[str, str], ...]:
    """From the latest grading by these answers; an older program told none."""
    gradings = (f.body for f in reversed(facts) if f.kind == "unit.graded")
    told = next((b for b in gradings if _pairs(b.get("answers", ())) == unit.answers), {})
    return _pairs(told.get("because", ()))


def _pairs(told: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(q), str(a)) for q, a in told)


def _elsewhere(rules: Rulebook, unit: Unit, product: Product | None) -> tuple[tuple[str, Mapped], ...]:
    """(list, word) of each list of other people's words, once there is a grade."""
    walk = load_crosswalk()
    told = walk.of(goods(unit, product, rules)) if unit.grade else {}
    return tuple((walk.targets[key].title, mapped) for key, mapped in told.items())


def _place(reads: Reads, unit: Unit) -> str:
    """Code of the tote or place."""
    lies = reads.read(("container", unit.container)) if unit.container else None
    stands = reads.read(("location", unit.place)) if unit.place else None
    return str(lies.code if lies else stands.code if stands else "")
