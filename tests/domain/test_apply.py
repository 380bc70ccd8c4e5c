"""The one fold: what a step writes is what the facts fold into, an undo takes back just what it names, and no fact of
whatever kind or body makes it fail."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station import wire
from station.domain.apply import RULES, apply, fold, undone_by
from station.domain.facts import KINDS, Fact, Ref, draft
from station.domain.records import Container, Folded, Parcel, Unit, codes

REFS = (Ref("parcel", "p1"), Ref("unit", "u1"), Ref("container", "c1"))
KNOWN = sorted({kind for _, kind in RULES})
words = st.sampled_from(["", "NW", "restock", "A", "PRINTED", "j1", "u1", "c1", "open", "12345"])
values = st.one_of(
    words, st.integers(0, 50), st.lists(st.tuples(words, st.integers(0, 9), st.integers(0, 9)), max_size=2)
)
SHAPES: dict[str, st.SearchStrategy[Any]] = {
    "into": st.lists(st.tuples(st.sampled_from(["u1", "u2"]), st.integers(1, 9)), max_size=2),
    "lines": st.lists(st.tuples(words, st.integers(0, 9), st.integers(0, 9)), max_size=2),
    "answers": st.lists(st.tuples(words, words), max_size=2),
    "flags": st.lists(words, max_size=2),
    "reasons": st.lists(words, max_size=2),
    "authorizations": st.lists(words, max_size=2),
    "quantity": st.integers(0, 50),
    "revision": st.integers(0, 9),
    "count": st.integers(0, 9),
    "rule": st.dictionaries(st.sampled_from(["route", "merchant"]), words),
    "new": st.dictionaries(st.sampled_from(["state", "count"]), words),
}


def body_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    if kind == "unit.routed":  # `rule` is a container's rule elsewhere, a rule's name here
        return st.fixed_dictionaries({}, optional={"route": words, "rule": words, "reasons": SHAPES["reasons"]})
    shaped: dict[str, st.SearchStrategy[Any]] = {key: SHAPES.get(key, words) for key in KINDS.get(kind, ())}
    return st.fixed_dictionaries({}, optional=shaped)


def fact(seq: int, kind: str, body: dict[str, Any], *about: Ref) -> Fact:
    return Fact(1, seq, f"f{seq}", f"2026-11-22T10:00:{seq % 60:02}.000000Z", "UTC", "7", "s1", kind, about, body)


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    kinds = draw(st.lists(st.sampled_from(KNOWN), max_size=12))
    return [fact(n, kind, draw(body_of(kind)), *REFS) for n, kind in enumerate(kinds, 1)]


def stepwise(ref: Ref, facts: list[Fact]) -> Folded | None:
    record: Folded | None = None
    for one in facts:
        record = apply(record, ref, one)
    return record


@given(histories())
def test_folding_at_once_is_applying_one_by_one(facts: list[Fact]) -> None:
    for ref in REFS:
        assert fold(ref, facts) == stepwise(ref, facts)


@given(histories(), st.data())
def test_an_undo_takes_back_just_what_it_names(facts: list[Fact], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from([f.id for f in facts]))) if facts else set()
    undo = fact(len(facts) + 1, "fact.undone", {"facts": sorted(gone)}, *REFS)
    assert undone_by([*facts, undo]) == gone
    for ref in REFS:
        assert fold(ref, [*facts, undo]) == stepwise(ref, [f for f in facts if f.id not in gone])


@given(histories())
def test_facts_read_back_from_their_text_fold_the_same(facts: list[Fact]) -> None:
    read = [wire.read(wire.text(one)) for one in facts]
    assert [wire.text(one) for one in read] == [wire.text(one) for one in facts]
    for ref in REFS:
        assert fold(ref, read) == fold(ref, facts)


@given(histories())
def test_codes_are_never_empty_or_double(facts: list[Fact]) -> None:
    for ref in REFS:
        record = fold(ref, facts)
        found = codes(record) if record else ()
        assert all(found)
        assert len(found) == len(set(found))


@pytest.mark.parametrize("kind", ["unit.teleported", "", "fact.undone", "session.opened"])
def test_an_unknown_kind_leaves_the_record_as_it_is(kind: str) -> None:
    before = Unit("u1", grade="A")
    assert apply(before, REFS[1], fact(1, kind, {"grade": "B"})) is before
    assert apply(None, REFS[1], fact(1, kind, {})) is None


def test_what_facts_do_not_fold_into_is_left_alone() -> None:
    assert apply(None, Ref("operator", "7"), fact(1, "unit.graded", {})) is None


def test_a_late_result_of_an_older_job_changes_no_newer_label() -> None:
    unit = Unit("u1", label="asked", job="j2", revision=2)
    assert apply(unit, REFS[1], fact(1, "print.ended", {"job": "j1", "verdict": "PRINTED"})) == unit


def test_a_split_keeps_the_number_of_pieces() -> None:
    split = fact(1, "unit.split", {"into": [["u2", 12]]})
    rest = apply(Unit("u1", quantity=240), Ref("unit", "u1"), split)
    part = apply(Unit("u2", quantity=12), Ref("unit", "u2"), split)
    assert isinstance(rest, Unit)
    assert isinstance(part, Unit)
    assert (rest.quantity, part.quantity, rest.split_into) == (228, 12, ("u2",))


@pytest.mark.parametrize(
    ("unit", "stage"),
    [
        (Unit("u"), "found"),
        (Unit("u", product="p"), "identified"),
        (Unit("u", product="p", grade="A"), "graded"),
        (Unit("u", product="p", grade="A", route="restock"), "routed"),
        (Unit("u", route="restock", label="asked"), "routed"),
        (Unit("u", route="restock", label="printed"), "labelled"),
        (Unit("u", route="restock", label="verified"), "verified"),
        (Unit("u", route="restock", label="verified", container="c"), "stowed"),
        (Unit("u", quantity=0, split_into=("v",)), "split"),
    ],
)
def test_the_stage_is_derived(unit: Unit, stage: str) -> None:
    assert unit.stage == stage


def test_a_draft_leaves_out_what_is_not_known() -> None:
    told = draft("parcel.arrived", REFS[0], merchant="NW", tracking="1Z", carrier="", weight=None, outer=(), due=0)
    assert (told.body, told.merchant) == ({"tracking": "1Z", "due": 0}, "NW")


def test_a_tote_without_capacity_is_never_full() -> None:
    assert not Container("c", count=1000).full
    assert Container("c", count=3, capacity=3).full
    assert Parcel("p").dock == "expected"
