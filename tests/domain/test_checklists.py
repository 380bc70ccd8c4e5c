"""The nine lists that are shipped: every way ends, few questions, one grade each, pictures and evidence where promised.
That their words exist is looked at with all other words (stories/test_words)."""

from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations

import pytest

from station.domain import grading
from station.domain.checklist import CONCERNS, Checklist
from station.domain.policy import GRADES
from station.domain.records import Product
from station.rules import load_rules

RULES = load_rules()
NINE = ("general", "apparel", "shoes", "phones", "electronics", "cosmetics", "books", "toys", "home")
FLAGS = {"hygiene", "leak", "mould", "battery", "unsafe", "locked", "data", "expired", "recall", "personal_items"}
"""What the lists may say beside a grade; routing rules speak of these."""
LONGEST = 8
HAS = tuple(some for n in range(len(CONCERNS) + 1) for some in combinations(CONCERNS, n))
Answers = tuple[tuple[str, str], ...]


def ways(checklist: Checklist, has: tuple[str, ...], at: str = "", before: Answers = ()) -> Iterator[Answers]:
    question = checklist.questions[at or checklist.start]
    for answer in question.answers:
        answers = (*before, (question.id, answer.key))
        following = grading.following(checklist, question.id, answer.key, has=has)
        if following:
            yield from ways(checklist, has, following.id, answers)
        else:
            yield answers


def grade_of(checklist: Checklist, answers: Answers) -> str:
    return grading.graded(RULES.policy, checklist, answers, "expected").grade


def test_nine_are_shipped() -> None:
    assert set(RULES.checklists) == set(NINE)


@pytest.mark.parametrize("name", NINE)
@pytest.mark.parametrize("has", HAS, ids=lambda has: "+".join(has) or "plain")
def test_every_way_ends_soon_and_in_exactly_one_grade(name: str, has: tuple[str, ...]) -> None:
    checklist = RULES.checklists[name]
    found = list(ways(checklist, has))
    assert len(found) == len(set(found)) > 1
    assert max(len(answers) for answers in found) <= LONGEST
    for answers in found:
        grades = {grade_of(checklist, answers) for _ in range(2)}
        assert len(grades) == 1
        assert grades <= set(GRADES)


@pytest.mark.parametrize("name", NINE)
def test_the_first_answer_ends_an_as_new_unit_in_grade_a(name: str) -> None:
    checklist = RULES.checklists[name]
    first = checklist.questions[checklist.start].answers[0]
    assert (first.key, first.next, first.evidence) == ("yes", "", ())
    assert grade_of(checklist, ((checklist.start, "yes"),)) == "A"


@pytest.mark.parametrize("name", NINE)
def test_no_way_leaves_the_function_unsaid(name: str) -> None:
    """An answer that ends a list has said whether the thing works, or raised a flag that decides without it."""
    checklist = RULES.checklists[name]
    for has in HAS:
        for answers in ways(checklist, has):
            found = grading.condition(checklist, answers, function="unsaid")
            assert found.function != "unsaid" or found.flags or found.cosmetic >= 8, answers


@pytest.mark.parametrize("name", NINE)
def test_flags_pictures_and_care_are_known(name: str) -> None:
    checklist = RULES.checklists[name]
    answers = [answer for question in checklist.questions.values() for answer in question.answers]
    pictures = {q.picture for q in checklist.questions.values()} | {a.picture for a in answers}
    icons = {file.name.removesuffix(".svg") for file in (files("resources") / "icons").iterdir()}
    assert {flag for answer in answers for flag in answer.flags} <= FLAGS
    assert pictures - icons <= {""}
    assert len(answers) <= 9 * len(checklist.questions)
    assert all(len(question.answers) <= 9 for question in checklist.questions.values())
    for question in checklist.questions.values():
        assert bool(question.care) == ([answer.key for answer in question.answers] == ["done", "failed"])


@pytest.mark.parametrize("name", NINE)
def test_what_is_broken_or_wet_and_can_be_photographed_is(name: str) -> None:
    for question in RULES.checklists[name].questions.values():
        for answer in question.answers:
            if answer.key in ("broken", "wet", "torn", "cracked") and "battery" not in answer.flags:
                assert answer.evidence == ("photo",), (question.id, answer.key)


def test_a_dangerous_battery_is_told_before_anything_is_switched_on() -> None:
    phones = RULES.checklists["phones"]
    for has in HAS:
        for answers in ways(phones, has):
            asked = [question for question, _ in answers]
            assert asked[1:2] in ([], ["phone_battery"])
            if ("phone_battery", "swollen") in answers:
                assert asked[-1] == "phone_battery"
                assert grading.condition(phones, answers).flags == ("personal_items", "battery")


def test_phones_are_compared_by_serial_and_leave_without_account_and_data_or_say_so() -> None:
    phones = RULES.checklists["phones"]
    assert [phones.questions["phone_lock"].answer(key) is not None for key in ("free", "locked", "off")] == [True] * 3
    for key in ("free", "locked"):
        answer = phones.questions["phone_lock"].answer(key)
        assert answer is not None
        assert answer.evidence == ("serial",)
    for answers in ways(phones, CONCERNS):
        told = dict(answers)
        flags = grading.condition(phones, answers).flags
        if "phone_lock" in told and told.get("wipe_it") != "done":
            assert "data" in flags, answers
        assert ("locked" in flags) == (told.get("unlock_it") == "failed"), answers


def test_opened_cosmetics_are_a_matter_of_hygiene_unless_the_inner_seal_is_whole() -> None:
    cosmetics = RULES.checklists["cosmetics"]
    for answers in ways(cosmetics, ()):
        if dict(answers).get("care_new") == "opened":
            whole = answers[-1] == ("care_seal", "whole")
            assert (grading.condition(cosmetics, answers).flags == ("hygiene",)) != whole
            assert grade_of(cosmetics, answers) == ("A" if whole else "junk")


def test_cleaning_that_fails_never_leads_to_a_better_grade_than_cleaning_that_succeeds() -> None:
    for checklist in RULES.checklists.values():
        for answers in ways(checklist, CONCERNS):
            for task in ("clean_it", "rebag_it", "new_box", "wipe_it"):
                if (task, "failed") in answers:
                    after = answers[answers.index((task, "failed")) + 1 :]
                    better = _ways_with(checklist, answers[: -len(after) - 1], task, after)
                    assert all(GRADES.index(b) <= GRADES.index(grade_of(checklist, answers)) for b in better)


def _ways_with(checklist: Checklist, before: Answers, task: str, after: Answers) -> list[str]:
    """Grades of the same way where the task was done and nobody saw anything afterwards."""
    told = {(task, "done"), ("after_clean", "yes")}
    found = [way for way in ways(checklist, CONCERNS) if way[: len(before) + 1] == (*before, (task, "done"))]
    return [grade_of(checklist, way) for way in found if set(way[len(before) :]) <= told | set(after)]


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("shoes", "shoes"), ("sneakers", "shoes"), ("clothing", "apparel"), ("tablets", "phones"),
        ("beauty", "cosmetics"), ("books", "books"), ("puzzles", "toys"), ("kitchen", "home"),
        ("laptops", "electronics"), ("moon dust", "general"),
    ],
)  # fmt: skip
def test_a_category_finds_its_list(category: str, name: str) -> None:
    assert RULES.checklist_for(Product("p", "NW", "SKU", "Thing", category=category)).name == name


def test_no_category_is_claimed_by_two_lists() -> None:
    claimed = [category for checklist in RULES.checklists.values() for category in checklist.categories]
    assert sorted(claimed) == sorted(set(claimed))
