"""Printer faults as the operator meets them: what clears by itself, what is told, and that only she reprints."""

import pytest

from tests.faults.hands import Hands
from tests.faults.lives import Lives
from tests.faults.place import Place
from tests.faults.states import finished, label_state

VERDICTS = ("PRINTED", "NOT_PRINTED", "PARTIAL", "UNKNOWN", "NOT_SENT")


@pytest.mark.parametrize("fault", ["paper_out", "head_open", "noreply"])
def test_what_clears_by_itself_needs_nobody(at_the_last_answer: Hands, lives: Lives, place: Place, fault: str) -> None:
    place.printer.set_fault(fault)
    at_the_last_answer.move()
    lives.wait(lambda: "notice.device_down" in lives.told, "news of the printer")
    assert (label_state(lives), place.codes()) == ("asked", [])
    place.printer.set_fault("ok")
    lives.wait(lambda: label_state(lives) == "PRINTED", "the label")
    assert "notice.device_up" in lives.told
    finished(at_the_last_answer, place, labels=1)


@pytest.mark.parametrize(
    ("fault", "verdict", "heard", "labels"),
    [
        ("silent_drop", "NOT_PRINTED", "notice.print_failed", 1),
        ("rst_mid:1000", "NOT_PRINTED", "notice.print_failed", 1),
        ("mute_after", "UNKNOWN", "notice.print_unknown", 1),
        ("rst_after", "PRINTED", "notice.printed", 1),
    ],
)
def test_a_verdict_is_told_and_nothing_is_printed_again_by_itself(
    at_the_last_answer: Hands, lives: Lives, place: Place, fault: str, verdict: str, heard: str, labels: int
) -> None:
    place.printer.set_fault(fault)
    at_the_last_answer.move()
    lives.wait(lambda: label_state(lives) in VERDICTS, "a verdict")
    place.printer.set_fault("ok")
    lives.wait(lambda: heard in lives.told, "its notice")
    assert (label_state(lives), len(place.told("print.asked"))) == (verdict, 1)
    finished(at_the_last_answer, place, labels)
    first = place.told("print.asked")[1]
    assert (first.body.get("reason") == "not_printed") == (verdict == "NOT_PRINTED")


def test_a_printer_that_falls_silent_before_the_first_byte_got_nothing(
    at_the_last_answer: Hands, lives: Lives, place: Place
) -> None:
    place.printer.set_fault("late_reply")
    at_the_last_answer.move()
    lives.wait(lambda: label_state(lives) == "begun", "a print that begins")
    place.printer.set_fault("stall")
    lives.wait(lambda: label_state(lives) in VERDICTS, "a verdict")
    place.printer.set_fault("ok")
    lives.wait(lambda: "notice.print_not_sent" in lives.told, "its notice")
    assert (label_state(lives), place.codes()) == ("NOT_SENT", [])
    finished(at_the_last_answer, place, labels=1)
