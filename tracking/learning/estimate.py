"""What a sale brings, learnt from what sales brought: counts of outcomes by (category, grade, channel) and the table
that was there before become the next table. Pure, in whole numbers and fractions, so that the same counts always give
the same table; not responsible for where counts come from.

The formula is the credibility estimator of Bühlmann and Straub (Bühlmann & Gisler, A Course in Credibility Theory,
2005, chapters 4 and 6), an empirical Bayes shrinkage, on deviations from the table before:

    estimate = before + d(cell),  d(child) = d(parent) + n / (n + K) * (mean(child) - d(parent)),  K = s2 / a

with s2 the variance of outcomes within a cell and a the variance between children of one parent, both estimated from
the counts themselves, and bounded, since few counts say little about a variance. Parents: cell -> (category, channel)
-> channel -> the table before, which counts as BEFORE outcomes.

A cell's published permille lies above its estimate by optimism * s / sqrt(sent + K): a channel that was hardly tried
looks a little better than it is, gets units, and stops looking so as it gets them (upper confidence bound: Auer,
Cesa-Bianchi & Fischer 2002). What was sent counts, not what came back, since a sale takes weeks. The station needs no
chance for this: its table is fixed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import isqrt

from msgspec import Struct

Cell = tuple[str, str, str]
"""(category, grade, channel)."""

Group = tuple[str, ...]
Prior = Callable[[Cell], tuple[int, int]]
"""permille of value and days of the table before."""

BEFORE = 8
"""Outcomes that the table before counts for."""
FEES_BEFORE = 30
"""Outcomes that the policy's word about a channel's fees counts for: it stands in a price list, where the first table
is a guess. Believed sooner, what was told of channels in use keeps others from being tried (tests/learning/simulation
earned 94.4 % by 8 in one world, 95.4 % by 30)."""
OPTIMISM = 1000
"""Thousandths of a standard error; chosen by tests/learning/simulation.py."""
FEW = 4
"""Outcomes that the supposed variances count for."""
WEAKEST, STRONGEST = 1, 100
"""Bounds of K."""
MOST_PERMILLE = 2000
"""No table holds more (station.domain.recovery_text)."""


class Spread(Struct, frozen=True):
    """Variances supposed before anything is known, in squared units of what is measured."""

    within: int
    between: int


PERMILLE = Spread(within=150 * 150, between=60 * 60)
DAYS = Spread(within=10 * 10, between=5 * 5)


class Count(Struct, frozen=True):
    """What is known of a cell: units sent there, outcomes n, and sums of permille, days and their squares."""

    sent: int = 0
    n: int = 0
    permille: int = 0
    permille2: int = 0
    days: int = 0
    days2: int = 0


class Estimate(Struct, frozen=True):
    """A row to publish. likely: without optimism."""

    permille: int
    days: int
    likely: int
    n: int
    sent: int


class Fees(Struct, frozen=True):
    """What a channel kept: outcomes that told their fees, and their sums: sold and paid (minor units), pieces."""

    n: int = 0
    sold: int = 0
    paid: int = 0
    pieces: int = 0


class FeeShare(Struct, frozen=True):
    """permille of what is sold, to publish; before: what was supposed; n: outcomes."""

    permille: int
    before: int
    n: int


class _Sample(Struct, frozen=True):
    """n deviations from the table before: their sum and the sum of squares about their own mean."""

    n: int
    sum: int
    within: Fraction


class _Level(Struct, frozen=True):
    """Shrunk deviations by group, and the K that shrank cells."""

    deviations: dict[Group, Fraction]
    within: Fraction
    strength: Fraction


def estimate(
    counts: Mapping[Cell, Count], before: Prior, cells: Iterable[Cell], optimism: int = OPTIMISM
) -> dict[Cell, Estimate]:
    """The rows of the next table for these cells, in their order."""
    seen = {cell: count for cell, count in counts.items() if count.n}
    share = _learn({c: _sample(k.n, k.permille, k.permille2, before(c)[0]) for c, k in seen.items()}, PERMILLE)
    days = _learn({c: _sample(k.n, k.days, k.days2, before(c)[1]) for c, k in seen.items()}, DAYS)
    busy = {(category, grade) for (category, grade, _), count in counts.items() if count.sent or count.n}
    found = {}
    for cell in cells:
        count = counts.get(cell, Count())
        likely = _bounded(_rounded(before(cell)[0] + _deviation(share, cell)), MOST_PERMILLE)
        bonus = _bonus(share, max(count.sent, count.n), optimism) if cell[:2] in busy else 0
        waits = _bounded(_rounded(before(cell)[1] + _deviation(days, cell)), 3650)
        found[cell] = Estimate(_bounded(likely + bonus, MOST_PERMILLE), waits, likely, count.n, count.sent)
    return found


def fee_share(fees: Fees, share: int, fixed: int = 0) -> FeeShare:
    """The channel's fees as a share of what it sells for, shrunk to what was supposed (share: permille of a sale,
    fixed: minor units a piece, as a share at the prices that pieces were sold for) as a channel's recovery is."""
    before = _short(share + Fraction(1000 * fixed * fees.pieces, fees.sold)) if fees.sold else Fraction(share)
    told = Fraction(1000 * fees.paid, fees.sold) if fees.sold else before
    likely = before + Fraction(fees.n, fees.n + FEES_BEFORE) * (told - before)
    return FeeShare(_bounded(_rounded(likely), 1000), _bounded(_rounded(before), 1000), fees.n)


