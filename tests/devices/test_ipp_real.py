"""System printers, proved against ippeveprinter and CUPS as Debian ships them."""

import itertools
import re
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from station.devices.ports import NotReady, Outcome
from station.devices.printers.ipp import IppPrinter, IppTiming
from station.devices.printers.ipp_client import IppClient, address
from station.labels import pdf, pwg
from station.labels.dots import Dots
from tests.devices.spooler import PATIENCE_S, Spooler, wait

pytestmark = pytest.mark.xdist_group("spooler")

PATIENT = IppTiming(answer=10, send=20, poll=0.05, patience=PATIENCE_S, letting_go=PATIENCE_S)
HASTY = IppTiming(answer=10, send=20, poll=0.05, patience=0.3, letting_go=0.5)
LABEL = Dots(808, 1218, bytes(range(101)) * 1218)
SMALL = Dots(400, 200, bytes(50 * 200))
_marks = itertools.count(1)


@pytest.fixture(scope="module")
def spooler() -> Iterator[Spooler]:
    """In a folder with a short name: a socket's path may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="cups"))
    folder.chmod(0o755)  # CUPS runs its filters as another user
    running = Spooler(folder)
    yield running
    running.stop()
    shutil.rmtree(folder)


@pytest.fixture(params=["printer", "queue"])
def place(request: pytest.FixtureRequest, spooler: Spooler) -> Iterator[str]:
    """The printer itself, and a CUPS queue in front of it; both idle."""
    uri: str = getattr(spooler, request.param)
    yield uri
    spooler.mode("ok")
    for one in (spooler.queue, spooler.printer):
        wait(lambda one=one: _idle(one), "an idle printer")  # type: ignore[misc]  # a default binds the loop's value


def _idle(uri: str) -> bool:
    return IppClient(address(uri), answer=10).printer("queued-job-count", "printer-state") == {
        "queued-job-count": [0],
        "printer-state": [3],
    }


def driver(uri: str, timing: IppTiming = PATIENT) -> IppPrinter:
    return IppPrinter(uri, lambda: next(_marks), timing)


def sent(uri: str, data: bytes, timing: IppTiming = PATIENT) -> tuple[Outcome, str]:
    """One job; its outcome, and its name at the printer."""
    printer = driver(uri, timing)
    before = printer.ready()
    return printer.print(data, 1, before), f"returns-{before.odometer:012x}"


def page_size(document: bytes) -> tuple[float, float]:
    """Millimetres."""
    found = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([0-9.]+)\s+([0-9.]+)", document)
    assert found
    return round(float(found[1]) / 72 * 25.4, 1), round(float(found[2]) / 72 * 25.4, 1)


def test_a_label_is_printed_on_four_by_six_inches(spooler: Spooler, place: str) -> None:
    outcome, name = sent(place, pdf.encode(LABEL, "J1", dpi=203))
    assert (outcome.verdict, outcome.count) == ("PRINTED", 1), outcome.evidence
    width, height = page_size(spooler.sheets()[name])
    assert 101.0 <= width <= 101.6
    assert height == 152.4


def test_the_printer_gets_the_very_dots(spooler: Spooler) -> None:
    _, name = sent(spooler.printer, pdf.encode(LABEL, "J1", dpi=203))
    assert pdf.decode(spooler.sheets()[name]) == LABEL
    outcome, name = sent(spooler.printer, pwg.encode(LABEL, "J1", dpi=203))
    assert outcome.verdict == "PRINTED"
    assert pwg.decode(spooler.sheets()[name]) == LABEL


def test_another_size_than_what_is_loaded_is_not_sent(spooler: Spooler, place: str) -> None:
    outcome, name = sent(place, pdf.encode(SMALL, "J1", dpi=203))
    assert (outcome.verdict, outcome.evidence) == ("NOT_SENT", "printer.wrong_media")
    assert name not in spooler.sheets()


def test_an_aborted_job_is_not_called_printed(spooler: Spooler, place: str) -> None:
    spooler.mode("abort")
    outcome, name = sent(place, pdf.encode(LABEL, "J1", dpi=203))
    assert outcome.verdict in ("UNKNOWN", "NOT_PRINTED")
    assert re.search("aborted|cancelled", outcome.evidence)
    assert name not in spooler.sheets()


def printing(pool: ThreadPoolExecutor, uri: str, timing: IppTiming) -> "Future[tuple[Outcome, str]]":
    return pool.submit(sent, uri, pdf.encode(LABEL, "J1", dpi=203), timing)


def test_paper_out_is_seen_and_clears_by_itself(spooler: Spooler, place: str) -> None:
    spooler.mode("paper_out")
    with ThreadPoolExecutor(1) as pool:
        job = printing(pool, place, PATIENT)
        wait_beside(job, lambda: refusal(place) == "printer.paper_out", "paper out")
        threading.Event().wait(1)  # the driver looks at its job several times a second
        spooler.mode("ok")
        outcome, name = job.result(PATIENCE_S)
    assert outcome.verdict == "PRINTED", outcome.evidence
    assert "printer.paper_out" in outcome.evidence
    assert name in spooler.sheets()


def wait_beside(job: "Future[tuple[Outcome, str]]", until: Callable[[], bool], what: str) -> None:
    """Looks while the job is under way; what ended it too early is told."""

    def seen() -> bool:
        assert not job.done(), f"{what} did not come: {job.result()}"
        return until()

    wait(seen, what)


def refusal(uri: str) -> str:
    try:
        driver(uri).ready()
    except NotReady as refused:
        return refused.reason
    return ""


def test_a_job_that_is_cancelled_there_is_not_called_printed(spooler: Spooler, place: str) -> None:
    spooler.mode("slow")
    with ThreadPoolExecutor(1) as pool:
        job = printing(pool, place, PATIENT)
        number = the_job(place)
        IppClient(address(place), answer=10).cancel(number)
        wait(cancelled_or_freed(spooler, job), "the cancelled job's end")
        outcome, _ = job.result(PATIENCE_S)
    assert outcome.verdict == "UNKNOWN"
    assert "cancelled" in outcome.evidence


def cancelled_or_freed(spooler: Spooler, job: "Future[tuple[Outcome, str]]") -> Callable[[], bool]:
    """ippeveprinter lets its press finish before it owns up to the cancelling."""
    spooler.mode("ok")
    return job.done


def the_job(uri: str) -> int:
    """The number of the one job that is being printed there."""
    found: list[int] = []

    def seen() -> bool:
        jobs = IppClient(address(uri), answer=10).jobs("not-completed")
        found[:] = [job["job-id"][0] for job in jobs]
        return len(found) == 1

    wait(seen, "a job")
    return found[0]


def test_what_does_not_get_on_is_cancelled_and_not_called_printed(spooler: Spooler, place: str) -> None:
    spooler.mode("paper_out")
    outcome, _ = sent(place, pdf.encode(LABEL, "J1", dpi=203), HASTY)
    assert outcome.verdict == "UNKNOWN"
    assert "cancel asked" in outcome.evidence


def test_a_job_of_a_dead_station_is_found_by_its_mark(spooler: Spooler, place: str) -> None:
    printer = driver(place)
    before = printer.ready()
    printer.print(pdf.encode(LABEL, "J1", dpi=203), 1, before)
    outcome = driver(place).settle(before.odometer, 1)
    assert outcome.verdict == ("UNKNOWN" if place == spooler.printer else "PRINTED")
    assert "completed" in outcome.evidence
    assert driver(place).settle(before.odometer + 1_000_000, 1).verdict == "UNKNOWN"


def test_a_queue_that_only_throws_bytes_proves_nothing(spooler: Spooler) -> None:
    with socket.create_server(("127.0.0.1", 0)) as sink:
        spooler.add_raw(sink.getsockname()[1])
        eater = threading.Thread(target=_swallow, args=(sink,))
        eater.start()
        outcome, _ = sent(spooler.raw, pdf.encode(LABEL, "J1", dpi=203))
        eater.join(PATIENCE_S)
    assert outcome.verdict == "UNKNOWN"
    assert "queue before socket" in outcome.evidence


def _swallow(sink: socket.socket) -> None:
    """Takes one job and says nothing, as most printers do."""
    sink.settimeout(PATIENCE_S)
    connection, _ = sink.accept()
    connection.settimeout(PATIENCE_S)
    with connection:
        while connection.recv(65536):
            pass


def test_a_printer_that_is_busy_is_left_alone(spooler: Spooler, place: str) -> None:
    spooler.mode("slow")
    with ThreadPoolExecutor(1) as pool:
        job = printing(pool, place, PATIENT)
        wait_beside(job, lambda: refusal(place) == "printer.busy", "a busy printer")
        spooler.mode("ok")
        outcome, _ = job.result(PATIENCE_S)
    assert outcome.verdict == "PRINTED", outcome.evidence


def test_nobody_there(spooler: Spooler) -> None:
    started = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    assert refusal(f"ipp://127.0.0.1:{port}/ipp/print") == "printer.offline"
    assert time.monotonic() - started < PATIENCE_S
