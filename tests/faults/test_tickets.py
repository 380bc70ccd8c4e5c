"""Labels that are no unit's, through the whole station: scanned, printed by the virtual printer, read back from the
pictures, killed in between; one that fails is told and keeps nobody from working."""

import os
import signal
from pathlib import Path

import pytest

from station.demo.reading import read_codes
from station.devices.virtual_press import Label
from station.domain.gs1.digits import checks_out
from station.lookup import Lookup
from tests.faults.lives import Lives
from tests.faults.place import Place
from tests.stories import goods

UPS, UNKNOWN, SNEAKER = "1Z12345E0205271688", "1Z999AA10123456784", "4006381333931"


@pytest.fixture(autouse=True)
def _wishes(place: Place) -> None:
    """A site with a company prefix that wants all labels there are."""
    path = place.home / "station.toml"
    wishes = '\n[labels]\nreceived = "all"\nroute = "totes"\n'
    path.write_text(f'gs1_prefix = "9521234"\ngs1_digits = "3"\n{path.read_text()}{wishes}')


def take(lives: Lives, place: Place, key: str) -> None:
    """A choice, by its code on the screen."""
    lives.wait(lambda: any(choice.key == key for choice in lives.shown.choices), f"the choice {key}")
    place.scan(next(choice.code for choice in lives.shown.choices if choice.key == key))


def choose(lives: Lives, place: Place, key: str, to: str) -> None:
    """And what it leads to."""
    before = lives.shown.question
    take(lives, place, key)
    lives.wait(lambda: lives.shown.question > before and lives.shown.step == to, f"{key} -> {to}")


def scan(lives: Lives, place: Place, code: str, to: str) -> None:
    place.scan(code)
    lives.wait(lambda: lives.shown.step == to, f"{code} -> {to}")


def printed(place: Place) -> list[set[str]]:
    """What the codes of each label say, oldest first."""
    return [set(read_codes(Path(label.path))) for label in place.printer.labels]


def stow(lives: Lives, place: Place, before: int = 0) -> None:
    """Signed in, one sneaker out of a parcel that comes straight to the bench into TOTE-1, which is opened by that.
    before: labels that are out already."""
    scan(lives, place, goods.BADGE, "ready")
    scan(lives, place, UPS, "opening")
    choose(lives, place, "open", "identify")
    scan(lives, place, SNEAKER, "checking")
    choose(lives, place, "yes", "labelling")
    lives.wait(lambda: bool(lives.shown.label and lives.shown.label.state == "PRINTED"), "the unit's label")
    scan(lives, place, place.codes()[-1], "stowing")
    scan(lives, place, "TOTE-1", "identify")
    lives.wait(lambda: len(place.printer.labels) == before + 3, "the parcel's, the unit's, the tote's route")


def ended(place: Place, kind: str) -> list[str]:
    """Verdicts of labels of this kind."""
    jobs = {fact.body["job"] for fact in place.told("print.asked") if fact.body["label"] == kind}
    return [fact.body["verdict"] for fact in place.told("print.ended") if fact.body["job"] in jobs]


def test_every_kind_of_label_comes_out_with_what_it_names(lives: Lives, place: Place) -> None:
    lives.start()
    scan(lives, place, goods.BADGE, "ready")
    scan(lives, place, "CMD-MODE-DOCK", "dock")
    place.scan(UNKNOWN)
    lives.wait(lambda: "notice.ticket_printed" in lives.told, "the parcel's label")
    scan(lives, place, "CMD-SIGN-OUT", "signed_out")
    stow(lives, place, before=1)
    choose(lives, place, "full", "identify")
    lives.wait(lambda: lives.told.count("notice.ticket_printed") == 4, "the tote's label")
    lives.stop()
    closed = place.told("container.closed")[0].body
    assert printed(place)[-1] == {f"(00){closed['sscc']}"}
    assert (checks_out(closed["sscc"]), closed["sscc"][0]) == (True, "3")
    assert {"TOTE-1"} in printed(place)
    kinds = ("received", "received", "unit", "route", "container")
    assert [ended(place, kind) for kind in kinds] == [["PRINTED"] * kinds.count(kind) for kind in kinds]
    assert {UPS} in printed(place), "a bench scan implies arrival"
    with Lookup(place.journal) as lookup:
        assert lookup.find(f"]C100{closed['sscc']}").hits[0].field == "sscc"
    place.assert_sound()


