"""`returns-station why`: everything that led to where a unit is, in words, beside an open station."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.domain.facts import Ref
from station.domain.records import Unit
from tests.deciding.commands import run
from tests.deciding.told import POLICY, UNIT, Past
from tests.lookup.goods import station
from tests.stories import goods


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RETURNS_STATION_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def past(home: Path) -> Iterator[Past]:
    past = Past(home)
    yield past
    past.close()


def why(*words: object) -> str:
    told = run("why", *words)
    assert (told.exit_code, told.stderr) == (0, "")
    return told.stdout


def test_a_unit_of_a_working_bench_is_told_whole_beside_it(home: Path) -> None:
    world = station(home)
    told = why(goods.SHIPPED_SERIAL)
    world.close()
    assert "Desk phone (HH-PHN-1)" in told
    for section in (
        "is       ",
        "because  ",
        "match    expected, RMA-30001",
        "grade    A",
        "policy   default",
        "What happened",
    ):
        assert section in told
    assert "{" not in told
    assert "account." not in told


def test_grade_route_worth_and_policy_are_told_with_their_facts(past: Past) -> None:
    past.sneaker()
    past.tell("lpn.assigned", lpn="A9ZDBPW1A80D", source="station")
    told = why("A9ZDBPW1A80D")
    assert told.startswith("A9ZD BPW1 A80D · City sneaker, black, 41 (NW-SNK-41)")
    assert "Resale (outlet)" in told
    assert "grade    B: works, looks 3 (0 best, 9 worst), complete  #7" in told
    assert "Is it clean? Light traces  ← decides the grade  #5" in told
    assert "€43.61 expected net" in told
    assert f"default {POLICY.hash[:12]}, in force" in told
    assert "#8  Nov 22, 2026, 10:00:08 AM  Operator 7  routed: Resale" in told
    assert "licence plate" not in told
    assert "licence plate A9ZDBPW1A80D" in why("A9ZDBPW1A80D", "--all")


def test_causes_are_those_that_were_told_with_the_grade(past: Past) -> None:
    past.sneaker("a policy whose text is gone")
    answers = [["sealed", "opened"], ["clean", "traces"], ["works", "yes"]]
    past.tell("unit.graded", round=2, grade="C", answers=answers, because=answers[2:])
    told = why("1Z12345E0205271688")
    (cause,) = [line for line in told.splitlines() if "← decides the grade" in line]
    assert cause.endswith("#6")


def test_what_else_could_have_been_done_stands_best_first(past: Past) -> None:
    past.sneaker()
    told = why("1Z12345E0205271688").splitlines()
    head = next(n for n, line in enumerate(told) if "What it would bring" in line)
    rows = [line for line in told[head + 2 :] if "€" in line]
    nets = [float(row.rsplit("€", 1)[1].replace(",", "")) for row in rows]
    assert nets == sorted(nets, reverse=True)
    assert len(nets) > 1
    assert [row.split()[0] for row in rows].count("→") == 1


def test_changes_by_hand_holds_care_signals_and_approvals_are_told(past: Past) -> None:
    past.sneaker()
    past.tell("signal.raised", signal="weight_off", evidence="40 g")
    past.tell("care.requested", task="clean")
    past.tell("care.done", task="clean", result="failed")
    past.tell(
        "hold.placed", reason="ask_merchant", decider="merchant", due="2026-11-25T10:00:00Z", default="quarantine"
    )
    past.tell("hold.decided", decision="go_on")
    past.tell("hold.decided", decision="donate", reason="due")
    past.tell("approval.given", **{"for": "override"})
    past.tell("route.overridden", approver="2", reason="damage_seen", **{"from": "resale", "to": "liquidate"})
    told = why("1Z12345E0205271688")
    for said in (
        "Liquidate",
        "signal: The weight is not that of this product.",
        "care: ",
        "failed",
        "held: Ask the merchant",
        "the hold is over: ",
        "nobody decided in time, as agreed: Donate",
        "route changed by hand: Resale → Liquidate. Changed by hand: damage was seen., approved by Supervisor 2",
    ):
        assert said in told


def test_a_held_unit_says_who_decides_and_until_when(past: Past) -> None:
    past.sneaker()
    past.tell(
        "hold.placed", reason="ask_merchant", decider="merchant", due="2026-11-25T10:00:00Z", default="quarantine"
    )
    told = why("1Z12345E0205271688")
    assert "held: Ask the merchant; the merchant decides by Nov 25, 2026, 10:00:00 AM, else: Quarantine" in told


@pytest.mark.parametrize(
    ("lang", "default", "over"),
    [("en", "else: go on", "the hold is over: looked at again"), ("es", "si no: seguir", "segunda revisión"),
     ("zh_CN", "继续", "保留结束：再次检查"), ("zh_TW", "繼續", "保留結束：再次檢查")],
)  # fmt: skip
def test_a_second_look_is_told_in_words(past: Past, lang: str, default: str, over: str) -> None:
    past.graded()
    due = {"due": "2026-11-25T10:00:00Z", "decider": "second_grader"}
    past.tell("hold.placed", reason="second_look", default="go_on", **due)
    assert default in why("1Z12345E0205271688", "--lang", lang)
    past.tell("hold.decided", decision="second_look")
    told = why("1Z12345E0205271688", "--lang", lang)
    assert over in told
    assert "second_look" not in told


def test_care_that_failed_is_told_in_words(past: Past) -> None:
    past.sneaker()
    past.tell("care.done", task="clean", result="failed")
    assert "complete, failed care: Clean it" in why("1Z12345E0205271688")
    assert "cuidado fallido: Límpielo" in why("1Z12345E0205271688", "--lang", "es")


def test_of_a_unit_without_a_route_no_worth_is_told(past: Past) -> None:
    past.graded()
    told = why("1Z12345E0205271688")
    assert "What it would bring" in told
    assert "worth " not in told
    assert "second best" not in told


def test_what_was_taken_back_is_told_as_such(past: Past) -> None:
    past.sneaker()
    wrong = past.tell("danger.declared", **{"class": "leak"})
    past.tell("fact.undone", facts=[wrong.id], scope="step", reason="undo")
    told = why("1Z12345E0205271688")
    assert "danger: Something leaks, (taken back)" in told


def test_a_policy_whose_text_is_gone_is_said(past: Past) -> None:
    past.sneaker(policy="0" * 64)
    told = why("1Z12345E0205271688")
    assert "000000000000, its text is not here any more" in told
    assert "decides the grade" not in told


def test_a_unit_without_grade_and_product_is_told_as_far_as_it_is_known(past: Past) -> None:
    past.tell("unit.found", quantity=3)
    past.tell("lpn.assigned", lpn="A9ZDBPW1A80D", source="station")
    told = why("A80D")
    assert "it has not been graded yet" in told
    assert "not identified" in told


@pytest.mark.parametrize("lang", ["zh_CN", "zh_TW", "es"])
def test_every_language_has_all_the_words(past: Past, lang: str) -> None:
    past.sneaker()
    told = why("1Z12345E0205271688", "--all", "--lang", lang)
    assert "account." not in told
    assert "told." not in told
    assert "\ufffd" not in told


def test_the_authorization_leads_to_its_units(past: Past) -> None:
    past.sneaker()
    past.tell("parcel.matched", Ref("parcel", "p-1"), authorizations=["a-1"], evidence="code")
    assert "City sneaker" in why("RMA-20418")


def test_many_units_are_a_list_to_choose_from(past: Past) -> None:
    past.tell("parcel.arrived", Ref("parcel", "p-1"), tracking="1Z12345E0205271688", carrier="ups")
    past.units(*(Unit(f"u-{n}", parcel="p-1", serial=f"SER-{n}") for n in range(9)))
    told = run("why", "1Z12345E0205271688")
    assert (told.exit_code, "9 units. Ask for one of them:" in told.stdout, "SER-8" in told.stdout) == (1, True, True)


def test_nothing_found_is_said(past: Past) -> None:
    past.sneaker()
    told = run("why", "SN-UNKNOWN")
    assert (told.exit_code, "No unit here has the identifier SN-UNKNOWN" in told.stderr) == (1, True)


def test_an_unknown_kind_of_fact_is_told_by_its_name(past: Past) -> None:
    past.sneaker()
    past.tell("unit.blessed", UNIT, by="nobody")
    assert "unit.blessed" in why("1Z12345E0205271688")


def test_other_peoples_words_are_told_too_and_what_has_none(past: Past) -> None:
    past.sneaker()
    told = why("1Z12345E0205271688", "--all")
    assert "eBay conditionId     2990" in told
    assert "Amazon condition: no legal mapping: only new goods may be offered in this category" in told
