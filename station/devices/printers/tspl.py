"""What a TSPL printer is asked: ESC ! ? for its state, @LABEL for its count, ESC ! . to cancel.

Sources: TSC, TSPL/TSPL2 Programming; TTP-244 Plus manual. ESC ! is answered at once; OUT is obeyed in its turn, behind
the job's last byte, so it is the fence as well. @LABEL counts since power-on: where it is 0 we set it to a number by
chance, so that a power cut in the middle of a job is seen as a count that does not fit. Every count is asked for
between two words of its own: no late answer is taken for a newer one's.
"""

import re
import secrets
import time
from itertools import count

from station.devices.link import Opener
from station.devices.printers.judge import USUAL, Look, Timing
from station.devices.printers.raw import RawPrinter
from station.devices.printers.talk import Ear, Silent, Talk

STATUS, CANCEL = b"\x1b!?", b"\x1b!."

_BITS = (
    (0x01, "printer.head_open"),
    (0x40, "printer.head_open"),
    (0x04, "printer.paper_out"),
    (0x08, "printer.ribbon_out"),
    (0x02, "printer.jam"),
    (0x80, "printer.too_hot"),
    (0x10, "printer.paused"),
)
_PRINTING = 0x20

_SAID = re.compile(rb"a(\d{6})[\r\n ]*(\d{1,9})[\r\n ]*z\d{6}(?:\r\n)?|[\r\n]+|([^\r\na])")
_BEGUN = re.compile(rb"a[\d\r\n z]{0,40}")


class TsplDialect:
    """Implements raw.Dialect."""

    counts = True
    keeps_line = True
    remembers = True  # what a power cut forgets does not fit any more

    def __init__(self) -> None:
        self._words = count(secrets.randbelow(10**6))
        self._ear = Ear(_SAID, _BEGUN)

    def check(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.check; a count of 0 is replaced by a number by chance."""
        look = self._status(talk, timeout)
        if look.fault or not look.idle:
            return look, 0
        told = self._count(talk, timeout)
        if told == 0:
            talk.send(b"\r\n@LABEL=%d\r\n" % (10**6 + secrets.randbelow(8 * 10**8)))
            told = self._count(talk, timeout)
        return look, told

    def explain(self, talk: Talk, timeout: float) -> str:
        """See Dialect.explain: it has no second source."""
        return ""

    def begin(self, talk: Talk, data: bytes) -> None:
        """See Dialect.begin."""

    def fence(self, talk: Talk, timeout: float) -> None:
        """See Dialect.fence; a printer that a fault has stopped answers nothing in turn, which the next look sees."""
        deadline = time.monotonic() + timeout
        while not self._status(talk, timeout).fault:
            try:
                self._count(talk, timeout / 4)
            except Silent:
                if time.monotonic() >= deadline:
                    raise
            else:
                return

    def look(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.look; a job that a fault has stopped is cancelled here, so that the count is told at all."""
        look = self._status(talk, timeout)
        if look.fault:
            self.cancel(talk, timeout)
        return look, self._count(talk, timeout)

    def cancel(self, talk: Talk, timeout: float) -> None:
        """See Dialect.cancel."""
        talk.send(CANCEL)

    def _status(self, talk: Talk, timeout: float) -> Look:
        if talk.fresh:
            self._ear.forget()

        def hear(got: bytes) -> Look | None:
            states = [word[3] for word in self._ear.feed(got) if word[3]]
            if len(states) > 1:
                raise Silent("printer.unreadable")
            return _look(states[0][0]) if states else None

        return talk.ask(STATUS, hear, timeout)

    def _count(self, talk: Talk, timeout: float) -> int:
        """The count that was told between the two words of this very question."""
        word = b"%06d" % (next(self._words) % 10**6)

        def hear(got: bytes) -> int | None:
            counts = [said[2] for said in self._ear.feed(got) if said[1] == word]
            return int(counts[0]) if counts else None

        return talk.ask(b'\r\nOUT "a%b"\r\nOUT @LABEL\r\nOUT "z%b"\r\n' % (word, word), hear, timeout)


class TsplPrinter(RawPrinter):
    """Implements LabelPrinter for TSPL."""

    def __init__(self, opener: Opener, timing: Timing = USUAL, *, shared: bool = False) -> None:
        super().__init__(opener, TsplDialect, timing, shared=shared)


def _look(state: int) -> Look:
    fault = next((key for bit, key in _BITS if state & bit), "")
    return Look(fault, idle=not state & _PRINTING)
