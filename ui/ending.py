"""Ctrl-C in a terminal, or a service manager's stop, closes the window as its close button does. The window's own clock
timer lets Python see the signal within a second."""

import signal
from types import FrameType

from PySide6.QtWidgets import QApplication


def end_by_signal(app: QApplication) -> None:
    """Call on the main thread, before exec()."""

    def end(number: int, frame: FrameType | None) -> None:
        app.quit()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
