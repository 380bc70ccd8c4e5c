"""A ZPL label printer on a raw line: asks before, sends once, and tells afterwards only what the printer proves.

Responsible for the point of no return: before a job's first byte every failure is NOT_SENT, after it none is. Not
responsible for drawing, for deciding about a reprint, or for other hosts: one station owns one printer.

A line that carried a job and then stayed silent has to be given up, and may still feed a slow printer: from then on
"not printed" cannot be known. A job that a fault has stopped is cancelled (~JA): a printer that finished it later, by
itself, would make any verdict wrong and a reprint double.
"""

import threading
import time

from station.devices.link import Opener
from station.devices.ports import LinkLost, NotReady, Outcome, Ready
from station.devices.printers.judge import USUAL, Judge, Timing
from station.devices.printers.talk import CANCEL, Silent, Talk

_FIRST_PAUSE = 0.002
"""Seconds before the second look; a virtual printer is done by then. Later pauses double up to the poll interval."""


class ZplPrinter:
    """Implements LabelPrinter. Each call opens a line of its own and gives it back; calls are served one at a time.

    Any thread may call; `print` and `settle` block for seconds and belong on a worker.
    """

    def __init__(self, opener: Opener, timing: Timing = USUAL) -> None:
        self._open, self._timing = opener, timing
        self._one_at_a_time = threading.Lock()
        self._closed = threading.Event()

    def ready(self) -> Ready:
        """See LabelPrinter.ready."""
        with self._one_at_a_time:
            talk = self._talk()
            try:
                return Ready(self._check(talk))
            finally:
                talk.close()

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        """See LabelPrinter.print. `before` is compared with the printer once more: if it moved, nothing is sent."""
        with self._one_at_a_time:
            talk = self._talk()
            try:
                self._check_unmoved(talk, before)
                return self._print(talk, data, copies, before)
            except NotReady as refusal:
                return Outcome("NOT_SENT", 0, refusal.reason)
            finally:
                talk.close()

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        """See LabelPrinter.settle."""
        with self._one_at_a_time:
            talk = self._talk()
            try:
                return self._watch(talk, Judge(before_odometer, copies, self._timing, time.monotonic()))
            finally:
                talk.close()

    def close(self) -> None:
        """See LabelPrinter.close; a job under way ends within a quarter of a second, UNKNOWN if it had begun."""
        self._closed.set()

    def _talk(self) -> Talk:
        return Talk(self._open, self._closed)

    def _check(self, talk: Talk) -> int:
        """The odometer of a printer that would print now. Raises NotReady."""
        try:
            status = talk.status(self._timing.answer)
            if status.fault or not status.idle:
                raise NotReady(status.fault or "printer.busy")
            return talk.odometer(self._timing.answer)
        except LinkLost as lost:
            raise NotReady("printer.offline") from lost
        except Silent as silent:
            raise NotReady(self._explain(talk, silent.reason)) from silent

    def _explain(self, talk: Talk, reason: str) -> str:
        """Zebra's manual: ~HS may stay unanswered in exactly the fault states, so a second question is asked."""
        try:
            return talk.errors(self._timing.answer) or reason
        except (LinkLost, Silent):
            return reason

    def _check_unmoved(self, talk: Talk, before: Ready) -> None:
        if self._check(talk) != before.odometer:
            raise NotReady("printer.moved")

    def _print(self, talk: Talk, data: bytes, copies: int, before: Ready) -> Outcome:
        if self._closed.is_set():
            raise NotReady("printer.offline")
        judge = Judge(before.odometer, copies, self._timing, time.monotonic())
        try:
            talk.send(data)
            talk.status(self._timing.patience)  # answered behind the last byte: all of them have been taken
        except Silent as silent:
            judge.note(silent.reason)
            judge.certain = False
        except LinkLost as lost:
            judge.note("line lost")
            judge.certain = not lost.gave_up
        return self._watch(talk, judge)

    def _watch(self, talk: Talk, judge: Judge) -> Outcome:
        pause = _FIRST_PAUSE
        while (outcome := self._look(talk, judge)) is None:
            if judge.overdue(time.monotonic()) or self._closed.wait(pause):
                return judge.unknown()
            pause = min(pause * 2, self._timing.poll)
        return outcome

    def _look(self, talk: Talk, judge: Judge) -> Outcome | None:
        try:
            status = talk.status(self._timing.answer)
            outcome = judge.see(status, talk.odometer(self._timing.answer), time.monotonic())
            if outcome is None and judge.wants_cancel:
                talk.send(CANCEL)
                judge.cancelled = True
        except LinkLost:
            return None
        except Silent as silent:
            judge.note(silent.reason)
            return None
        return outcome
