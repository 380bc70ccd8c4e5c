# ruff: noqa: N802  the names of QtMultimedia are not ours
"""The camera of this computer takes the picture when asked, and tells why there is none; QtMultimedia is played."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from station.devices.ports import NoPicture, NotReady, Picture
from ui.devices.camera import NoCamera
from ui.devices.photo import SETTLE, DeviceCamera, open_camera


class Frames:
    """A signal of pictures."""

    def __init__(self) -> None:
        self.told: Callable[[object], object] = lambda _: None

    def connect(self, told: Callable[[object], object]) -> None:
        self.told = told


class Sink:
    def __init__(self) -> None:
        self.videoFrameChanged = Frames()


class Frame:
    def toImage(self) -> QImage:
        image = QImage(2000, 1500, QImage.Format.Format_RGB32)
        image.fill(0xFF8844)
        return image


class Torn(Frame):
    """One that the driver could not deliver, or not in a form that Qt knows."""

    def toImage(self) -> QImage:
        return QImage()


class Media:
    """As much of QtMultimedia as a camera needs; as soon as the camera is on, it gives its frames."""

    def __init__(self, cameras: int = 1, frames: int = SETTLE) -> None:
        self.cameras, self.frames, self.known = cameras, frames, b"built-in"
        self.on: list[bool] = []
        self.torn: tuple[int, ...] = ()
        self.sink = Sink()
        self.QMediaDevices = self

    def videoInputs(self) -> list["Media"]:
        return [self] * self.cameras

    def defaultVideoInput(self) -> "Media":
        return self

    def id(self) -> bytes:
        return self.known

    def description(self) -> str:
        return "Built-in camera"

    def QCamera(self, _device: object) -> "Media":
        return self

    def QVideoSink(self) -> Sink:
        return self.sink

    def QMediaCaptureSession(self) -> "Media":
        return self

    def setCamera(self, _camera: object) -> None: ...

    def setVideoSink(self, _sink: object) -> None: ...

    def start(self) -> None:
        self.on.append(True)
        for n in range(self.frames):
            self.sink.videoFrameChanged.told(Torn() if n in self.torn else Frame())

    def stop(self) -> None:
        self.on.append(False)


def taken(qtbot: QtBot, camera: DeviceCamera, timeout: float = 10.0, given_up: Event | None = None) -> object:
    """On a thread, as the station does it."""
    came: list[object] = []

    def run() -> None:
        try:
            came.append(camera.take(timeout, given_up or Event()))
        except NoPicture as missed:
            came.append(missed.reason)

    thread = Thread(target=run)
    thread.start()
    qtbot.waitUntil(lambda: bool(came), timeout=10_000)
    thread.join()
    return came[0]


def test_the_picture_is_taken_when_the_camera_has_settled_and_its_light_goes_out(qtbot: QtBot) -> None:
    media = Media()
    camera = DeviceCamera(media=media)
    camera.ready()
    assert isinstance(taken(qtbot, camera), Picture)
    qtbot.waitUntil(lambda: media.on == [True, False])


def test_a_frame_that_is_none_costs_no_picture(qtbot: QtBot) -> None:
    media = Media(frames=SETTLE + 1)
    media.torn = (SETTLE - 1,)
    assert isinstance(taken(qtbot, DeviceCamera(media=media), 1.0), Picture)


def test_no_frame_in_time_and_giving_up(qtbot: QtBot) -> None:
    camera = DeviceCamera(media=Media(frames=SETTLE - 1))
    assert taken(qtbot, camera, 0.2) == "photo.none_came"
    over = Event()
    over.set()
    assert taken(qtbot, camera, 10.0, over) == "photo.given_up"


def test_a_camera_that_is_not_plugged_in_is_said_and_may_come_later(qtbot: QtBot) -> None:
    media = Media(cameras=0)
    camera = DeviceCamera("usb-Maker_Camera_7-video-index0", media)
    with pytest.raises(NotReady, match=r"photo\.no_camera"):
        camera.ready()
    assert taken(qtbot, camera) == "photo.no_camera"
    media.cameras, media.known = 1, b"usb-Maker_Camera_7-video-index0"
    camera.ready()
    assert isinstance(taken(qtbot, camera), Picture)
    media.known = b"usb-Other_Camera_8-video-index0"
    assert taken(qtbot, camera) == "photo.no_camera", "another camera under its number is not taken for it"


def test_the_settings_open_a_camera_or_say_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_camera("folder:/pictures") is None
    assert open_camera("") is None
    monkeypatch.setattr("ui.devices.photo.multimedia", no_extra)
    camera = open_camera("device")
    assert camera is not None
    with pytest.raises(NotReady, match=r"photo\.no_extra"):
        camera.ready()
    with pytest.raises(NoPicture, match=r"photo\.no_extra"):
        camera.take(1.0, Event())
    camera.close()


def no_extra() -> object:
    raise NoCamera("the extra `camera` is not installed")
