"""What every Scale keeps, whatever it speaks and whatever its line: over TCP and over a pty as a serial port."""

import threading
import time
from collections.abc import Iterator
from typing import get_args

import pytest

from station.devices.ports import Reading
from station.devices.virtual_scale import ScaleMood
from tests.contracts.scales import ANSWER, EVERYWHERE, PATIENT_S, ScalePair

UNREADABLE = Reading(None, "error", "scale.unreadable")


@pytest.fixture(params=EVERYWHERE, ids="-".join)
def pair(request: pytest.FixtureRequest) -> Iterator[ScalePair]:
    both = ScalePair(*request.param, answer=PATIENT_S)
    yield both
    both.close()


@pytest.mark.parametrize("grams", [0, 1, 523, 30_000, 80_995])
def test_a_stable_weight_in_whole_grams(pair: ScalePair, grams: int) -> None:
    pair.virtual.put(grams)
    assert pair.scale.weigh(PATIENT_S) == Reading(grams, "stable")


ANSWERS: dict[ScaleMood, Reading] = {
    "stable": Reading(510, "stable"),
    "motion": Reading(510, "motion", "scale.motion"),
    "overload": Reading(None, "overload", "scale.overload"),
    "under_zero": Reading(None, "under_zero", "scale.under_zero"),
    "busy": Reading(None, "error", "scale.busy"),
    "unknown_unit": Reading(None, "error", "scale.unknown_unit"),
    "faulty": UNREADABLE,
    "noise": UNREADABLE,
    "silent": Reading(None, "error", "scale.silent"),
}
OTHERWISE: dict[tuple[str, ScaleMood], Reading] = {
    ("toledo", "motion"): Reading(None, "motion", "scale.motion"),
    ("toledo", "busy"): Reading(None, "error", "scale.not_zeroed"),
    ("toledo", "unknown_unit"): UNREADABLE,
    ("nci", "busy"): UNREADABLE,
    ("nci", "faulty"): Reading(None, "error", "scale.fault"),
    ("cas", "busy"): UNREADABLE,
}
"""Not every protocol has a word for everything."""
BRISK: dict[ScaleMood, float] = {"silent": ANSWER, "noise": 1.0}
"""Where no answer comes, or none that is ever whole: how long is waited for it."""


@pytest.mark.parametrize("mood", ANSWERS)
def test_each_mood_is_told_and_no_fault_weighs_anything(pair: ScalePair, mood: ScaleMood) -> None:
    pair.virtual.put(510, mood)
    if mood in BRISK:
        pair.scale = pair.driver(BRISK[mood])
    assert pair.scale.weigh(0.05) == OTHERWISE.get((pair.protocol, mood), ANSWERS[mood])


def test_a_stable_weight_that_the_next_answer_denies_is_motion(pair: ScalePair) -> None:
    pair.virtual.put(510, "jumping")
    reading = pair.scale.weigh(0.3)
    assert reading.state == "motion"


def test_every_mood_stands_in_a_test() -> None:
    assert {*ANSWERS, "jumping"} == set(get_args(ScaleMood))


def test_a_weight_that_comes_to_rest_is_waited_for(pair: ScalePair) -> None:
    pair.virtual.put(700, "motion")
    rest = threading.Timer(0.05, pair.virtual.put, (750,))
    rest.start()
    assert pair.scale.weigh(PATIENT_S) == Reading(750, "stable")
    rest.join()


def test_a_scale_that_found_its_voice_is_heard_again(pair: ScalePair) -> None:
    pair.virtual.put(100, "silent")
    pair.scale = pair.driver(ANSWER)
    assert pair.scale.weigh(0.05).detail == "scale.silent"
    pair.virtual.put(200)
    assert pair.scale.weigh(PATIENT_S) == Reading(200, "stable")


def test_closing_ends_a_running_weighing(pair: ScalePair) -> None:
    pair.virtual.put(5, "motion")
    assert pair.scale.weigh(0.05).state == "motion"
    closing = threading.Timer(0.05, pair.scale.close)
    closing.start()
    began = time.monotonic()
    assert pair.scale.weigh(50.0).state in {"motion", "error"}  # error: closed before it was asked
    assert time.monotonic() - began < 25
    closing.join()
    pair.scale.close()


def test_an_absent_scale_is_offline_and_comes_back(pair: ScalePair) -> None:
    pair.virtual.put(42)
    assert pair.scale.weigh(PATIENT_S) == Reading(42, "stable")
    pair.unplug()
    assert pair.scale.weigh(0.05) == Reading(None, "error", "scale.offline")
    pair.plug_in()
    assert pair.scale.weigh(PATIENT_S) == Reading(42, "stable")


@pytest.mark.parametrize("unit", ["g", "kg", "lb", "oz"])
@pytest.mark.parametrize("protocol", ["sics", "toledo", "nci", "cas"])
def test_every_unit_comes_out_in_grams_as_exactly_as_it_is_shown(protocol: str, unit: str) -> None:
    pair = ScalePair(protocol, "tcp", unit)
    pair.virtual.put(1234)
    # 1234 g are 2.7205 lb and 43.528 oz: the scale shows 2.721 lb = 1234.22 g and 43.53 oz = 1234.05 g
    assert pair.scale.weigh(PATIENT_S) == Reading(1234, "stable")
    pair.close()
