"""The scales' half of the fault matrix: what goes wrong, and what is said of it."""

import threading
from collections.abc import Callable
from itertools import product

import msgspec

from station.devices.link import Link, open_serial
from station.devices.parity import SevenBits
from station.devices.ports import Reading
from station.devices.scale_words import PROTOCOLS
from station.devices.scales import LineScale
from station.devices.virtual_scale import ScaleMood
from tests.contracts.fault_lines import Bent, Dripping, Late, Once, cut_off, hurt_digit
from tests.contracts.scales import ANSWER, EVERYWHERE, POLL, ScalePair

COLUMNS = ["-".join(one) for one in EVERYWHERE]
Key = tuple[str, str]
"""Fault, column."""

ON_IT, LATER = 510, 760
"""Grams on the platform during the fault, and at the next weighing."""


class Run(msgspec.Struct, frozen=True):
    """What was said during the fault and of the next weighing."""

    said: Reading
    after: Reading

    @property
    def true(self) -> bool:
        """A stable weight is the true one; any other state has claimed nothing."""
        return _true(self.said, ON_IT) and _true(self.after, LATER)

    @property
    def right(self) -> bool:
        """It is true, and it weighs again."""
        return self.true and self.after.state == "stable"

    @property
    def cell(self) -> str:
        return f"{_words(self.said)}; {_words(self.after)}"


def _true(reading: Reading, grams: int) -> bool:
    return reading.grams == grams if reading.state == "stable" else reading.state == "motion" or reading.grams is None


def _words(reading: Reading) -> str:
    return reading.state if reading.state != "error" else reading.detail.removeprefix("scale.")


def through(pair: ScalePair, ill: Callable[[Link], Link], seconds: float = 2.0) -> Reading:
    """One weighing over an ill line; the next one has a sound one."""
    scale = LineScale(lambda: ill(pair.open()), PROTOCOLS[pair.protocol], answer=ANSWER, poll=POLL)
    try:
        return scale.weigh(seconds)
    finally:
        scale.close()


def plain(pair: ScalePair) -> Reading:
    return pair.scale.weigh(2.0)


def mood(word: ScaleMood) -> Callable[[ScalePair], Reading]:
    """The scale is like that."""

    def scene(pair: ScalePair) -> Reading:
        pair.virtual.put(ON_IT, word)
        return pair.scale.weigh(0.1)

    return scene


def refused(pair: ScalePair) -> Reading:
    pair.unplug()
    try:
        return pair.scale.weigh(0.1)
    finally:
        pair.plug_in()


def unplugged(pair: ScalePair) -> Reading:
    """Pulled out while it is being weighed."""
    pair.virtual.put(ON_IT, "motion")
    pulling = threading.Timer(0.1, pair.unplug)
    pulling.start()
    try:
        return pair.scale.weigh(5.0)
    finally:
        pulling.join()
        pair.plug_in()


def power_cycled(pair: ScalePair) -> Reading:
    """Off and on between two weighings; it had been open."""
    pair.scale.weigh(2.0)
    pair.plug_in()
    first = pair.scale.weigh(0.1)
    return first if first.state == "error" else pair.scale.weigh(2.0)


def late(pair: ScalePair) -> Reading:
    """The answer to another parcel's weighing comes to the question about this one."""
    delayed = Late()
    pair.virtual.put(LATER)
    scale = LineScale(lambda: delayed.line(pair.open()), PROTOCOLS[pair.protocol], answer=ANSWER, poll=POLL)
    try:
        if scale.weigh(0.05).state == "stable":
            raise AssertionError("it was not late")
        pair.virtual.put(ON_IT)
        return scale.weigh(2.0)
    finally:
        scale.close()


def hurt_once(pair: ScalePair) -> Reading:
    """The first answer tells another weight; the next ones the true one."""
    once = Once(hurt_digit)
    return through(pair, lambda link: Bent(link, once))


def wrong_baud(pair: ScalePair) -> Reading:
    peer = pair.peer
    if peer is None:
        raise AssertionError("a pty is needed")

    def other(link: Link) -> Link:
        link.close()
        return open_serial(peer.path, baud=2400)

    return through(pair, other, 0.1)


def wrong_parity(pair: ScalePair) -> Reading:
    """Seven bits where there are eight, or eight where there are seven."""
    peer = pair.peer
    if peer is None:
        raise AssertionError("a pty is needed")

    def other(link: Link) -> Link:
        link.close()
        port = open_serial(peer.path)
        return port if pair.seven else SevenBits(port)

    return through(pair, other, 0.1)


Scene = Callable[[ScalePair], Reading]
FAULTS: dict[str, Scene] = {
    "none": plain,
    "refused": refused,
    "silent": mood("silent"),
    "slow": lambda pair: through(pair, lambda link: Dripping(link, 0.004)),
    "split bytes": lambda pair: through(pair, Dripping),
    "garbage": mood("noise"),
    "a digit hurt once": hurt_once,
    "reset in mid-answer": lambda pair: through(pair, lambda link: Bent(link, cut_off)),
    "unplugged while weighing": unplugged,
    "power-cycle": power_cycled,
    "late reply": late,
    "wrong baud": wrong_baud,
    "wrong parity": wrong_parity,
    "never at rest": mood("motion"),
    "another weight each time": mood("jumping"),
    "overload": mood("overload"),
    "under zero": mood("under_zero"),
    "unit unknown": mood("unknown_unit"),
    "reports a fault": mood("faulty"),
}
SERIAL_ONLY = {"wrong baud", "wrong parity"}
NOT_OF_STREAMS = {"slow", "late reply"}
"""A scale that talks by itself is asked nothing, so nothing comes late; a slow line talks slower."""


def cells() -> list[Key]:
    """Every cell that this machine can run."""
    return [(fault, "-".join(one)) for fault, one in product(FAULTS, EVERYWHERE) if _possible(fault, *one)]


def _possible(fault: str, protocol: str, line: str) -> bool:
    if fault in NOT_OF_STREAMS and not PROTOCOLS[protocol].ask:
        return False
    return line == "pty" or fault not in SERIAL_ONLY


def run(fault: str, column: str) -> Run:
    """One cell."""
    protocol, line = column.split("-")
    pair = ScalePair(protocol, line)
    try:
        pair.virtual.put(ON_IT)
        said = FAULTS[fault](pair)
        pair.virtual.put(LATER)
        return Run(said, pair.scale.weigh(3.0))
    finally:
        pair.close()
