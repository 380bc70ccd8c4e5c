"""Labels: asked, begun durably, then bytes; a label that cannot be drawn, or a file that refuses, prints nothing and
keeps no other label from being printed."""

from concurrent.futures import Future
from threading import Event
from time import monotonic

import pytest

from station.devices.ports import DeviceChanged, NotReady, Outcome, Ready
from station.domain.bench.effects import Job, Print
from station.domain.bench.inputs import Input, PrintBegun, PrintEnded
from station.printing import Device, Place, RefusedLabel, Spool, Waiting, worded
from station.store.connect import StoreRefused

PATIENCE_S = 10.0


def order(job: str) -> Print:
    return Print(job, "u-1", 1, "unit", "en", "0123456789AB-1", "0123456789AB-1-RESTOCK-NW", {"date": "2026-11-22"})


class Bench:
    """Takes what is posted; refuses the first `refusals` begins; `told` is what a begin is worth."""

    def __init__(self, refusals: int = 0, told: int = 1) -> None:
        self.inputs: list[Input] = []
        self.ended = Event()
        self._refusals, self._told = refusals, told

    def post(self, event: Input) -> None:
        self.inputs.append(event)
        if isinstance(event, PrintEnded):
            self.ended.set()

    def ask(self, event: Input) -> "Future[int]":
        self.inputs.append(event)
        done: Future[int] = Future()
        if self._refusals:
            self._refusals -= 1
            done.set_exception(StoreRefused("disk_full", "database or disk is full"))
        else:
            done.set_result(self._told)
        return done

    def all(self, kind: type) -> list[Input]:
        return [event for event in self.inputs if isinstance(event, kind)]


class Printer:
    """Prints at once, after so many refusals."""

    def __init__(self, refusals: int = 0) -> None:
        self.printed: list[bytes] = []
        self.settled: list[int] = []
        self.asked = Event()
        self._refusals = refusals

    def ready(self) -> Ready:
        self.asked.set()
        if self._refusals:
            self._refusals -= 1
            raise NotReady("printer.paper_out")
        return Ready(len(self.printed))

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        self.printed.append(data)
        return Outcome("PRINTED", copies, "odometer")

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        self.settled.append(before_odometer)
        return Outcome("NOT_PRINTED", 0, "odometer")

    def close(self) -> None:
        return


def draw(job: Print) -> tuple[bytes, str]:
    if job.job == "unreadable":
        raise RefusedLabel("label.refused.unreadable")
    if job.job == "defect":
        raise KeyError("a bug in a layout")
    return job.job.encode(), "00" * 32


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.printing.PRINTER_PAUSE_S", 0.001)


def work(bench: Bench, printer: Printer, *jobs: Print, left: tuple[Job, ...] = ()) -> list[object]:
    """All these jobs, one after the other, to their ends; what was reported."""
    reports: list[object] = []
    labels = Spool(bench, [Place("printer", Device(printer, draw))], reports.append)
    labels.start(left)
    for job in jobs:
        bench.ended.clear()
        labels.print(job)
        assert bench.ended.wait(PATIENCE_S)
    if left:
        assert bench.ended.wait(PATIENCE_S)
    labels.stop()
    return reports


def test_it_begins_before_the_first_byte_and_ends_with_a_verdict() -> None:
    bench, printer = Bench(), Printer()
    work(bench, printer, order("j-1"))
    assert [type(event) for event in bench.inputs] == [PrintBegun, PrintEnded]
    assert printer.printed == [b"j-1"]


@pytest.mark.logs_ok
@pytest.mark.parametrize(
    ("job", "why"), [("unreadable", "label.refused.unreadable"), ("defect", "label.refused.defect")]
)
def test_a_label_that_cannot_be_drawn_keeps_no_other_from_being_printed(job: str, why: str) -> None:
    bench, printer = Bench(), Printer()
    work(bench, printer, order(job), order("j-2"))
    assert bench.inputs[0] == PrintEnded(job, "NOT_SENT", why)
    assert printer.printed == [b"j-2"]


def test_a_file_that_refuses_for_long_prints_nothing_until_it_takes_the_begin() -> None:
    bench, printer = Bench(refusals=1500), Printer()
    work(bench, printer, order("j-1"))
    assert len(bench.all(PrintBegun)) == 1501
    assert printer.printed == [b"j-1"]


def test_a_printer_that_would_not_is_asked_until_it_would() -> None:
    bench, printer = Bench(), Printer(refusals=3)
    reports = work(bench, printer, order("j-1"))
    told = [(report.state, report.detail) for report in reports if isinstance(report, DeviceChanged)]
    assert told == [("attention", "printer.paper_out")] * 3 + [("ready", "")]
    waiting = [report.counts for report in reports if isinstance(report, Waiting)]
    assert waiting == [(("printer", 1),), ()], "told once, not with each refusal, and taken back when it is out"
    assert printer.printed == [b"j-1"]


def test_a_withdrawn_order_sends_nothing() -> None:
    bench, printer = Bench(told=0), Printer()
    labels = Spool(bench, [Place("printer", Device(printer, draw))], lambda _: None)
    labels.start(())
    labels.print(order("j-1"))
    labels.stop()
    assert printer.printed == []
    assert bench.all(PrintEnded) == []


def test_what_the_last_run_left_is_settled_or_sent() -> None:
    bench, printer = Bench(), Printer()
    begun = Job("j-1", "u-1", "begun", order("j-1"), "printer", 41)
    asked = Job("j-2", "u-1", "asked", order("j-2"))
    labels = Spool(bench, [Place("printer", Device(printer, draw))], lambda _: None)
    labels.start((begun, asked))
    assert printer.asked.wait(PATIENCE_S)
    labels.stop()
    assert printer.settled == [41]
    assert printer.printed == [b"j-2"], "a begun one is never sent again"


def test_without_a_printer_every_job_ends_and_says_so() -> None:
    bench = Bench()
    labels = Spool(bench, [], lambda _: None)
    labels.start((Job("j-1", "u-1", "begun", order("j-1"), "printer", 41), Job("j-2", "u-1", "asked", order("j-2"))))
    labels.print(order("j-3"))
    end = monotonic() + PATIENCE_S
    while len(bench.inputs) < 3 and monotonic() < end:
        bench.ended.wait(0.01)
    labels.stop()
    ends = [(event.job, event.verdict) for event in bench.inputs if isinstance(event, PrintEnded)]
    assert ends == [("j-1", "UNKNOWN"), ("j-2", "NOT_SENT"), ("j-3", "NOT_SENT")]


def test_words_of_a_label_are_of_the_operators_language() -> None:
    job = Print("j", "u", 1, "unit", "es", "c", "c", {"route": "@route.restock", "date": "2026-11-22", "none": ""})
    said = worded(job).fields
    assert not said["route"].startswith("@")
    assert said["date"] != "2026-11-22"
    assert "none" not in said
