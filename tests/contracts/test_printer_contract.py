"""What every LabelPrinter keeps: over TCP, and over a serial line, against the virtual printer."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station.devices.link import Link, open_serial, open_tcp
from station.devices.ports import LabelPrinter, NotReady, Ready
from station.devices.printers.zpl import ZplPrinter
from station.devices.virtual_printer import VirtualPrinter
from tests.contracts.lines import KINDS, PtyPeer
from tests.devices.conftest import QUICK
from tests.devices.jobs import wide_job, zpl_job

Pair = tuple[LabelPrinter, VirtualPrinter]


class Bridge:
    """A serial cable into the virtual printer's TCP port."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self.peer = PtyPeer(self._hear)
        self._thread = threading.Thread(target=self._back)
        self._thread.start()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
        self.peer.unplug()

    def _hear(self, data: bytes) -> bytes:
        self._socket.sendall(data)
        return b""

    def _back(self) -> None:
        while data := self._socket.recv(4096):
            self.peer.send(data)


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    virtual = VirtualPrinter(tmp_path / "labels", port=0)
    virtual.start()
    bridge = Bridge(virtual.port) if request.param == "pty" else None
    opener: Callable[[], Link] = lambda: (  # noqa: E731  one of two lines
        open_serial(bridge.peer.path) if bridge else open_tcp("127.0.0.1", virtual.port)
    )
    printer = ZplPrinter(opener, QUICK)
    yield printer, virtual
    printer.close()
    if bridge:
        bridge.close()
    virtual.stop()


@pytest.mark.parametrize("copies", [1, 4])
def test_what_is_called_printed_came_out(pair: Pair, copies: int) -> None:
    printer, virtual = pair
    outcome = printer.print(zpl_job("J7", copies), copies, printer.ready())
    assert (outcome.verdict, outcome.count) == ("PRINTED", copies)
    assert [label.job for label in virtual.labels] == ["J7"] * copies


def test_the_odometer_runs_on(pair: Pair) -> None:
    printer, _ = pair
    assert printer.ready() == Ready(0)
    printer.print(wide_job(), 1, Ready(0))
    assert printer.ready() == Ready(1)


def test_a_printer_that_would_not_print_says_why_and_gets_nothing(pair: Pair) -> None:
    printer, virtual = pair
    before = printer.ready()
    virtual.set_fault("head_open")
    with pytest.raises(NotReady, match=r"printer\.head_open"):
        printer.ready()
    outcome = printer.print(zpl_job(), 1, before)
    assert (outcome.verdict, outcome.count, outcome.evidence) == ("NOT_SENT", 0, "printer.head_open")
    virtual.set_fault("ok")
    assert not virtual.wait_for(1, 0.05)


def test_out_of_paper_in_the_middle_is_partial(pair: Pair) -> None:
    printer, virtual = pair
    virtual.set_fault("out_after:2")
    outcome = printer.print(zpl_job(copies=3), 3, printer.ready())
    assert (outcome.verdict, outcome.count) == ("PARTIAL", 2)


def test_a_swallowed_job_is_not_called_printed(pair: Pair) -> None:
    printer, virtual = pair
    virtual.set_fault("silent_drop")
    assert printer.print(zpl_job(), 1, printer.ready()).verdict == "NOT_PRINTED"


def test_a_printer_that_falls_dumb_leaves_it_unknown_until_settled(pair: Pair) -> None:
    printer, virtual = pair
    virtual.set_fault("mute_after")
    assert printer.print(zpl_job(), 1, printer.ready()).verdict == "UNKNOWN"
    virtual.set_fault("ok")
    assert printer.settle(0, 1).verdict == "PRINTED"


def test_settle_of_a_job_that_never_arrived(pair: Pair) -> None:
    outcome = pair[0].settle(0, 1)
    assert (outcome.verdict, outcome.count) == ("NOT_PRINTED", 0)


def test_closing_twice_is_fine(pair: Pair) -> None:
    pair[0].close()
    pair[0].close()
