"""DANGER: a unit, a whole parcel, at any step; the hazard label, the safe place, and what becomes of it later."""

import pytest

from tests.stories import goods
from tests.stories.world import World

UPS = "1Z12345E0205271688"


@pytest.mark.parametrize("steps", [(), ("opened",), ("yes",)], ids=["inspecting", "half_inspected", "labelling"])
def test_a_dangerous_unit_gets_a_hazard_label_and_goes_to_the_safe_place(bench: World, steps: tuple[str, ...]) -> None:
    bench.scan(UPS).press("open").scan("4006381333931").press(*steps).scan("CMD-DANGER")
    assert (bench.name, bench.shown().tone) == ("danger", "stop")
    assert bench.offered() == ["battery", "leak", "sharps", "pests"]
    bench.press("fire")
    assert bench.heard == "notice.does_not_fit"
    bench.press("battery")
    hint = bench.shown().hint
    assert (hint and hint.key, bench.facts("print.asked")[-1].body["reason"]) == ("danger.battery.hint", "danger")
    bench.scan("HOLD-1")
    assert bench.heard == "notice.does_not_fit"
    bench.scan("SAFE-1")
    assert (bench.name, bench.heard) == ("identify", "notice.safe")
    unit = bench.unit()
    assert (unit.danger, unit.place, unit.hold and unit.hold.reason) == ("battery", "l-safe", "danger")
    bench.press("close", "close")
    assert bench.verified()


def test_the_label_that_was_ordered_before_the_danger_is_withdrawn(bench: World) -> None:
    bench.scan(UPS).press("open").scan("4006381333931").press("yes").scan("CMD-DANGER").press("leak")
    assert bench.record("job", bench.prints[0].job).state == "withdrawn"


@pytest.mark.parametrize("command", ["full", "undo"])
def test_danger_is_of_the_unit_in_hand_at_side_steps_too(bench: World, command: str) -> None:
    bench.scan(UPS).press("open").scan("4006381333931").press("yes").prints_out().scan(bench.label()).press(command)
    assert bench.name in {"full_tote", "voiding"}
    bench.scan("CMD-DANGER").press("battery").scan("SAFE-1")
    assert (bench.unit().danger, bench.record("parcel", bench.unit().parcel).danger) == ("battery", "")


def test_a_unit_that_was_for_stock_before_the_danger_does_not_go_there_after_it(bench: World) -> None:
    bench.scan(UPS).press("open").scan("4006381333931").press("yes").scan("CMD-DANGER").press("battery")
    bench.prints_out().scan("SAFE-1").press("close", "close")
    bench.scan(bench.label())
    assert bench.name == "resuming"
    bench.press("go_on")
    unit = bench.record("unit", bench.prints[-1].unit)
    assert (unit.route, unit.reasons) == ("quarantine", ("danger",))
    bench.finish_unit("TOTE-7")
    assert (bench.name, bench.verified()) == ("ready", True)


def test_a_dangerous_parcel_is_put_away_unopened(bench: World) -> None:
    bench.scan(UPS).scan("CMD-DANGER").press("leak")
    assert bench.prints == []
    bench.scan("SAFE-1")
    assert (bench.name, bench.heard) == ("ready", "notice.safe")
    parcel = bench.record("parcel", bench.behind(UPS, "parcel"))
    assert (parcel.danger, parcel.location, parcel.hold.reason) == ("leak", "l-safe", "danger")
    bench.scan(UPS)
    assert bench.name == "resuming"
    bench.press("go_on")
    assert bench.name == "identify"


def test_danger_cannot_be_taken_back_by_undo(bench: World) -> None:
    bench.scan(UPS).press("open").scan("4006381333931").scan("CMD-DANGER").scan("CMD-UNDO")
    assert bench.name == "checking"
    bench.scan("CMD-DANGER").press("sharps").scan("CMD-UNDO")
    assert (bench.name, bench.heard) == ("danger", "notice.cannot_undo")


def test_danger_and_hold_want_a_parcel(bench: World) -> None:
    bench.scan("CMD-DANGER")
    assert (bench.name, bench.heard) == ("ready", "notice.no_parcel_open")
    bench.scan("CMD-HOLD")
    assert (bench.name, bench.heard) == ("ready", "notice.nothing_to_hold")


def test_what_is_dangerous_is_never_sent_back_on_sale_by_hand(bench: World) -> None:
    bench.scan("9102000000099").press("hh", "open").scan(goods.BANK.codes[0]).press("yes").press("other_route")
    assert set(bench.offered()) == {"return_to_vendor", "recycle", "destroy"}
