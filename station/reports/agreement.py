"""Statistics of two graders: Cohen's kappa, plain and weighted, with its interval, and shares with theirs. Pure
numbers; what is compared is chosen elsewhere (consistency.py)."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

from msgspec import Struct

Z = 1.959964
"""Both sides of 95 per cent of the normal distribution."""
Table = Sequence[Sequence[int]]
"""Square: the first grader's word by row, the second's by column."""


class Estimate(Struct, frozen=True):
    """A value with its 95 % interval, as fractions; error: standard error (0 where the interval is not made of it)."""

    value: float
    low: float
    high: float
    error: float = 0.0


def kappa(table: Table, *, weighted: bool = False) -> Estimate | None:
    """Cohen's kappa (Cohen 1960), or weighted by how far apart the words stand, in a straight line (Cicchetti and
    Allison 1971). The interval is kappa -/+ Z * error by the large-sample variance of Fleiss, Cohen and Everitt (1969):

        1 / (n (1-pe)^4) * (sum p_ij [w_ij (1-pe) - (w_i. + w_.j)(1-po)]^2 - (po pe - 2 pe + po)^2)

    w_i. and w_.j: mean weights of a row under the columns' shares, of a column under the rows'. Where nobody ever
    disagreed this error is 0 and says nothing: the low end then comes from Wilson's interval of the agreement.
    None where there is nothing, or both graders only ever used one and the same word.
    """
    n, size = sum(map(sum, table)), range(len(table))
    weights = [[_weight(i, j, len(table), weighted=weighted) for j in size] for i in size]
    shares = [[cell / n for cell in row] for row in table] if n else []
    rows, columns = [sum(row) for row in shares], [sum(column) for column in zip(*shares, strict=True)]
    by_chance = sum(weights[i][j] * rows[i] * columns[j] for i in size for j in size) if n else 1.0
    if 1 - by_chance < 1e-12:
        return None
    seen = sum(weights[i][j] * shares[i][j] for i in size for j in size)
    value = (seen - by_chance) / (1 - by_chance)
    if 1 - seen < 1e-12:
        return Estimate(value, (share(n, n).low - by_chance) / (1 - by_chance), 1.0)
    error = sqrt(max(0.0, _variance(shares, weights, seen, by_chance)) / n)
    return Estimate(value, max(-1.0, value - Z * error), min(1.0, value + Z * error), error)


def _weight(i: int, j: int, size: int, *, weighted: bool) -> float:
    return 1 - abs(i - j) / (size - 1) if weighted and size > 1 else float(i == j)


def _variance(shares: list[list[float]], weights: list[list[float]], seen: float, by_chance: float) -> float:
    """n times the variance of kappa."""
    size = range(len(shares))
    rows, columns = [sum(row) for row in shares], [sum(column) for column in zip(*shares, strict=True)]
    of_row = [sum(weights[i][j] * columns[j] for j in size) for i in size]
    of_column = [sum(weights[i][j] * rows[i] for i in size) for j in size]
    spread = sum(
        shares[i][j] * (weights[i][j] * (1 - by_chance) - (of_row[i] + of_column[j]) * (1 - seen)) ** 2
        for i in size
        for j in size
    )
    return float((spread - (seen * by_chance - 2 * by_chance + seen) ** 2) / (1 - by_chance) ** 4)


def share(count: int, of: int, z: float = Z) -> Estimate:
    """A share with Wilson's interval (1927): right for few and for none, too. Nothing of nothing may be anything."""
    if not of:
        return Estimate(0.0, 0.0, 1.0)
    p, wide = count / of, z * z / of
    middle, half = p + wide / 2, z * sqrt(p * (1 - p) / of + wide / (4 * of))
    return Estimate(p, max(0.0, (middle - half) / (1 + wide)), min(1.0, (middle + half) / (1 + wide)))


def difference(count: int, of: int, others: int, of_others: int, z: float = Z) -> Estimate:
    """One share less another, with the interval made of both Wilson intervals (Newcombe 1998, his method 10)."""
    one, two = share(count, of, z), share(others, of_others, z)
    gap = one.value - two.value
    below = sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2)
    return Estimate(gap, gap - below, gap + above)


def z_of_all(comparisons: int) -> float:
    """The half-width, in standard errors, of intervals of which all hold together with 95 % (Bonferroni): whoever looks
    at many finds something that is not there."""
    return NormalDist().inv_cdf(1 - 0.025 / comparisons) if comparisons > 1 else Z
