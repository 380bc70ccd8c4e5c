"""A keyboard on a thread of its own: key events with time stamps, posted to a window as fast as it can."""

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow

KINDS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
NONE = Qt.KeyboardModifier.NoModifier
START = 10_000


def codes(number: int, length: int = 39) -> list[str]:
    """So many different codes of that length, all printable, with doubled characters among them."""
    return [f"]C1{index:07d}{'0011223344ABCDEFGHIJKLMNOPQRSTUVWXYZ' * 2}"[:length] for index in range(number)]


def post(window: QWindow | None, text: str, stamp: int) -> None:
    """One scan: every key, down and up, with the same time stamp, then Enter."""
    assert window is not None
    for char in (*text, "\r"):
        key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char))
        for kind in KINDS:
            event = QKeyEvent(kind, key, NONE, char)
            event.setTimestamp(stamp)
            QCoreApplication.postEvent(window, event)


class Feed(QObject):
    """Types all codes into the window, one scan a millisecond by their stamps. In the middle the window's thread is
    blocked for `blocked` seconds at least, until the rest has been typed."""

    stop_here = Signal()

    def __init__(self, window: QWindow, typed: Sequence[str], blocked: float = 1.0) -> None:
        super().__init__()
        self._window, self._typed, self._blocked = window, typed, blocked
        self._rest = threading.Event()
        self._waiting = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keyboard")
        self.stop_here.connect(self._block, Qt.ConnectionType.QueuedConnection)
        self.held_up = False

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._rest.set()
        self._thread.join()

    def _run(self) -> None:
        half = len(self._typed) // 2
        self._post(0, half)
        self.stop_here.emit()
        self._waiting.wait(30)
        self._post(half, len(self._typed))
        self._rest.set()

    def _post(self, first: int, last: int) -> None:
        for index in range(first, last):
            post(self._window, self._typed[index], START + index)

    def _block(self) -> None:
        """On the window's thread: nothing is handled meanwhile."""
        self._waiting.set()
        threading.Event().wait(self._blocked)
        self.held_up = self._rest.wait(30)


def spin(until: Callable[[], bool], rounds: int = 200_000) -> bool:
    """Handle events until it is so; whether it became so."""
    for _ in range(rounds):
        if until():
            return True
        QCoreApplication.processEvents()
    return until()
