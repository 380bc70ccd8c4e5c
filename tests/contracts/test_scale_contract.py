"""What every Scale keeps, whatever its line: over TCP with the simulated scale, over a pty as a serial port."""

import threading
import time
from collections.abc import Iterator
from typing import get_args

import pytest

from station.devices.framing import Lines
from station.devices.link import open_serial, open_tcp
from station.devices.ports import Reading, Scale
from station.devices.scales import SicsScale
from station.devices.simulated import ScaleMood, VirtualScale
from tests.contracts.lines import KINDS, PtyPeer

Pair = tuple[Scale, VirtualScale]


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    virtual = VirtualScale()
    if request.param == "tcp":
        virtual.start()
        scale = SicsScale(lambda: open_tcp("127.0.0.1", virtual.port), answer=0.2, poll=0.01)
        yield scale, virtual
        scale.close()
        virtual.stop()
    else:
        lines = Lines()
        peer = PtyPeer(lambda data: b"".join(virtual.reply_to(command) for command in lines.feed(data)))
        scale = SicsScale(lambda: open_serial(peer.path), answer=0.2, poll=0.01)
        yield scale, virtual
        scale.close()
        peer.unplug()


@pytest.mark.parametrize("grams", [0, 1, 523, 1000, 30_000, 80_995])
def test_a_stable_weight_in_whole_grams(pair: Pair, grams: int) -> None:
    scale, virtual = pair
    virtual.put(grams)
    assert scale.weigh(2.0) == Reading(grams, "stable")


ANSWERS: list[tuple[ScaleMood, Reading]] = [
    ("stable", Reading(510, "stable")),
    ("motion", Reading(510, "motion", "scale.motion")),
    ("overload", Reading(None, "overload", "scale.overload")),
    ("under_zero", Reading(None, "under_zero", "scale.under_zero")),
    ("busy", Reading(None, "error", "scale.busy")),
    ("garbage", Reading(None, "error", "scale.unknown_unit")),
    ("silent", Reading(None, "error", "scale.silent")),
]


@pytest.mark.parametrize(("mood", "reading"), ANSWERS)
def test_each_mood_is_told_and_no_fault_weighs_anything(pair: Pair, mood: ScaleMood, reading: Reading) -> None:
    scale, virtual = pair
    virtual.put(510, mood)
    assert scale.weigh(0.05) == reading


def test_every_mood_stands_in_the_table() -> None:
    assert {mood for mood, _ in ANSWERS} == set(get_args(ScaleMood))


def test_a_weight_that_comes_to_rest_is_waited_for(pair: Pair) -> None:
    scale, virtual = pair
    virtual.put(700, "motion")
    rest = threading.Timer(0.05, virtual.put, (750,))
    rest.start()
    assert scale.weigh(3.0) == Reading(750, "stable")
    rest.join()


def test_a_scale_that_found_its_voice_is_heard_again(pair: Pair) -> None:
    scale, virtual = pair
    virtual.put(100, "silent")
    assert scale.weigh(0.05).detail == "scale.silent"
    virtual.put(200)
    assert scale.weigh(1.0) == Reading(200, "stable")


def test_closing_ends_a_running_weighing(pair: Pair) -> None:
    scale, virtual = pair
    virtual.put(5, "motion")
    closing = threading.Timer(0.05, scale.close)
    closing.start()
    began = time.monotonic()
    assert scale.weigh(20.0).state == "motion"
    assert time.monotonic() - began < 5
    closing.join()
    scale.close()


def test_an_absent_scale_is_offline_and_comes_back() -> None:
    virtual = VirtualScale()
    virtual.start()
    scale = SicsScale(lambda: open_tcp("127.0.0.1", virtual.port), answer=0.2, poll=0.01)
    virtual.put(42)
    assert scale.weigh(1.0) == Reading(42, "stable")
    virtual.stop()
    assert scale.weigh(0.05) == Reading(None, "error", "scale.offline")
    virtual.start()
    assert scale.weigh(1.0) == Reading(42, "stable")
    virtual.unplug()
    assert scale.weigh(0.05) in (Reading(None, "error", "scale.offline"), Reading(42, "stable"))
    assert scale.weigh(1.0) == Reading(42, "stable")
    scale.close()
    virtual.stop()
