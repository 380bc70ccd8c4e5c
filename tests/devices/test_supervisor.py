"""The supervisor with scripted devices: what it reports, how it ends."""

import queue
import threading
from collections.abc import Iterator

import pytest

from station.devices.link import open_tcp
from station.devices.ports import DeviceChanged, LinkLost, NotReady, Outcome, RawScan, Reading, Ready
from station.devices.scanners import LinkScanner
from station.devices.simulated import VirtualScanner
from station.devices.supervisor import Pace, Supervisor, supervise_printer, supervise_scale, supervise_scanner

QUICK = Pace(first=0.001, longest=0.01)
pytestmark = pytest.mark.logs_ok


class Reports:
    """What was reported, in order, with a wait."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[object] = queue.SimpleQueue()

    def __call__(self, value: object) -> None:
        self._queue.put(value)

    def next(self) -> object:
        return self._queue.get(timeout=5)

    def empty(self) -> bool:
        return self._queue.empty()


class Scripted:
    """A scanner that does what its script says, one line a step; at its end it idles."""

    def __init__(self, script: Iterator[object]) -> None:
        self._script = script
        self.closed = 0
        self.idle = threading.Event()

    def read(self, timeout: float) -> RawScan | None:
        match next(self._script, None):
            case Exception() as fault:
                raise fault
            case RawScan() as scan:
                return scan
            case _:
                self.idle.wait(0.01)
                return None

    def tell(self, good: bool) -> None:
        """Has no voice."""

    def close(self) -> None:
        self.closed += 1


def scan(text: str) -> RawScan:
    return RawScan("s", text.encode())


def test_values_outage_and_recovery_are_reported_once_each(caplog: pytest.LogCaptureFixture) -> None:
    script = iter([scan("a"), LinkLost("gone"), LinkLost("still gone"), LinkLost("still"), scan("b")])
    device, reports = Scripted(script), Reports()
    supervisor = supervise_scanner("s", lambda: device, reports, QUICK)
    supervisor.start()
    wanted = [
        DeviceChanged("s", "ready"),
        scan("a"),
        DeviceChanged("s", "lost", "device.lost"),
        DeviceChanged("s", "ready"),
        scan("b"),
    ]
    assert [reports.next() for _ in wanted] == wanted
    assert supervisor.stop()
    assert device.closed == 4
    assert [record.levelname for record in caplog.records if record.name.endswith("supervisor")].count("WARNING") == 1


def test_a_device_that_cannot_be_opened_is_tried_again() -> None:
    attempts, reports = iter([LinkLost("no such port"), LinkLost("no such port"), None]), Reports()

    def opener() -> Scripted:
        if fault := next(attempts):
            raise fault
        return Scripted(iter([scan("x")]))

    supervisor = supervise_scanner("s", opener, reports, QUICK)
    supervisor.start()
    wanted = [DeviceChanged("s", "lost", "device.lost"), DeviceChanged("s", "ready"), scan("x")]
    assert [reports.next() for _ in wanted] == wanted
    assert supervisor.stop()


def test_a_bug_in_a_driver_does_not_end_its_thread() -> None:
    reports = Reports()
    supervisor = supervise_scanner("s", lambda: Scripted(iter([ZeroDivisionError(), scan("x")])), reports, QUICK)
    supervisor.start()
    assert reports.next() == DeviceChanged("s", "lost", "device.fault")
    assert supervisor.stop()


def test_it_stops_at_once_while_backing_off_and_before_it_began() -> None:
    def opener() -> Scripted:
        raise LinkLost("never there")

    reports = Reports()
    supervisor: Supervisor[Scripted] = Supervisor("s", opener, lambda _: None, reports, Pace(first=60, longest=60))
    assert supervisor.stop()
    supervisor = Supervisor("s", opener, lambda _: None, reports, Pace(first=60, longest=60))
    supervisor.start()
    reports.next()
    assert supervisor.stop(5.0)
    assert supervisor.stop()


class Printer:
    def __init__(self, answers: list[str]) -> None:
        self._answers = answers
        self.closed = False

    def ready(self) -> Ready:
        if self._answers and (reason := self._answers.pop(0)):
            raise NotReady(reason)
        return Ready(1)

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        return Outcome("UNKNOWN", None, "")

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        return Outcome("UNKNOWN", None, "")

    def close(self) -> None:
        self.closed = True


def test_a_watch_that_outlives_its_end_tells_of_its_device_no_more() -> None:
    """It may wait for a long print; by then another device may stand there, or none, and have its own lamp."""
    asked, over, reports = threading.Event(), threading.Event(), Reports()

    def step(_: object) -> None:
        asked.set()
        over.wait(5)
        raise NotReady("printer.offline")

    watch = Supervisor("printer2", lambda: Scripted(iter(())), step, reports, QUICK)
    watch.start()
    assert asked.wait(5)
    assert not watch.stop(timeout=0.01)
    over.set()
    assert watch.stop(5)
    assert reports.empty()


def test_a_printer_is_watched_and_left_open() -> None:
    printer, reports = Printer(["", "printer.paper_out", "printer.paper_out", "printer.head_open", ""]), Reports()
    supervisor = supervise_printer("p", printer, reports, every=0.001)
    supervisor.start()
    wanted = [
        DeviceChanged("p", "ready"),
        DeviceChanged("p", "attention", "printer.paper_out"),
        DeviceChanged("p", "attention", "printer.head_open"),
        DeviceChanged("p", "ready"),
    ]
    assert [reports.next() for _ in wanted] == wanted
    assert supervisor.stop()
    assert not printer.closed
    assert reports.empty()


class Scale:
    def weigh(self, timeout: float) -> Reading:
        return Reading(None, "error", "scale.silent")

    def close(self) -> None:
        """Nothing open."""


def test_a_scale_that_is_silent_needs_attention() -> None:
    reports = Reports()
    supervisor = supervise_scale("w", Scale(), reports, every=0.001)
    supervisor.start()
    assert reports.next() == DeviceChanged("w", "attention", "scale.silent")
    assert supervisor.stop()


def test_a_real_scanner_comes_back_after_each_unplugging() -> None:
    virtual, reports = VirtualScanner(), Reports()
    virtual.start()
    supervisor = supervise_scanner("s", lambda: LinkScanner("s", open_tcp("127.0.0.1", virtual.port)), reports, QUICK)
    supervisor.start()
    for number in range(5):
        assert reports.next() == DeviceChanged("s", "ready")
        assert virtual.wait_connected(5)
        virtual.scan(b"CODE%d" % number)
        assert reports.next() == scan(f"CODE{number}")
        virtual.unplug()
        assert reports.next() == DeviceChanged("s", "lost", "device.lost")
    assert supervisor.stop()
    virtual.stop()
