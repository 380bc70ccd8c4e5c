"""SIGKILL: between any two steps, at any moment, and within each effect. The station comes back on the very step; what
it told is there; no label comes out twice by itself; the service holds each fact once.

RETURNS_TEST_KILLS chooses how often it is killed (the default keeps the suite short)."""

import os
import random
import signal

import pytest
from typer.testing import CliRunner

from station import texts, unsettled
from station.cli import app
from station.devices.virtual_press import Label
from tests.faults.hands import BOXES, GTINS, WEIGHED, Box, Hands
from tests.faults.lives import Lives
from tests.faults.place import MORE, Place, tracking
from tests.faults.states import ONCE, arrived_all, begin_to_print, finished, label_state, same

KILLS = int(os.environ.get("RETURNS_TEST_KILLS", "12"))


@pytest.mark.timeout(60 + 10 * KILLS)
def test_between_any_two_steps(lives: Lives, hands: Hands, place: Place) -> None:
    place.scale.put(1200)
    hands.boxes = (*BOXES, WEIGHED)
    lives.start()
    kills, steps = 0, 0
    chance = random.Random(4711)
    while not hands.done:
        hands.step()
        steps += 1
        if KILLS < 50 and chance.random() > KILLS / 50:
            continue
        before, head = same(lives.shown), lives.head
        lives.kill()
        lives.start()
        kills += 1
        assert lives.first is not None
        assert same(lives.first) == before, f"after step {steps}"
        assert lives.head >= head
    assert kills >= min(KILLS, 8) // 2
    arrived_all(place, lives)
    place.assert_sound(ONCE)
    assert len(place.told("parcel.closed")) == len(hands.boxes)
    assert len(place.told("unit.stowed")) == sum(box.units for box in hands.boxes)
    assert len(place.codes()) == len(place.told("unit.stowed"))


