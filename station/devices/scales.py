"""Scales: the MT-SICS words as pure functions, and a driver that asks them over a line.

A reading is accepted only if it is a plain decimal in a unit we know; everything else is an error with a reason, never
0 g. Not responsible for tare, products or what a weight should be.
"""

import re
import threading
import time
from decimal import ROUND_HALF_EVEN, Decimal

from station.devices.framing import Lines
from station.devices.link import Link, Opener
from station.devices.ports import LinkLost, Reading, ScaleState

GRAMS = {
    "mg": Decimal("0.001"),
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
"""Grams in one of each unit, exactly."""

_WEIGHT = re.compile(r"S\s+([SD])\s+(-?\d{1,9}(?:\.\d{1,9})?)\s+(\S+)")
_WORDS: dict[str, tuple[ScaleState, str]] = {
    "S +": ("overload", "scale.overload"),
    "S -": ("under_zero", "scale.under_zero"),
    "S I": ("error", "scale.busy"),
}


def to_grams(number: Decimal, unit: str) -> int | None:
    """Whole grams, half to even, or None for a unit that we do not know."""
    factor = GRAMS.get(unit)
    return None if factor is None else int((number * factor).quantize(Decimal(1), ROUND_HALF_EVEN))


def parse_sics(line: bytes) -> Reading:
    """One MT-SICS answer without its CR LF -> Reading. Source: MT-SICS level 0, commands S and SI."""
    text = line.decode("ascii", "replace").strip()
    if match := _WEIGHT.fullmatch(text):
        return _weight(match[1], Decimal(match[2]), match[3])
    state, detail = _WORDS.get(" ".join(text.split()), ("error", "scale.unreadable"))
    return Reading(None, state, detail)


def _weight(stability: str, number: Decimal, unit: str) -> Reading:
    grams = to_grams(number, unit)
    if grams is None:
        return Reading(None, "error", "scale.unknown_unit")
    if number < 0:
        return Reading(None, "under_zero", "scale.under_zero")
    return Reading(grams, "stable") if stability == "S" else Reading(grams, "motion", "scale.motion")


class SicsScale:
    """Implements Scale. Opens its line when first asked and again after a loss; may be called from any thread.

    It asks for the weight of this moment (`SI`) again and again instead of once for a stable one (`S`): an answer that
    comes late could otherwise be taken for the next parcel's. For the same reason a silent scale has its line closed.
    """

    def __init__(self, opener: Opener, *, answer: float = 1.0, poll: float = 0.05) -> None:
        self._open = opener
        self._answer, self._poll = answer, poll
        self._link: Link | None = None
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def weigh(self, timeout: float) -> Reading:
        """See Scale.weigh."""
        with self._lock:
            try:
                return self._until_stable(time.monotonic() + timeout)
            except LinkLost:
                self._hang_up()
                return Reading(None, "error", "scale.offline")

    def close(self) -> None:
        """See Scale.close; a running `weigh` ends within one poll."""
        self._closed.set()
        with self._lock:
            self._hang_up()

    def _until_stable(self, deadline: float) -> Reading:
        while True:
            reading = self._ask()
            late = time.monotonic() + self._poll >= deadline
            if reading.state == "stable" or reading.detail == "scale.silent" or late or self._closed.wait(self._poll):
                return reading

    def _ask(self) -> Reading:
        link = self._link = self._link or self._open()
        _drain(link)
        link.write(b"SI\r\n")
        lines, deadline = Lines(), time.monotonic() + self._answer
        while (left := deadline - time.monotonic()) > 0:
            if answers := lines.feed(link.read(left)):
                return parse_sics(answers[-1])
        self._hang_up()
        return Reading(None, "error", "scale.silent")

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


def _drain(link: Link) -> None:
    while link.read(0):
        pass
