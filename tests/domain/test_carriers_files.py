"""A carrier's file: what is read, and faults that name file, key and what is allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.carrier_files import read_carrier, read_carriers
from station.domain.checkdigits import METHODS, make
from station.domain.policy import PolicyFault

GOOD = """
key = "northwind"
name = "Northwind Parcels"
[[format]]
key = "nw"
title = "NW and seven digits"
length = 9
letters = true
shape = ['NW(?P<serial>\\d{6})(?P<check>\\d)']
check = { method = "luhn" }
"""


def test_a_site_may_add_a_carrier() -> None:
    book = read_carriers({"carriers/northwind.toml": GOOD})
    assert book.names("nw 123456 6") == ("Northwind Parcels",)
    assert book.names("NW1234567") == ()
    assert len(book.hash) == 64


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "Northwind Parcels"', 'nane = "x"', "top: unknown key 'nane'; allowed: key, name"),
        ('name = "Northwind Parcels"', "name = 5", "name = 5; allowed: a text"),
        ("length = 9", "length = 0", "format[1]: length = 0; allowed: n or [least, most]"),
        ("length = 9", 'length = ["a", 2]', "allowed: n or [least, most]"),
        ("letters = true", "letters = 1", "letters = 1; allowed: true or false"),
        ("letters = true", "colour = 1", "unknown key 'colour'"),
        ("luhn", "crc", "check.method = 'crc'; allowed: weighted_10, luhn"),
        ('{ method = "luhn" }', '{ method = ["luhn"] }', "check.method = ['luhn']"),
        ('{ method = "luhn" }', '{ method = "luhn", even = 3 }', "check: unknown key 'even'; allowed: none"),
        ('{ method = "luhn" }', '{ method = "weighted_10", even = 3 }', "weighted_10 needs odd"),
        ('{ method = "luhn" }', '{ method = "weighted_10", even = 3, odd = "1" }', "check.odd = '1'"),
        ('{ method = "luhn" }', '{ method = "weighted_remainder", weights = [], modulo = 11 }', "check.weights = []"),
        ('{ method = "luhn" }', '{ method = "luhn" }\nlookup = { zip = {} }', "unknown key 'zip'"),
        ('{ method = "luhn" }', '{ method = "luhn" }\nlookup = { service = {} }', "needs codes"),
        ('{ method = "luhn" }', '{ method = "luhn" }\nlookup = { service = { codes = "A" } }', "lacks the group"),
        ('{ method = "luhn" }', "{ method = \"luhn\" }\ntracking = '\\9'", "tracking = '\\\\9'"),
        ("(?P<check>", "(?P<cheek>", "group 'cheek'; allowed: serial, check"),
        ("\\d{6}", "\\d+", "a repetition without end"),
        ("NW(", "NW((", "shape"),
        ("shape = ['NW(?P<serial>\\d{6})(?P<check>\\d)']", "shape = []", "one expression at least"),
        ("[[format]]", "[[formats]]", "unknown key 'formats'"),
        ('key = "northwind"', "key =", "carriers/x.toml"),
    ],
)
def test_a_wrong_file_is_refused_with_file_key_and_what_is_allowed(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(PolicyFault) as fault:
        read_carrier(GOOD.replace(old, new), "carriers/x.toml")
    assert str(fault.value).startswith("carriers/x.toml")
    assert says in str(fault.value)


def test_two_carriers_of_one_key_are_refused() -> None:
    with pytest.raises(PolicyFault, match="'northwind' is there twice"):
        read_carriers({"a.toml": GOOD, "b.toml": GOOD})


@given(st.sampled_from(sorted(METHODS)), st.text(max_size=40))
def test_a_check_of_any_text_is_one_character_or_none(method: str, text: str) -> None:
    parameters = {"even": 3, "odd": 1, "weights": (3, 1, 7), "modulo": 11}
    check = make(method, {key: parameters[key] for key in METHODS[method][1]})(text)
    assert len(check) <= 1
    assert check.isascii()


@pytest.mark.parametrize(
    ("method", "parameters", "text", "check"),
    [
        ("s10", {}, "12345678", "5"),
        ("s10", {}, "00000000", "5"),
        ("luhn", {}, "7992739871", "3"),
        ("remainder_7", {}, "331881002", "5"),
        ("mod_37_36", {}, "09980000020034", "D"),
        ("weighted_10", {"even": 1, "odd": 2}, "5R8939035756712", "7"),
        ("weighted_10", {"even": 1, "odd": 3}, "400638133393", "1"),
        ("weighted_remainder", {"weights": (1, 7, 3), "modulo": 11}, "100", "1"),
        ("weighted_remainder", {"weights": (1, 7, 3), "modulo": 11}, "1000", ""),
    ],
)
def test_each_method_by_example(method: str, parameters: dict[str, int], text: str, check: str) -> None:
    assert make(method, parameters)(text) == check
