"""A printer behind the Windows spooler, fed raw bytes in its own language.

Responsible for the order of the spooler's calls and for what may be said of a job there; the calls themselves stand in
`winspool`. The spooler keeps no proof of a label: bytes taken, "printed" and a vanished job all mean that the port has
taken them. So a job that was handed over ends UNKNOWN, and the operator's scan of the new label proves it.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import msgspec

from station.devices.ports import LabelPrinter, NotReady, Outcome, Ready

# winspool.h: PRINTER_STATUS_* and JOB_STATUS_*.
_CONDITIONS = (
    (0x00400000, "printer.head_open"),
    (0x00000010 | 0x00000040, "printer.paper_out"),
    (0x00000008, "printer.jam"),
    (0x00040000, "printer.ribbon_out"),
    (0x00000001, "printer.paused"),
    (0x00000080 | 0x00001000, "printer.offline"),
    (0x00000002 | 0x00100000 | 0x00200000, "printer.fault"),
)
WORK_OFFLINE = 0x00000400
"""PRINTER_ATTRIBUTE_WORK_OFFLINE: set by a person or by the port monitor; jobs pile up until it is taken away."""

_JOB_FAULTS = (
    (0x00000040, "printer.paper_out"),
    (0x00000020, "printer.offline"),
    (0x00000001, "printer.paused"),
    (0x00000002 | 0x00000200 | 0x00000400, "printer.fault"),
)
PRINTING, PRINTED, DELETED, COMPLETE = 0x0010, 0x0080, 0x0100, 0x1000


class SpoolerFault(Exception):
    """A call of the spooler failed; `code` is Windows's number."""

    def __init__(self, call: str, code: int) -> None:
        super().__init__(f"{call}: Windows error {code}")
        self.code = code


class Queue(msgspec.Struct, frozen=True):
    """What the spooler says of a queue: status bits, attribute bits, number of jobs."""

    status: int
    attributes: int
    jobs: int


class Calls(Protocol):
    """The spooler's calls on one open printer. Every one may raise SpoolerFault."""

    def queue(self) -> Queue:
        """GetPrinter, level 2."""

    def start(self, name: str) -> int:
        """StartDocPrinter as RAW, and StartPagePrinter: the job's number."""

    def write(self, data: bytes) -> int:
        """WritePrinter: how many bytes were taken."""

    def end(self) -> None:
        """EndPagePrinter and EndDocPrinter."""

    def abort(self) -> None:
        """AbortPrinter."""

    def job(self, number: int) -> int | None:
        """GetJob, level 1: its status bits; None once it is gone."""

    def delete(self, number: int) -> None:
        """SetJob with JOB_CONTROL_DELETE."""

    def close(self) -> None:
        """ClosePrinter."""


class SpoolerTiming(msgspec.Struct, frozen=True):
    """Seconds: between two looks; without an end before the job is deleted."""

    poll: float = 0.1
    patience: float = 20.0


USUAL = SpoolerTiming()


