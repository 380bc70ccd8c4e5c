"""What every Scanner keeps, whatever its line: over TCP with the simulated scanner, over a pty as a serial port."""

import threading
from collections.abc import Iterator
from typing import Protocol

import pytest

from station.devices.feedback import Feedback
from station.devices.link import Link, open_serial, open_tcp
from station.devices.ports import LinkLost, RawScan, Scanner
from station.devices.scanners import LinkScanner
from station.devices.simulated import VirtualScanner
from tests.contracts.lines import KINDS, PtyPeer
from tests.contracts.scanners import KINDS_OF_SCANNER, ScannerPair

LONG = 3.0
"""A time-out that is never waited out unless something is broken."""


class Hand(Protocol):
    """The person with the scanner, and the plug."""

    def send(self, raw: bytes) -> object: ...
    def unplug(self) -> None: ...
    def wait_heard(self, wanted: bytes, timeout: float) -> bool: ...


class PtyHand:
    def __init__(self) -> None:
        self.heard = b""
        self._hearing = threading.Condition()
        self.peer = PtyPeer(self._hear)
        self.send, self.unplug = self.peer.send, self.peer.unplug

    def _hear(self, data: bytes) -> bytes:
        with self._hearing:
            self.heard += data
            self._hearing.notify_all()
        return b""

    def wait_heard(self, wanted: bytes, timeout: float) -> bool:
        with self._hearing:
            return self._hearing.wait_for(lambda: wanted in self.heard, timeout)


def scanner_on(link: Link) -> LinkScanner:
    return LinkScanner("scanner-1", link, gap=0.05, stale=0.1, feedback=Feedback(good=b"\x1b7,", bad=b"\x1b8,"))


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[Scanner, Hand]]:
    if request.param == "tcp":
        virtual = VirtualScanner()
        virtual.start()
        scanner = scanner_on(open_tcp("127.0.0.1", virtual.port))
        assert virtual.wait_connected(LONG)
        yield scanner, virtual
        scanner.close()
        virtual.stop()
    else:
        hand = PtyHand()
        scanner = scanner_on(open_serial(hand.peer.path))
        yield scanner, hand
        scanner.close()
        hand.unplug()


Pair = tuple[Scanner, Hand]


def test_a_scan_comes_whole_and_names_its_device(pair: Pair) -> None:
    scanner, hand = pair
    hand.send(b"LPN0123456789X\r")
    assert scanner.read(LONG) == RawScan("scanner-1", b"LPN0123456789X")


def test_nothing_scanned_is_none(pair: Pair) -> None:
    assert pair[0].read(0.02) is None
    assert pair[0].read(0) is None


def test_scans_back_to_back_come_in_order(pair: Pair) -> None:
    scanner, hand = pair
    codes = [b"CODE%04d" % number for number in range(200)]
    hand.send(b"".join(code + b"\r\n" for code in codes))
    assert [scan.data for _ in codes if (scan := scanner.read(LONG))] == codes


def test_a_scan_in_single_bytes_is_one_scan(pair: Pair) -> None:
    scanner, hand = pair
    for byte in b"]C10109506000134352\x1d21AB\r":
        hand.send(bytes((byte,)))
    assert scanner.read(LONG) == RawScan("scanner-1", b"]C10109506000134352\x1d21AB")


@pytest.fixture(params=KINDS_OF_SCANNER, ids="-".join)
def any_kind(request: pytest.FixtureRequest) -> Iterator[ScannerPair]:
    both = ScannerPair(*request.param)
    yield both
    both.close()


def test_every_kind_tells_a_whole_scan_and_its_device(any_kind: ScannerPair) -> None:
    any_kind.scan(b"LPN0123456789X")
    assert any_kind.scanner.read(LONG) == RawScan("scanner-1", b"LPN0123456789X")
    assert any_kind.scanner.read(0.02) is None
    assert any_kind.scanner.read(0) is None


