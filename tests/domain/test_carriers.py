"""Carriers by format and check digit, from the shipped files; nothing is guessed. All published vectors are held
against them in tests/conformance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.scans import read
from station.formats import load_carriers

BOOK = load_carriers()


@pytest.mark.parametrize(
    ("number", "named"),
    [
        ("1Z5R89390357567127", "UPS"),
        ("1Z999AA10123456784", "UPS"),
        ("RB123456785GB", "Post"),
        ("9400111201080805483016", "USPS"),
        ("420941019400111201080805483016", "USPS"),
    ],
)
def test_a_number_names_the_carrier_whose_check_digit_it_satisfies(number: str, named: str) -> None:
    assert any(name.startswith(named) for name in read(number, book=BOOK).carriers), read(number, book=BOOK).carriers


@pytest.mark.parametrize("number", ["1Z5R89390357567128", "RB123456786GB", "", "1Z5R8939035756712\u0667"])
def test_a_wrong_number_proves_no_carrier(number: str) -> None:
    assert read(number, book=BOOK).carriers == ()


@given(st.text(max_size=40))
def test_without_a_book_no_carrier_is_named(text: str) -> None:
    assert read(text).carriers == ()
