"""The real window before a real station: printers are set aside, let go on, added and exchanged by scan, key and touch;
a camera is tried out. Real lines, virtual printers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from station import texts
from station.app import Station
from station.config import Config, Printer, load
from station.devices.looking import Found
from station.devices.simulated import VirtualScanner
from station.devices.virtual_camera import VirtualCamera
from station.devices.virtual_printer import VirtualPrinter
from station.workshop import Workshop
from tests.ui.samples import NOW
from tests.ui.test_setting_up import READY
from ui.desk import Desk
from ui.devices.cameras import Cameras
from ui.lamps import Fitter, plain
from ui.widgets.toast import Strip

pytestmark = pytest.mark.logs_ok
PATIENCE_MS = 20_000
NO_QUEUES = "ipp://127.0.0.1:1/"


class PlayedCameras(Cameras):
    """One camera, as Qt would tell it."""

    def find(self) -> tuple[Found, ...]:
        return (Found("camera", "device:usb-Maker_7", "Maker camera", "unasked"),)

    def open(self, address: str) -> VirtualCamera:
        return VirtualCamera()


class Room:
    """Station, window, two printers and a scanner on lines."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        self.qtbot = qtbot
        self.one, self.two = (VirtualPrinter(home / "labels", port=0, language=name) for name in ("zpl", "tspl"))
        self.scanner = VirtualScanner()
        for device in (self.one, self.two, self.scanner):
            device.start()
        scanner = f"tcp://127.0.0.1:{self.scanner.port}"
        self.station = Station(Config(home, printer=Printer("127.0.0.1", self.one.port), scanner=scanner))
        self.station.start()
        self.desk = Desk(self.station.engine, "R7", lambda: NOW)
        self.window = self.desk.window
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.desk.fit(Fitter(Workshop(self.station, NO_QUEUES), PlayedCameras()))
        self.desk.look_up(self.station.reader)
        self.station.lamps.subscribe(lambda status: self.desk.bridge.show_status(plain(status)))
        self.station.offer_scans(self.desk.bridge.take_scan)
        self.window.show_snapshot(READY)
        self.window.show()

    def press(self, text: str) -> None:
        """The key of that name, once it can be pressed."""

        def found() -> list[QAbstractButton]:
            keys = [one for one in self.window.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
            return [one for one in keys if text in (one.text(), one.accessibleName())]

        self.qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE_MS)
        found()[0].click()

    def use(self, role: str, address: str) -> None:
        """The key of that device for that role."""

        def found() -> list[QAbstractButton]:
            keys = self.window.findChildren(QAbstractButton)
            return [one for one in keys if one.property("use") == [role, address] and one.isVisible()]

        self.qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE_MS)
        found()[0].click()

    def said(self, key: str, **given: str) -> None:
        """Until the result line says so."""
        words = texts.say("en", key, **given)
        screen = self.window.setting_up.screen
        assert screen is not None
        self.qtbot.waitUntil(lambda: screen.said.view.title == words, timeout=PATIENCE_MS)

    def ready(self) -> None:
        """Until the search is over."""
        screen = self.window.setting_up.screen
        assert screen is not None
        self.qtbot.waitUntil(lambda: bool(screen.rows) and screen.again.isEnabled(), timeout=PATIENCE_MS)

    def end(self) -> None:
        self.window.setting_up.close()
        self.window.tick.stop()
        self.station.stop()
        for device in (self.one, self.two, self.scanner):
            device.stop()


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    (tmp_path / "labels").mkdir()
    made = Room(qtbot, tmp_path)
    yield made
    made.end()


def lamps(room: Room) -> list[str]:
    return [lamp.view.text for lamp in room.window.bottom.lamps if lamp.isVisibleTo(room.window.bottom)]


