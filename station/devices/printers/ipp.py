"""A system printer by IPP: one that speaks it itself, or a CUPS queue in front of one.

Responsible for the point of no return, for the medium that is asked for, and for not leaving a job behind that would
print later by itself. Not responsible for the page: it comes as finished PDF or PWG raster of its true size.

IPP has no odometer to be trusted. `Ready.odometer` is a fresh mark instead, the job's name at the printer; it is
committed before the first byte, and a job that a dead station left is found again by it.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import msgspec

from station.devices.ports import LinkLost, NotReady, Outcome, Ready
from station.devices.printers import ipp_codec as codec
from station.devices.printers import ipp_status
from station.devices.printers.ipp_client import (
    CREATE_JOB,
    PRINT_JOB,
    SEND_DOCUMENT,
    Attributes,
    IppClient,
    address,
)
from station.devices.printers.ipp_codec import Message, Value
from station.devices.printers.ipp_judge import IppJudge
from station.devices.printers.ipp_page import Page, page_of
from station.devices.printers.ipp_status import JobState, Status
from station.devices.printers.talk import Silent

_LOST = (LinkLost, Silent)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class IppTiming(msgspec.Struct, frozen=True):
    """Seconds: for an answer; for a document to be taken; between two looks; without progress before the job is
    cancelled; after that, for the printer to let go of it."""

    answer: float = 2.0
    send: float = 15.0
    poll: float = 0.25
    patience: float = 30.0
    letting_go: float = 5.0


USUAL = IppTiming()


class IppPrinter:
    """Implements LabelPrinter. `mark` gives numbers that are never given twice (48 bits of chance will do).

    Any thread may call; `print` and `settle` block for seconds and belong on a worker.
    """

    def __init__(self, uri: str, mark: Callable[[], int], timing: IppTiming = USUAL) -> None:
        self._client = IppClient(address(uri), answer=timing.answer, send=timing.send)
        self._mark, self._timing = mark, timing
        self._one_at_a_time = threading.Lock()
        self._closed = threading.Event()

    def ready(self) -> Ready:
        """See LabelPrinter.ready. A printer that still has jobs is busy: ours would wait behind them, unseen."""
        with self._one_at_a_time:
            self._check()
            return Ready(self._mark())

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        """See LabelPrinter.print. A page of another size than what the printer has is NOT_SENT."""
        with self._one_at_a_time:
            try:
                page, status = self._page(data), self._check()
                if refusal := status.refusal(page):
                    raise NotReady(refusal)
                return self._print(_Work(data, page, copies, _name(before.odometer), status))
            except NotReady as refused:
                return Outcome("NOT_SENT", 0, refused.reason)

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        """See LabelPrinter.settle. Whether the document arrived whole is known of queues only: they drop halves."""
        with self._one_at_a_time:
            judge = IppJudge(copies, certain=False)
            try:
                spooler = self._status().spooler
                judge.certain = bool(spooler)
                number = _find(self._client, _name(before_odometer))
            except _LOST:
                return judge.unknown()
            return self._watch(number, judge, spooler, _name(before_odometer)) if number else judge.unknown()

    def close(self) -> None:
        """See LabelPrinter.close; a job under way ends within a quarter of a second, UNKNOWN if it had begun."""
        self._closed.set()

    def _page(self, data: bytes) -> Page:
        page = page_of(data)
        if page is None:
            raise NotReady("printer.wrong_format")
        return page

    def _status(self) -> Status:
        return ipp_status.status(self._client.printer(*ipp_status.PRINTER_WANTED))

    def _check(self) -> Status:
        """A printer that would print now. Raises NotReady."""
        try:
            status = self._status()
        except LinkLost as lost:
            raise NotReady("printer.offline") from lost
        except Silent as silent:
            raise NotReady(silent.reason) from silent
        fault = status.fault or ("printer.busy" if status.queued else self._fault_behind(status))
        if fault or self._closed.is_set():
            raise NotReady(fault or "printer.offline")
        return status

    def _fault_behind(self, status: Status) -> str:
        """What the printer behind a queue says, where it can be asked: the queue only knows while it prints."""
        behind = self._behind(status.spooler)
        if behind is None:
            return ""
        with suppress(*_LOST):
            return ipp_status.status(behind.printer(*ipp_status.PRINTER_WANTED)).fault
        return ""

    def _behind(self, spooler: str) -> IppClient | None:
        """None for a printer of another kind, and for another machine's loopback."""
        with suppress(ValueError):
            place = address(spooler)
            if place.host not in _LOOPBACK or self._client.place.host in _LOOPBACK:
                return IppClient(place, answer=self._timing.answer)
        return None

    def _print(self, work: "_Work") -> Outcome:
        """Two steps where the printer can: a job without a document is refused, or lost, before a byte is sent."""
        judge = IppJudge(work.copies, certain=False)
        if {CREATE_JOB, SEND_DOCUMENT} <= work.status.operations:
            number = self._create(work)
            self._hand_over(judge, SEND_DOCUMENT, _sending(number, work), None, work.data)
        else:
            found = self._hand_over(judge, PRINT_JOB, _opening(work, whole=True), _template(work), work.data)
            if found is not None and not found.good:
                return Outcome("NOT_PRINTED", 0, f"refused with {found.status:#06x}")
            number = _number(found) if found else self._search(work.name)
        if not number:
            return judge.unknown()
        if not judge.certain:
            self._cancel(number, judge)
        return self._watch(number, judge, work.status.spooler, work.name)

    def _create(self, work: "_Work") -> int:
        """The number of a job that waits for its document. Raises NotReady."""
        try:
            answer = self._client.ask(CREATE_JOB, _opening(work, whole=False), _template(work))
        except _LOST as fault:
            if number := self._search(work.name):
                self._cancel(number, IppJudge(1, certain=False))
            raise NotReady("printer.silent") from fault
        if not answer.good:
            raise NotReady("printer.wrong_media" if answer.status == 0x040B else "printer.refused")
        if not (number := _number(answer)):
            raise NotReady("printer.unreadable")
        return number

    def _hand_over(
        self, judge: IppJudge, operation: int, head: Attributes, job: Attributes | None, data: bytes
    ) -> Message | None:
        """Past the point of no return; None where no answer came."""
        try:
            answer = self._client.ask(operation, head, job, data)
        except _LOST as fault:
            judge.note("no answer to the document" if isinstance(fault, LinkLost) else fault.reason)
            return None
        judge.certain = answer.good
        if not answer.good:
            judge.note(f"document refused with {answer.status:#06x}")
        return answer

    def _search(self, name: str) -> int:
        with suppress(*_LOST):
            return _find(self._client, name)
        return 0

    def _cancel(self, number: int, judge: IppJudge) -> None:
        """What is not cancelled prints when the paper, or the printer, is back."""
        judge.cancelled = True
        with suppress(*_LOST):
            self._client.cancel(number)

    def _watch(self, number: int, judge: IppJudge, spooler: str, name: str) -> Outcome:
        """Until the job is over; one that does not get on is cancelled, and watched for as long as that may take."""
        pause, since = 0.02, time.monotonic()
        while True:
            job = self._look(number, judge)
            if job and job.over:
                return self._over(job, judge, spooler, name)
            if job and judge.moves(job):
                since = time.monotonic()
            waited = time.monotonic() - since
            if waited > (self._timing.letting_go if judge.cancelled else self._timing.patience):
                if judge.cancelled:
                    return judge.unknown()
                self._cancel(number, judge)
                since = time.monotonic()
            if self._closed.wait(pause):
                return judge.unknown()
            pause = min(pause * 2, self._timing.poll)

    def _look(self, number: int, judge: IppJudge) -> JobState | None:
        try:
            found = self._client.job(number)
            job = ipp_status.job_state(found) if found else None
            if job is None or not job.over:
                judge.note(self._status().fault)
        except LinkLost:
            judge.note("line lost")
            return None
        except Silent as silent:
            judge.note(silent.reason)
            return None
        return job

    def _over(self, job: JobState, judge: IppJudge, spooler: str, name: str) -> Outcome:
        if not spooler:
            return judge.printer_says(job)
        judge.note(f"queue before {spooler.partition(':')[0]}")
        said = judge.queue_says(job)
        return said if said else self._ask_behind(judge, spooler, name)

    def _ask_behind(self, judge: IppJudge, spooler: str, name: str) -> Outcome:
        """The queue is done: the same job, by its name, at the printer itself."""
        behind, job = self._behind(spooler), None
        with suppress(*_LOST):
            found = behind.job(_find(behind, name)) if behind else None
            job = ipp_status.job_state(found) if found else None
        if job is None or not job.over:
            judge.note("the printer was not heard")
            return judge.unknown()
        return judge.printer_says(job)


