"""Blind second gradings: decided at the first one, told by nothing, made by somebody else; the policy says which grade
stands."""

import pytest
from msgspec.structs import replace

from station.answering import is_blind
from station.domain.bench.inputs import HoldDue
from station.domain.policy import Contract, Regrade
from tests.stories import goods
from tests.stories.world import World

UPS, SNEAKER = "1Z12345E0205271688", "4006381333931"


@pytest.fixture
def sampled(bench: World) -> World:
    """Every unit is looked at twice, the second look wins; the first one said: as new."""
    return first(bench, "second")


def first(bench: World, wins: str) -> World:
    bench.under(lambda policy: replace(policy, regrade=Regrade(1000, wins=wins)))
    return bench.scan(UPS).press("open").scan(SNEAKER).press("yes")


def put_away(bench: World, place: str = "HOLD-1") -> World:
    bench.prints_out().scan(bench.label(), place)
    return bench.press("close", "close")


def second(bench: World, *answers: str) -> World:
    """Operator 8 looks at it."""
    label = bench.label()
    return bench.scan("CMD-SIGN-OUT", goods.BADGE_8, label).press(*answers)


def test_nothing_on_label_or_screen_tells_the_first_grade(sampled: World) -> None:
    fields = sampled.prints[-1].fields
    assert (fields["route"], fields["grade"], fields["position"]) == ("@label.second_look", "", "")
    assert (sampled.name, sampled.shown().route, sampled.offered()) == ("labelling", None, [])
    assert (sampled.unit().grade, sampled.unit().route, sampled.facts("unit.routed")) == ("A", "", [])
    sampled.prints_out().scan(sampled.label())
    assert (sampled.name, sampled.shown().title.key) == ("hold_place", "step.regrade_place")
    sampled.scan("REGRADE-1")
    assert (sampled.heard, sampled.unit().place) == ("notice.held", "l-regrade")


def test_who_graded_it_first_is_refused_with_words(sampled: World) -> None:
    put_away(sampled).scan(sampled.label())
    assert (sampled.name, sampled.heard) == ("ready", "notice.second_look_other")


def test_another_operator_begins_anew_and_both_gradings_stay(sampled: World) -> None:
    second(put_away(sampled))
    assert (sampled.name, sampled.heard, sampled.shown().route) == ("checking", "notice.second_look", None)
    sampled.press("opened", "traces", "yes")
    assert [(f.body["round"], f.body["grade"], f.operator) for f in sampled.facts("unit.graded")] == [
        (1, "A", "7"),
        (2, "B", "8"),
    ]
    unit = sampled.unit()
    assert (sampled.name, unit.round, unit.grade, unit.revision) == ("labelling", 2, "B", 2)
    assert unit.route
    sampled.prints_out().scan(sampled.label(), "TOTE-1")
    assert (sampled.name, sampled.verified()) == ("ready", True)


@pytest.mark.parametrize(("wins", "stands"), [("second", "B"), ("first", "A"), ("worse", "B"), ("better", "A")])
def test_the_policy_says_which_grade_stands(bench: World, wins: str, stands: str) -> None:
    second(put_away(first(bench, wins)), "opened", "traces", "yes")
    assert (bench.unit().grade, bench.unit().round) == (stands, 2)
    assert bench.prints[-1].fields["grade"] == f"@grade.{stands}"
    assert bench.verified()


def test_a_flag_of_either_look_is_never_lost(bench: World) -> None:
    second(put_away(first(bench, "first")), "opened", "hygiene")
    assert (bench.unit().grade, bench.unit().route) == ("A", "destroy")


def test_a_second_look_that_is_taken_back_can_be_made_again(sampled: World) -> None:
    second(put_away(sampled), "opened", "traces", "yes").scan("CMD-UNDO")
    assert (sampled.name, sampled.unit().round, sampled.unit().grade) == ("checking", 1, "A")
    sampled.press("yes")
    assert (sampled.unit().round, sampled.verified()) == (2, True)


def test_a_label_that_is_voided_does_not_escape_the_second_look(sampled: World) -> None:
    sampled.prints_out().scan("CMD-UNDO").press("void")
    assert (sampled.name, sampled.unit().round, sampled.unit().hold) == ("checking", 0, None)
    sampled.press("yes")
    assert sampled.prints[-1].fields["route"] == "@label.second_look"
    assert sampled.verified()


