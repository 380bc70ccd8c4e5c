"""What is found in the boxes is alike for all lists: most is as new, little is dangerous."""

from collections import Counter

import pytest

from station.domain import grading
from station.domain.bench.snapshot import Choice
from station.domain.checklist import Checklist
from station.domain.notices import Text
from station.rules import load_rules
from tests.replay import condition

RULES = load_rules()
UNITS = 1500


def graded(checklist: Checklist, unit: int) -> str:
    at, answers = checklist.start, []
    while at:
        offered = tuple(Choice(a.key, a.key, Text(a.key)) for a in checklist.questions[at].answers)
        found = condition.answer(1, "box", unit, at, offered)
        answers.append((at, found.key))
        following = grading.following(checklist, at, found.key, has=("parts",))
        at = following.id if following else ""
    return grading.graded(RULES.policy, checklist, tuple(answers), "expected").grade


@pytest.mark.parametrize("name", sorted(RULES.checklists))
def test_grades_are_alike(name: str) -> None:
    found = Counter(graded(RULES.checklists[name], unit) for unit in range(UNITS))
    assert 0.6 < found["A"] / UNITS < 0.9, found
    assert found["junk"] / UNITS < 0.1, found


def test_an_answer_that_no_list_has_yet_is_rare() -> None:
    assert condition.weights(("yes", "opened", "damaged", "recall")) == [62, 28, 10, condition.RARE]
    assert condition.weights(("ok", "swollen", "wet")) == [90, 6, 3]
    assert condition.weights(("done", "failed")) == [90, 6]
    assert condition.weights(("yes", "no")) == [90, 6]
    assert condition.weights(("yes", "partly", "no", "not_tested")) == [25] * 4
