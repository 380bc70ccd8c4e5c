"""DANGER: a unit, a whole parcel, at any step; the hazard label, the safe place, and what becomes of it later."""

from pathlib import Path

import pytest

from station import texts
from station.domain.bench.effects import Print
from station.domain.bench.inputs import HoldDue
from station.domain.stationery import Labels
from station.labels import make
from station.labels.layout import load
from station.labels.values import Label, LabelValues
from station.printing import worded
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
    assert [(one.of, one.label, one.layout) for one in bench.prints] == [("parcel", "hazard", "hazard")]
    bench.scan("SAFE-1")
    assert (bench.name, bench.heard) == ("ready", "notice.safe")
    parcel = bench.record("parcel", bench.behind(UPS, "parcel"))
    assert (parcel.danger, parcel.location, parcel.hold.reason) == ("leak", "l-safe", "danger")
    bench.scan(UPS)
    assert bench.name == "resuming"
    bench.press("go_on")
    assert bench.name == "identify"


def drawn(job: Print) -> Label:
    """The label as it is printed, checked."""
    said = worded(job)
    values = LabelValues(layout=job.layout, lang=job.lang, fields=said.fields, code_1d=job.code_1d, code_2d=job.code_2d)
    return make.make(values, load(job.layout), 203)


@pytest.mark.parametrize("kind", ["battery", "leak", "sharps", "pests"])
def test_its_hazard_label_says_which_danger_and_which_parcel(bench: World, kind: str) -> None:
    bench.scan(UPS).scan("CMD-DANGER").press(kind)
    (label,) = bench.prints
    said = worded(label).fields
    assert (said["hazard"], said["lpn"]) == (texts.say("en", f"danger.{kind}"), UPS)
    assert drawn(label).codes == ()
    assert bench.prints_out(job=label.job).heard == "notice.ticket_printed"
    assert (bench.name, bench.offered()) == ("danger", []), "nothing waits for it"
    assert bench.scan("SAFE-1").verified()


@pytest.mark.parametrize("verdict", ["PARTIAL", "NOT_PRINTED", "NOT_SENT", "UNKNOWN"])
def test_a_hazard_label_that_failed_is_asked_for_again(bench: World, verdict: str) -> None:
    bench.scan(UPS).scan("CMD-DANGER").press("pests").press("not_printed")
    assert (bench.heard, len(bench.prints)) == ("notice.does_not_fit", 1), "it may still come out"
    bench.prints_out(verdict, bench.prints[0].job)
    assert (bench.name, bench.offered()) == ("danger", ["not_printed", "unreadable"])
    bench.press("not_printed")
    again = bench.prints[1]
    assert (again.label, again.revision, again.fields["hazard"]) == ("hazard", 2, "@danger.pests")
    assert (bench.name, bench.offered()) == ("danger", [])
    assert bench.prints_out(job=again.job).scan("SAFE-1").verified()


def test_a_label_that_failed_before_the_danger_is_not_asked_for_there(tmp_path: Path) -> None:
    bench = World(tmp_path, labels=Labels("all")).stock().scan(goods.BADGE, UPS)
    bench.prints_out("NOT_PRINTED", bench.prints[0].job).scan("CMD-DANGER")
    assert bench.offered() == ["battery", "leak", "sharps", "pests"]
    bench.press("leak")
    assert ([one.label for one in bench.prints], bench.offered()) == (["received", "hazard"], [])
    bench.last_life().close()


def test_whoever_meets_the_parcel_again_gets_its_hazard_label_again(bench: World) -> None:
    bench.scan(UPS).scan("CMD-DANGER").press("leak").prints_out(job=bench.prints[0].job).scan("SAFE-1", UPS)
    assert (bench.name, bench.offered()) == ("resuming", ["go_on", "leave", "not_printed", "unreadable"])
    bench.press("unreadable")
    assert (bench.name, bench.prints[1].label, bench.offered()) == ("resuming", "hazard", ["go_on", "leave"])
    bench.prints_out(job=bench.prints[1].job).press("leave", "mode_dock").scan(UPS)
    choices = bench.shown().choices
    assert {choice.hint.key for choice in choices if choice.hint} == {"ticket.hazard"}
    bench.press("unreadable")
    assert [(one.label, one.fields["hazard"]) for one in bench.prints[2:]] == [("hazard", "@danger.leak")]
    assert (bench.name, bench.verified()) == ("dock", True)


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


def test_what_time_decided_about_a_dangerous_unit_is_fetched_from_the_safe_place(bench: World) -> None:
    bench.scan(UPS).press("open").scan("4006381333931").scan("CMD-DANGER").press("battery").prints_out()
    bench.scan("SAFE-1").press("close", "close").days(2)
    (unit,) = bench.every("unit")
    bench.give(HoldDue(unit.id, unit.hold.due))
    assert bench.heard == "notice.default_fetch"
    bench.scan(bench.label())
    assert (bench.name, bench.unit().route, bench.unit().danger) == ("labelling", "quarantine", "battery")
    bench.finish_unit("TOTE-7")
    assert (bench.name, bench.verified()) == ("ready", True)


@pytest.mark.parametrize("thing", [(), ("4006381333931",)], ids=["parcel", "unit"])
def test_hold_does_not_lead_past_the_safe_place(bench: World, thing: tuple[str, ...]) -> None:
    bench.scan(UPS).press("open").scan(*thing, "CMD-DANGER").press("leak").scan("CMD-HOLD")
    assert (bench.name, bench.heard) == ("danger", "notice.does_not_fit")
    bench.scan("SAFE-1")
    assert bench.heard == "notice.safe"


def test_hold_instead_of_a_danger_is_of_the_unit_in_hand(bench: World) -> None:
    bench.scan(UPS).press("open").scan("4006381333931").scan("CMD-DANGER", "CMD-HOLD").press("unclear")
    assert (bench.unit().hold is None, bench.record("parcel", bench.unit().parcel).hold) == (False, None)