def _sample(n: int, total: int, squares: int, before: int) -> _Sample:
    return _Sample(n, total - n * before, _short(squares - Fraction(total * total, n)))


def _learn(samples: dict[Cell, _Sample], supposed: Spread) -> _Level:
    """Shrinks channel, then category within channel, then cell within that."""
    within = _within(samples.values(), supposed)
    deviations: dict[Group, Fraction] = {(): Fraction(0)}
    strength = Fraction(BEFORE)
    for group in (_channel, _category, _cell):
        sums: dict[Group, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for cell, sample in samples.items():
            n, total = sums[group(cell)]
            sums[group(cell)] = (n + sample.n, total + sample.sum)
        strength = Fraction(BEFORE) if group is _channel else _strength(sums, within, supposed)
        for name, (n, total) in sums.items():
            parent = deviations[name[:-1]]
            deviations[name] = _short(parent + Fraction(n) / (n + strength) * (Fraction(total, n) - parent))
    return _Level(deviations, within, strength)


def _within(samples: Iterable[_Sample], supposed: Spread) -> Fraction:
    """s2: the variance within cells, what was supposed counted as FEW degrees of freedom."""
    total, free = Fraction(FEW * supposed.within), FEW
    for sample in samples:
        total += sample.within
        free += sample.n - 1
    return _short(total / free)


def _strength(sums: Mapping[Group, tuple[int, int]], within: Fraction, supposed: Spread) -> Fraction:
    """K = s2 / a, a unbiased (Bühlmann and Straub) over all children of all parents, what was supposed counted as FEW
    children."""
    parents: dict[Group, list[tuple[int, int]]] = defaultdict(list)
    for name, sum_of in sums.items():
        parents[name[:-1]].append(sum_of)
    top, bottom, weight = Fraction(0), Fraction(0), 0
    for children in parents.values():
        all_n = sum(n for n, _ in children)
        mean = _short(Fraction(sum(total for _, total in children), all_n))
        between_them = sum(n * (Fraction(total, n) - mean) ** 2 for n, total in children)
        top += _short(between_them - (len(children) - 1) * within)
        bottom += _short(all_n - Fraction(sum(n * n for n, _ in children), all_n))
        weight += len(children) - 1
    found = max(top / bottom, Fraction(0)) if bottom else Fraction(0)
    between = (weight * found + FEW * supposed.between) / (weight + FEW)
    return _short(min(max(within / between, Fraction(WEAKEST)), Fraction(STRONGEST)))


def _deviation(level: _Level, cell: Cell) -> Fraction:
    """Of the nearest group that something is known of."""
    name = _cell(cell)
    while name not in level.deviations:
        name = name[:-1]
    return level.deviations[name]


def _bonus(level: _Level, sent: int, optimism: int) -> int:
    return optimism * isqrt(_rounded(level.within / (sent + level.strength))) // 1000


def _channel(cell: Cell) -> Group:
    return (cell[2],)


def _category(cell: Cell) -> Group:
    return (cell[2], cell[0])


def _cell(cell: Cell) -> Group:
    return (cell[2], cell[0], cell[1])


def _short(value: Fraction) -> Fraction:
    """In thousandths: fractions of sums of fractions would grow without end."""
    return Fraction(value.numerator * 1000 // value.denominator, 1000)


def _rounded(value: Fraction) -> int:
    """Half up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _bounded(value: int, most: int) -> int:
    return min(max(value, 0), most)
