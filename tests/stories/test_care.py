"""Care before the label: asked one task at a time, done with its certificate, failed into a second decision."""

import pytest
from msgspec.structs import replace

from station.domain.policy import CareRule
from tests.stories import goods
from tests.stories.world import World

UPS, SNEAKER, PHONE = "1Z12345E0205271688", "4006381333931", "4006381333962"


def cared(bench: World, *rules: CareRule) -> World:
    """The bench under a policy that wants such care."""
    return bench.under(lambda policy: replace(policy, care=rules))


def shoe(bench: World) -> World:
    return bench.scan(UPS).press("open").scan(SNEAKER).press("yes")


def test_tasks_are_asked_one_at_a_time_before_the_label(bench: World) -> None:
    shoe(cared(bench, CareRule("rebag"), CareRule("personal_items")))
    assert (bench.name, bench.shown().title.key, bench.prints) == ("caring", "care.rebag", [])
    assert bench.unit().route == "restock"
    bench.press("done")
    assert (bench.shown().title.key, bench.prints) == ("care.personal_items", [])
    bench.press("done")
    assert (bench.name, len(bench.prints)) == ("labelling", 1)
    assert bench.unit().care == (("rebag", "done"), ("personal_items", "done"))
    told = [(f.kind, f.body["task"]) for k in ("care.requested", "care.done") for f in bench.facts(k)]
    assert told == [("care.requested", "rebag"), ("care.requested", "personal_items"),
                    ("care.done", "rebag"), ("care.done", "personal_items")]  # fmt: skip
    assert bench.verified()


def test_what_fails_leads_to_a_second_decision(bench: World) -> None:
    shoe(cared(bench, CareRule("clean", routes=("restock",)))).press("failed")
    unit = bench.unit()
    assert (bench.name, "care_failed.clean" in unit.flags) == ("labelling", True)
    assert unit.route not in ("restock", "")
    assert len(bench.facts("unit.routed")) == 2
    assert bench.verified()


def test_where_the_rules_know_no_other_way_a_supervisor_decides(bench: World) -> None:
    everywhere = CareRule("wipe")
    shoe(cared(bench, everywhere)).press("failed")
    held = bench.unit().hold
    assert held is not None
    assert (bench.name, held.reason, held.decider) == ("labelling", "care_failed", "supervisor")
    assert bench.prints[-1].fields["route"] == "@label.hold"


def test_a_wipe_is_done_only_with_its_certificate(bench: World) -> None:
    shoe(cared(bench, CareRule("wipe", certificate=True))).press("done")
    assert (bench.name, bench.shown().title.key, bench.shown().entry) == ("caring", "step.care_certificate", "text")
    bench.scan(goods.BADGE_8)
    assert bench.heard == "notice.does_not_fit"
    bench.type("CERT-4711")
    (done,) = bench.facts("care.done")
    assert (done.body["result"], bench.name) == ("done", "labelling")
    assert "4711" not in str(done)
    assert len(done.body["certificate"]) == 64


@pytest.mark.parametrize("code", ["4006381333931", "]E04006381333894", "TOTE-1", "]d20104006381333931", "RMA-20418"])
def test_a_code_that_means_something_else_is_no_certificate(bench: World, code: str) -> None:
    shoe(cared(bench, CareRule("wipe", certificate=True))).press("done").wait(1).scan(code)
    assert (bench.name, bench.facts("care.done")) == ("caring", [])
    assert bench.notice.text.args == {"expected": "@expect.certificate"}
    bench.scan("]d22534006381000000CERT7")
    assert len(bench.facts("care.done")) == 1


def test_a_question_that_is_care_asks_for_the_certificate_too(bench: World) -> None:
    cared(bench, CareRule("wipe", certificate=True)).scan("9102000000001").press("open")
    bench.scan(PHONE, goods.SHIPPED_SERIAL).press("opened", "yes", "data")
    assert [f.body["task"] for f in bench.facts("care.requested")] == ["wipe"]
    bench.press("done")
    assert (bench.name, bench.offered()) == ("caring", [])
    bench.type("CERT-1")
    assert (bench.name, bench.unit().care) == ("labelling", (("wipe", "done"),))


def test_a_held_unit_is_cared_for_when_it_is_resumed(bench: World) -> None:
    shoe(cared(bench, CareRule("rebag"))).scan("CMD-HOLD").press("unclear").prints_out()
    bench.scan(bench.label(), "HOLD-1").press("close", "close").scan(bench.label()).press("go_on")
    assert bench.name == "caring"
    bench.press("done").prints_out().scan(bench.label(), "TOTE-1")
    assert (bench.name, bench.verified()) == ("ready", True)


@pytest.mark.parametrize("end", ["done", "failed"])
def test_undo_takes_care_back(bench: World, end: str) -> None:
    shoe(cared(bench, CareRule("clean", routes=("restock",)))).press(end).scan("CMD-UNDO")
    assert (bench.name, bench.unit().care, bench.unit().route) == ("caring", (), "restock")
    bench.scan("CMD-UNDO")
    assert (bench.name, bench.unit().route, bench.verified()) == ("checking", "", True)


def test_what_holds_data_that_could_not_be_wiped_is_offered_to_nobody(bench: World) -> None:
    bench.scan("9102000000001").press("open").scan(PHONE, goods.SHIPPED_SERIAL).press("opened", "yes", "data", "failed")
    assert (bench.name, bench.unit().route) == ("labelling", "quarantine")
    bench.press("other_route")
    assert set(bench.offered()) == {"destroy", "ship_back"}
    bench.press("recycle")
    assert (bench.heard, bench.unit().route) == ("notice.does_not_fit", "quarantine")


def test_whoever_decides_about_failed_care_cannot_send_it_the_barred_way(bench: World) -> None:
    shoe(cared(bench, CareRule("wipe"))).press("failed").prints_out().scan(bench.label(), "HOLD-1")
    bench.press("close", "close").scan(bench.label())
    assert (bench.name, bench.offered()) == ("resuming", ["quarantine", "leave"])
    bench.press("quarantine")
    assert (bench.name, bench.unit().route, bench.verified()) == ("labelling", "quarantine", True)
