"""Scanners that pretend to be keyboards: fast bursts of keys become scans, and no widget sees them.

Responsible for telling a scanner from a person by the time between keys (the event's own time stamp: a busy screen
falsifies the time of handling), for swallowing what a scanner types, and for giving a person's keys back in order. Not
responsible for what a scan means.

A person's single key reaches the focused widget some 70 ms late. A shortcut on a plain character can therefore not be
matched by Qt's shortcut map; screens take such keys in keyPressEvent. Function keys and Ctrl and Alt shortcuts are
untouched.
"""

import time
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

MAX_GAP = 50
"""Milliseconds between two keys of one scan, at most (notes of other makers: 10 to 50; measured under load: 34)."""

MIN_LENGTH = 4
"""Characters of a scan, at least; a shorter burst was typed."""

BARE_LENGTH = 8
"""From this many fast keys on, a burst without a terminator was no person: it is dropped and told as broken."""

STUTTER = 300
"""Milliseconds after a fast burst that stopped short, within which the next one is its other half and no scan."""

_TERMINATORS = frozenset(("\r", "\n", "\t"))
_SEPARATORS = frozenset(("\x04", "\x1c", "\x1d", "\x1e", "\x1f"))
"""EOT, FS, GS, RS, US: part of GS1 and ISO 15434 data, and typed as Ctrl+letter."""


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
        self._held: list[tuple[QObject, QKeyEvent]] = []
        self._text = ""
        self._last = self._stuttered = 0
        self._suspect = False
        self._down: set[int] = set()
        self._replaying = self._overdue = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._fell_silent)

    def install(self, application: QCoreApplication) -> None:
        """Begin to watch every window of the application."""
        application.installEventFilter(self)

    def remove(self, application: QCoreApplication) -> None:
        """Stop watching; held keys are given back."""
        application.removeEventFilter(self)
        self._give_up()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: True swallows. Windows only: Qt shows each key a second time, to the focused widget."""
        if self._replaying or not isinstance(event, QKeyEvent):
            return False
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            return self._override(event)
        if not watched.isWindowType():
            return False
        return self._press(watched, event) if kind == QEvent.Type.KeyPress else self._release(watched, event)

    def _override(self, event: QKeyEvent) -> bool:
        """Claim the key before the shortcut map acts on it; it then arrives as a key press."""
        wanted = self._fits(event) or (bool(self._held) and event.text() in _TERMINATORS)
        if wanted:
            event.accept()
        return wanted

    def _press(self, window: QObject, event: QKeyEvent) -> bool:
        stamp = event.timestamp() or int(time.monotonic() * 1000)  # some platforms stamp nothing
        if self._held and stamp - self._last > self._max_gap:
            self._give_up()
        if _is_modifier(event):
            return False
        if not self._held:
            self._suspect = stamp - self._stuttered <= STUTTER
        self._last = stamp
        if event.text() in _TERMINATORS:
            return self._end(event)
        if self._fits(event):
            return self._hold(window, event)
        self._give_up()
        return False

    def _fits(self, event: QKeyEvent) -> bool:
        """Whether a scan may begin, or go on, with this key.

        X11 marks a scanner's doubled character as auto-repeat. A person's first repeat comes 200 ms or more after the
        key, when nothing is held any more.
        """
        if self._held:
            return _scannable(event) or event.text() in _SEPARATORS
        return _scannable(event) and not event.isAutoRepeat()

    def _hold(self, window: QObject, event: QKeyEvent) -> bool:
        self._held.append((window, event.clone()))
        self._text += event.text()
        self._down.add(event.key())
        self._overdue = False
        self._timer.start(self._max_gap + 10)
        return True

    def _release(self, window: QObject, event: QKeyEvent) -> bool:
        if event.key() not in self._down:
            return False
        self._down.discard(event.key())
        if self._held:
            self._held.append((window, event.clone()))
        return True

    def _end(self, event: QKeyEvent) -> bool:
        if len(self._text) < self._min_length and not (self._text and self._suspect):
            self._give_back()
            return False
        scan, suspect = self._text, self._suspect
        self._forget()
        self._down.add(event.key())
        self._tell_broken(scan) if suspect else self._scanned(scan.encode())
        return True

    def _fell_silent(self) -> None:
        """Ask twice: after a busy spell the timer may come before the keys that are already waiting."""
        if not self._overdue:
            self._overdue = True
            self._timer.start(0)
        else:
            self._give_up()

    def _give_up(self) -> None:
        """What is held will be no scan: a few keys are a person's and go back, many were a scanner's and go nowhere."""
        burst = self._text
        if len(burst) >= self._min_length:
            self._stuttered = self._last
        if len(burst) < BARE_LENGTH:
            self._give_back()
        else:
            self._forget()
            self._tell_broken(burst)

    def _tell_broken(self, burst: str) -> None:
        if self._broken:
            self._broken(burst.encode())

    def _give_back(self) -> None:
        held = self._held
        self._forget()
        self._down.clear()
        self._replaying = True
        try:
            for window, event in held:
                with suppress(RuntimeError):  # the window went away with the key before
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._replaying = False

    def _forget(self) -> None:
        self._held, self._text, self._overdue = [], "", False
        self._timer.stop()


def _scannable(event: QKeyEvent) -> bool:
    """A printable character, or GS (which comes as Ctrl+])."""
    text = event.text()
    if text == "\x1d":
        return True
    return bool(text) and text.isprintable() and not _is_shortcut(event)


def _is_shortcut(event: QKeyEvent) -> bool:
    """Alt or Meta with a character; Ctrl and Alt together are AltGr, which some layouts need for @ and brackets."""
    held = event.modifiers()
    alone = not held & Qt.KeyboardModifier.ControlModifier
    return bool(held & Qt.KeyboardModifier.MetaModifier) or (bool(held & Qt.KeyboardModifier.AltModifier) and alone)


def _is_modifier(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)
