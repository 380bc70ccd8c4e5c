"""A whole workplace in one process: window, station, devices, service."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.e2e.workplace import Workplace
from tests.faults.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.close()


@pytest.fixture
def workplace(qtbot: QtBot, qapp: QApplication, place: Place) -> Iterator[Workplace]:
    """Open, nobody signed in."""
    made = Workplace(qtbot, qapp, place)
    yield made
    made.close()
