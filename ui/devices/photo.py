"""A camera of this computer as evidence camera (extra `camera`): its picture after it has settled, made small and bare.

Qt's objects live in the window's thread; `take` waits in another one. Its light is on only while a picture is taken.
Responsible for the camera; where pictures are kept is nobody's matter here.
"""

import threading
import time
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from station.devices import pictures
from station.devices.ports import Camera, NoPicture, NotReady, Picture
from ui.devices.camera import NoCamera, device_of, multimedia

SETTLE = 12
"""Frames until exposure and focus have settled (measured nowhere; half a second at 25 a second)."""

GLANCE_S = 0.1


class DeviceCamera(QObject):
    """Implements devices.ports.Camera: looks for its camera with each picture, so that it may be plugged in later, or
    again. Made in the window's thread. Raises NoCamera without the extra."""

    _wanted = Signal(bool)

    def __init__(self, name: str = "", media: Any = None) -> None:
        super().__init__()
        self._media, self._name = media or multimedia(), name
        self._camera: Any = None
        self._sink, self._session = self._media.QVideoSink(), self._media.QMediaCaptureSession()
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._came)
        self._wanted.connect(self._switch, Qt.ConnectionType.QueuedConnection)
        self._news = threading.Condition()
        self._left, self._image, self._fault = 0, QImage(), ""

    def ready(self) -> None:
        """See Camera.ready."""
        try:
            device_of(self._media, self._name)
        except NoCamera as absent:
            raise NotReady("photo.no_camera") from absent

    def take(self, timeout: float, given_up: threading.Event) -> Picture:
        """See Camera.take."""
        with self._news:
            self._left, self._image, self._fault = SETTLE, QImage(), ""
        self._wanted.emit(True)
        try:
            return pictures.small(encoded(self._wait(time.monotonic() + timeout, given_up)))
        finally:
            self._wanted.emit(False)

    def close(self) -> None:
        """See Camera.close."""
        self._wanted.emit(False)

    def _wait(self, deadline: float, given_up: threading.Event) -> QImage:
        with self._news:
            while self._image.isNull():
                if self._fault:
                    raise NoPicture(self._fault)
                if given_up.is_set():
                    raise NoPicture("photo.given_up")
                if time.monotonic() >= deadline:
                    raise NoPicture("photo.none_came")
                self._news.wait(GLANCE_S)
            return self._image

    @Slot(bool)
    def _switch(self, on: bool) -> None:  # noqa: FBT001  the signal's only value
        if not on:
            if self._camera is not None:
                self._camera.stop()
            return
        try:
            self._camera = self._media.QCamera(device_of(self._media, self._name))
        except NoCamera:
            self._fail("photo.no_camera")
            return
        self._session.setCamera(self._camera)
        self._camera.start()

    def _fail(self, why: str) -> None:
        with self._news:
            self._fault = why
            self._news.notify_all()

    def _came(self, frame: Any) -> None:
        """In the window's thread: the last of SETTLE frames is the picture, or, where that is none, a later one."""
        with self._news:
            self._left -= 1
            if self._left <= 0 and self._image.isNull():
                self._image = frame.toImage()
                self._news.notify_all()


def encoded(image: QImage) -> bytes:
    """A picture as a PNG's bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes here, Qt takes both
    return bytes(buffer.data().data())


class MissingExtra:
    """Implements Camera where the settings name a camera and QtMultimedia is not installed: it says so."""

    def ready(self) -> None:
        """See Camera.ready."""
        raise NotReady("photo.no_extra")

    def take(self, timeout: float, given_up: threading.Event) -> Picture:
        """See Camera.take."""
        raise NoPicture("photo.no_extra")

    def close(self) -> None:
        """See Camera.close."""


def open_camera(setting: str) -> Camera | None:
    """The camera of `device` or `device:NAME`, whether it is plugged in or not; None for any other setting."""
    kind, _, name = setting.partition(":")
    if kind != "device":
        return None
    try:
        return DeviceCamera(name)
    except NoCamera:
        return MissingExtra()
