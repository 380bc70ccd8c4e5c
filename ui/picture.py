"""Pictures of the window as PNG files, without a display: for documents, the demo's folder and tests."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from PySide6.QtWidgets import QApplication

from station.domain.bench.snapshot import Snapshot, Told
from ui.lamps import plain
from ui.presenters.status import Status
from ui.screens.window import Window
from ui.theme.look import Look, scale_for


class _Nobody:
    """Takes inputs and does nothing: a picture is not pressed."""

    def post_press(self, question: int, key: str) -> None: ...

    def post_typed(self, text: str) -> None: ...


def application() -> QApplication:
    """The one QApplication; made here if there is none yet. Without a display it draws into memory."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication(["returns-station"])


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


Moment = tuple[str, Snapshot, tuple[Told, ...], object, tuple[Snapshot, ...]]
"""A picture's name, what was on the screen, the notices over it, station.lamps.Status then, and the snapshots before
it."""


def grab_all(moments: Sequence[Moment], now: datetime, folder: Path, station: str) -> int:
    """Draw a series of moments of one station (the demo's morning) as NAME.png; how many."""
    for name, snapshot, told, status, before in moments:
        shown = plain(status)  # type: ignore[arg-type]  # the caller knows the window only by its entry point
        grab(snapshot, shown, folder / f"{name}.png", Shot(now, station=station, told=told, before=before))
    return len(moments)
