"""The process that `bench start` measures: opens the real window on the station of RETURNS_STATION_HOME, waits until
its first instruction has been painted, says when that was and what memory it took, and closes it again."""

import json
import sys
import time
from pathlib import Path
from typing import Any


def main() -> int:
    """Prints {at: seconds of the monotonic clock, peak_kb}."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    import ui.__main__ as window
    from ui.desk import Desk

    class Watch(QObject):
        """Sees the first painting after the first snapshot."""

        shown = told = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
            if self.shown and not self.told and event.type() == QEvent.Type.Paint:
                self.told = True
                QTimer.singleShot(0, _tell)
            return False

    def open_watched(self: Desk, app: QApplication, **given: Any) -> None:
        watch = Watch(self)
        app.installEventFilter(watch)
        self.bridge.snapshot_came.connect(lambda _: setattr(watch, "shown", True))
        opened(self, app, **given)

    def _tell() -> None:
        print(json.dumps({"at": time.monotonic(), "peak_kb": peak_kb()}), flush=True)
        QApplication.quit()

    opened = Desk.open
    Desk.open = open_watched  # type: ignore[method-assign]  # the one way to look in from outside
    return window.main([])


def peak_kb() -> int:
    """The most memory that this process ever held, in KiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    sys.exit(main())
