"""An IPP printer's line fails at each step: never "printed" of a label that may not be out, never "not sent" of one
that may be."""

from collections.abc import Iterator

import pytest

from station.devices.ports import NotReady, Outcome, Ready
from station.devices.printers.ipp import IppPrinter
from station.devices.printers.ipp_client import (
    CANCEL_JOB,
    CREATE_JOB,
    GET_PRINTER,
    PRINT_JOB,
    SEND_DOCUMENT,
    address,
)
from station.labels import pdf
from station.labels.dots import Dots
from tests.devices.ipp_peer import IppPeer, timing

PAGE = pdf.encode(Dots(808, 1218, bytes((n * n) & 255 for n in range(101)) * 1218), "J1", dpi=203)
FAULTS = ("silent", "garbage", "reset", "lost", "http")


@pytest.fixture
def peer() -> Iterator[IppPeer]:
    peer = IppPeer()
    yield peer
    peer.close()


def sent(peer: IppPeer) -> Outcome:
    printer = IppPrinter(peer.uri, lambda: 0xABC, timing(peer))
    return printer.print(PAGE, 1, printer.ready())


@pytest.mark.parametrize("two_steps", [True, False])
def test_a_sound_line(peer: IppPeer, two_steps: bool) -> None:
    peer.two_steps = two_steps
    assert sent(peer).verdict == "PRINTED"
    assert (peer.taken, peer.name) == ([PAGE], "returns-000000000abc")


@pytest.mark.parametrize("fault", FAULTS)
def test_before_it_is_ready_nothing_is_sent(peer: IppPeer, fault: str) -> None:
    peer.fault, peer.at = fault, GET_PRINTER
    printer = IppPrinter(peer.uri, lambda: 1, timing(peer))
    with pytest.raises(NotReady):
        printer.ready()
    assert printer.print(PAGE, 1, Ready(1)).verdict == "NOT_SENT"
    assert printer.settle(1, 1).verdict == "UNKNOWN"
    assert peer.taken == []


@pytest.mark.parametrize("fault", [*FAULTS, "refuse"])
def test_a_job_without_its_document_can_print_nothing(peer: IppPeer, fault: str) -> None:
    peer.fault, peer.at = fault, CREATE_JOB
    assert sent(peer).verdict == "NOT_SENT"
    assert peer.taken == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", [SEND_DOCUMENT, PRINT_JOB])
@pytest.mark.parametrize("state", [9, 8])
def test_a_document_without_an_answer_is_unknown_whatever_the_job_says(
    peer: IppPeer, fault: str, operation: int, state: int
) -> None:
    peer.fault, peer.at, peer.state, peer.two_steps = fault, operation, state, operation == SEND_DOCUMENT
    assert sent(peer).verdict == "UNKNOWN"


def test_a_refused_document_is_not_printed(peer: IppPeer) -> None:
    peer.fault, peer.at, peer.two_steps = "refuse", PRINT_JOB, False
    assert sent(peer).verdict == "NOT_PRINTED"


@pytest.mark.parametrize(
    ("state", "began", "verdict"),
    [(9, True, "PRINTED"), (7, True, "UNKNOWN"), (8, True, "UNKNOWN"), (7, False, "NOT_PRINTED")],
)
def test_only_completed_is_printed(peer: IppPeer, state: int, began: bool, verdict: str) -> None:
    peer.state, peer.began = state, began
    assert sent(peer).verdict == verdict


def test_a_job_that_hangs_is_cancelled(peer: IppPeer) -> None:
    peer.state = 5
    outcome = sent(peer)
    assert (outcome.verdict, peer.asked.count(CANCEL_JOB)) == ("UNKNOWN", 1)


def test_a_document_that_is_no_page_is_not_sent(peer: IppPeer) -> None:
    printer = IppPrinter(peer.uri, lambda: 1, timing(peer))
    assert printer.print(b"^XA^XZ", 1, Ready(1)).evidence == "printer.wrong_format"


@pytest.mark.parametrize("uri", ["", "http://host/ipp", "ipp:///ipp", "ipp://u:p@host/", "tcp:host:9100"])
def test_what_is_no_address_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="no printer's address"):
        address(uri)
    assert address("ipp://[::1]/ipp/print").uri == "ipp://[::1]:631/ipp/print"
