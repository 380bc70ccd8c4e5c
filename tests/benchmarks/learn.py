"""What learnt routing earns, of what one earns who knows the true prices; and what the first table earns. Prices are
simulated (tests/learning/simulation.py): half a year, 100 units a day, five categories, four grades, six channels."""

from tests.benchmarks.rows import Row, at_least, told
from tests.learning.simulation import simulate

SEEDS = (1, 2, 3, 4, 5)


def measure() -> list[Row]:
    """Per cent of the oracle: each world, and the worst of them."""
    results = [simulate(seed) for seed in SEEDS]
    rows = [row for r in results for row in (told(f"seed {r.seed}, first table", r.fixed / 10, "%"),
                                             told(f"seed {r.seed}, learnt", r.learnt / 10, "%"))]  # fmt: skip
    return [
        *rows,
        told("worst first table, last quarter", min(r.fixed_late for r in results) / 10, "%"),
        at_least("worst learnt, learning included", min(r.learnt for r in results) / 10, "%", 95),
        at_least("worst learnt, last quarter", min(r.learnt_late for r in results) / 10, "%", 95),
    ]
