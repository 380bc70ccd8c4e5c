"""A simulated camera for demo, training and tests: draws a picture of a parcel, or of what it is told to.

It ships. It goes the way of the real ones: its picture is a large image with metadata, made small before it is given.
"""

import io
import threading
from itertools import count
from pathlib import Path
from typing import Literal

from station.devices import pictures
from station.devices.ports import NoPicture, NotReady, Picture

CameraMood = Literal["ready", "silent", "unplugged", "garbage"]
SIZE = (2400, 1800)
OWNER = "Operator 7, 52.5200 N 13.4050 E"
"""What a phone writes into its pictures."""


class VirtualCamera:
    """Implements Camera; `set_mood` decides how it goes from now on."""

    def __init__(self, mood: CameraMood = "ready") -> None:
        self._mood: CameraMood = mood
        self._shots = count(1)

    def set_mood(self, mood: CameraMood) -> None:
        """ready; silent: no picture comes; unplugged; garbage: half an image comes."""
        self._mood = mood

    def ready(self) -> None:
        """See Camera.ready."""
        if self._mood == "unplugged":
            raise NotReady("photo.no_camera")

    def take(self, timeout: float, given_up: threading.Event) -> Picture:
        """See Camera.take."""
        if self._mood == "unplugged":
            raise NoPicture("photo.no_camera")
        if self._mood == "silent":
            raise NoPicture("photo.given_up" if given_up.wait(timeout) else "photo.none_came")
        shot = draw(next(self._shots))
        return pictures.small(shot[: len(shot) // 2] if self._mood == "garbage" else shot)

    def close(self) -> None:
        """See Camera.close."""


class TetheredCamera:
    """The far end of a watched folder: shoots into it as real ones do."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shots = count(1)

    def shoot(self, data: bytes = b"") -> Path:
        """A whole picture under its own name at once."""
        path = self._next()
        path.write_bytes(data or draw(1))
        return path

    def begin(self) -> tuple[Path, bytes]:
        """Half a picture; the rest is still to be written to that file."""
        path, shot = self._next(), draw(2)
        path.write_bytes(shot[: len(shot) // 2])
        return path, shot[len(shot) // 2 :]

    def _next(self) -> Path:
        return self._folder / f"IMG_{next(self._shots):04}.JPG"


def draw(number: int) -> bytes:
    """A JPEG with an owner and a place in its metadata: a brown parcel on a bench, its label and its number."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, (196, 202, 208))
    pen = ImageDraw.Draw(image)
    pen.rectangle((420, 380, 1980, 1500), fill=(176, 132, 86), outline=(120, 86, 52), width=14)
    pen.rectangle((1130, 380, 1270, 1500), fill=(200, 164, 118))
    pen.rectangle((560, 900, 1060, 1340), fill=(250, 250, 246))
    for bar in range(24):
        left = 600 + bar * 17
        pen.rectangle((left, 940, left + 3 + (number * 31 + bar * bar * 7) % 11, 1180), fill=(20, 20, 20))
    pen.text((600, 1210), f"PHOTO {number:04}", fill=(20, 20, 20), font_size=64)
    tags = Image.Exif()
    tags[0x013B], tags[0x0132] = OWNER, "2026:11:22 10:00:00"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92, exif=tags, comment=OWNER.encode())
    return out.getvalue()
