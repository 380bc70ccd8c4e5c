"""What an ESC/POS printer is asked: DLE EOT for its state, GS g 2 for its cutter's count, DLE DC4 8 to cancel.

Source: Epson, ESC/POS Command Reference. Proof is the process id behind each label (GS ( H, function 48), and the count
of cuts; every label of ours is cut. A printer that is offline answers only DLE EOT, so a job that ran out of paper
cannot be counted until there is paper again: a label may be cut and not yet receipted. The count is written to memory
every few minutes: after a power cut it may be too low, so a lost line or a missed answer takes "not printed" away.
"""

import re

from msgspec.structs import replace

from station.devices.link import Opener
from station.devices.printers.judge import USUAL, Look, Timing
from station.devices.printers.raw import RawPrinter
from station.devices.printers.talk import Ear, Silent, Talk

STATUS = b"".join(b"\x10\x04" + bytes((n,)) for n in (1, 2, 3, 4))
COUNT = b"\x1dg2\x00\xb2\x00"
CANCEL = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"

_PROCESS = re.compile(rb"\x1d\(H\x06\x0000(.{4})", re.DOTALL)
_STATES = bytes(state for state in range(256) if state & 0x93 == 0x12)
"""The fixed pattern 0xx1xx10 of a status byte tells it from everything else that is said."""

_SAID = re.compile(rb"7\"(.{4})\0|7%(\0)|_(\d{1,9})\0|([" + re.escape(_STATES) + rb"])", re.DOTALL)
_BEGUN = re.compile(rb"7(?:\".{0,4}|%)?|_\d{0,9}", re.DOTALL)
_RECEIPT, _CLEARED, _COUNT, _STATE = 1, 2, 3, 4


class EscposDialect:
    """Implements raw.Dialect: a counter, and receipts that may come at any time, even between other answers."""

    counts = True
    keeps_line = False
    remembers = False

    def __init__(self) -> None:
        self._wanted: frozenset[bytes] = frozenset()
        self._receipts: set[bytes] = set()
        self._before = 0
        self._ear = Ear(_SAID, _BEGUN)

    def check(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.check."""
        look = self._status(talk, timeout)
        if look.fault:
            return look, 0
        self._before = self._count(talk, timeout)
        return look, self._before

    def explain(self, talk: Talk, timeout: float) -> str:
        """See Dialect.explain: it has no second source."""
        return ""

    def begin(self, talk: Talk, data: bytes) -> None:
        """See Dialect.begin."""
        self._wanted = frozenset(_PROCESS.findall(data))

    def fence(self, talk: Talk, timeout: float) -> None:
        """See Dialect.fence; a printer that is offline answers nothing in turn, which the next look sees."""
        if not self._status(talk, timeout).fault:
            self._count(talk, timeout)

    def look(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.look: the cutter's count, or while it is not told, our own receipts."""
        look = self._status(talk, timeout)
        if look.fault:
            return replace(look, proof=False, receipts=len(self._receipts)), self._before + len(self._receipts)
        told = self._count(talk, timeout)
        return replace(look, receipts=len(self._receipts)), told

    def cancel(self, talk: Talk, timeout: float) -> None:
        """See Dialect.cancel; what a printer that is offline holds is gone when it says so."""
        self._ask(talk, CANCEL, _CLEARED, timeout)

    def _status(self, talk: Talk, timeout: float) -> Look:
        return _look(b"".join(self._ask(talk, STATUS, _STATE, timeout, of=4)))

    def _count(self, talk: Talk, timeout: float) -> int:
        return int(self._ask(talk, COUNT, _COUNT, timeout)[-1])

    def _ask(self, talk: Talk, question: bytes, kind: int, timeout: float, *, of: int = 1) -> list[bytes]:
        """The first `of` answers of that kind; receipts of ours that come meanwhile are remembered."""
        if talk.fresh:
            self._ear.forget()
        answers: list[bytes] = []

        def hear(got: bytes) -> list[bytes] | None:
            said = self._ear.feed(got)
            self._receipts.update(self._wanted.intersection(word[_RECEIPT] for word in said if word[_RECEIPT]))
            answers.extend(word[kind] for word in said if word[kind])
            return answers if len(answers) >= of else None

        return talk.ask(question, hear, timeout)


class EscposPrinter(RawPrinter):
    """Implements LabelPrinter for ESC/POS."""

    def __init__(self, opener: Opener, timing: Timing = USUAL, *, shared: bool = False) -> None:
        super().__init__(opener, EscposDialect, timing, shared=shared)


def _look(states: bytes) -> Look:
    """The answers to DLE EOT 1, 2, 3 and 4."""
    if len(states) != 4:
        raise Silent("printer.unreadable")
    printer, cause, error, paper = states
    said = (
        (cause & 0x04, "printer.head_open"),
        (paper & 0x60 or cause & 0x20, "printer.paper_out"),
        (error & 0x04, "printer.wrong_media"),
        (error & 0x08, "printer.cutter_fault"),
        (error & 0x20, "printer.fault"),
        (error & 0x40, "printer.too_hot"),
        (cause & 0x40, "printer.fault"),
        (printer & 0x08, "printer.paused"),
    )
    return Look(next((key for set_, key in said if set_), ""))
