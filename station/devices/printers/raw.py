"""A label printer on a raw line: asks before, sends once, and tells afterwards only what the printer proves.

Responsible for the point of no return: before a job's first byte every failure is NOT_SENT, after it none is. What is
asked, and what an answer proves, is the printer language's (`Dialect`). Not responsible for drawing or for deciding
about a reprint.

A line that carried a job and then stayed silent may still feed a slow printer, and an answer may come late: from then
on "not printed" cannot be known. A job that a fault has stopped is cancelled: a printer that finished it later, by
itself, would make any verdict wrong and a reprint double.

A printer on the network may be another station's as well, whose label counts like ours: a count that has moved while
nobody of ours looked proves nothing there (`shared`), only one that has not.
"""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from station.devices.link import Opener
from station.devices.ports import LinkLost, NotReady, Outcome, Ready
from station.devices.printers.judge import USUAL, Judge, Look, Timing
from station.devices.printers.talk import Silent, Talk

UNCOUNTED = -1
"""The odometer of a printer that keeps none."""

_FIRST_PAUSE = 0.002
"""Seconds before the second look; a virtual printer is done by then. Later pauses double up to the poll interval."""


class Dialect(Protocol):
    """One conversation in a printer's language, about at most one job. Every method may raise Silent or LinkLost."""

    counts: bool
    """Whether the printer keeps an odometer; else it tells each label by a receipt, on the line that sent the job."""
    keeps_line: bool
    """Whether a line that missed an answer stays open: receipts would be lost, or a late answer does no harm."""
    remembers: bool
    """Whether its odometer survives a power cut to the last label, so that a lost line takes no proof away."""

    def check(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """State and odometer (UNCOUNTED where there is none) of a printer that has not got a job from us."""

    def explain(self, talk: Talk, timeout: float) -> str:
        """A second source for why it would not answer: a key, or empty."""

    def begin(self, talk: Talk, data: bytes) -> None:
        """Whatever has to be said before the job's own bytes; the job is only read, for what will be receipted."""

    def fence(self, talk: Talk, timeout: float) -> None:
        """Returns when the printer has taken every byte of the job."""

    def look(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """State, then odometer or receipts so far."""

    def cancel(self, talk: Talk, timeout: float) -> None:
        """Throw away what is left of the job."""


class RawPrinter:
    """Implements LabelPrinter. Each call opens a line of its own and gives it back; calls are served one at a time.

    Any thread may call; `print` and `settle` block for seconds and belong on a worker. shared: other stations may print
    there, too.
    """

    def __init__(
        self, opener: Opener, dialect: Callable[[], Dialect], timing: Timing = USUAL, *, shared: bool = False
    ) -> None:
        self._open, self._dialect, self._timing, self._shared = opener, dialect, timing, shared
        self._one_at_a_time = threading.Lock()
        self._closed = threading.Event()

    def ready(self) -> Ready:
        """See LabelPrinter.ready."""
        with self._one_at_a_time:
            dialect, talk = self._talk()
            try:
                return Ready(self._check(dialect, talk))
            finally:
                talk.close()

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        """See LabelPrinter.print. `before` is compared with the printer once more: if it moved, nothing is sent."""
        with self._one_at_a_time:
            dialect, talk = self._talk()
            try:
                self._prepare(dialect, talk, data, before)
                return self._print(dialect, talk, data, copies, before)
            except NotReady as refusal:
                return Outcome("NOT_SENT", 0, refusal.reason)
            finally:
                talk.close()

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        """See LabelPrinter.settle; receipts are gone with their line, so only an odometer settles anything."""
        with self._one_at_a_time:
            dialect, talk = self._talk()
            judge = self._judge(dialect, before_odometer, copies)
            judge.lose_sight("")
            if not dialect.counts or before_odometer < 0:
                judge.note("no odometer")
                return judge.unknown()
            judge.certain = dialect.remembers
            try:
                return self._watch(dialect, talk, judge)
            finally:
                talk.close()

    def close(self) -> None:
        """See LabelPrinter.close; a job under way ends within a quarter of a second, UNKNOWN if it had begun."""
        self._closed.set()

    def _talk(self) -> tuple[Dialect, Talk]:
        dialect = self._dialect()
        return dialect, Talk(self._open, self._closed, keep=dialect.keeps_line)

    def _check(self, dialect: Dialect, talk: Talk) -> int:
        """The odometer of a printer that would print now. Raises NotReady."""
        try:
            look, odometer = dialect.check(talk, self._timing.answer)
        except LinkLost as lost:
            raise NotReady("printer.offline") from lost
        except Silent as silent:
            raise NotReady(self._explain(dialect, talk, silent.reason)) from silent
        if look.fault or not look.idle:
            raise NotReady(look.fault or "printer.busy")
        return odometer

    def _explain(self, dialect: Dialect, talk: Talk, reason: str) -> str:
        try:
            return dialect.explain(talk, self._timing.answer) or reason
        except (LinkLost, Silent):
            return reason

    def _prepare(self, dialect: Dialect, talk: Talk, data: bytes, before: Ready) -> None:
        """The last moment at which nothing has been sent. Raises NotReady."""
        if self._check(dialect, talk) != before.odometer:
            raise NotReady("printer.moved")
        try:
            dialect.begin(talk, data)
        except LinkLost as lost:
            raise NotReady("printer.offline") from lost
        if self._closed.is_set():
            raise NotReady("printer.offline")

    def _print(self, dialect: Dialect, talk: Talk, data: bytes, copies: int, before: Ready) -> Outcome:
        judge = self._judge(dialect, max(before.odometer, 0), copies)
        try:
            talk.send(data)
            dialect.fence(talk, self._timing.patience)
        except Silent as silent:
            judge.doubt(silent.reason)
        except LinkLost as lost:
            judge.lose_sight("line lost")
            judge.certain = dialect.remembers and not lost.gave_up
            if not dialect.counts:
                return judge.unknown()
        return self._watch(dialect, talk, judge)

    def _judge(self, dialect: Dialect, before: int, copies: int) -> Judge:
        """Receipts are each sender's own: only a count is shared."""
        counter, shared = ("odometer", self._shared) if dialect.counts else ("receipts", False)
        return Judge(before, copies, self._timing, time.monotonic(), counter=counter, shared=shared)

    def _watch(self, dialect: Dialect, talk: Talk, judge: Judge) -> Outcome:
        pause = _FIRST_PAUSE
        while (outcome := self._look(dialect, talk, judge)) is None:
            if judge.overdue(time.monotonic()) or self._closed.wait(pause):
                return judge.unknown()
            pause = min(pause * 2, self._timing.poll)
        return outcome

    def _look(self, dialect: Dialect, talk: Talk, judge: Judge) -> Outcome | None:
        try:
            outcome = judge.see(*dialect.look(talk, self._timing.answer), time.monotonic())
            if outcome is None and judge.wants_cancel:
                dialect.cancel(talk, self._timing.answer)
                judge.cancelled = True
        except LinkLost:
            return self._after_loss(dialect, judge)
        except Silent as silent:
            judge.doubt(silent.reason)
            return None
        return outcome

    def _after_loss(self, dialect: Dialect, judge: Judge) -> Outcome | None:
        judge.lose_sight("line lost")
        judge.certain = judge.certain and dialect.remembers
        return None if dialect.counts else judge.unknown()
