"""The fault matrix: the real driver against the virtual printer, each verdict held against the labels that came out."""

import threading
from pathlib import Path

import pytest

from station.devices.link import Link, open_tcp
from station.devices.ports import NotReady, Outcome, Ready, Verdict
from station.devices.printers.zpl import ZplPrinter
from station.devices.virtual_printer import TALKING_FAULTS, VirtualPrinter
from tests.devices.conftest import QUICK
from tests.devices.jobs import wide_job, zpl_job
from tests.devices.waits import waits


def check_truth(outcome: Outcome, virtual: VirtualPrinter, copies: int, before: int) -> None:
    """A verdict may be less than the truth (UNKNOWN), never other than it, now or after the printer is healed."""
    virtual.set_fault("ok")
    virtual.wait_for(virtual.odometer + 1, 0.1)
    truth = sum(label.number > before for label in virtual.labels)
    match outcome.verdict:
        case "PRINTED":
            assert truth == copies == outcome.count
        case "PARTIAL":
            assert 0 < truth < copies
            assert truth == outcome.count
        case "NOT_PRINTED" | "NOT_SENT":
            assert truth == 0 == outcome.count
        case "UNKNOWN":
            assert outcome.count is None or outcome.count <= truth


BEFORE = [
    ("paper_out", "printer.paper_out"),
    ("head_open", "printer.head_open"),
    ("ribbon_out", "printer.ribbon_out"),
    ("pause", "printer.paused"),
    ("noreply", "printer.silent"),
    ("stall", "printer.silent"),
    ("late_reply", "printer.silent"),
    ("garbage", "printer.unreadable"),
]


@pytest.mark.parametrize(("fault", "reason"), BEFORE)
def test_ready_refuses_with_the_reason(virtual: VirtualPrinter, printer: ZplPrinter, fault: str, reason: str) -> None:
    virtual.set_fault(fault)
    with pytest.raises(NotReady) as refused:
        printer.ready()
    assert refused.value.reason == reason


@pytest.mark.parametrize(("fault", "reason"), BEFORE)
def test_fault_before_the_first_byte_is_not_sent(
    virtual: VirtualPrinter, printer: ZplPrinter, fault: str, reason: str
) -> None:
    before = printer.ready()
    virtual.set_fault(fault)
    outcome = printer.print(zpl_job(), 1, before)
    assert outcome == Outcome("NOT_SENT", 0, reason)
    check_truth(outcome, virtual, 1, before.odometer)


DURING: list[tuple[str, int, Verdict, int | None]] = [
    ("ok", 1, "PRINTED", 1),
    ("ok", 3, "PRINTED", 3),
    ("split", 1, "PRINTED", 1),
    ("slow", 2, "PRINTED", 2),
    ("out_after:2", 5, "PARTIAL", 2),
    ("out_after:1", 1, "PRINTED", 1),
    ("rst_after", 1, "PRINTED", 1),
    ("rst_after", 3, "PRINTED", 3),
    ("rst_mid:2000", 1, "NOT_PRINTED", 0),
    ("rst_mid:20", 2, "NOT_PRINTED", 0),
    ("silent_drop", 1, "NOT_PRINTED", 0),
    ("mute_after", 1, "UNKNOWN", None),
]


@pytest.mark.parametrize(("fault", "copies", "verdict", "count"), DURING)
def test_verdict_after_the_first_byte(
    virtual: VirtualPrinter, printer: ZplPrinter, fault: str, copies: int, verdict: Verdict, count: int | None
) -> None:
    virtual.set_fault(fault)
    before = printer.ready()
    outcome = printer.print(wide_job(copies=copies), copies, before)
    assert (outcome.verdict, outcome.count) == (verdict, count), outcome.evidence
    check_truth(outcome, virtual, copies, before.odometer)


class Trap:
    """A link that springs a fault on the printer just before the job goes out: after every check of the driver."""

    def __init__(self, link: Link, virtual: VirtualPrinter, fault: str) -> None:
        self._link, self._virtual, self._fault = link, virtual, fault

    def read(self, timeout: float) -> bytes:
        return self._link.read(timeout)

    def write(self, data: bytes) -> None:
        if data.startswith(b"^XA"):
            self._virtual.set_fault(self._fault)
        self._link.write(data)

    def close(self) -> None:
        self._link.close()


def trapped(virtual: VirtualPrinter, fault: str) -> ZplPrinter:
    timing = waits(virtual, QUICK)
    return ZplPrinter(lambda: Trap(open_tcp("127.0.0.1", virtual.port, write_timeout=0.3), virtual, fault), timing)


SPRUNG: list[tuple[str, int, set[Verdict]]] = [
    ("paper_out", 1, {"NOT_PRINTED"}),
    ("head_open", 2, {"NOT_PRINTED"}),
    ("pause", 1, {"NOT_PRINTED"}),
    ("out_after:1", 2, {"PARTIAL"}),
    ("noreply", 1, {"UNKNOWN"}),
    ("garbage", 1, {"UNKNOWN"}),
    ("late_reply", 1, {"UNKNOWN", "PRINTED"}),
    ("stall", 1, {"UNKNOWN"}),
    ("slow", 1, {"PRINTED"}),
    ("split", 1, {"PRINTED"}),
    ("rst_after", 2, {"PRINTED"}),
    ("rst_mid:500", 2, {"NOT_PRINTED"}),
    ("silent_drop", 2, {"NOT_PRINTED"}),
    ("mute_after", 2, {"UNKNOWN"}),
]