def test_a_dangerous_parcel_gets_its_hazard_label_and_after_a_kill_it_is_asked_for_again(
    lives: Lives, place: Place
) -> None:
    lives.start()
    scan(lives, place, goods.BADGE, "ready")
    scan(lives, place, UPS, "opening")
    lives.wait(lambda: len(place.printer.labels) == 1, "the parcel's label")
    scan(lives, place, "CMD-DANGER", "danger")
    place.printer.set_fault("silent_drop")
    choose(lives, place, "leak", "danger")
    lives.wait(lambda: "notice.ticket_failed" in lives.told, "no hazard label")
    lives.kill()
    place.printer.set_fault("ok")
    lives.start()
    take(lives, place, "not_printed")
    lives.wait(lambda: len(place.printer.labels) == 2, "the hazard label")
    lives.wait(lambda: ended(place, "hazard") == ["NOT_PRINTED", "PRINTED"], "its verdict")
    scan(lives, place, "SAFE-1", "ready")
    lives.stop()
    assert printed(place) == [{UPS}, set()], "no code on it leads anywhere"
    place.assert_sound()


@pytest.mark.parametrize("fault", ["silent_drop", "mute_after"])
def test_a_totes_label_that_fails_is_told_and_the_work_goes_on(lives: Lives, place: Place, fault: str) -> None:
    lives.start()
    stow(lives, place)
    place.printer.set_fault(fault)
    choose(lives, place, "full", "identify")
    heard = {"silent_drop": "notice.ticket_failed", "mute_after": "notice.ticket_unknown"}[fault]
    lives.wait(lambda: heard in lives.told, "its verdict")
    place.printer.set_fault("ok")
    choose(lives, place, "not_printed", "identify")
    lives.wait(lambda: ended(place, "container")[-1:] == ["PRINTED"], "the label again")
    choose(lives, place, "close", "closing")
    choose(lives, place, "close", "ready")
    lives.stop()
    asked = [fact.body for fact in place.told("print.asked") if fact.body["label"] == "container"]
    assert [(one["revision"], one.get("reason", "")) for one in asked] == [(2, ""), (3, "not_printed")]


def test_no_paper_keeps_only_the_printer_waiting(lives: Lives, place: Place) -> None:
    lives.start()
    stow(lives, place)
    place.printer.set_fault("paper_out")
    choose(lives, place, "full", "identify")
    choose(lives, place, "close", "closing")
    choose(lives, place, "close", "ready")
    lives.kill()
    place.printer.set_fault("ok")
    lives.start()
    lives.wait(lambda: ended(place, "container") == ["PRINTED"], "the label, after kill and paper")
    lives.stop()
    assert printed(place)[-1] == {f"(00){place.told('container.closed')[0].body['sscc']}"}
    place.assert_sound()


def test_killed_when_it_came_out(lives: Lives, place: Place) -> None:
    lives.start()
    stow(lives, place)

    def kill(_: Label) -> None:
        os.kill(lives.pid, signal.SIGKILL)
        place.on_label = lambda _: None

    place.on_label = kill
    take(lives, place, "full")
    lives.wait(lambda: lives.code is not None, "the kill")
    labels = len(place.printer.labels)
    lives.start()
    lives.wait(lambda: bool(ended(place, "container")), "a verdict by the odometer")
    assert ended(place, "container") == ["PRINTED"]
    lives.stop()
    assert len(place.printer.labels) == labels
    place.assert_sound()
