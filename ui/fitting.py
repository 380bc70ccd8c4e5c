"""Between the set-up screen and the workshop behind it: asks on, and brings its news into the window's thread. Decides
nothing; knows the workshop by its protocol only."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ui.presenters.setup_parts import Setup


class Workshop(Protocol):
    """What the screen needs. Every call returns at once; news may come on any thread."""

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
        self.opened = False
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Begin; the scans are the workshop's until close()."""
        self.opened = True
        self.workshop.open(self._came.emit)

    def close(self) -> None:
        """The scans are the bench's again."""
        if self.opened:
            self.opened = False
            self.workshop.close()

    @Slot(object)
    def _deliver(self, setup: Setup) -> None:
        if self.opened:
            self.changed.emit(setup)
