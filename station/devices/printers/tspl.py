"""What a TSPL printer is asked: ESC ! ? for its state, @LABEL for its count, ESC ! . to cancel.

Sources: TSC, TSPL/TSPL2 Programming; TTP-244 Plus manual. ESC ! is answered at once; OUT is obeyed in its turn, behind
the job's last byte, so it is the fence as well. @LABEL counts since power-on: where it is 0 we set it to a number by
chance, so that a power cut in the middle of a job is seen as a count that does not fit. Every count is asked for
between two words of its own: no late answer is taken for a newer one's.
"""

import re
import secrets
from itertools import count

from station.devices.link import Opener
from station.devices.printers.judge import USUAL, Look, Timing
from station.devices.printers.raw import RawPrinter
from station.devices.printers.talk import Silent, Talk, whole

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


class TsplDialect:
    """Implements raw.Dialect."""

    counts = True
    remembers = True  # what a power cut forgets does not fit any more

    def __init__(self) -> None:
        self._words = count(secrets.randbelow(10**6))

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
        if not self._status(talk, timeout).fault:
            self._count(talk, timeout)

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
        return talk.ask(STATUS, _hear_status, timeout)

    def _count(self, talk: Talk, timeout: float) -> int:
        word = b"%06d" % (next(self._words) % 10**6)
        question = b'\r\nOUT "a%b"\r\nOUT @LABEL\r\nOUT "z%b"\r\n' % (word, word)
        answer = re.compile(rb"a%b\s*(\d{1,9})\s*z%b" % (word, word))

        def hear(got: bytes) -> int | None:
            match = answer.search(got)
            return int(match[1]) if match else None

        return talk.ask(question, whole(hear), timeout)


class TsplPrinter(RawPrinter):
    """Implements LabelPrinter for TSPL."""

    def __init__(self, opener: Opener, timing: Timing = USUAL) -> None:
        super().__init__(opener, TsplDialect, timing)


def _hear_status(got: bytes) -> Look | None:
    """Exactly one byte; more is noise, or an old answer."""
    if len(got) != 1:
        raise Silent("printer.unreadable")
    fault = next((key for bit, key in _BITS if got[0] & bit), "")
    return Look(fault, idle=not got[0] & _PRINTING)
