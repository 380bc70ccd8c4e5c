"""The first start of a station: the window tells the supervisor's number and PIN, and a sheet holds her badge."""

import re
from pathlib import Path

import pypdfium2
import zxingcpp
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.app import Station
from station.config import Config
from station.people import SHEET
from tests.e2e.workplace import Seat


def badge_on(sheet: Path) -> str:
    """What a scanner reads on the sheet."""
    document = pypdfium2.PdfDocument(sheet)
    try:
        drawn = document[0].render(scale=4, grayscale=True)
        picture = memoryview(bytes(drawn.buffer)).cast("B", (drawn.height, drawn.stride))
    finally:
        document.close()
    (badge,) = {code.text for code in zxingcpp.read_barcodes(picture) if code.text.startswith("BDG-")}
    return badge


def test_number_and_pin_are_on_the_screen_and_work(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    home = tmp_path / "home"
    seat = Seat(qtbot, qapp, Config(home))
    try:
        seat.until(lambda: bool(seat.window.toasts.strips))
        told = seat.window.toasts.strips[0].view.text
        (pin,) = re.findall(r"\b\d{6}\b", told)
        seat.type("1")
        seat.until(lambda: seat.shown.entry == "pin")
        seat.type(pin)
        seat.reaches("ready").wedge("CMD-SIGN-OUT")
        seat.reaches("signed_out").wedge(badge_on(home / SHEET))
        seat.reaches("ready")
        assert seat.shown.role == "supervisor"
    finally:
        seat.close()


def test_it_is_told_once(tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        station = Station(Config(tmp_path / "home"))
        station.engine.subscribe(on_told=lambda one: told.append(one.notice.text.key))
        station.start()
        station.stop()
    assert told.count("notice.first_start") == 1
