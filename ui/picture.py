"""Pictures of the window as PNG files, without a display: for documents, the demo's folder and tests."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from station.domain.bench.snapshot import Snapshot, Told
from ui.presenters.status import Status
from ui.screens.window import Window
from ui.theme.look import Look, scale_for


class _Nobody:
    """Takes inputs and does nothing: a picture is not pressed."""

    def post_press(self, question: int, key: str) -> None: ...

    def post_typed(self, text: str) -> None: ...


def application() -> QApplication:
    """The one QApplication; made here if there is none yet."""
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(["returns-station"])


def grab(
    snapshot: Snapshot, status: Status, now: datetime, path: Path, *, lang: str = "", theme: str = "light",
    size: tuple[int, int] = (1280, 800), station: str = "Returns • R7", told: tuple[Told, ...] = (), before: tuple[Snapshot, ...] = (),
) -> Path:  # fmt: skip
    """Draw one snapshot into a PNG file. lang "": the snapshot's own. before: snapshots that went ahead (the dock's list)."""
    app = application()
    window = Window(_Nobody(), Look(theme, scale_for(*size)), station, lambda: now)
    window.wish = lang
    window.resize(*size)
    window.show()
    for one in (*before, snapshot):
        window.show_snapshot(one)
        window.wish = lang
    window.show_status(status)
    window.redraw()
    for notice in told:
        window.show_told(notice)
    app.processEvents()
    window.grab().save(str(path), "PNG")
    window.close()
    window.deleteLater()
    app.processEvents()
    return path
