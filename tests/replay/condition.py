"""What the operator finds when she looks at a unit: drawn from a distribution, the same for the same unit each time."""

import random

from station.domain.bench.snapshot import Choice

WEIGHTS: dict[tuple[str, str], int] = {
    ("sealed", "yes"): 62, ("sealed", "opened"): 28, ("sealed", "damaged"): 10,
    ("clean", "yes"): 60, ("clean", "traces"): 25, ("clean", "worn"): 12, ("clean", "dirty"): 3,
    ("damage", "box"): 50, ("damage", "scratched"): 25, ("damage", "broken"): 20, ("damage", "wet"): 5,
}  # fmt: skip
"""Of the general checklist, per cent; answers of other questions are equally likely."""

NOT_A_CONDITION = ("split",)


def answer(seed: int, box: str, unit: int, question: str, choices: tuple[Choice, ...]) -> Choice:
    """The choice for the unit-th unit (from 0) of a box."""
    offered = [choice for choice in choices if choice.key not in NOT_A_CONDITION]
    chance = random.Random(f"{seed}/{box}/{unit}/{question}")
    return chance.choices(offered, [WEIGHTS.get((question, choice.key), 10) for choice in offered])[0]
