"""Codes in pictures, and a camera that is not there, there, and looked at for long."""

import queue
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from station.devices.frames import Sight, read_frame
from station.devices.ports import RawScan
from ui.devices.camera import WIDEST, CameraScanner, NoCamera, Reader, grey, watch

LONG = 5.0


def picture(*codes: str, width: int = 803, kind: Any = None) -> QImage:
    """A table with these codes on it, side by side."""
    image = QImage(width, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    for place, code in enumerate(codes):
        made: Any = zxingcpp.create_barcode(code, kind or zxingcpp.BarcodeFormat.DataMatrix).to_image(scale=6)
        rows = memoryview(made)
        high, wide = rows.shape or (0, 0)
        stamp = QImage(bytes(rows), wide, high, wide, QImage.Format.Format_Grayscale8)
        painter.drawImage(30 + 360 * place, 40, stamp.copy())
    painter.end()
    return image


def test_a_code_is_read_with_its_kind() -> None:
    assert read_frame(grey(picture("LPN0123456789X-1"))) == (b"]d1LPN0123456789X-1",)
    assert read_frame(grey(picture())) == ()
    assert read_frame(grey(picture("A1", kind=zxingcpp.BarcodeFormat.QRCode))) == (b"]Q1A1",)


def test_two_codes_are_told_from_left_to_right() -> None:
    assert read_frame(grey(picture("LEFT", "RIGHT"))) == (b"]d1LEFT", b"]d1RIGHT")


def test_a_turned_and_a_large_picture_are_read() -> None:
    turned = picture("TURNED").transformed(_quarter())
    assert read_frame(grey(turned)) == (b"]d1TURNED",)
    large = picture("LARGE").scaledToWidth(3000, Qt.TransformationMode.FastTransformation)
    assert grey(large).width == WIDEST
    assert read_frame(grey(large)) == (b"]d1LARGE",)


def _quarter() -> Any:
    from PySide6.QtGui import QTransform

    return QTransform().rotate(90)


def test_rows_are_not_padded() -> None:
    frame = grey(picture(width=801))
    assert (frame.width, frame.height, len(frame.pixels)) == (801, 300, 801 * 300)


def test_a_code_held_there_is_one_scan_and_two_codes_are_none() -> None:
    sight = Sight("camera", away=1.0)
    told = [sight.look((b"A",), at / 10) for at in range(20)]
    assert told == [RawScan("camera", b"A")] + [None] * 19
    assert sight.look((), 2.5) is None
    assert sight.look((b"A",), 2.8) is None  # it was only covered for a moment
    assert sight.look((b"A",), 4.0) == RawScan("camera", b"A")
    assert sight.look((b"B", b"C"), 6.0) is None
    assert sight.look((b"B",), 6.1) is None
    assert sight.look((b"B",), 8.0) == RawScan("camera", b"B")


def test_the_reader_tells_what_it_is_shown() -> None:
    scans: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    reader = Reader(scans.put)
    reader.start()
    reader.show(grey(picture("SHOWN")))
    assert scans.get(timeout=LONG) == b"]d1SHOWN"
    reader.stop()
    reader.stop()


class Signal:
    def __init__(self) -> None:
        self.heard: list[Callable[[Any], None]] = []

    def connect(self, hears: Callable[[Any], None]) -> None:
        self.heard.append(hears)


class Media:
    """QtMultimedia as far as it is used, with these cameras."""

    def __init__(self, *names: str) -> None:
        devices = [SimpleNamespace(id=lambda: b"", description=lambda name=name: name) for name in names]
        self.started: list[str] = []
        self.changed = Signal()
        self.QMediaDevices = SimpleNamespace(
            videoInputs=lambda: devices, defaultVideoInput=lambda: devices[-1] if devices else None
        )
        self.QVideoSink = lambda: SimpleNamespace(videoFrameChanged=self.changed)
        self.QMediaCaptureSession = lambda: SimpleNamespace(setCamera=len_of, setVideoSink=len_of)
        self.QCamera = self._camera

    def _camera(self, device: Any) -> Any:
        name = device.description()
        return SimpleNamespace(start=lambda: self.started.append(name), stop=lambda: self.started.append(f"{name} off"))

    def come(self, image: QImage) -> None:
        for hears in self.changed.heard:
            hears(SimpleNamespace(toImage=lambda: image))


def len_of(_: object) -> None:
    """Takes anything."""


def test_a_camera_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    media, scans = Media("Front", "Desk"), queue.SimpleQueue[bytes]()
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", media)
    camera = CameraScanner(scans.put)
    camera.start()
    media.come(QImage())
    media.come(picture("FROM-CAMERA"))
    assert scans.get(timeout=LONG) == b"]d1FROM-CAMERA"
    camera.stop()
    assert media.started == ["Desk", "Desk off"]
    CameraScanner(scans.put, "Front")
    with pytest.raises(NoCamera, match="Rear"):
        CameraScanner(scans.put, "Rear")


def test_without_the_extra_there_is_no_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    with pytest.raises(NoCamera, match="extra"):
        CameraScanner(len_of)
    told: list[str] = []
    assert watch("any", len_of, lambda: told.append("absent")) is None
    assert told == ["absent"]
    assert watch("", len_of, lambda: told.append("absent")) is None
    assert told == ["absent"]


def test_the_camera_of_the_settings_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    media = Media("Front", "Desk")
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", media)
    for name, found in (("any", "Desk"), ("Front", "Front")):
        camera = watch(name, len_of, lambda: None)
        assert camera
        camera.stop()
        assert media.started[-2:] == [found, f"{found} off"]
