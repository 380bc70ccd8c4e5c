from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.ports import Reading
from station.devices.scale_words import PROTOCOLS, parse_cas, parse_nci, parse_sics, parse_toledo
from station.devices.virtual_scale import SPOKEN, sics
from station.devices.weights import OVERLOAD, UNDER_ZERO, UNREADABLE, to_grams, weighed

MOTION = Reading(None, "motion", "scale.motion")
NO_UNIT = Reading(None, "error", "scale.unknown_unit")
FAULT = Reading(None, "error", "scale.fault")


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        (b"S S      0.523 kg", Reading(523, "stable")),
        (b"S S     100.00 g", Reading(100, "stable")),
        (b"S S       0.00 g", Reading(0, "stable")),
        (b"S S      -0.00 g", Reading(0, "stable")),
        (b"S D      0.51 kg", Reading(510, "motion", "scale.motion")),
        (b"S S      1.000 lb", Reading(454, "stable")),
        (b"S S     16 oz", Reading(454, "stable")),
        (b"S S  0.5 g", Reading(0, "stable")),
        (b"S S  1.5 g", Reading(2, "stable")),
        (b"S S  -1.2 g", UNDER_ZERO),
        (b"S I", Reading(None, "error", "scale.busy")),
        (b"S +", OVERLOAD),
        (b"S -", UNDER_ZERO),
        (b"S S  12.5 xx", NO_UNIT),
        (b"S S 1e9 kg", UNREADABLE),
        (b"S S 0.5", UNREADABLE),
        (b"S S 0,5 kg", UNREADABLE),
        ("S S ٣ kg".encode(), UNREADABLE),
        (b"ES", UNREADABLE),
        (b"ET", UNREADABLE),
        (b"EL", UNREADABLE),
        (b"", UNREADABLE),
        (b'I4 A "12345"', UNREADABLE),
    ],
)
def test_answers_of_mt_sics(line: bytes, reading: Reading) -> None:
    assert parse_sics(line) == reading


@pytest.mark.parametrize(
    ("frame", "unit", "reading"),
    [
        (b"\x0201.234", "kg", Reading(1234, "stable")),
        (b"\x02 1.234", "kg", Reading(1234, "stable")),
        (b"\x02 00.500N", "kg", Reading(500, "stable")),
        (b"\x0201.00", "lb", Reading(454, "stable")),
        (b"\x02012345", "g", Reading(12345, "stable")),
        (b"\x02012345", "kg", UNREADABLE),  # the point was lost
        (b"\x02-00.010", "kg", UNDER_ZERO),
        (b"\x02?A", "kg", MOTION),
        (b"\x02?B", "kg", OVERLOAD),
        (b"\x02?C", "kg", OVERLOAD),
        (b"\x02?D", "kg", UNDER_ZERO),
        (b"\x02?E", "kg", UNDER_ZERO),
        (b"\x02?H", "kg", Reading(None, "error", "scale.not_zeroed")),
        (b"\x02?@", "kg", UNREADABLE),
        (b"\x02?", "kg", UNREADABLE),
        (b"\x02", "kg", UNREADABLE),
        (b"01.234", "kg", UNREADABLE),
        (b"junk", "kg", UNREADABLE),
        (b"\x020\x02 1.234", "kg", Reading(1234, "stable")),  # an answer cut short before this one
        (b"\x020\x1a.234", "kg", UNREADABLE),  # a byte that was hurt
        (b"\x02 1.234", "stone", NO_UNIT),
    ],
)
def test_answers_of_the_8217(frame: bytes, unit: str, reading: Reading) -> None:
    assert parse_toledo(frame, unit) == reading


