"""Window, bridge and keyboard scanner together before an engine that echoes."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station.domain.bench.inputs import Press, Scan, Typed
from tests.ui import samples as s
from tests.ui.fingers import press
from tests.ui.test_bridge import Echo
from tests.ui.typing_feed import START, post
from ui.desk import Desk
from ui.faults import watched


@pytest.fixture
def engine() -> Echo:
    return Echo()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, engine: Echo) -> Iterator[Desk]:
    made = Desk(engine, "R7", lambda: s.NOW)
    qtbot.addWidget(made.window)
    made.open(qapp)
    qtbot.waitExposed(made.window)
    yield made
    made.close(qapp)
    made.window.tick.stop()


def burst(desk: Desk, text: str) -> None:
    post(desk.window.windowHandle(), text, START)
    QApplication.processEvents()


def shown(qtbot: QtBot, desk: Desk, engine: Echo, name: str) -> None:
    engine.show(s.SAMPLES[name])
    qtbot.waitUntil(lambda: desk.window.snapshot == s.SAMPLES[name])


@pytest.mark.parametrize("name", ["grade", "describe", "pin", "stop"])
def test_a_scan_is_a_scan_whatever_is_asked(qtbot: QtBot, desk: Desk, engine: Echo, name: str) -> None:
    shown(qtbot, desk, engine, name)
    burst(desk, "1Z999AA10123456784")
    assert engine.posted == [Scan("1Z999AA10123456784", "wedge")]


def test_a_person_types_and_presses(qtbot: QtBot, desk: Desk, engine: Echo) -> None:
    shown(qtbot, desk, engine, "grade")
    press(desk.window.windowHandle(), "2")
    qtbot.waitUntil(lambda: engine.posted == [Press(41, "c2")])
    shown(qtbot, desk, engine, "quantity")
    for char in "24":
        press(desk.window.windowHandle(), char, delay=90)
    field = desk.window.screens["bench"].step.entry.field
    qtbot.waitUntil(lambda: field.text() == "24")
    press(desk.window.windowHandle(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: engine.posted[1:] == [Typed("24")])


def test_a_scan_is_the_next_input_for_an_error(qtbot: QtBot, desk: Desk, engine: Echo) -> None:
    shown(qtbot, desk, engine, "grade")
    engine.tell(s.told(1, "error", "Wrong tote."))
    qtbot.waitUntil(lambda: len(desk.window.toasts.strips) == 1)
    burst(desk, "TOTE-00017")
    assert desk.window.toasts.strips == []


@pytest.mark.logs_ok
def test_what_nobody_caught_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []
    with watched(told.append), caplog.at_level(logging.ERROR):
        error = ValueError("lost")
        sys.excepthook(ValueError, error, None)
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
        threading.excepthook(threading.ExceptHookArgs((KeyError, KeyError("k"), None, None)))
    assert told == ["ValueError: lost", "?: KeyError: 'k'"]
    assert len(caplog.records) == 2
