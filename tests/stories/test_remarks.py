"""Neutral words beside the instruction: what a description suggests, and for whom something waits."""

import pytest
from msgspec.structs import replace

from station.domain.policy import Approval
from tests.stories.world import World

TWO = "RMA-20419"


def said(bench: World) -> tuple[str, object, object]:
    remark = bench.shown().remark
    return (remark.key, remark.args.get("reason"), remark.args.get("route")) if remark else ("", None, None)


def test_words_suggest_a_reason_and_a_way_and_nothing_is_done_by_it(bench: World) -> None:
    bench.scan(TWO).press("open", "no_code")
    assert said(bench)[0] == ""
    bench.type("soaked and mouldy, no box")
    assert said(bench) == ("step.describe.suggests", "@suggest.wet", "@route.destroy")
    assert bench.facts("unit.found") == []
    bench.press("none")
    assert bench.unit().route == ""
    assert bench.verified()


@pytest.mark.parametrize("note", ["blue thing", "x"])
def test_nothing_is_suggested_where_the_words_say_nothing(bench: World, note: str) -> None:
    bench.scan(TWO).press("open", "no_code").type(note)
    assert said(bench)[0] == ""


def test_a_held_unit_says_who_decides_by_when_and_what_else(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931").press("yes").scan("CMD-HOLD")
    bench.press("ask_merchant")
    remark = bench.shown().remark
    assert remark is not None
    assert (remark.args["reason"], remark.args["decider"]) == ("@hold.ask_merchant", "@decider.merchant")
    assert str(remark.args["due"]).endswith("Z")


def test_who_must_agree_sees_what_is_asked_for(bench: World) -> None:
    bench.under(lambda policy: replace(policy, approval=Approval(5000)))
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931").press("yes", "other_route", "donate")
    bench.press("damage_seen")
    assert said(bench) == ("card.override", "@choice.damage_seen", "@route.donate")


def test_a_locked_bench_shows_no_remark(bench: World) -> None:
    bench.scan(TWO).press("open", "no_code").type("soaked and mouldy").scan("CMD-LOCK")
    assert bench.shown().remark is None


def test_look_up_changes_nothing_at_any_step(bench: World) -> None:
    before = bench.scan(TWO).press("open").machine.bench
    bench.scan("CMD-LOOK-UP")
    assert bench.heard == "notice.look_up"
    assert (bench.machine.bench.step, bench.machine.bench.question) == (before.step, before.question)
