"""Suggestions from notes: what is heard, what is not, and how often it is right on real notes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station import texts
from station.domain.policy import PolicyFault
from station.domain.suggestion import Hint, read_notes, suggest
from station.suggestions import hint, shipped
from tests.suggestion.score import labelled, score


@pytest.mark.shared_data
def test_every_note_is_labelled_once_in_one_of_two_halves() -> None:
    notes = list(labelled())
    assert len(notes) == 138
    assert {note.half for note in notes} == {"build", "test"}
    known = {"", *(reason.id for reason in shipped().reasons)}
    assert {note.reason for note in notes} <= known


@pytest.mark.shared_data
@pytest.mark.parametrize("half", ["build", "test"])
def test_on_real_notes_it_is_nearly_always_right_when_it_speaks(half: str) -> None:
    found = score(half)
    assert found.right >= 0.95 * found.said
    assert found.routed >= 0.95 * found.said
    assert found.said >= 0.75 * found.labelled


@pytest.mark.parametrize(
    ("note", "reason", "route"),
    [
        ("box CRUSHED in transit", "damaged", "liquidate"), ("dagamed", "damaged", "liquidate"),
        ("wet damaged", "wet", "destroy"), ("cracked, thrown away", "damaged", "destroy"),
        ("Sold as 22467", "wrong_item", "quarantine"), ("can’t find it", "missing", ""),
        ("caja mojada", "wet", "destroy"), ("pantalla rota", "damaged", "liquidate"),
        ("箱子压坏了", "damaged", "liquidate"), ("发错货", "wrong_item", "quarantine"),
    ],
)  # fmt: skip
def test_what_a_note_suggests(note: str, reason: str, route: str) -> None:
    found = hint(note)
    assert found is not None
    assert (found.reason, found.route) == (reason, route)
    assert found.because


@pytest.mark.parametrize(
    "note",
    ["", "?", "check", "20713", "water bottle", "printer", "rustic shelf", "a nice blue set", "breakfast tray?",
     "crushed and lost", "customer did not like it", "要检查", "por revisar", "🙂" * 500],
)  # fmt: skip
def test_it_says_nothing_when_it_is_not_sure(note: str) -> None:
    assert hint(note) is None


@given(st.text())
def test_no_text_makes_it_fail_and_the_same_text_gives_the_same(note: str) -> None:
    assert hint(note) == hint(note)


def test_every_reason_has_words_for_people() -> None:
    keys = [f"suggest.{reason.id}" for reason in shipped().reasons]
    assert [key for lang in texts.languages() for key in keys if not texts.has(lang, key)] == []


LIMITS = "least = 600\nmargin = 100\nalike = 600\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("= x", "not valid TOML"), ("least = 1200\n", "least = 1200; allowed: 0 to 1000"),
        (LIMITS, "reason: there must be"),
        (LIMITS + '[[reason]]\nid = "x"\nwords = {}\n', "a table of words"),
        (LIMITS + '[[reason]]\nid = "x"\nroute = "moon"\nwords = { a = 900 }\n', "route = 'moon'"),
        (LIMITS + '[[reason]]\nid = "x"\nwords = { a = true }\n', "a = True"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_by_name(text: str, told: str) -> None:
    with pytest.raises(PolicyFault, match=r"suggestion/ours\.toml") as fault:
        read_notes(text, "suggestion/ours.toml")
    assert told in str(fault.value)


def test_two_reasons_nearly_as_loud_are_none() -> None:
    rows = '[[reason]]\nid = "a"\nwords = { wet = 900 }\n[[reason]]\nid = "b"\nwords = { torn = 850 }\n'
    notes = read_notes(LIMITS + rows, "t")
    assert suggest(notes, "wet and torn") is None
    assert suggest(notes, "wet") == Hint("a", "", 900, ("wet",))
