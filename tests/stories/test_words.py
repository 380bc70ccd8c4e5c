"""No key is ever shown raw: what the code can say by name, and what the policies and checklists can make it say. What
is said in the stories is looked at in each of them (conftest)."""

import re
from pathlib import Path
from typing import Any

import pytest

import station
from station import texts
from station.domain import serials
from station.domain.bench import danger, hold, labelling, rerouting
from station.domain.bench.decide import COMMANDS, RULES
from station.domain.facts import KINDS
from station.domain.notices import Text
from station.domain.policy import GRADES, ROUTES
from station.rules import load_rules
from station.store.connect import REASONS
from tests.stories.words import catalogue, lacking

ROOT = Path(station.__file__).parent
SOURCES = [*(ROOT / "domain").rglob("*.py"), ROOT / "engine.py"]
KEY = re.compile(r'"((?:notice|expect|step|choice|row|card|print|label)\.[a-z_.]+)"')
MATCHES = ("expected", "undeclared", "wrong_item", "over", "unresolved")
FIELDS = ("serial", "lot", "expiry", "weight")


def in_all_languages(*keys: str) -> list[str]:
    return [f"{lang} {key}" for lang in texts.languages() for key in keys if key not in catalogue(lang)]


def test_every_key_that_the_code_names_has_words() -> None:
    named = {key for path in SOURCES for key in KEY.findall(path.read_text("utf-8"))} - KINDS.keys()
    assert len(named) > 100
    assert in_all_languages(*sorted(named)) == []


def test_every_step_has_its_instruction_and_its_hint() -> None:
    kinds: list[Any] = list(RULES)
    steps = {str(kind.__struct_config__.tag) for kind in kinds} - {"checking", "capture"}
    assert in_all_languages(*(f"step.{step}" for step in sorted(steps))) == []
    hinted = steps - {"serial_doubt", "labelling", "take_over"}
    assert in_all_languages(*(f"step.{step}.hint" for step in sorted(hinted))) == []
    assert in_all_languages(*(f"step.capture_{field}{end}" for field in FIELDS for end in ("", ".hint"))) == []


def test_every_question_and_answer_has_words_and_a_hint() -> None:
    for checklist in load_rules().checklists.values():
        for question in checklist.questions.values():
            keys = [f"check.{question.id}", *(f"check.{question.id}.{answer.key}" for answer in question.answers)]
            assert in_all_languages(*keys, *(f"{key}.hint" for key in keys)) == []


def test_every_reason_of_a_route_has_words() -> None:
    rules = [f"why.{rule.name}" for rule in load_rules().policy.routes]
    assert in_all_languages("why.hold", *rules, *(f"why.{reason}" for reason in rerouting.REASONS)) == []


@pytest.mark.parametrize(
    "keys",
    [
        [f"cmd.{key}" for key in COMMANDS],
        [f"hold.{key}" for key in (*hold.REASONS, "danger")],
        [f"danger.{key}{end}" for key in danger.CLASSES for end in ("", ".hint")],
        [f"route.{key}" for key in ROUTES] + [f"grade.{key}" for key in GRADES],
        [f"store.{key}" for key in (*REASONS.values(), "error")],
        [f"{room}.{key}" for room in ("row", "notice") for key in MATCHES],
        [f"dock.{key}" for key in ("expected", "arrived", "staged", "opened", "closed", "refused")],
        [f"signal.{key}" for key in (*serials.SIGNALS.values(), "weight_off")],
        [f"signal.{field}_unreadable" for field in FIELDS],
        [f"choice.{key}" for key in (*labelling.REPRINT_REASONS, *rerouting.REASONS)],
        [f"print.{key}" for key in ("asked", "begun", "printed", "partial", "not_printed", "not_sent", "unknown")],
        [f"notice.bad_{key}" for key in ("empty", "too_long", "unprintable")],
        [f"notice.scale_{key}" for key in ("motion", "overload", "under_zero", "error", "silent")],
        [f"device.{key}" for key in ("scanner", "printer", "scale", "lost", "fault", "attention")],
    ],
    ids=lambda keys: keys[0].partition(".")[0],
)
def test_every_word_of_an_enumeration_is_there(keys: list[str]) -> None:
    assert in_all_languages(*keys) == []


def test_what_lacks_words_is_found() -> None:
    assert lacking([Text("notice.no_such_key")]) == [f"{lang} notice.no_such_key" for lang in sorted(texts.languages())]
    assert "en notice.stowed {tote}" in lacking([Text("notice.stowed")])
    assert "es expect.nothing" in lacking([Text("notice.does_not_fit", {"expected": "@expect.nothing"})])
