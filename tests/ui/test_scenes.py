"""Every step as a real station shows it, drawn in every language: nothing overlaps, nothing is cut, no key is raw."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from station import texts
from station.domain.bench.snapshot import Snapshot
from tests.ui import scenes
from ui.screens.step import Step
from ui.screens.window import Window

RAW = re.compile(r"\b(?:step|choice|card|care|signal|why|hold|row|check|expect|decider|suggest)\.[a-z_.]+\b")
SMALL, LARGE = (1280, 800), (1920, 1080)
LOOKS = (*((lang, SMALL) for lang in texts.languages()), ("es", LARGE))


def box(window: Window, widget: QWidget) -> QRect:
    return widget.rect().translated(widget.mapTo(window, QPoint(0, 0)))


def parts(step: Step) -> list[QWidget]:
    """What a step has put on the screen, each once."""
    named = (step.band, step.why, step.more_why, step.title, step.hint, step.hero, step.product, step.remark,
             step.label_part, step.entry, step.choices, step.more)  # fmt: skip
    return [widget for widget in named if widget.isVisible()]


def overlapping(window: Window, step: Step) -> list[str]:
    boxes = [(type(one).__name__, box(window, one)) for one in parts(step)]
    return [f"{a} {b}" for n, (a, one) in enumerate(boxes) for b, other in boxes[:n] if one.intersects(other)]


def cut(window: Window, step: Step) -> list[str]:
    """Words that need more room than they have; keys and cards that lie outside."""
    pane = box(window, step)
    words = [one.text() for one in step.findChildren(QLabel) if one.isVisible() and _high(one) > one.height() + 2]
    keys = [one for one in step.findChildren(QAbstractButton) if one.isVisible()]
    return [*words, *(one.accessibleName() or "key" for one in keys if not pane.contains(box(window, one)))]


def _high(one: QLabel) -> int:
    return one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()


Play = Callable[[str], Snapshot]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return lambda name: scenes.scene(tmp_path / "home", name)


@pytest.mark.parametrize("name", scenes.PLAYS)
def test_every_step_stands_whole_in_every_language(window: Window, play: Play, name: str) -> None:
    snapshot = play(name)
    for number, (lang, size) in enumerate(LOOKS):
        window.resize(*size)
        window.wish = lang
        window.wisher = snapshot.operator
        window.show_snapshot(structs.replace(snapshot, number=snapshot.number + number))
        window.wish = lang
        window.redraw()
        QApplication.processEvents()
        QApplication.processEvents()
        assert window.view is not None
        step, where = window.screens[window.view.kind].step, f"{name} {lang} {size}"
        assert RAW.findall(repr(window.view).replace("step.", "")) == [], where
        assert overlapping(window, step) == [], where
        assert cut(window, step) == [], where
        assert step.choices.verticalScrollBar().maximum() == 0, where
