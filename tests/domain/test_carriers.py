"""Carriers by format and check digit: published vectors; nothing is guessed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.carriers import FORMATS, carriers

OURS = {
    "ups": "UPS",
    "s10": "Post",
    "usps_20": "USPS",
    "dhl_express": "DHL",
    "usps_impb_n": "USPS",
    "fedex_express": "FedEx",
}
DHL_DIGITS = 10


@pytest.mark.parametrize(
    ("number", "named"),
    [
        ("1Z5R89390357567127", ("UPS",)),
        ("1Z999AA10123456784", ("UPS",)),
        ("1Z5R89390357567128", ()),
        ("RB123456785GB", ("Post",)),
        ("RB123456786GB", ()),
        ("9400111201080805483016", ("USPS",)),
        ("420941019400111201080805483016", ("USPS",)),
        ("3318810025", ("DHL",)),
        ("3318810011", ()),
        ("", ()),
        ("1Z5R8939035756712\u0667", ()),
    ],
)
def test_a_number_names_the_carriers_whose_check_digit_it_satisfies(number: str, named: tuple[str, ...]) -> None:
    assert carriers(number) == named


@given(st.text(max_size=40))
def test_any_text_names_known_carriers_or_none(text: str) -> None:
    assert set(carriers(text)) <= {name for name, _, _ in FORMATS}


@pytest.mark.shared_data
def test_the_published_vectors(shared_data: Path) -> None:
    vectors = json.loads((shared_data / "tracking" / "vectors.json").read_text("utf-8"))["vectors"]
    seen = 0
    for one in vectors:
        number, name = "".join(str(one["number"]).split()).upper(), OURS.get(one["format"])
        if name is None or (name == "DHL" and len(number) != DHL_DIGITS):
            continue
        seen += 1
        assert (name in carriers(number)) == one["valid"], number
    assert seen >= 8
