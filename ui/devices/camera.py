"""A camera of this computer as a scanner: frames of QtMultimedia (extra `camera`) to a thread that reads codes.

Responsible for opening the camera, for handing on only the newest frame, and for its thread; reading is `frames.py`'s.
QtMultimedia is looked for when a camera is opened: without the extra there is none, and nothing else misses it.
"""

import time
from collections.abc import Callable
from importlib import import_module
from threading import Condition, Thread
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from station.devices.cameras import identity
from station.devices.frames import Frame, Sight, read_frame

WIDEST = 1280
"""Pixels: a larger picture reads no better and takes longer."""


class NoCamera(Exception):
    """There is none, or the extra `camera` is not installed."""


def grey(image: QImage) -> Frame:
    """A picture as the reader wants it: grey, at most WIDEST wide, its rows without padding."""
    small = image if image.width() <= WIDEST else image.scaledToWidth(WIDEST)
    plain = small.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, step = plain.width(), plain.height(), plain.bytesPerLine()
    raw = bytes(plain.constBits())
    rows = raw if step == width else b"".join(raw[row * step : row * step + width] for row in range(height))
    return Frame(width, height, rows[: width * height])


class Reader:
    """A thread that reads the newest picture; those that come while it reads are left out but for the last."""

    def __init__(self, scanned: Callable[[bytes], object], device: str = "camera") -> None:
        self._scanned, self._sight = scanned, Sight(device)
        self._new = Condition()
        self._frame: Frame | None = None
        self._ended = False
        self._thread = Thread(target=self._run, name="camera-codes")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def show(self, frame: Frame) -> None:
        """The newest picture; any thread."""
        with self._new:
            self._frame = frame
            self._new.notify()

    def stop(self) -> None:
        """End and wait for it."""
        with self._new:
            self._ended = True
            self._new.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while (frame := self._next()) is not None:
            scan = self._sight.look(read_frame(frame), time.monotonic())
            if scan:
                self._scanned(scan.data)

    def _next(self) -> Frame | None:
        with self._new:
            self._new.wait_for(lambda: self._frame is not None or self._ended)
            frame, self._frame = self._frame, None
            return None if self._ended else frame


class CameraScanner(QObject):
    """The camera of that name (empty: the default one). `scanned` takes bytes with an AIM identifier, on the reader's
    thread. Raises NoCamera."""

    def __init__(self, scanned: Callable[[bytes], object], name: str = "") -> None:
        super().__init__()
        media = multimedia()
        self._camera = media.QCamera(device_of(media, name))
        self._sink, self._session = media.QVideoSink(), media.QMediaCaptureSession()
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._reader = Reader(scanned)
        self._sink.videoFrameChanged.connect(self._came)

    def start(self) -> None:
        """Look from now on."""
        self._reader.start()
        self._camera.start()

    def stop(self) -> None:
        """Look no more; the camera's light goes out."""
        self._camera.stop()
        self._reader.stop()

    def _came(self, frame: Any) -> None:
        image = frame.toImage()
        if not image.isNull():
            self._reader.show(grey(image))


def watch(name: str, scanned: Callable[[bytes], object], absent: Callable[[], object]) -> CameraScanner | None:
    """The camera that the settings name (`any`: the usual one), looking; None for an empty name, or where `absent` was
    called because there is none."""
    if not name:
        return None
    try:
        camera = CameraScanner(scanned, "" if name == "any" else name)
    except NoCamera:
        absent()
        return None
    camera.start()
    return camera


def multimedia() -> Any:
    """QtMultimedia. Raises NoCamera."""
    try:
        return import_module("PySide6.QtMultimedia")
    except ImportError as absent:
        raise NoCamera("the extra `camera` is not installed") from absent


def device_of(media: Any, name: str) -> Any:
    """The camera of this identity, else the one whose description holds the name; empty: the usual one. Raises
    NoCamera."""
    devices = media.QMediaDevices.videoInputs()
    exact = [one for one in devices if name and _identity(one) == name]
    fitting = exact or [one for one in devices if not name or name in one.description()]
    if not fitting:
        raise NoCamera(f"no camera {name}".rstrip())
    default = media.QMediaDevices.defaultVideoInput()
    return default if not name and default in fitting else fitting[0]


def _identity(device: Any) -> str:
    return identity(bytes(device.id()).decode("utf-8", "replace"), device.description())