class _Work(msgspec.Struct, frozen=True):
    """One job as it is sent."""

    data: bytes
    page: Page
    copies: int
    name: str
    status: Status


def _name(mark: int) -> str:
    return f"returns-{mark:012x}"


def _number(answer: Message | None) -> int:
    job = ipp_status.job_state(answer.first(codec.JOB)) if answer else None
    return job.number if job else 0


def _find(client: IppClient, name: str) -> int:
    """The number of the job of that name, finished or not; 0 for none. Raises LinkLost or Silent."""
    for which in ("not-completed", "completed"):
        for job in client.jobs(which):
            number = job.get("job-id", [0])[0]
            if name in job.get("job-name", ()) and isinstance(number, int):
                return number
    return 0


def _opening(work: _Work, *, whole: bool) -> Attributes:
    """Fidelity: what the printer cannot do it refuses, instead of printing something else."""
    opening = {
        "job-name": [Value(codec.NAME, work.name)],
        "ipp-attribute-fidelity": [Value(codec.BOOLEAN, True)],
    }
    return {**opening, "document-format": [Value(codec.MIME, work.page.format)]} if whole else opening


def _sending(number: int, work: _Work) -> Attributes:
    return {
        "job-id": [Value(codec.INTEGER, number)],
        "document-format": [Value(codec.MIME, work.page.format)],
        "last-document": [Value(codec.BOOLEAN, True)],
    }


def _template(work: _Work) -> Attributes:
    """The label's own medium; its page is never scaled where the printer lets that be said."""
    width, height = work.status.medium(work.page)
    sides = {"x-dimension": Value(codec.INTEGER, width), "y-dimension": Value(codec.INTEGER, height)}
    wanted = {"media-col": [Value(codec.COLLECTION, {"media-size": Value(codec.COLLECTION, sides)})]}
    if "none" in work.status.scalings:
        wanted["print-scaling"] = [Value(codec.KEYWORD, "none")]
    if work.copies > 1:
        wanted["copies"] = [Value(codec.INTEGER, work.copies)]
    return wanted
