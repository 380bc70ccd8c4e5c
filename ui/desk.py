"""Puts a window before an engine: bridge, keyboard scanner, fault banner. Knows the engine by its protocol only."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from ui.bridge import Bridge, Engine, Reader
from ui.devices.camera import CameraScanner, watch
from ui.devices.wedge import Wedge
from ui.fitting import Fitting, Workshop
from ui.screens.window import Window
from ui.theme.look import Look, scale_for


class Desk(QObject):
    """One window at one engine. Status comes by `bridge.show_status`, from any thread."""

    def __init__(self, engine: Engine, station: str, now: Callable[[], datetime], *, theme: str = "light") -> None:
        super().__init__()
        self.bridge = Bridge(engine, self)
        self.window = Window(self.bridge, Look(theme), station, now)
        self.wedge = Wedge(self._scanned, self._broken)
        self._camera: CameraScanner | None = None
        self._connect()

    def _connect(self) -> None:
        straight = Qt.ConnectionType.DirectConnection
        self.bridge.snapshot_came.connect(self.window.show_snapshot, straight)
        self.bridge.told_came.connect(self.window.show_told, straight)
        self.bridge.status_came.connect(self.window.show_status, straight)
        self.bridge.fault_came.connect(self.window.show_fault, straight)

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

    def look(self, camera: str) -> None:
        """Scan by a camera of this computer, too; empty: by none. Call after `open`."""
        self._camera = watch(camera, self._seen, lambda: self.window.show_warning("ui.no_camera"))

    def close(self, app: QApplication) -> None:
        """Stop listening to the keyboard and looking; the engine is closed by whoever opened it."""
        if self._camera:
            self._camera.stop()
        self.window.setting_up.close()
        if self.window.setting_up.fitting is not None:
            self.window.setting_up.fitting.wait()
        self.wedge.remove(app)
        self.window.close()

    def fit(self, workshop: Workshop) -> None:
        """Devices can be set up in this window, by that workshop."""
        self.window.setting_up.fit(Fitting(workshop, self))
        self.bridge.set_up_heard.connect(self.window.open_setup, Qt.ConnectionType.QueuedConnection)

    def look_up(self, reader: Reader) -> None:
        """Records can be looked up in this window, by that reader."""
        self.window.looking_up.ask = lambda question: self.bridge.ask(reader, question)
        self.window.looking_up.turned.connect(self.bridge.look)
        queued = Qt.ConnectionType.QueuedConnection
        self.bridge.look_up_heard.connect(self.window.looking_up.heard, queued)
        self.bridge.look_up_left.connect(self.window.looking_up.close, queued)
        self.bridge.answer_came.connect(self.window.looking_up.show_answer, queued)
        self.window.redraw()

    def _scanned(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        if self.window.setting_up.opened:
            self.window.setting_up.heard(text)
            return
        self.window.heard()
        if not self.bridge.take_scan(text):
            self.bridge.post_scan(text, "wedge")

    def _seen(self, data: bytes) -> None:
        """On the camera's thread."""
        text = data.decode("utf-8", "replace")
        if not self.bridge.take_scan(text):
            self.bridge.post_scan(text, "camera")

    def _broken(self, data: bytes) -> None:
        self.window.show_warning("ui.wedge_broken")
