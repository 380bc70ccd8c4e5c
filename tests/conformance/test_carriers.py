"""Every published tracking number in the vectors: a valid one names its carrier and format among the candidates, an
invalid one does not; and the numbers that two carriers could have given name both."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from station.domain.carriers import Context, rank
from station.formats import load_carriers

OTHER_KEYS = {
    "LaserShip 1LS7 (18)": "lasership_1ls7_18",
    "Old Dominion": "old_dominion",
    "Old Dominion Guaranteed Shipment": "old_dominion_guaranteed",
    "UPS Waybill": "ups_waybill",
}
"""Formats that the vectors name in words."""

AMBIGUOUS = [
    ("LX 176 35035", {"lasership", "dhl"}),
    ("78045768393", {"old_dominion", "dhl"}),
    ("287809468872", {"purolator", "fedex"}),
    ("320610804900", {"purolator", "fedex"}),
    ("JFV247545960", {"purolator", "dhl"}),
    ("4201028200009261290113185417468510", {"usps", "fedex"}),
    (" 4 2 0 1 0 2 8 2 0 0 0 0 9 2 6 1 2 9 0 1 1 3 1 8 5 4 1 7 4 6 8 5 1 0 ", {"usps", "fedex"}),
]


@pytest.mark.shared_data
def test_every_row_of_the_vectors(shared_data: Path, record_property: Callable[[str, object], None]) -> None:
    rows = json.loads((shared_data / "tracking" / "vectors.json").read_text("utf-8"))["vectors"]
    book = load_carriers()
    counts: Counter[str] = Counter()
    wrong = []
    for row in rows:
        key = OTHER_KEYS.get(row["format"], row["format"])
        named = {(one.carrier, one.format) for one in book.candidates(row["number"])}
        counts["valid" if row["valid"] else "invalid"] += 1
        if ((row["courier"], key) in named) != row["valid"]:
            wrong.append((row["number"], key, row["valid"], sorted(named)))
    counts["passed"] = len(rows) - len(wrong)
    for name, count in counts.items():
        record_property(f"tracking numbers, {name}", count)
    sys.stdout.write(f"tracking numbers: {dict(counts)} of {len(rows)} rows\n")
    assert not wrong
    assert counts["valid"] > 80
    assert counts["invalid"] > 40


@pytest.mark.shared_data
def test_an_invalid_number_does_not_name_its_carrier(shared_data: Path) -> None:
    """Unless the very number is valid in another of the carrier's formats."""
    rows = json.loads((shared_data / "tracking" / "vectors.json").read_text("utf-8"))["vectors"]
    valid = {(row["courier"], row["number"]) for row in rows if row["valid"]}
    for row in rows:
        if not row["valid"] and (row["courier"], row["number"]) not in valid:
            named = {one.carrier for one in load_carriers().candidates(row["number"])}
            assert row["courier"] not in named, row["number"]


def test_there_are_eighteen_carriers_and_thirty_nine_formats() -> None:
    book = load_carriers()
    assert len(book.carriers) >= 18
    assert sum(len(one.formats) for one in book.carriers) >= 39


@pytest.mark.parametrize(("number", "named"), AMBIGUOUS)
def test_numbers_of_two_carriers_name_both_and_context_ranks_them(number: str, named: set[str]) -> None:
    found = load_carriers().candidates(number)
    assert {one.carrier for one in found} == named
    for carrier in named:
        assert rank(found, Context(expected=(carrier,)))[0].carrier == carrier
        assert rank(found, Context(usual=(carrier,)))[0].carrier in named
        assert set(rank(found, Context(expected=(carrier,)))) == set(found)


@pytest.mark.parametrize(
    ("number", "named"),
    [
        ("RB123456785GB", {"s10"}),
        ("RB123456785XX", set()),
        ("RB123456786GB", set()),
        ("1z 5r8 939 03 5756 7127", {"ups"}),
        ("1Z5R89390357567128", set()),
    ],
)
def test_letters_country_and_check_digit_count(number: str, named: set[str]) -> None:
    assert {one.carrier for one in load_carriers().candidates(number)} == named