@pytest.mark.timeout(60 + 15 * KILLS)
def test_at_any_moment(lives: Lives, hands: Hands, place: Place) -> None:
    more = range(min(MORE, KILLS // 6))
    hands.boxes = (*BOXES, *(Box(tracking(n), 2) for n in more))
    lives.start()
    chance = random.Random(815)
    for _ in range(KILLS):
        for _ in range(chance.randrange(4)):
            hands.step()
        if hands.done:
            break
        hands.settle()
        hands.move()
        lives.listen_for(chance.choice((0.0, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16)))
        screen, head = lives.shown, lives.head
        lives.kill()
        lives.start()
        assert lives.first is not None
        assert lives.head >= head
        assert lives.first.question >= screen.question
        if (lives.first.question, lives.head) == (screen.question, head):
            assert same(lives.first) == same(screen)
    hands.work()
    arrived_all(place, lives)
    place.assert_sound(ONCE)
    assert len(place.told("unit.stowed")) == sum(box.units for box in hands.boxes)


# ------------------------------------------------------------ within the effects


def test_while_the_scale_is_asked(lives: Lives, hands: Hands, place: Place) -> None:
    place.scale.put(1200, "silent")
    hands.boxes = (WEIGHED,)
    lives.start()
    while lives.shown.step != "identify":
        hands.step()
    place.scan(GTINS["Table lamp, brass"])
    lives.wait(lambda: lives.shown.step == "capture", "the scale")
    lives.kill()
    place.scale.put(1200)
    lives.start()
    lives.wait(lambda: lives.shown.step == "checking", "the weight, asked for again by itself")
    assert [fact.body["grams"] for fact in place.told("unit.measured")] == [1200]


def test_while_it_draws(at_the_last_answer: Hands, lives: Lives, place: Place) -> None:
    at_the_last_answer.move()
    lives.wait(lambda: label_state(lives) == "asked", "an order for a label")
    lives.kill()
    assert place.told("print.begun") == []
    lives.start()
    assert label_state(lives) == "asked" or place.codes()
    finished(at_the_last_answer, place, labels=1)
    assert len(place.told("print.asked")) == len(place.told("unit.stowed"))


def test_asked_and_the_printer_would_not(at_the_last_answer: Hands, lives: Lives, place: Place) -> None:
    place.printer.set_fault("paper_out")
    at_the_last_answer.move()
    lives.wait(lambda: "notice.device_down" in lives.told, "news of the printer")
    for _ in range(2):
        lives.kill()
        lives.start()
        assert (label_state(lives), place.codes()) == ("asked", [])
    place.printer.set_fault("ok")
    finished(at_the_last_answer, place, labels=1)


def test_begun_and_not_one_byte_sent(at_the_last_answer: Hands, lives: Lives, place: Place) -> None:
    place.printer.set_fault("late_reply")  # the driver asks once more before the first byte: there is time for the kill
    begin_to_print(at_the_last_answer)
    lives.kill()
    place.printer.set_fault("ok")
    assert place.codes() == []
    lives.start()
    lives.wait(lambda: label_state(lives) not in ("asked", "begun"), "a verdict by the odometer")
    assert label_state(lives) == "NOT_PRINTED"
    assert place.codes() == [], "nothing is printed by itself"
    finished(at_the_last_answer, place, labels=1)
    assert place.told("label.voided") or place.told("print.asked")[1].body["reason"] == "not_printed"


def test_while_bytes_flow(at_the_last_answer: Hands, lives: Lives, place: Place) -> None:
    place.printer.set_fault("slow")
    at_the_last_answer.move()

    def flowing() -> bool:
        return bool(place.printer._partial or place.codes())

    lives.wait(lambda: flowing() or label_state(lives) == "NOT_SENT", "bytes at the printer")
    while not flowing():  # on a busy machine a slow printer may have been too slow to be asked
        at_the_last_answer.step()
        lives.wait(lambda: flowing() or label_state(lives) == "NOT_SENT", "bytes at the printer")
    lives.kill()
    lives.start()
    lives.wait(lambda: label_state(lives) not in ("asked", "begun"), "a verdict by the odometer")
    place.printer.set_fault("ok")
    came_out = len(place.codes())
    assert label_state(lives) in (("PRINTED", "UNKNOWN") if came_out else ("NOT_PRINTED", "UNKNOWN"))
    finished(at_the_last_answer, place, labels=1)


def test_the_label_is_out_and_its_verdict_not_written(at_the_last_answer: Hands, lives: Lives, place: Place) -> None:
    def kill(_: Label) -> None:
        os.kill(lives.pid, signal.SIGKILL)
        place.on_label = lambda _: None

    place.on_label = kill
    at_the_last_answer.move()
    lives.wait(lambda: lives.code is not None, "the kill")
    assert place.told("print.ended") == []
    lives.start()
    lives.wait(lambda: label_state(lives) not in ("asked", "begun"), "a verdict by the odometer")
    assert (label_state(lives), len(place.codes())) == ("PRINTED", 1)
    finished(at_the_last_answer, place, labels=1)


def test_a_trial_never_moves_the_count_that_a_begun_label_waits_for(
    at_the_last_answer: Hands, lives: Lives, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.printer.set_fault("late_reply")
    begin_to_print(at_the_last_answer)
    lives.kill()
    place.printer.set_fault("ok")
    assert texts.say("en", unsettled.BEGUN) in trial_print(place, monkeypatch)
    assert place.codes() == []
    lives.start()
    lives.wait(lambda: label_state(lives) not in ("asked", "begun"), "a verdict by the odometer")
    assert (label_state(lives), place.codes()) == ("NOT_PRINTED", [])
    assert texts.say("en", unsettled.OPEN) in trial_print(place, monkeypatch), "the station is open"
    lives.stop()
    assert unsettled.why_not(place.home, "printer", f"127.0.0.1:{place.printer.port}") == ""


def trial_print(place: Place, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the doctor says who is asked to print a test label, and has to refuse it."""
    monkeypatch.setenv("RETURNS_STATION_HOME", str(place.home))
    told = CliRunner().invoke(app, ["doctor", "--test", "print", "--lang", "en"])
    assert told.exit_code == 1
    return told.output
