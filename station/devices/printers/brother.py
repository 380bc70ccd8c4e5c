"""What a Brother raster printer is asked: ESC i S; it tells by itself each page that is out, and each error.

Source: Brother, Raster Command Reference QL-800 series: 32 bytes, kind 0 reply, 1 printing completed, 2 error occurred.
Every page ends in one of the two. So completed pages are proof, an error is proof that its page did not come out, and
while neither was told nothing is. It keeps no count. Over the network many models tell nothing at all: such a printer
is silent here, and belongs on USB.
"""

import re

from station.devices.link import Opener
from station.devices.printers.judge import USUAL, Look, Timing
from station.devices.printers.raw import UNCOUNTED, RawPrinter
from station.devices.printers.talk import Ear, Talk

STATUS = b"\x1biS"
CANCEL = b"\0" * 400 + b"\x1b@"

_SAID = re.compile(rb"\x80\x20B.{29}", re.DOTALL)
_BEGUN = re.compile(rb"\x80(?:\x20(?:B.{0,28})?)?", re.DOTALL)
_REPLY, _COMPLETED, _ERROR = 0, 1, 2
_ERRORS = (
    (9, 0x10, "printer.head_open"),
    (9, 0x01, "printer.wrong_media"),
    (8, 0x01, "printer.paper_out"),
    (8, 0x02, "printer.paper_out"),
    (8, 0x04, "printer.cutter_fault"),
    (8, 0x10, "printer.busy"),
    (8, 0x20, "printer.offline"),
    (8, 0xC8, "printer.fault"),
    (9, 0xEE, "printer.fault"),
)
_LOW, _EMPTY = 2, 3


class BrotherDialect:
    """Implements raw.Dialect: what comes in is cut into blocks; completed pages are counted, an error is remembered."""

    counts = False
    keeps_line = True
    remembers = False

    def __init__(self) -> None:
        self._receipts = 0
        self._failed = False
        self._ear = Ear(_SAID, _BEGUN)

    def check(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.check."""
        return self._status(talk, timeout), UNCOUNTED

    def explain(self, talk: Talk, timeout: float) -> str:
        """See Dialect.explain: it has no second source."""
        return ""

    def begin(self, talk: Talk, data: bytes) -> None:
        """See Dialect.begin."""
        self._receipts, self._failed = 0, False

    def fence(self, talk: Talk, timeout: float) -> None:
        """See Dialect.fence: what has not been taken is told neither as completed nor as an error."""

    def look(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.look."""
        look = self._status(talk, timeout)
        return Look(look.fault, look.idle, look.held, proof=self._failed), self._receipts

    def cancel(self, talk: Talk, timeout: float) -> None:
        """See Dialect.cancel."""
        talk.send(CANCEL)

    def _status(self, talk: Talk, timeout: float) -> Look:
        """The answer to our question; whatever was told before it is counted once."""

        def hear(got: bytes) -> Look | None:
            blocks = [word[0] for word in self._ear.feed(got)]
            self._receipts += sum(block[18] == _COMPLETED for block in blocks)
            self._failed |= any(block[18] == _ERROR for block in blocks)
            replies = [block for block in blocks if block[18] == _REPLY]
            return _look(replies[-1]) if replies else None

        return talk.ask(STATUS, hear, timeout)


class BrotherPrinter(RawPrinter):
    """Implements LabelPrinter for Brother raster."""

    def __init__(self, opener: Opener, timing: Timing = USUAL, *, shared: bool = False) -> None:
        super().__init__(opener, BrotherDialect, timing, shared=shared)


def _look(block: bytes) -> Look:
    fault = next((key for at, bits, key in _ERRORS if block[at] & bits), "")
    low = block[6] in (_LOW, _EMPTY)
    return Look(fault or ("printer.battery_low" if low else ""), idle=block[19] == 0)
