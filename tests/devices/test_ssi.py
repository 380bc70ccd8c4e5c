"""Zebra's SSI: packets, acknowledgements, beeps and lights, over a line that loses and hurts bytes."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices import ssi_words as ssi
from station.devices.ports import RawScan
from station.devices.ssi_words import Packet, Packets, encode
from tests.contracts.lines import KINDS
from tests.contracts.scanners import LONG, ScannerPair, Wire


@pytest.mark.parametrize(
    ("packet", "raw"),
    [
        (Packet(ssi.CMD_ACK), "04 D0 04 00 FF 28"),
        (Packet(ssi.BEEP, data=b"\x01"), "05 E6 04 00 01 FF 10"),
        (Packet(ssi.CMD_NAK, data=b"\x01"), "05 D1 04 00 01 FF 25"),
    ],
)
def test_packets_as_in_the_manual(packet: Packet, raw: str) -> None:
    assert encode(packet) == bytes.fromhex(raw)
    assert Packets().feed(bytes.fromhex(raw)) == [packet]


@given(st.lists(st.binary(max_size=200), max_size=5), st.integers(1, 9))
def test_packets_do_not_depend_on_the_pieces(bodies: list[bytes], size: int) -> None:
    sent = [Packet(ssi.DECODE_DATA, 0, body) for body in bodies]
    raw, packets = b"".join(encode(packet, ssi.DECODER) for packet in sent), Packets()
    assert [packet for at in range(0, len(raw), size) for packet in packets.feed(raw[at : at + size])] == sent
    assert not packets.pending


@given(st.binary(min_size=1, max_size=40), st.integers(0, 50), st.integers(0, 7))
def test_one_wrong_bit_is_no_packet(body: bytes, at: int, bit: int) -> None:
    raw, packets = bytearray(encode(Packet(ssi.DECODE_DATA, 0, body))), Packets()
    raw[at % len(raw)] ^= 1 << bit
    assert Packet(ssi.DECODE_DATA, 0, body) not in packets.feed(bytes(raw))


@pytest.fixture(params=KINDS)
def pair(request: pytest.FixtureRequest) -> Iterator[ScannerPair]:
    both = ScannerPair("ssi", request.param)
    yield both
    both.close()


def wire_of(pair: ScannerPair) -> Wire:
    assert pair.wire
    return pair.wire


def test_a_scan_is_acknowledged(pair: ScannerPair) -> None:
    pair.scan(b"ABC")
    assert pair.scanner.read(LONG) == RawScan("scanner-1", b"ABC")
    assert wire_of(pair).wait_heard(encode(Packet(ssi.CMD_ACK)))


def test_a_hurt_scan_is_asked_for_again_and_told_once(pair: ScannerPair) -> None:
    raw = bytearray(encode(Packet(ssi.DECODE_DATA, 0, b"\x03ABC"), ssi.DECODER))
    raw[5] ^= 1
    wire_of(pair).send(bytes(raw))
    assert pair.scanner.read(0.05) is None
    assert wire_of(pair).wait_heard(encode(Packet(ssi.CMD_NAK, data=b"\x01")))
    wire_of(pair).send(encode(Packet(ssi.DECODE_DATA, ssi.AGAIN, b"\x03ABC"), ssi.DECODER))
    assert pair.scanner.read(LONG) == RawScan("scanner-1", b"ABC")


def test_a_scan_cut_short_is_asked_for_again(pair: ScannerPair) -> None:
    wire_of(pair).send(encode(Packet(ssi.DECODE_DATA, 0, b"\x03ABC"), ssi.DECODER)[:5])
    assert pair.scanner.read(0.3) is None
    assert wire_of(pair).wait_heard(encode(Packet(ssi.CMD_NAK, data=b"\x01")))
    pair.scan(b"ABC")
    assert pair.scanner.read(LONG) == RawScan("scanner-1", b"ABC")


def test_a_scan_sent_again_is_no_second_scan_but_the_same_code_is(pair: ScannerPair) -> None:
    for status in (0, ssi.AGAIN, 0):
        wire_of(pair).send(encode(Packet(ssi.DECODE_DATA, status, b"\x03ABC"), ssi.DECODER))
    assert [pair.scanner.read(0.3) for _ in range(3)] == [RawScan("scanner-1", b"ABC")] * 2 + [None]


def test_gs1_128_is_told_by_its_kind(pair: ScannerPair) -> None:
    assert pair.ssi
    pair.ssi.scan(b"0109506000134352", kind=0x0F)
    assert pair.scanner.read(LONG) == RawScan("scanner-1", b"]C10109506000134352")


LED, TONE = bytes((1,)), {True: bytes((ssi.ONE_HIGH,)), False: bytes((ssi.THREE_LOW,))}


@pytest.mark.parametrize("good", [True, False])
@pytest.mark.parametrize(("deaf", "refuses"), [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_light_and_beep_follow_until_acknowledged(pair: ScannerPair, good: bool, deaf: int, refuses: int) -> None:
    assert pair.ssi
    pair.ssi.deaf, pair.ssi.refuses = deaf, refuses
    pair.scanner.tell(good)
    for _ in range(20):
        pair.scanner.read(0.05)
        if wire_of(pair).wait_done(2, 0.001):
            break
    assert pair.ssi.done == [(ssi.LED_OFF if good else ssi.LED_ON, LED), (ssi.BEEP, TONE[good])]


def test_a_scanner_that_never_answers_is_not_nagged(pair: ScannerPair) -> None:
    assert pair.ssi
    pair.ssi.deaf = 1000
    pair.scanner.tell(True)
    assert pair.scanner.read(1.2) is None
    assert pair.ssi.deaf == 1000 - 2 * 3
    pair.scan(b"STILL SCANS")
    assert pair.scanner.read(LONG) == RawScan("scanner-1", b"STILL SCANS")


def test_a_piece_of_a_code_that_takes_several_packets_is_no_scan(pair: ScannerPair) -> None:
    """Half a code is never told as one; the scanner is told that it was no good, and the next code is read."""
    for status, data in ((ssi.GOES_ON, b"A" * 240), (ssi.GOES_ON, b"A" * 240), (0, b"THE END")):
        wire_of(pair).send(encode(Packet(ssi.DECODE_DATA, status, b"\x11" + data), ssi.DECODER))
    pair.scan(b"ABC")
    assert pair.scanner.read(LONG) == RawScan("scanner-1", b"ABC")
    assert wire_of(pair).wait_heard(encode(Packet(ssi.LED_ON, data=bytes((1,)))))
