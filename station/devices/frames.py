"""Codes in a camera's picture, by zxing-cpp: the scanner of last resort. Pure: no camera and no clock of its own.

Responsible for reading one frame and for telling a code that is held before the camera once; not for where frames come
from (`ui/devices/camera.py`).
"""

import msgspec

from station.devices.ports import RawScan

AWAY_S = 1.0
"""A code that has not been seen for so long may be told again: it was taken away and shown anew."""


class Frame(msgspec.Struct, frozen=True):
    """A grey picture: one byte a pixel, rows from the top, none padded."""

    width: int
    height: int
    pixels: bytes


def read_frame(frame: Frame) -> tuple[bytes, ...]:
    """Every code that can be read, with its AIM identifier before it (`]C0…`), from left to right."""
    import zxingcpp

    picture = memoryview(frame.pixels).cast("B", (frame.height, frame.width))
    found = [one for one in zxingcpp.read_barcodes(picture) if one.bytes]
    found.sort(key=lambda one: (one.position.top_left.x, one.position.top_left.y))
    return tuple(one.symbology_identifier.encode("ascii") + bytes(one.bytes) for one in found)


class Sight:
    """What the camera sees, frame by frame -> scans: a code once, however long it is held there.

    Two codes in one frame are no scan: which one was meant cannot be known.
    """

    def __init__(self, device: str, away: float = AWAY_S) -> None:
        self._device, self._away = device, away
        self._seen: dict[bytes, float] = {}

    def look(self, codes: tuple[bytes, ...], at: float) -> RawScan | None:
        """The scan that this frame of the moment `at` (seconds) brings."""
        known = {code for code, last in self._seen.items() if at - last < self._away}
        self._seen = {code: last for code, last in self._seen.items() if code in known} | dict.fromkeys(codes, at)
        if len(codes) != 1 or codes[0] in known:
            return None
        return RawScan(self._device, codes[0])