@pytest.mark.parametrize(("fault", "copies", "verdicts"), SPRUNG)
def test_a_fault_that_comes_with_the_first_byte(
    virtual: VirtualPrinter, fault: str, copies: int, verdicts: set[Verdict]
) -> None:
    driver = trapped(virtual, fault)
    before = driver.ready()
    outcome = driver.print(wide_job(copies=copies), copies, before)
    assert outcome.verdict in verdicts, outcome.evidence
    check_truth(outcome, virtual, copies, before.odometer)


def test_every_talking_fault_stands_in_the_matrix() -> None:
    assert {name.partition(":")[0] for name, *_ in SPRUNG} >= TALKING_FAULTS


def test_a_printer_that_went_away_is_offline(virtual: VirtualPrinter, printer: ZplPrinter) -> None:
    before = printer.ready()
    virtual.stop()
    assert printer.print(zpl_job(), 1, before) == Outcome("NOT_SENT", 0, "printer.offline")
    with pytest.raises(NotReady, match=r"printer\.offline"):
        printer.ready()


def test_a_partial_job_is_cancelled_so_that_nothing_follows_it(virtual: VirtualPrinter, printer: ZplPrinter) -> None:
    virtual.set_fault("out_after:2")
    outcome = printer.print(zpl_job(copies=5), 5, printer.ready())
    assert outcome.evidence == "odometer 0+2 of 5; printer.paper_out; rest cancelled"
    virtual.set_fault("ok")
    assert not virtual.wait_for(3, 0.1)


def test_an_odometer_that_moved_since_ready_sends_nothing(virtual: VirtualPrinter, printer: ZplPrinter) -> None:
    before = printer.ready()
    assert printer.print(zpl_job("a"), 1, before).verdict == "PRINTED"
    assert printer.print(zpl_job("b"), 1, before) == Outcome("NOT_SENT", 0, "printer.moved")
    assert [label.job for label in virtual.labels] == ["a"]


def test_more_labels_than_asked_are_not_called_printed(virtual: VirtualPrinter, printer: ZplPrinter) -> None:
    outcome = printer.print(zpl_job(copies=3), 2, printer.ready())
    assert outcome.verdict in {"UNKNOWN", "PRINTED"}  # PRINTED only if the look fell between the second and the third
    assert outcome.count in {2, 3}


def test_settle_finds_all_some_none(virtual: VirtualPrinter, printer: ZplPrinter) -> None:
    before = printer.ready()
    printer.print(zpl_job(copies=2), 2, before)
    assert printer.settle(0, 2).verdict == "PRINTED"
    partial = printer.settle(0, 5)
    assert (partial.verdict, partial.count) == ("PARTIAL", 2)
    nothing = printer.settle(2, 1)
    assert (nothing.verdict, nothing.count) == ("NOT_PRINTED", 0)
    assert printer.settle(0, 1).verdict == "UNKNOWN"
    assert printer.settle(7, 1).verdict == "UNKNOWN"


def test_settle_of_a_silent_or_absent_printer_is_unknown(virtual: VirtualPrinter, printer: ZplPrinter) -> None:
    virtual.set_fault("noreply")
    assert printer.settle(0, 1) == Outcome("UNKNOWN", None, "odometer 0+? of 1; printer.silent")
    virtual.stop()
    assert printer.settle(0, 1).verdict == "UNKNOWN"


def test_settle_cancels_what_a_fault_still_holds(virtual: VirtualPrinter, printer: ZplPrinter) -> None:
    virtual.set_fault("head_open")
    with open_link(virtual) as link:
        link.write(zpl_job())
    outcome = printer.settle(0, 1)
    assert outcome.verdict == "NOT_PRINTED", outcome.evidence
    check_truth(outcome, virtual, 1, 0)


def test_closing_ends_a_job_under_way_as_unknown(virtual: VirtualPrinter) -> None:
    driver = trapped(virtual, "mute_after")
    before = driver.ready()
    driver.close()
    assert driver.print(zpl_job(), 1, before).verdict == "NOT_SENT"
    assert driver.settle(0, 1).verdict == "UNKNOWN"


class open_link:  # noqa: N801  used as a with statement
    def __init__(self, virtual: VirtualPrinter) -> None:
        self._link = open_tcp("127.0.0.1", virtual.port)

    def __enter__(self) -> Link:
        return self._link

    def __exit__(self, *exc: object) -> None:
        self._link.read(0.05)
        self._link.close()


@pytest.mark.parametrize("after", [1, 3])
def test_switched_off_in_the_middle_counts_what_came_out(tmp_path: Path, after: int) -> None:
    virtual = VirtualPrinter(tmp_path, port=0, pace=0.02)
    virtual.start()
    driver = ZplPrinter(lambda: open_tcp("127.0.0.1", virtual.port), waits(virtual, QUICK))
    before, outcomes = driver.ready(), []
    job = threading.Thread(target=lambda: outcomes.append(driver.print(zpl_job(copies=50), 50, before)))
    job.start()
    assert virtual.wait_for(after, 5)
    virtual.stop()
    virtual.start()
    job.join()
    virtual.stop()
    assert (outcomes[0].verdict, outcomes[0].count) == ("PARTIAL", virtual.odometer), outcomes[0].evidence


def test_a_station_killed_within_a_job_settles_it(virtual: VirtualPrinter, printer: ZplPrinter) -> None:
    with open_link(virtual) as link:
        link.write(zpl_job("a", 3) + zpl_job("b")[:50])
    outcome = printer.settle(0, 3)
    assert outcome.verdict == "PRINTED", outcome.evidence
    check_truth(outcome, virtual, 3, 0)


def test_ready_tells_the_odometer(virtual: VirtualPrinter, printer: ZplPrinter) -> None:
    assert printer.ready() == Ready(0)
    printer.print(zpl_job(copies=2), 2, Ready(0))
    assert printer.ready() == Ready(2)