def test_whoever_works_alone_goes_on_with_the_first_grade_once_nobody_else_came_in_time(sampled: World) -> None:
    put_away(sampled).scan(sampled.label())
    assert (sampled.name, sampled.heard) == ("ready", "notice.second_look_other")
    unit = sampled.every("unit")[0]
    sampled.days(2).give(HoldDue(unit.id, unit.hold.due))
    assert sampled.facts("hold.decided") == []
    sampled.scan(sampled.label())
    assert (sampled.name, sampled.unit().grade, sampled.unit().round) == ("labelling", "A", 1)
    assert sampled.facts("hold.decided")[0].body == {"decision": "go_on", "reason": "due"}
    assert sampled.unit().route
    assert sampled.verified()


def test_a_hold_on_the_way_to_the_second_look_tells_no_grade_and_does_not_escape_it(sampled: World) -> None:
    sampled.scan("CMD-HOLD").press("unclear")
    assert (sampled.prints[-1].fields["route"], sampled.prints[-1].fields["grade"]) == ("@label.hold", "")
    sampled.prints_out("NOT_PRINTED").press("not_printed")
    assert sampled.prints[-1].fields["grade"] == ""
    put_away(sampled, "HOLD-1").scan(sampled.label())
    assert is_blind(sampled.unit())
    sampled.press("go_on")
    assert (sampled.prints[-1].fields["route"], sampled.unit().route) == ("@label.second_look", "")
    sampled.prints_out().scan(sampled.label(), "REGRADE-1")
    second(sampled, "opened", "traces", "yes")
    assert (sampled.unit().round, sampled.unit().grade, sampled.verified()) == (2, "B", True)


@pytest.mark.parametrize("reason", ["unclear", "ask_merchant"])
def test_a_hold_amid_the_second_look_does_not_end_it(sampled: World, reason: str) -> None:
    second(put_away(sampled), "opened").scan("CMD-HOLD").press(reason).scan("HOLD-1", sampled.label())
    assert (sampled.offered(), is_blind(sampled.unit())) == (["go_on", "quarantine", "leave"], True)
    sampled.press("go_on").prints_out().scan(sampled.label(), "REGRADE-1", sampled.label())
    sampled.press("opened", "traces", "yes")
    assert (sampled.unit().round, bool(sampled.unit().route), sampled.verified()) == (2, True, True)


def test_both_parts_of_a_lot_that_is_split_at_its_second_look_are_looked_at(bench: World) -> None:
    bench.under(lambda policy: replace(policy, regrade=Regrade(1000)))
    bench.scan("RMA-30002").press("open").scan(goods.CANDLE.codes[0]).press("all", "yes")
    second(put_away(bench), "split").type("40").press("opened", "traces", "yes")
    bench.prints_out().scan(bench.label(), "REGRADE-1")
    assert (bench.name, bench.unit(0).quantity) == ("checking", 200)
    bench.press("yes")
    assert (bench.unit(0).round, bool(bench.unit(0).route), bench.name) == (2, True, "labelling")
    bench.prints_out().scan(bench.label(), "TOTE-1")
    assert (bench.name, bench.verified()) == ("ready", True)


def test_a_unit_that_went_on_without_a_second_look_is_told_whole(sampled: World) -> None:
    put_away(sampled).days(2).scan(sampled.label())
    assert (sampled.unit().round, bool(sampled.unit().route), is_blind(sampled.unit())) == (1, True, False)


def test_a_unit_that_is_looked_at_anew_gets_its_new_grade_whichever_grade_wins(bench: World) -> None:
    bench.under(
        lambda p: replace(p, regrade=Regrade(0, wins="first"), contracts=(Contract("NW", ask="donate", ask_days=5),))
    )
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes")
    put_away(bench, "HOLD-1").scan(bench.label()).press("restock").prints_out().scan("CMD-UNDO").press("void")
    bench.press("opened", "traces", "yes")
    assert (bench.unit().grade, bench.prints[-1].fields["grade"]) == ("B", "@grade.B")


def test_who_graded_it_first_does_not_get_to_the_second_look_by_taking_the_bench_over(sampled: World) -> None:
    second(put_away(sampled), "opened").scan("CMD-LOCK", goods.BADGE).press("yes")
    assert sampled.name == "checking"
    sampled.press("traces")
    assert (sampled.heard, len(sampled.facts("check.answered"))) == ("notice.second_look_other", 2)
    sampled.scan("CMD-LOCK", goods.BADGE_8).press("yes").press("traces", "yes")
    assert (sampled.unit().round, sampled.unit().graded_by, sampled.verified()) == (2, "8", True)
