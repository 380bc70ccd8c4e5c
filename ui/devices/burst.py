"""The keys of one keyboard, held until it is clear whether a scanner or a person typed them.

Responsible for the judgement by the time stamps of the keys; not for where keys come from or go back to (`wedge.py`).
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

MAX_GAP = 50
"""Milliseconds between two keys of one scan, at most (notes of other makers: 10 to 50; measured under load: 34)."""

MIN_LENGTH = 4
"""Characters of a scan, at least; a shorter burst was typed."""

BARE_LENGTH = 8
"""From this many fast keys on, a burst was no person: without a terminator it is dropped and told as broken."""

PAUSE = 250
"""Milliseconds that a scan of so many keys may falter and still be one: a starved computer's keyboard stumbles."""

STUTTER = 300
"""Milliseconds after a fast burst that stopped short, within which the next one is its other half and no scan."""

TERMINATORS = frozenset(("\r", "\n", "\t"))
SEPARATORS = frozenset(("\x04", "\x1c", "\x1d", "\x1e", "\x1f"))
"""EOT, FS, GS, RS, US: part of GS1 and ISO 15434 data, and typed as Ctrl+letter."""

Held = list[tuple[QObject, QKeyEvent]]
Told = Callable[[bytes], None]


class Burst:
    """Takes the keys of one keyboard in order. `scanned` and `broken` take bytes, `give_back` a person's keys."""

    def __init__(
        self, scanned: Told, broken: Told, give_back: Callable[[Held], None], max_gap: int, least: int
    ) -> None:
        self._scanned, self._broken, self._return = scanned, broken, give_back
        self._max_gap, self._least = max_gap, least
        self._held: Held = []
        self._text = ""
        self._last = self._stuttered = 0
        self._suspect = self._torn = self._returned = False
        self._down: set[int] = set()
        self._overdue = False
        self._timer = QTimer(singleShot=True)
        self._timer.timeout.connect(self._fell_silent)

    def wants(self, event: QKeyEvent) -> bool:
        """Whether this key may belong to a scan: the shortcut map must not have it."""
        return self._fits(event) or (bool(self._held) and event.text() in TERMINATORS)

    def press(self, window: QObject, event: QKeyEvent) -> bool:
        """A key went down; True: it is held or swallowed."""
        stamp = event.timestamp() or int(time.monotonic() * 1000)  # some platforms stamp nothing
        if self._held and stamp - self._last > self._patience:
            self.give_up()
            self._returned = False  # the keys themselves were apart
        if is_modifier(event):
            return False
        if not self._held:
            self._suspect = stamp - self._stuttered <= STUTTER
            self._torn = self._returned and stamp - self._last <= self._max_gap
        self._last, self._returned = stamp, False
        if event.text() in TERMINATORS:
            return self._end(event)
        if self._fits(event):
            return self._hold(window, event)
        self.give_up()
        return False

    def release(self, window: QObject, event: QKeyEvent) -> bool:
        """A key went up; True: its press was held or swallowed, and so is this."""
        if event.key() not in self._down:
            return False
        self._down.discard(event.key())
        if self._held:
            self._held.append((window, event.clone()))
        return True

    def give_up(self) -> None:
        """What is held will be no scan: a few keys are a person's and go back, many were a scanner's and go nowhere."""
        burst = self._text
        if len(burst) >= self._least:
            self._stuttered = self._last
        if len(burst) < BARE_LENGTH:
            self._give_back()
        else:
            self._forget()
            self._broken(burst.encode())

    @property
    def _patience(self) -> int:
        return self._max_gap if len(self._text) < BARE_LENGTH else max(PAUSE, self._max_gap)

    def _fits(self, event: QKeyEvent) -> bool:
        """Whether a scan may begin, or go on, with this key.

        X11 marks a scanner's doubled character as auto-repeat. A person's first repeat comes 200 ms or more after the
        key, when nothing is held any more.
        """
        if self._held:
            return is_scannable(event) or event.text() in SEPARATORS
        return is_scannable(event) and not event.isAutoRepeat()

    def _hold(self, window: QObject, event: QKeyEvent) -> bool:
        self._held.append((window, event.clone()))
        self._text += event.text()
        self._down.add(event.key())
        self._overdue = False
        self._timer.start(self._patience + 10)
        return True

    def _end(self, event: QKeyEvent) -> bool:
        if len(self._text) < self._least and not (self._text and self._suspect):
            self._give_back()
            return False
        scan, whole = self._text, not (self._suspect or self._torn)
        self._forget()
        self._down.add(event.key())
        (self._scanned if whole else self._broken)(scan.encode())
        return True

    def _fell_silent(self) -> None:
        """Ask twice: after a busy spell the timer may come before the keys that are already waiting."""
        if not self._overdue:
            self._overdue = True
            self._timer.start(0)
        else:
            self._returned = True  # by our clock, not by theirs: the rest of a scan may still be on its way
            self.give_up()

    def _give_back(self) -> None:
        held = self._held
        self._forget()
        self._down.clear()
        self._return(held)

    def _forget(self) -> None:
        self._held, self._text, self._overdue = [], "", False
        self._timer.stop()


def is_scannable(event: QKeyEvent) -> bool:
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


def is_modifier(event: QEvent) -> bool:
    """Shift and the like: they come between the keys of a scan and mean nothing by themselves."""
    keys = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)
    return isinstance(event, QKeyEvent) and event.key() in keys
