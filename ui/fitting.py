"""Between the set-up screen and the workshop behind it: asks on, and brings its news into the window's thread. Decides
nothing; knows the workshop by its protocol only."""

from collections.abc import Callable
from threading import Thread
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from ui.presenters.setup_parts import Setup

GLANCE_S = 0.1
"""Mostly nothing is under way, and closing it takes no time."""


class Workshop(Protocol):
    """What the screen needs. Every call but `close` returns at once; news may come on any thread."""

    def open(self, show: Callable[[Setup], object]) -> None: ...
    def close(self) -> None: ...
    def look(self, host: str = "") -> None: ...
    def choose(self, role: str, address: str) -> None: ...
    def test(self, role: str) -> None: ...
    def set_aside(self, role: str, aside: bool) -> None: ...  # noqa: FBT001  a yes or no is all that is said
    def speak(self, role: str, language: str, dpi: int) -> None: ...
    def heard(self, text: str) -> None: ...


class Fitting(QObject):
    """`changed` tells each new Setup in the window's thread."""

    changed = Signal(object)
    _came = Signal(object)

    def __init__(self, workshop: Workshop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workshop = workshop
        self.opened = self._begun = False
        self._closing: Thread | None = None
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Begin; the scans are the workshop's until close(). What the last closing waits for is waited for, but not by
        the window."""
        self.opened = True
        self._begin()

    def close(self) -> None:
        """The scans are the bench's again. A search, or a test print, that is under way may take seconds: the window
        does not wait for its end."""
        self.opened = False
        if self._begun:
            self._begun = False
            self._closing = Thread(target=self.workshop.close, name="set-up-close")
            self._closing.start()
            self._closing.join(GLANCE_S)

    def wait(self) -> None:
        """Until nothing is under way any more."""
        if self._closing is not None:
            self._closing.join()
            self._closing = None

    @Slot()
    def _begin(self) -> None:
        """In the window's thread: only there are cameras found."""
        if not self.opened or self._begun:
            return
        if self._closing is not None and self._closing.is_alive():
            QTimer.singleShot(int(GLANCE_S * 1000), self, self._begin)
            return
        self._begun = True
        self.workshop.open(self._came.emit)

    @Slot(object)
    def _deliver(self, setup: Setup) -> None:
        if self.opened:
            self.changed.emit(setup)