@pytest.mark.parametrize(
    ("frame", "reading"),
    [
        (b"\n  1.23lb\r\n00\r", Reading(558, "stable")),
        (b"\n  1.230kg\r\n02\r", OVERLOAD),
        (b"\n  1.230kg\r\n20\r", Reading(1230, "stable")),  # at zero, as the first character says, is no fault
        (b"\n  1.230kg\r\n10\r", Reading(1230, "motion", "scale.motion")),
        (b"\n  1.230kg\r\n0p0\r", Reading(1230, "stable")),  # a third character follows
        (b"\n^^^^^^kg\r\n02\r", OVERLOAD),
        (b"\n______kg\r\n01\r", UNDER_ZERO),
        (b"\n -0.010kg\r\n00\r", UNDER_ZERO),
        (b"\n------kg\r\n00\r", UNREADABLE),
        (b"\n  1.230kg\r\n40\r", FAULT),
        (b"\n  1.230kg\r\n80\r", FAULT),
        (b"\n  1.230kg\r\n08\r", FAULT),
        (b"\n  1.230xx\r\n00\r", NO_UNIT),
        (b"\n  1.230kg\r\n0\r", UNREADABLE),
        (b"\n  1.230kg\r\n\x00\x00\r", UNREADABLE),
        (b"\n  1.230kg", UNREADABLE),
        (b"\n?\r", UNREADABLE),
        (b"noise\n  1.230kg\r\n00\r", Reading(1230, "stable")),
        (b"", UNREADABLE),
    ],
)
def test_answers_of_nci(frame: bytes, reading: Reading) -> None:
    assert parse_nci(frame) == reading


@pytest.mark.parametrize(
    ("frame", "reading"),
    [
        (b"ST,GS,1\xc4,000013.5 kg", Reading(13_500, "stable")),
        (b"ST,NT,1\x80,    .523 kg", UNREADABLE),
        (b"ST,NT,1\x80,   0.523 kg", Reading(523, "stable")),
        (b"US,GS,1\x80,   0.523 kg", Reading(523, "motion", "scale.motion")),
        (b"OL,GS,1\x80,         kg", OVERLOAD),
        (b"ST,GS,1\x80,-  0.010 kg", UNDER_ZERO),
        (b"ST,GS,1\x80,+  0.010 kg", Reading(10, "stable")),
        (b"ST,GS,   0.523kg", Reading(523, "stable")),
        (b"ST,GS,1\x80,   0.523  t", Reading(523_000, "stable")),
        (b"ST,GS,1\x80,   0.523 xx", NO_UNIT),
        (b"ST,GS,1\x80,  0.523 kg", UNREADABLE),  # a byte short
        (b"ST,GS,1\x80,   0.5 3 kg", UNREADABLE),
        (b"ST,GS,1\x80,--  0.01 kg", UNREADABLE),
        (b"ERR1", UNREADABLE),
        (b"", UNREADABLE),
    ],
)
def test_lines_of_cas(frame: bytes, reading: Reading) -> None:
    assert parse_cas(frame) == reading


@pytest.mark.parametrize("name", PROTOCOLS)
@given(frame=st.binary(max_size=40))
def test_no_noise_weighs_anything(name: str, frame: bytes) -> None:
    reading = PROTOCOLS[name].parse(frame, "kg")
    assert reading.grams is None or reading.state in {"stable", "motion"}
    assert (reading.state == "stable") <= (reading.grams is not None)


@given(st.integers(0, 999_999_999))
def test_what_the_simulated_scale_says_is_understood(grams: int) -> None:
    assert parse_sics(sics(grams, "stable", "kg").strip()) == Reading(grams, "stable")


@pytest.mark.parametrize("name", PROTOCOLS)
@given(grams=st.integers(0, 99_999), hurt=st.integers(0, 30), byte=st.integers(0, 255))
def test_one_hurt_byte_of_a_stable_answer_makes_no_other_state_a_number(
    name: str, grams: int, hurt: int, byte: int
) -> None:
    said = bytearray(SPOKEN[name](grams, "overload", "kg").rstrip(b"\r\n\x03"))
    said[hurt % len(said)] = byte
    assert PROTOCOLS[name].parse(bytes(said), "kg").state != "stable" or name in {"nci", "cas"}


def test_units_are_exact() -> None:
    assert to_grams(Fraction("2.5"), "mg") == 0
    assert to_grams(Fraction(1), "stone") is None
    assert to_grams(Fraction(100_000_000), "lb") == 45_359_237_000
    assert weighed("999999999.999999999", "oz") == Reading(28_349_523_125, "stable")
    assert weighed("0.5", "g") == Reading(0, "stable")
    assert weighed("1.5", "g") == Reading(2, "stable")