class SpooledPrinter:
    """Implements LabelPrinter. `opener` opens the queue anew (OpenPrinter); `Ready.odometer` is 0: there is none.

    Any thread may call; `print` blocks for seconds and belongs on a worker.
    """

    def __init__(self, opener: Callable[[], Calls], timing: SpoolerTiming = USUAL) -> None:
        self._open, self._timing = opener, timing
        self._one_at_a_time = threading.Lock()
        self._closed = threading.Event()

    def ready(self) -> Ready:
        """See LabelPrinter.ready. A queue with jobs is busy: ours would wait behind them, unseen."""
        with self._one_at_a_time:
            calls = self._opened()
            try:
                self._check(calls)
                return Ready(0)
            finally:
                calls.close()

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        """See LabelPrinter.print."""
        with self._one_at_a_time:
            try:
                calls = self._opened()
            except NotReady as refusal:
                return Outcome("NOT_SENT", 0, refusal.reason)
            try:
                self._check(calls)
                return self._print(calls, data)
            except NotReady as refusal:
                return Outcome("NOT_SENT", 0, refusal.reason)
            finally:
                calls.close()

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        """See LabelPrinter.settle: nobody knows."""
        return Outcome("UNKNOWN", None, "the spooler keeps no proof")

    def close(self) -> None:
        """See LabelPrinter.close."""
        self._closed.set()

    def _opened(self) -> Calls:
        try:
            return self._open()
        except SpoolerFault as fault:
            raise NotReady("printer.offline") from fault

    def _check(self, calls: Calls) -> None:
        """Raises NotReady."""
        try:
            queue = calls.queue()
        except SpoolerFault as failed:
            raise NotReady("printer.offline") from failed
        fault = _first(_CONDITIONS, queue.status) or ("printer.offline" if queue.attributes & WORK_OFFLINE else "")
        if fault or queue.jobs or self._closed.is_set():
            raise NotReady(fault or ("printer.busy" if queue.jobs else "printer.offline"))

    def _print(self, calls: Calls, data: bytes) -> Outcome:
        """StartDoc sends nothing yet: until the first WritePrinter a failure is NotReady."""
        try:
            number = calls.start("label")
        except SpoolerFault as fault:
            raise NotReady("printer.refused") from fault
        written, said = _written(calls, data)
        if written < len(data):
            with suppress(SpoolerFault):
                calls.abort()
            self._delete(calls, number)
            return Outcome("UNKNOWN", None, f"spooler job {number}: {said or 'cut short'}")
        with suppress(SpoolerFault):
            calls.end()
        return self._watch(calls, number)

    def _watch(self, calls: Calls, number: int) -> Outcome:
        """Until the spooler lets go of the job; one that does not get on is deleted, or it would print later."""
        notes: list[str] = []
        deadline = time.monotonic() + self._timing.patience
        while time.monotonic() < deadline:
            status = _status(calls, number)
            if status is None or status & (PRINTED | COMPLETE | DELETED):
                return _over(number, status, notes)
            if (fault := _first(_JOB_FAULTS, status)) and fault not in notes:
                notes.append(fault)
            if self._closed.wait(self._timing.poll):
                break
        self._delete(calls, number)
        return Outcome("UNKNOWN", None, "; ".join([f"spooler job {number} deleted", *notes]))

    def _delete(self, calls: Calls, number: int) -> None:
        with suppress(SpoolerFault):
            calls.delete(number)


def _written(calls: Calls, data: bytes) -> tuple[int, str]:
    """How many bytes were taken, and why no more."""
    done = 0
    try:
        while done < len(data) and (more := calls.write(data[done:])):
            done += more
    except SpoolerFault as fault:
        return done, str(fault)
    return done, ""


def _status(calls: Calls, number: int) -> int | None:
    try:
        return calls.job(number)
    except SpoolerFault:
        return 0


def _over(number: int, status: int | None, notes: list[str]) -> Outcome:
    said = "gone" if status is None else "deleted" if status & DELETED else "printed, says the spooler"
    return Outcome("UNKNOWN", None, "; ".join([f"spooler job {number} {said}", *notes]))


def _first(table: tuple[tuple[int, str], ...], bits: int) -> str:
    return next((key for mask, key in table if bits & mask), "")


class _Elsewhere:
    """A Windows queue on a machine that is none: never ready, so nothing is ever sent."""

    def ready(self) -> Ready:
        raise NotReady("printer.not_windows")

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        return Outcome("NOT_SENT", 0, "printer.not_windows")

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        return Outcome("UNKNOWN", None, "printer.not_windows")

    def close(self) -> None:
        return


def open_spooler(name: str) -> LabelPrinter:
    """The printer of that name among this machine's."""
    import sys

    if sys.platform != "win32":
        return _Elsewhere()
    from station.devices.printers import winspool

    return SpooledPrinter(lambda: winspool.open_printer(name))
