"""Trying a device out: one scan, one label that is scanned back, one weighing, one picture. Each tells what came of it
in words (a key and what it names), and never claims more than was seen. Not for finding devices, nor for the day's
work."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from station import texts
from station.devices.ports import Camera, LinkLost, NoPicture, NotReady, Scale, Scanner
from station.domain.bench.effects import Print
from station.printing import Device, RefusedLabel

SCAN_S, READ_BACK_S, WEIGH_S, PHOTO_S = 30.0, 60.0, 5.0, 30.0
LAYOUT = "unit-57x32"


class Tried(Struct, frozen=True):
    """good: it works; key and given: what to say of it. A key within given begins with @."""

    good: bool
    key: str
    given: dict[str, str] = {}


def words(tried: Tried, lang: str) -> str:
    """What came of it, for people."""
    given = {
        name: texts.say(lang, value[1:]) if value.startswith("@") else value for name, value in tried.given.items()
    }
    return texts.say(lang, tried.key, **given)


Scans = Callable[[float], str | None]
"""The next scan within that many seconds, from whichever scanner there is. Raises LinkLost."""


def scan(scans: Scans, seconds: float = SCAN_S) -> Tried:
    """Any code, shown as it came."""
    try:
        text = scans(seconds)
    except LinkLost:
        return Tried(False, "trial.scanner_lost")
    return Tried(True, "trial.scanned", {"code": shown(text)}) if text else Tried(False, "trial.no_scan")


def shown(text: str) -> str:
    """Control characters as pictures: an operator sees separators that were sent, and those that are missing."""
    return "".join(chr(0x2400 + ord(char)) if ord(char) < 0x20 else char for char in text)


def weigh(scale: Scale, seconds: float = WEIGH_S) -> Tried:
    """What lies on it now."""
    reading = scale.weigh(seconds)
    if reading.state == "stable" and reading.grams is not None:
        return Tried(True, "trial.weighed", {"grams": str(reading.grams)})
    return Tried(False, "trial.no_weight", {"why": f"@{reading.detail or 'scale.motion'}"})


def photo(camera: Camera, given_up: threading.Event, seconds: float = PHOTO_S) -> tuple[Tried, bytes]:
    """A picture, and its bytes for whoever shows it; it is kept nowhere. Empty where none came."""
    try:
        picture = camera.take(seconds, given_up)
    except NoPicture as missed:
        return Tried(False, "trial.no_photo", {"why": f"@{missed.reason}"}), b""
    return Tried(True, "trial.photo", {"kb": str(len(picture.data) // 1000 or 1)}), picture.data


def sample(code: str, lang: str, layout: str = LAYOUT) -> Print:
    """A label that cannot be taken for a unit's: its code begins with TEST."""
    fields = {
        "route": "TEST",
        "position": code[-4:],
        "product": "0123456789 ABC äöü 退货 ñ",
        "lpn": code,
        "revision": "0",
    }
    return Print(code, "", 0, layout, lang, code, code, fields)


def print_out(device: Device, code: str, lang: str, site: Path | None = None) -> Tried:
    """One label that can be scanned back, and what the printer proves of it. site: the folder with the site's own
    layouts."""
    layout = next((one for one in device.layouts or (LAYOUT,) if _bears_code(one, site)), "")
    if not layout:
        return Tried(False, "trial.no_code", {"labels": ", ".join(device.layouts)})
    try:
        data, _ = device.draw(sample(code, lang, layout))
        before = device.printer.ready()
    except RefusedLabel as refused:
        return not_printed(refused.reason)
    except NotReady as refusal:
        return not_printed(refusal.reason)
    outcome = device.printer.print(data, 1, before)
    told = {"why": f"@{outcome.evidence}" if outcome.evidence.startswith("printer.") else outcome.evidence}
    if outcome.verdict == "PRINTED":
        return Tried(True, "trial.printed", {"code": code})
    return Tried(False, "trial.unknown" if outcome.verdict == "UNKNOWN" else "trial.not_printed", told)


def _bears_code(layout: str, site: Path | None) -> bool:
    """Also where it cannot be loaded: drawing it tells what is wrong."""
    from station.labels.layout import Code128, Datamatrix, LayoutFault, load

    try:
        return any(isinstance(one, Code128 | Datamatrix) for one in load(layout, site).elements)
    except LayoutFault:
        return True


def not_printed(reason: str) -> Tried:
    """Not one byte was sent; reason: a key."""
    return Tried(False, "trial.not_printed", {"why": f"@{reason}"})


def read_back(scans: Scans, code: str, seconds: float = READ_BACK_S) -> Tried:
    """The label that came out, scanned: the final proof, of printer and scanner alike. Other codes are passed over;
    what a scanner adds, and small letters, are no other code."""
    deadline, other = time.monotonic() + seconds, ""
    try:
        while (left := deadline - time.monotonic()) > 0:
            text = scans(left)
            if text and code in text.upper():
                return Tried(True, "trial.read_back", {"code": code})
            other = text or other
    except LinkLost:
        return Tried(False, "trial.scanner_lost")
    return Tried(False, "trial.read_other" if other else "trial.not_read", {"code": code, "other": shown(other)})


class Ear:
    """Scans of a line scanner, or of a running station, one after the other: `put` from any thread."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._scans: list[str] = []
        self._over = False

    def put(self, text: str) -> None:
        with self._news:
            self._scans.append(text)
            self._news.notify()

    def clear(self) -> None:
        """What was scanned before is no answer."""
        with self._news:
            self._scans.clear()

    def stop(self) -> None:
        """Nobody waits any longer."""
        with self._news:
            self._over = True
            self._news.notify()

    def __call__(self, seconds: float) -> str | None:
        """The next one. Raises LinkLost once it is over."""
        with self._news:
            self._news.wait_for(lambda: self._scans or self._over, seconds)
            if self._over:
                raise LinkLost("no more scans")
            return self._scans.pop(0) if self._scans else None


def scans_of(scanner: Scanner) -> Scans:
    """A scanner on a line of its own."""

    def scans(seconds: float) -> str | None:
        found = scanner.read(seconds)
        return found.data.decode("utf-8", "replace") if found else None

    return scans
