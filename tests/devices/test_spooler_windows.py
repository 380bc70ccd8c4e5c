"""The Windows spooler by a hand-written stand-in: what is said of a job there, on any machine."""

import pytest

from station.devices.ports import NotReady, Ready
from station.devices.printers.spooler_windows import (
    COMPLETE,
    DELETED,
    PRINTED,
    PRINTING,
    WORK_OFFLINE,
    Calls,
    Queue,
    SpooledPrinter,
    SpoolerFault,
    SpoolerTiming,
    open_spooler,
)

IDLE = Queue(0, 0, 0)
QUICK = SpoolerTiming(poll=0.001, patience=0.05)


class Spooler:
    """One queue. `looks` are the job's status bits, one for each question; the last one stays."""

    def __init__(self, *looks: int | None, queue: Queue = IDLE, fails: str = "", takes: int = 1 << 20) -> None:
        self.looks, self._queue, self._fails, self._takes = list(looks) or [None], queue, fails, takes
        self.data = b""
        self.done: list[str] = []

    def open(self) -> Calls:
        self._call("open")
        return self

    def queue(self) -> Queue:
        self._call("queue")
        return self._queue

    def start(self, name: str) -> int:
        self._call("start")
        return 7

    def write(self, data: bytes) -> int:
        self._call("write")
        taken = data[: self._takes]
        self._takes -= len(taken)
        self.data += taken
        return len(taken)

    def end(self) -> None:
        self._call("end")

    def abort(self) -> None:
        self._call("abort")

    def job(self, number: int) -> int | None:
        assert number == 7
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]

    def delete(self, number: int) -> None:
        self._call("delete")

    def close(self) -> None:
        self.done.append("close")

    def _call(self, name: str) -> None:
        self.done.append(name)
        if name == self._fails:
            raise SpoolerFault(name, 5)


@pytest.mark.parametrize("end", [None, PRINTED, COMPLETE, PRINTED | DELETED])
def test_what_the_spooler_calls_printed_is_not_proven(end: int | None) -> None:
    spooler = Spooler(PRINTING, end)
    outcome = SpooledPrinter(spooler.open, QUICK).print(b"^XA^XZ", 1, Ready(0))
    assert (outcome.verdict, outcome.count, spooler.data) == ("UNKNOWN", None, b"^XA^XZ")
    assert spooler.done[-1] == "close"
    assert "delete" not in spooler.done


def test_what_does_not_get_on_is_deleted_or_it_would_print_later() -> None:
    spooler = Spooler(0x20)
    outcome = SpooledPrinter(spooler.open, QUICK).print(b"^XA^XZ", 1, Ready(0))
    assert (outcome.verdict, spooler.done[-2:]) == ("UNKNOWN", ["delete", "close"])
    assert "printer.offline" in outcome.evidence


@pytest.mark.parametrize(
    ("queue", "why"),
    [
        (Queue(0x10, 0, 0), "printer.paper_out"),
        (Queue(0x400000, 0, 0), "printer.head_open"),
        (Queue(0x1, 0, 0), "printer.paused"),
        (Queue(0x80, 0, 0), "printer.offline"),
        (Queue(0, WORK_OFFLINE, 0), "printer.offline"),
        (Queue(0, 0, 2), "printer.busy"),
    ],
)
def test_a_queue_that_would_not_print_gets_nothing(queue: Queue, why: str) -> None:
    spooler = Spooler(queue=queue)
    printer = SpooledPrinter(spooler.open, QUICK)
    with pytest.raises(NotReady, match=why.replace(".", r"\.")):
        printer.ready()
    assert printer.print(b"x", 1, Ready(0)).verdict == "NOT_SENT"
    assert spooler.data == b""


@pytest.mark.parametrize("call", ["open", "queue", "start"])
def test_before_the_first_byte_a_failure_is_not_sent(call: str) -> None:
    spooler = Spooler(fails=call)
    assert SpooledPrinter(spooler.open, QUICK).print(b"x", 1, Ready(0)).verdict == "NOT_SENT"
    assert spooler.data == b""


@pytest.mark.parametrize("spooler", [Spooler(fails="write"), Spooler(takes=2), Spooler(fails="end")])
def test_from_the_first_byte_on_no_failure_is(spooler: Spooler) -> None:
    assert SpooledPrinter(spooler.open, QUICK).print(b"^XA^XZ", 1, Ready(0)).verdict == "UNKNOWN"


def test_a_job_of_a_dead_station_cannot_be_known() -> None:
    assert SpooledPrinter(Spooler().open, QUICK).settle(0, 1).verdict == "UNKNOWN"


def test_elsewhere_it_is_never_ready() -> None:
    printer = open_spooler("Labels")
    with pytest.raises(NotReady, match="not_windows"):
        printer.ready()
    assert printer.print(b"x", 1, Ready(0)).verdict == "NOT_SENT"
    assert printer.settle(0, 1).verdict == "UNKNOWN"
    printer.close()
