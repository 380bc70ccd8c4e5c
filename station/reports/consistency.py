"""How alike people grade: units graded twice by two people, and each operator's grades beside all others'. Pure: from
the gradings of a week to figures; a grading is a judgement, so a lot counts once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from station.reports.agreement import Estimate, difference, kappa, share, z_of_all

ORDERED = ("A", "B", "C", "D", "junk")
"""Grades that stand in an order, best first; only pairs of these are weighted."""
ENOUGH = 30
"""Fewer pairs, or fewer gradings of one operator, give no interval that is worth reading (large-sample theory)."""


class Grading(Struct, frozen=True):
    """One unit.graded: which round, by whom, what."""

    unit: str
    round: int
    operator: str
    grade: str


class Agreement(Struct, frozen=True):
    """Units graded twice by two people. table: (first grade, second grade) -> units; agreed: with Wilson's interval;
    kappa and weighted: None where there are not ENOUGH pairs, or all say the same word."""

    pairs: int
    same: int
    agreed: Estimate
    table: dict[tuple[str, str], int]
    kappa: Estimate | None = None
    weighted: Estimate | None = None

    @property
    def enough(self) -> bool:
        return self.pairs >= ENOUGH


class Drift(Struct, frozen=True):
    """One operator's share of one grade beside the others' (of first gradings). gap: the difference, with an interval
    that holds for all drifts of the week together; None where one of both graded fewer than ENOUGH."""

    operator: str
    grade: str
    count: int
    of: int
    others: int
    of_others: int
    gap: Estimate | None = None

    @property
    def drifts(self) -> bool:
        """The interval leaves out "no difference"."""
        return self.gap is not None and (self.gap.low > 0 or self.gap.high < 0)


def pairs(gradings: Iterable[Grading]) -> list[tuple[Grading, Grading]]:
    """First and second grading of each unit where two different people graded; another round by the same person is a
    correction and no comparison."""
    rounds: dict[str, dict[int, Grading]] = {}
    for one in gradings:
        rounds.setdefault(one.unit, {})[one.round] = one
    both = [(seen[1], seen[2]) for seen in rounds.values() if 1 in seen and 2 in seen]
    return [(first, second) for first, second in both if first.operator != second.operator]


def agreement(gradings: Iterable[Grading]) -> Agreement:
    """Agreement of all pairs among the gradings."""
    found = [(first.grade, second.grade) for first, second in pairs(gradings)]
    same, table = sum(1 for first, second in found if first == second), Counter(found)
    told = Agreement(len(found), same, share(same, len(found)), dict(sorted(table.items())))
    if not told.enough:
        return told
    words = sorted({word for pair in found for word in pair})
    whole = kappa(_square(table, words))
    ordered = {pair: n for pair, n in table.items() if set(pair) <= set(ORDERED)}
    weighted = kappa(_square(ordered, ORDERED), weighted=True) if sum(ordered.values()) >= ENOUGH else None
    return Agreement(told.pairs, same, told.agreed, told.table, whole, weighted)


def _square(table: Mapping[tuple[str, str], int], words: Sequence[str]) -> list[list[int]]:
    return [[table.get((first, second), 0) for second in words] for first in words]


def drifts(gradings: Iterable[Grading]) -> tuple[Drift, ...]:
    """Each operator with each grade that anybody gave, by operator and grade; the first grading of each unit counts."""
    counts: dict[str, Counter[str]] = {}
    for one in gradings:
        if one.round == 1:
            counts.setdefault(one.operator, Counter())[one.grade] += 1
    whole = sum((Counter(own) for own in counts.values()), Counter[str]())
    enough = [own for own in counts.values() if _is_enough(own, whole)]
    z = z_of_all(len(enough) * len(whole))
    return tuple(_drift(name, grade, counts[name], whole, z) for name in sorted(counts) for grade in sorted(whole))


def _is_enough(own: Counter[str], whole: Counter[str]) -> bool:
    return min(own.total(), whole.total() - own.total()) >= ENOUGH


def _drift(operator: str, grade: str, own: Counter[str], whole: Counter[str], z: float) -> Drift:
    count, of = own[grade], own.total()
    others, of_others = whole[grade] - count, whole.total() - of
    gap = difference(count, of, others, of_others, z) if _is_enough(own, whole) else None
    return Drift(operator, grade, count, of, others, of_others, gap)
