from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.ports import Reading
from station.devices.scales import parse_sics, to_grams
from station.devices.simulated import VirtualScale

UNREADABLE = Reading(None, "error", "scale.unreadable")


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
        (b"S S  -1.2 g", Reading(None, "under_zero", "scale.under_zero")),
        (b"S I", Reading(None, "error", "scale.busy")),
        (b"S +", Reading(None, "overload", "scale.overload")),
        (b"S -", Reading(None, "under_zero", "scale.under_zero")),
        (b"S S  12.5 xx", Reading(None, "error", "scale.unknown_unit")),
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


@given(st.binary(max_size=40))
def test_no_noise_weighs_anything(line: bytes) -> None:
    reading = parse_sics(line)
    assert (reading.grams is not None) == (reading.state in {"stable", "motion"})


@given(st.integers(0, 999_999_999))
def test_what_the_simulated_scale_says_is_understood(grams: int) -> None:
    scale = VirtualScale()
    scale.put(grams)
    assert parse_sics(scale.reply_to(b"SI").strip()) == Reading(grams, "stable")


def test_units() -> None:
    assert to_grams(Decimal("2.5"), "mg") == 0
    assert to_grams(Decimal("1"), "stone") is None
