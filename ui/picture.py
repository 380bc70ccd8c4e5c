"""Pictures of the window as PNG files, without a display: for documents, the demo's folder and tests."""

from datetime import datetime
from pathlib import Path

from msgspec import Struct
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


class Shot(Struct, frozen=True):
    """How a picture is taken: lang "" is the snapshot's own; before: snapshots that went ahead (the dock's list)."""

    now: datetime
    lang: str = ""
    theme: str = "light"
    size: tuple[int, int] = (1280, 800)
    station: str = "Returns • R7"
    told: tuple[Told, ...] = ()
    before: tuple[Snapshot, ...] = ()


def grab(snapshot: Snapshot, status: Status, path: Path, shot: Shot) -> Path:
    """Draw one snapshot into a PNG file; raises OSError where the file cannot be written."""
    app = application()
    window = Window(_Nobody(), Look(shot.theme, scale_for(*shot.size)), shot.station, lambda: shot.now)
    window.resize(*shot.size)
    window.show()
    for one in (*shot.before, snapshot):
        window.show_snapshot(one)
    window.wish = shot.lang
    window.show_status(status)
    window.redraw()
    for notice in shot.told:
        window.show_told(notice)
    app.processEvents()
    written = window.grab().save(str(path), "PNG")
    window.close()
    window.deleteLater()
    app.processEvents()
    if not written:
        raise OSError(f"the picture {path} could not be written")
    return path
