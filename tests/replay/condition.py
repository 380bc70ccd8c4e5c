"""What the operator finds when she looks at a unit: drawn from a distribution, the same for the same unit each time.
Questions are told apart by what may be answered, so that a list that is new has likely answers, too."""

import random
from functools import cache

from station.domain.bench.snapshot import Choice

KINDS: tuple[dict[str, int], ...] = (
    {"yes": 62, "opened": 28, "damaged": 10},
    {"yes": 60, "traces": 25, "worn": 12, "dirty": 3},
    {"yes": 60, "light": 25, "deep": 12, "cracked": 3},
    {"box": 50, "scratched": 25, "broken": 20, "wet": 5},
    {"yes": 25, "partly": 25, "no": 25, "not_tested": 25},
    {"yes": 50, "missing": 50},
)
"""Per cent, of a question that has most of these answers: is it new, how does it look, what is damaged, does it work,
is all of it there."""
RARE = 2
"""Of another answer to such a question: a danger, or what only this kind of goods has."""
BY_PLACE = (90, 6, 3, 1)
"""Of any other question; the list's first answer is the good one."""

NOT_A_CONDITION = ("split",)


def answer(seed: int, box: str, unit: int, question: str, choices: tuple[Choice, ...]) -> Choice:
    """The choice for the unit-th unit (from 0) of a box."""
    offered = [choice for choice in choices if choice.key not in NOT_A_CONDITION]
    chance = random.Random(f"{seed}/{box}/{unit}/{question}")
    return chance.choices(offered, weights(tuple(choice.key for choice in offered)))[0]


@cache
def weights(keys: tuple[str, ...]) -> list[int]:
    """How likely each of these answers is."""
    alike = (kind for kind in KINDS if len(kind.keys() & set(keys)) * 2 > len(kind))
    kind = next(alike, None)
    if kind is None:
        return [BY_PLACE[min(place, len(BY_PLACE) - 1)] for place in range(len(keys))]
    return [kind.get(key, RARE) for key in keys]
