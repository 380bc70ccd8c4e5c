"""Touches and keys for tests, typed."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

NONE = Qt.KeyboardModifier.NoModifier


def touch(widget: QWidget) -> None:
    """A click into the middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(
    place: QWidget | QWindow | None, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NONE, delay: int = -1
) -> None:
    """One key; a window gets it as the keyboard sends it, a widget straight."""
    pressed: Any = key  # the stub knows keys only, Qt takes a character too
    if isinstance(place, QWindow) or place is not None:
        QTest.keyClick(place, pressed, modifiers, delay)


def write(widget: QWidget, text: str) -> None:
    """Words, straight to a widget."""
    QTest.keyClicks(widget, text)