def test_by_scan_and_key_from_the_bench_and_back(room: Room, qtbot: QtBot) -> None:
    assert room.scanner.wait_connected(20.0)
    room.scanner.scan(b"]d1CMD-SET-UP")
    qtbot.waitUntil(lambda: room.window.setting_up.opened, timeout=PATIENCE_MS)
    room.ready()
    QTest.keyClick(room.window, Qt.Key.Key_2)  # there is no second printer
    QTest.keyClick(room.window, Qt.Key.Key_1)
    room.said("ui.setup.set_aside", device="Printer")
    aside = f"Printer • {texts.say('en', 'ui.device.aside')}"
    qtbot.waitUntil(lambda: aside in lamps(room), timeout=PATIENCE_MS)
    room.scanner.scan(b"CMD-PRINTER-ON")
    room.said("ui.setup.goes_on", device="Printer")
    qtbot.waitUntil(lambda: "Printer" in lamps(room), timeout=PATIENCE_MS)
    room.scanner.scan(b"CMD-SET-UP")
    qtbot.waitUntil(lambda: not room.window.setting_up.opened, timeout=PATIENCE_MS)
    for leave in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
        QTest.keyClick(room.window, Qt.Key.Key_F11)
        assert room.window.setting_up.opened
        QTest.keyClick(room.window, leave)
        assert not room.window.setting_up.opened
    QTest.keyClick(room.window, Qt.Key.Key_F12)
    assert (room.window.setting_up.opened, room.window.looking_up.opened) == (False, True), "that key is the look-up's"


def test_a_printer_is_found_by_its_address_added_exchanged_and_taken_away(room: Room, qtbot: QtBot) -> None:
    at = f"127.0.0.1:{room.two.port}"
    room.window.open_setup()
    room.ready()
    screen = room.window.setting_up.screen
    assert screen is not None
    screen.entry.field.setFocus()
    QTest.keyClicks(screen.entry.field, at)
    room.window.redraw()
    assert screen.entry.draft == at, "a tick of the clock takes no word away"
    QTest.keyClick(screen.entry.field, Qt.Key.Key_Return)
    room.use("printer2", at)
    room.said("ui.setup.saved", device=at)
    assert [slot.role for slot in screen.slots if slot.isVisible()][:2] == ["printer", "printer2"]
    room.window.setting_up.act("printer2", "dpi")
    room.said("ui.setup.saved_none", device="Second printer")
    (second,) = load(room.station.config.home, {}).printers
    assert (second.port, second.language, second.dpi) == (room.two.port, "tspl", 300)
    room.window.setting_up.act("printer2", "exchange")
    assert [slot.role for slot in screen.slots if slot.isVisible()] == ["printer2"]
    QTest.keyClick(room.window, Qt.Key.Key_Escape)
    assert len([slot for slot in screen.slots if slot.isVisible()]) == 5, "out of the exchange, nothing is changed"
    room.window.setting_up.act("printer2", "exchange")
    room.press(texts.say("en", "ui.setup.pick_none"))
    qtbot.waitUntil(lambda: room.station.own_printer("printer2") is None, timeout=PATIENCE_MS)


def test_a_printer_that_is_switched_off_in_the_middle_is_said_by_its_card(room: Room, qtbot: QtBot) -> None:
    room.window.open_setup()
    room.ready()
    room.one.set_fault("head_open")
    room.press(texts.say("en", "ui.setup.test.printer"))
    room.said("trial.not_printed", why=texts.say("en", "printer.head_open"))
    room.one.stop()
    room.press(texts.say("en", "ui.setup.test.printer"))
    room.said("trial.not_printed", why=texts.say("en", "printer.offline"))
    screen = room.window.setting_up.screen
    assert screen is not None
    gone = texts.say("en", "printer.offline")
    qtbot.waitUntil(lambda: screen.slots[0].state.view.title == gone, timeout=PATIENCE_MS)


def test_a_camera_is_chosen_and_its_picture_is_shown(room: Room, qtbot: QtBot) -> None:
    room.window.open_setup()
    room.ready()
    room.press(texts.say("en", "ui.setup.use.camera"))
    room.said("ui.setup.saved", device="Maker camera")
    assert load(room.station.config.home, {}).camera == "device:usb-Maker_7"
    room.press(texts.say("en", "ui.setup.test.camera"))
    screen = room.window.setting_up.screen
    assert screen is not None
    qtbot.waitUntil(lambda: any(slot.picture.isVisible() for slot in screen.slots), timeout=PATIENCE_MS)


def test_who_may_not_is_told_who_may(room: Room, qtbot: QtBot) -> None:
    room.window.show_snapshot(replace(READY, number=2, role="operator"))
    assert room.desk.bridge.take_scan("CMD-SET-UP"), "it is no scan for the bench"
    words = texts.say("en", "ui.setup.not_yours")
    qtbot.waitUntil(lambda: words in [one.view.text for one in room.window.findChildren(Strip)], timeout=5000)
    assert not room.window.setting_up.opened
