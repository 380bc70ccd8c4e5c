"""Puts a window before an engine: bridge, wedge scanner, status lamps, fault banner. Knows the engine by its protocol only."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from ui.bridge import Bridge, Engine
from ui.devices.wedge import Wedge
from ui.presenters.status import Status
from ui.screens.window import Window
from ui.theme.look import Look, scale_for

STATUS_MS = 1000


class Desk(QObject):
    """One window at one engine. read_status is asked once a second, on the window's thread: it must not wait."""

    def __init__(
        self, engine: Engine, station: str, now: Callable[[], datetime], *, theme: str = "light",
        read_status: Callable[[], Status] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.bridge = Bridge(engine, self)
        self.window = Window(self.bridge, Look(theme), station, now)
        self.wedge = Wedge(self._scanned, self._broken)
        self._read_status = read_status
        self._connect()

    def _connect(self) -> None:
        straight = Qt.ConnectionType.DirectConnection
        self.bridge.snapshot_came.connect(self.window.show_snapshot, straight)
        self.bridge.told_came.connect(self.window.show_told, straight)
        self.bridge.status_came.connect(self.window.show_status, straight)
        self.bridge.fault_came.connect(self.window.show_fault, straight)
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._ask_status)
        if self._read_status is not None:
            self.timer.start(STATUS_MS)

    def open(self, app: QApplication, *, full: bool = False) -> None:
        """Show the window, listen to the engine and to keyboard scanners."""
        screen = app.primaryScreen().availableSize()
        width, height = min(1280, screen.width()), min(800, screen.height())
        self.window.look.change(self.window.look.palette.name, scale_for(width, height))
        self.window.resize(width, height)
        self.wedge.install(app)
        self.bridge.listen()
        if full:
            self.window.showFullScreen()
        else:
            self.window.show()
        self._ask_status()

    def close(self, app: QApplication) -> None:
        """Stop listening to the keyboard; the engine is closed by whoever opened it."""
        self.timer.stop()
        self.wedge.remove(app)
        self.window.close()

    @Slot()
    def _ask_status(self) -> None:
        if self._read_status is not None:
            self.window.show_status(self._read_status())

    def _scanned(self, data: bytes) -> None:
        self.window.heard()
        self.bridge.post_scan(data.decode("utf-8", "replace"), "wedge")

    def _broken(self, data: bytes) -> None:
        self.window.show_warning("ui.wedge_broken")
