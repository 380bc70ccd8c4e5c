"""What an EPL printer is asked: ^ee for its state, US for an acknowledgement of each label, ^@ to cancel.

Source: Zebra, EPL Programming Guide. It keeps no count, and some models know no US: an acknowledgement is proof, its
absence is none. So a job ends PRINTED, or else UNKNOWN with as many labels as have been acknowledged.
"""

import re

from station.devices.link import Opener
from station.devices.printers.judge import USUAL, Look, Timing
from station.devices.printers.raw import UNCOUNTED, RawPrinter
from station.devices.printers.talk import Ear, Talk

STATUS, REPORT, CANCEL = b"\r\n^ee\r\n", b"\r\nUS\r\n", b"\r\n^@\r\n"

_SAID = re.compile(rb"(\x06)|\x15\d\dP\d{1,4}L\d{1,5}\r?\n?|(\d\d)\r\n")
_BEGUN = re.compile(rb"\x15[\dPL]*\r?|\d{1,2}\r?")
_FAULTS = {
    b"07": "printer.paper_out",
    b"10": "printer.paused",
    b"11": "printer.head_open",
    b"12": "printer.ribbon_out",
}


class EplDialect:
    """Implements raw.Dialect. Everything heard is sorted: acknowledgements are counted, the last state is kept."""

    counts = False
    keeps_line = True
    remembers = False

    def __init__(self) -> None:
        self._receipts = 0
        self._ear = Ear(_SAID, _BEGUN, lenient=True)

    def check(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.check."""
        return self._status(talk, timeout), UNCOUNTED

    def explain(self, talk: Talk, timeout: float) -> str:
        """See Dialect.explain: it has no second source."""
        return ""

    def begin(self, talk: Talk, data: bytes) -> None:
        """See Dialect.begin."""
        talk.send(REPORT)
        self._receipts = 0

    def fence(self, talk: Talk, timeout: float) -> None:
        """See Dialect.fence: ^ee is answered ahead of what waits, so it is none; and none is needed, see above."""

    def look(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.look."""
        look = self._status(talk, timeout)
        return look, self._receipts

    def cancel(self, talk: Talk, timeout: float) -> None:
        """See Dialect.cancel."""
        talk.send(CANCEL)

    def _status(self, talk: Talk, timeout: float) -> Look:
        def hear(got: bytes) -> Look | None:
            said = self._ear.feed(got)
            self._receipts += sum(bool(match[1]) for match in said)
            codes = [match[2] for match in said if match[2]]
            return _look(codes[-1]) if codes else None

        return talk.ask(STATUS, hear, timeout)


class EplPrinter(RawPrinter):
    """Implements LabelPrinter for EPL."""

    def __init__(self, opener: Opener, timing: Timing = USUAL, *, shared: bool = False) -> None:
        super().__init__(opener, EplDialect, timing, shared=shared)


def _look(code: bytes) -> Look:
    fault = "" if code == b"00" else _FAULTS.get(code, "printer.fault")
    return Look(fault, idle=True, proof=False)
