"""Grade and route: deterministic, and total over every way through every checklist."""

from collections.abc import Iterator
from itertools import product as every

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from station.domain import grading, routing
from station.domain.checklist import COMPLETENESS, CONCERNS, FUNCTIONS, Checklist
from station.domain.grading import Condition
from station.domain.policy import GRADES, MATCHES, ROUTES, GradeRule, Regrade
from station.domain.records import Product, Unit
from station.domain.recovery import CONDITIONS
from station.rules import load_rules

RULES = load_rules()
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


CONDITIONS_DRAWN = st.builds(
    Condition,
    st.sampled_from(FUNCTIONS),
    st.integers(0, 9),
    st.sampled_from(COMPLETENESS),
    st.lists(st.sampled_from(["hygiene", "leak", "data"]), unique=True).map(tuple),
)


@given(CONDITIONS_DRAWN, st.integers(0, 9), st.sampled_from(["works", ""]), st.sampled_from(MATCHES))
def test_a_better_condition_never_gets_a_worse_grade(
    worse: Condition, cosmetic: int, function: str, match: str
) -> None:
    better = Condition(
        function or worse.function, min(cosmetic, worse.cosmetic), "complete", tuple(sorted(worse.flags)[1:])
    )
    high, low = (grading.grade(RULES.policy, found, match) for found in (better, worse))
    if match != "wrong_item":
        assert CONDITIONS.index(high) <= CONDITIONS.index(low)


@pytest.mark.parametrize(
    ("answers", "grade", "because"),
    [
        ((("sealed", "yes"),), "A", (("sealed", "yes"),)),
        ((("damage", "scratched"), ("works", "yes")), "C", (("damage", "scratched"),)),
        ((("damage", "broken"),), "D", (("damage", "broken"),)),
        ((("clean", "traces"), ("works", "partly")), "C", (("works", "partly"),)),
        ((("sealed", "opened"), ("clean", "dirty")), "junk", (("clean", "dirty"),)),
        ((("clean", "traces"), ("complete", "missing"), ("works", "yes")), "C", (("complete", "missing"),)),
        ((("clean", "yes"), ("works", "yes")), "A", (("clean", "yes"), ("works", "yes"))),
    ],
)
def test_a_grade_tells_the_fewest_answers_that_lead_there(answers: Answers, grade: str, because: Answers) -> None:
    found = grading.graded(RULES.policy, RULES.checklist("general"), answers, "expected")
    assert (found.grade, found.because) == (grade, because)
    assert RULES.policy.grades[found.rule - 1].grade == grade


def test_second_gradings_are_drawn_as_often_as_asked_and_always_the_same() -> None:
    often = replace(RULES.policy, regrade=Regrade(100, {"7": 500}, {"p": 1000}))
    drawn = [Unit(f"u-{n}", product="q") for n in range(4000)]
    assert 300 < sum(grading.regrades(often, unit, "8") for unit in drawn) < 500
    assert 1850 < sum(grading.regrades(often, unit, "7") for unit in drawn) < 2150
    assert all(grading.regrades(often, replace(unit, product="p"), "8") for unit in drawn[:50])
    assert not any(grading.regrades(RULES.policy, unit, "8") for unit in drawn)
    assert [grading.regrades(often, u, "8") for u in drawn] == [grading.regrades(replace(often), u, "8") for u in drawn]


def test_questions_about_what_a_product_lacks_are_passed_over() -> None:
    phone = Product("p", "HH", "S", "Phone", capture=("serial",), parts=("charger",), hazard="lithium_ion")
    assert grading.concerns(phone) == ("parts", "serial", "battery")
    assert grading.concerns(None) == ()
    asked = [
        grading.following(RULES.checklist("general"), "clean", "yes", has=has) for has in ((), ("serial",), ("parts",))
    ]
    assert [question.id for question in asked if question] == ["works", "works", "complete"]


def test_a_flag_that_no_answer_told_counts_like_one() -> None:
    rule = GradeRule("junk", flags_any=("expired",))
    ours, used = replace(RULES.policy, grades=(rule, *RULES.policy.grades)), RULES.checklists["general"]
    answers = next(ways(used, False))
    assert grading.graded(ours, used, answers, "expected").grade != "junk"
    found = grading.graded(ours, used, answers, "expected", ("expired",))
    assert (found.grade, found.rule, found.condition.flags) == ("junk", 1, ("expired",))
