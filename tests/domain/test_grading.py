"""Grade and route: deterministic, and total over every way through every checklist."""

from collections.abc import Iterator
from itertools import product as every

import pytest

from station.domain import grading, routing
from station.domain.checklist import COMPLETENESS, CONCERNS, FUNCTIONS, Checklist
from station.domain.grading import Condition
from station.domain.policy import GRADES, ROUTES
from station.domain.records import Product, Unit
from station.rules import load_rules

RULES = load_rules()
MATCHES = ("expected", "undeclared", "wrong_item", "over", "unresolved")
Answers = tuple[tuple[str, str], ...]


def ways(checklist: Checklist, parts: bool, at: str = "", so_far: Answers = ()) -> Iterator[Answers]:
    question = checklist.questions[at or checklist.start]
    for answer in question.answers:
        answers = (*so_far, (question.id, answer.key))
        following = grading.following(checklist, question.id, answer.key, has=CONCERNS if parts else ())
        if following:
            yield from ways(checklist, parts, following.id, answers)
        else:
            yield answers


@pytest.mark.parametrize("parts", [True, False])
@pytest.mark.parametrize("name", RULES.checklists)
def test_every_way_ends_in_one_grade_and_one_route(name: str, parts: bool) -> None:
    checklist = RULES.checklists[name]
    found = list(ways(checklist, parts))
    assert len(found) == len(set(found)) > 1
    goods = Product("p", "NW", "SKU", "Thing", category="electronics", price=9900, parts=("lid",) if parts else ())
    for answers, match in every(found, MATCHES):
        condition = grading.condition(checklist, answers)
        grade = grading.grade(RULES.policy, condition, match)
        assert grade in GRADES
        unit = Unit("u", match=match, grade=grade, flags=condition.flags)
        way = routing.route(RULES.policy, unit, goods)
        assert way.route in ROUTES
        assert way.next_best != way.route
        assert way == routing.route(RULES.policy, unit, goods)


@pytest.mark.parametrize("name", RULES.checklists)
def test_the_most_questions_are_told_right(name: str) -> None:
    checklist = RULES.checklists[name]
    assert grading.remaining(checklist, checklist.start) == max(len(way) for way in ways(checklist, parts=True))
    assert any(question not in dict(way) for way in ways(checklist, parts=False) for question in checklist.questions)


def test_every_condition_has_a_grade_even_one_that_no_checklist_can_say() -> None:
    for function, cosmetic, complete, match in every((*FUNCTIONS, "new word"), range(10), COMPLETENESS, MATCHES):
        assert grading.grade(RULES.policy, Condition(function, cosmetic, complete), match) in GRADES


def test_the_worst_cosmetic_class_stays_and_unknown_answers_say_nothing() -> None:
    checklist = RULES.checklist("general")
    found = grading.condition(checklist, (("damage", "scratched"), ("clean", "yes"), ("no", "such"), ("clean", "such")))
    assert found == Condition(cosmetic=6)


def test_safety_and_hygiene_stand_before_money() -> None:
    dear = Product("p", "NW", "SKU", "Thing", category="electronics", price=10_000_000, hazard="lithium")
    for grade in GRADES:
        assert routing.route(RULES.policy, Unit("u", grade=grade), dear).route == "quarantine"
        assert routing.route(RULES.policy, Unit("u", grade=grade, danger="leak"), None).route == "quarantine"
        assert routing.route(RULES.policy, Unit("u", grade=grade, flags=("mould",)), None).route == "destroy"
