"""The window over the station, and three ways to work with it: keys, fingers, and a scanner that reads the screen."""

import time
from collections.abc import Callable
from typing import Self
from zoneinfo import ZoneInfo

import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.app import Station
from station.config import Config
from station.domain.bench.snapshot import Snapshot
from tests.faults.place import Place
from tests.ui.fingers import press, touch
from tests.ui.typing_feed import post
from ui.__main__ import now_in
from ui.desk import Desk
from ui.lamps import plain

PATIENCE_MS = 15_000


class Seat:
    """A window over a station, as `returns-station open` puts it together."""

    def __init__(self, qtbot: QtBot, app: QApplication, config: Config) -> None:
        self.qtbot, self.app = qtbot, app
        self.station = Station(config)
        zone = ZoneInfo(config.tz)
        self.desk = Desk(self.station.engine, config.name, lambda: now_in(zone))
        self.window = self.desk.window
        qtbot.addWidget(self.window)
        self.station.start()
        self.station.lamps.subscribe(lambda status: self.desk.bridge.show_status(plain(status)))
        self.desk.open(app)
        qtbot.waitExposed(self.window)
        self.until(lambda: self.window.snapshot is not None)

    def close(self) -> None:
        self.desk.close(self.app)
        self.window.tick.stop()
        self.station.stop()

    # ------------------------------------------------------------ looking

    @property
    def shown(self) -> Snapshot:
        assert self.window.snapshot is not None
        return self.window.snapshot

    def until(self, good: Callable[[], bool]) -> None:
        """Lets the window work until good() holds."""
        self.qtbot.waitUntil(good, timeout=PATIENCE_MS)

    def reaches(self, step: str) -> Self:
        """The window shows that step, and nothing is under way."""
        self.until(lambda: self.shown.step == step and not self.shown.busy)
        return self

    def words(self) -> str:
        """What the middle of the screen says in large type."""
        return str(self.window.stack.currentWidget().step.title.text)  # type: ignore[union-attr]  # the stack holds screens

    def wedge(self, code: str, place: QWidget | None = None) -> None:
        """By a scanner that is a keyboard; keys come to the window, whoever has the focus. Their time stamps are the
        scanner's, however busy this machine is."""
        if place is not None:
            place.setFocus()
        post(self.window.windowHandle(), code, time.monotonic_ns() // 1_000_000)

    # ------------------------------------------------------------ keys and fingers

    def key(self, key: Qt.Key | str) -> None:
        """One key by a person."""
        press(self.window.windowHandle(), key)

    def digit(self, key: str) -> None:
        """The number key of a choice."""
        numbers = {choice.key: choice.number for choice in self.shown.choices}
        self.key(str(numbers[key]))

    def type(self, text: str) -> None:
        """Words, then Enter."""
        field = self.window.stack.currentWidget().step.entry.field  # type: ignore[union-attr]
        for n, char in enumerate(text, 1):
            self.key(char)
            self.until(lambda n=n: field.text() == text[:n])  # type: ignore[misc]  # a slow person: no scanner's burst
        self.key(Qt.Key.Key_Return)

    def finger(self, key: str) -> None:
        """Touches the card of a choice."""
        step = self.window.stack.currentWidget().step  # type: ignore[union-attr]
        self.until(lambda: any(card.view.key == key and card.isVisible() for card in step.choices.cards))
        touch(next(card for card in step.choices.cards if card.view.key == key and card.isVisible()))


class Workplace(Seat):
    """The same with devices and a tracking service around it."""

    def __init__(self, qtbot: QtBot, app: QApplication, place: Place) -> None:
        self.place = place
        super().__init__(qtbot, app, place.config)
        assert place.scanner.wait_connected(10)

    def label(self) -> str:
        """The code on the newest label, once the printer has proven it."""
        self.until(lambda: self.shown.label is not None and self.shown.label.state == "PRINTED")
        return self.place.codes()[-1]

    def scan(self, code: str) -> None:
        """By the scanner on its own line."""
        self.place.scan(code)

    def codes_on_screen(self) -> dict[str, str]:
        """What a scanner reads off the screen: the choice that each answer code stands for."""
        self.qtbot.wait(0)
        image = self.window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        width, height = image.width(), image.height()
        rows = memoryview(image.constBits()).cast("B", (height, image.bytesPerLine()))
        seen = zxingcpp.read_barcodes(rows, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix))
        del rows
        assert width <= image.bytesPerLine()
        read = {code.text for code in seen}
        return {choice.key: choice.code for choice in self.shown.choices if choice.code in read}

    def scan_from_screen(self, key: str) -> None:
        """Points the scanner at a choice."""
        self.scan(self.codes_on_screen()[key])
