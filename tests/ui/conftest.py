"""A window with a list behind it instead of an engine."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.samples import NOW
from ui.screens.window import Window
from ui.theme.look import Look


class Kept:
    """Keeps what was posted."""

    def __init__(self) -> None:
        self.inputs: list[tuple[str, int, str]] = []

    def post_press(self, question: int, key: str) -> None:
        self.inputs.append(("press", question, key))

    def post_typed(self, text: str) -> None:
        self.inputs.append(("typed", 0, text))


QT_PATIENCE_MS = 30_000


@pytest.fixture(autouse=True)
def patient_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test waits for comes when it comes: Qt's usual five seconds are too few for a busy machine."""
    for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed, QtBot.waitActive):
        monkeypatch.setitem(wait.__kwdefaults__ or {}, "timeout", QT_PATIENCE_MS)


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def window(qtbot: QtBot, kept: Kept) -> Iterator[Window]:
    made = Window(kept, Look("light", 1.0), "Returns • R7", lambda: NOW)
    made.resize(1280, 800)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.tick.stop()
