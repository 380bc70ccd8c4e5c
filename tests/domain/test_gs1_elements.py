"""Element strings, their checks, what may stand together, and what was swallowed when separators got lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.gs1.associations import breaches
from station.domain.gs1.checks import CSET82
from station.domain.gs1.dates import day_of
from station.domain.gs1.digits import check_digit, checks_out, gtins, upc_a
from station.domain.gs1.element import Element
from station.domain.gs1.elements import bracketed, judge, parse, parse_bracketed, write
from station.domain.gs1.table import lines, rule_of
from station.domain.transport import GS

GTIN = "04006381333931"
DIGITS = st.text("0123456789", min_size=1, max_size=30)
SIGNS = st.text(CSET82, min_size=1, max_size=20)
JUNK = st.text(st.characters(max_codepoint=0x2500), max_size=60) | st.text(
    "0123456789()\\^]" + GS + "ABab", max_size=80
)


@given(JUNK)
def test_no_text_raises_and_every_fault_is_a_word(text: str) -> None:
    for message in (parse(text), parse_bracketed(text), parse_bracketed(text, unknown=True)):
        assert message.fault == "" or message.fault.replace("_", "").isalnum()
        assert breaches(message.elements) == breaches(message.elements)


@given(st.sampled_from(sorted(lines())), JUNK | DIGITS | SIGNS)
def test_a_value_is_judged_and_what_is_good_reads_back(ai: str, value: str) -> None:
    rule = rule_of(ai)
    assert rule is not None
    if not judge(rule, value):
        assert parse(f"{ai}{value}").elements == (Element(ai, value),)
        assert parse_bracketed(bracketed([Element(ai, value)])).elements == (Element(ai, value),)


@given(st.lists(st.tuples(st.sampled_from(["10", "21", "240", "400", "99", "7021"]), SIGNS), min_size=1, max_size=6))
def test_what_is_written_reads_back(pairs: list[tuple[str, str]]) -> None:
    elements = (Element("01", GTIN), *(Element(ai, value) for ai, value in pairs))
    assert parse(write(elements)).elements == elements


@given(DIGITS)
def test_every_single_wrong_digit_is_found(payload: str) -> None:
    good = payload + check_digit(payload)
    assert checks_out(good)
    for at, digit in enumerate(good):
        assert not checks_out(good[:at] + str((int(digit) + 1) % 10) + good[at + 1 :])


@pytest.mark.parametrize(
    ("ai", "value", "fault"),
    [
        ("8013", "1987654Ad4X4bL5ttr2310c2K", ""),
        ("8013", "1987654Ad4X4bL5ttr2310c2L", "incorrect_check_pair"),
        ("8013", "1987654Ad4X4bL5ttr2310c01", "invalid_cset32_character"),
        ("8007", "DE89370400440532013000", ""),
        ("8007", "GB82WEST12345698765432", ""),
        ("17", "280229", ""),
        ("17", "270229", "illegal_day"),
        ("17", "270200", ""),
        ("7006", "270200", "illegal_day"),
        ("7250", "20270231", "illegal_day"),
        ("4324", "2702282400", "illegal_hour"),
        ("4324", "2702280160", "illegal_minute"),
        ("4309", "18000000003600000000", ""),
        ("4309", "18000000013600000000", "invalid_latitude"),
        ("4309", "18000000003600000001", "invalid_longitude"),
        ("4302", "12%20Main+St", ""),
        ("4302", "12%2", "invalid_percent_sequence"),
        ("4318", "", "empty"),
        ("7041", "PX", ""),
        ("7041", "Q9", "invalid_package_type"),
        ("7241", "11", "invalid_media_type"),
        ("7258", "1/9", ""),
        ("8011", "012", "illegal_zero_prefix"),
        ("8013", "1", "too_short_for_check_pair"),
        ("8008", "2702281530", ""),
        ("8008", "27022824", "illegal_hour"),
        ("8008", "270228153061", "illegal_second"),
        ("8030", "QUJD", ""),
        ("8030", "QU=D", "invalid_cset64_character"),
        ("8030", "QUI=", ""),
        ("8030", "QU=", "invalid_cset64_padding"),
        ("8001", "00000000100119", "illegal_zero_value"),
        ("7030", "999X", ""),
        ("7030", "998X", "not_iso3166_or_999"),
        ("8003", "104006381333931X", "not_zero"),
        ("4307", "ZZ", "not_iso3166_alpha2"),
        ("8110", "106141416543213150110120", ""),
        ("8112", "001234561234560123456", ""),
    ],
)
def test_values_of_the_standard(ai: str, value: str, fault: str) -> None:
    rule = rule_of(ai)
    assert rule is not None
    assert judge(rule, value) == fault


@pytest.mark.parametrize(
    ("text", "day"),
    [("270331", "2027-03-31"), ("270200", "2027-02-28"), ("280200", "2028-02-29"), ("760101", "2076-01-01"),
     ("770101", "1977-01-01"), ("000229", "2000-02-29"), ("271301", ""), ("270230", ""), ("", ""), ("27033x", "")],
)  # fmt: skip
def test_days_have_the_nearest_century_and_day_00_is_the_last(text: str, day: str) -> None:
    assert day_of(text, 2026) == day


def test_the_century_moves_with_the_year() -> None:
    assert day_of("010101", 2060) == "2101-01-01"
    assert day_of("990101", 2040) == "1999-01-01"


def test_one_number_in_its_lengths() -> None:
    assert gtins("96385074") == ("00000096385074", "0000096385074", "000096385074", "96385074")
    assert (upc_a("01234565"), upc_a("04252614"), upc_a("01234530")) == ("012345000065", "042100005264", "")
    assert upc_a("21234565") == upc_a("x") == ""


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("(01)04006381333931(21)A", set()),
        ("(21)A", {"requisite"}),
        ("(01)04006381333931(02)04006381333931(37)1", {"exclusive", "requisite"}),
        ("(01)04006381333931(10)A(10)B", {"repeats"}),
        ("(00)340434161094042557(4310)Shoes(4317)DE(4318)10115", set()),
        ("(4318)10115", {"requisite"}),
        ("(01)04006381333931(416)4006381333931(7020)LOT(7021)OK(7022)2", set()),
        ("(01)04006381333931(7022)2", {"requisite"}),
        ("(3103)000125(3102)001250(01)04006381333931", {"exclusive"}),
        ("(253)4006381333931(8030)QUJD", {"unserialised"}),
    ],
)
def test_what_belongs_together(text: str, rules: set[str]) -> None:
    message = parse_bracketed(text)
    assert message.fault == ""
    assert {b.rule for b in breaches(message.elements)} == rules