@pytest.mark.parametrize("code", [b"]C10109506000134352\x1d21AB", "退货".encode(), b"^XA^FDX^FS^XZ", b"x" * 200])
def test_every_kind_tells_any_bytes_as_they_are(any_kind: ScannerPair, code: bytes) -> None:
    any_kind.scan(code)
    assert any_kind.scanner.read(LONG) == RawScan("scanner-1", code)


def test_every_kind_keeps_the_order(any_kind: ScannerPair) -> None:
    for number in range(30):
        any_kind.scan(b"CODE%04d" % number)
        assert any_kind.scanner.read(LONG) == RawScan("scanner-1", b"CODE%04d" % number)


def test_every_kind_tells_that_it_is_gone(any_kind: ScannerPair) -> None:
    any_kind.scan(b"LAST")
    assert any_kind.scanner.read(LONG)
    any_kind.unplug()
    for _ in range(2):
        with pytest.raises(LinkLost):
            any_kind.scanner.read(LONG)


def test_every_kind_can_be_told_and_closed_twice(any_kind: ScannerPair) -> None:
    any_kind.scanner.tell(True)
    any_kind.scanner.tell(False)
    any_kind.scanner.close()
    any_kind.scanner.close()
    with pytest.raises(LinkLost):
        any_kind.scanner.read(LONG)


@pytest.mark.parametrize("code", [b"\x1d\x1e\x04", "退货".encode(), b"^XA^FDX^FS^XZ", b"\x00\xff\x7f", b"x" * 4096])
def test_any_bytes_come_as_they_are(pair: Pair, code: bytes) -> None:
    scanner, hand = pair
    hand.send(code + b"\r")
    assert scanner.read(LONG) == RawScan("scanner-1", code)


def test_a_scanner_without_a_suffix_ends_by_silence(pair: Pair) -> None:
    scanner, hand = pair
    hand.send(b"NOSUFFIX")
    assert scanner.read(LONG) == RawScan("scanner-1", b"NOSUFFIX")


def test_silence_ends_nothing_once_a_suffix_was_seen(pair: Pair) -> None:
    scanner, hand = pair
    hand.send(b"A\rHALF")
    assert scanner.read(LONG) == RawScan("scanner-1", b"A")
    assert scanner.read(0.4) is None
    hand.send(b"B\r")
    assert scanner.read(LONG) == RawScan("scanner-1", b"B")


def test_a_half_scan_is_dropped_when_the_line_breaks(pair: Pair) -> None:
    scanner, hand = pair
    hand.send(b"A\rHALF")
    assert scanner.read(LONG) == RawScan("scanner-1", b"A")
    hand.unplug()
    for _ in range(2):
        with pytest.raises(LinkLost):
            scanner.read(LONG)


def test_a_scan_too_long_is_dropped_and_beeped(pair: Pair) -> None:
    scanner, hand = pair
    writer = threading.Thread(target=hand.send, args=(b"y" * 5000 + b"\rNEXT\r",))
    writer.start()
    assert scanner.read(LONG) == RawScan("scanner-1", b"NEXT")
    writer.join()
    assert hand.wait_heard(b"\x1b8,", LONG)


def test_feedback_reaches_the_scanner(pair: Pair) -> None:
    scanner, hand = pair
    scanner.tell(True)
    assert hand.wait_heard(b"\x1b7,", LONG)
    scanner.tell(False)
    assert hand.wait_heard(b"\x1b8,", LONG)


def test_closing_twice_is_fine(pair: Pair) -> None:
    pair[0].close()
    pair[0].close()
    with pytest.raises(LinkLost):
        pair[0].read(LONG)


@pytest.mark.parametrize("noise", [b"\x91\xa5\x00\xff~\x8d\x13", b"CODE\x00", b"\xff"])
def test_noise_without_an_end_is_no_scan(pair: Pair, noise: bytes) -> None:
    scanner, hand = pair
    hand.send(noise)
    assert scanner.read(0.3) is None
    hand.send(b"CODE\r")
    assert scanner.read(LONG) == RawScan("scanner-1", b"CODE")
