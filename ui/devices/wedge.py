"""Scanners that pretend to be keyboards: fast bursts of keys become scans, and no widget sees them.

Responsible for swallowing what a scanner types and for giving a person's keys back in order; telling one from the other
is `burst.py`'s, by the events' own time stamps (a busy screen falsifies the time of handling). Not responsible for what
a scan means. Each keyboard that the platform tells apart is judged by itself, so that two scanners at once, or a
scanner and a person, do not mix. X11 shows all keyboards as one: two scans at the very same time are garbled there, to
a code that nobody knows.

A person's single key reaches the focused widget some 70 ms late. A shortcut on a plain character can therefore not be
matched by Qt's shortcut map; screens take such keys in keyPressEvent. Function keys and Ctrl and Alt shortcuts are
untouched.
"""

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeyEvent

from ui.devices.burst import MAX_GAP, MIN_LENGTH, Burst, Held


class Wedge(QObject):
    """An event filter for the whole application; `scanned` takes the bytes (UTF-8) of each scan, terminator removed.

    `broken` takes the pieces of a scan that stuttered or that no terminator ended: half a scan is never told as one.
    Both are called on the UI thread, within the event.
    """

    def __init__(
        self,
        scanned: Callable[[bytes], None],
        broken: Callable[[bytes], None] | None = None,
        *,
        max_gap: int = MAX_GAP,
        min_length: int = MIN_LENGTH,
    ) -> None:
        super().__init__()
        self._scanned, self._broken = scanned, broken
        self._max_gap, self._min_length = max_gap, min_length
        self._bursts: dict[int, Burst] = {}
        self._replaying = False

    def install(self, application: QCoreApplication) -> None:
        """Begin to watch every window of the application."""
        application.installEventFilter(self)

    def remove(self, application: QCoreApplication) -> None:
        """Stop watching; held keys are given back."""
        application.removeEventFilter(self)
        for burst in self._bursts.values():
            burst.give_up()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: True swallows. Windows only: Qt shows each key a second time, to the focused widget."""
        if self._replaying or not isinstance(event, QKeyEvent):
            return False
        kind, burst = event.type(), self._burst_of(event)
        if kind == QEvent.Type.ShortcutOverride:
            return self._override(burst, event)
        if not watched.isWindowType():
            return False
        return burst.press(watched, event) if kind == QEvent.Type.KeyPress else burst.release(watched, event)

    def _burst_of(self, event: QKeyEvent) -> Burst:
        number = event.device().systemId()
        if number not in self._bursts:
            told = (self._scanned, self._tell_broken, self._give_back)
            self._bursts[number] = Burst(*told, self._max_gap, self._min_length)
        return self._bursts[number]

    def _override(self, burst: Burst, event: QKeyEvent) -> bool:
        """Claim the key before the shortcut map acts on it; it then arrives as a key press."""
        wanted = burst.wants(event)
        if wanted:
            event.accept()
        return wanted

    def _tell_broken(self, burst: bytes) -> None:
        if self._broken:
            self._broken(burst)

    def _give_back(self, held: Held) -> None:
        before, self._replaying = self._replaying, True
        try:
            for window, event in held:
                with suppress(RuntimeError):  # the window went away with the key before
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._replaying = before
