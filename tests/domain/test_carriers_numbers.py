"""Numbers of every shipped format: generated with their own check character, written by hand, and damaged."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.domain import carriers as domain
from station.domain.carriers import Carrier, Context, Format, normalise, rank
from station.formats import load_carriers

BOOK = load_carriers()
ALL = [(carrier, one) for carrier in BOOK.carriers for one in carrier.formats]
IDS = [one.key for _, one in ALL]


def made(one: Format, draw: st.DataObject) -> tuple[str, re.Match[str]]:
    """A number of that format, its check character and required codes put right."""
    pattern = draw.draw(st.sampled_from(one.patterns))
    text = draw.draw(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")))
    for part, look in one.lookups.items():
        if look.required:
            text = put(pattern, text, part, draw.draw(st.sampled_from(sorted(look.words))))
    if one.check:
        serial = one.serial(matched(pattern, text)["serial"])
        text = put(pattern, text, "check", one.check(serial))
    return text, matched(pattern, text)


def matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    assert found, (pattern, text)
    return found


def put(pattern: re.Pattern[str], text: str, part: str, value: str) -> str:
    begin, end = matched(pattern, text).span(part)
    return text[:begin] + value + text[end:]


def written(text: str, draw: st.DataObject) -> str:
    """The same number in small letters and with blanks anywhere."""
    blanks = draw.draw(st.lists(st.sampled_from(["", "", " ", "  ", "\t"]), min_size=len(text), max_size=len(text)))
    return "".join(b + c for b, c in zip(blanks, text, strict=True)).lower()[: domain.LONGEST]


@pytest.mark.parametrize(("carrier", "one"), ALL, ids=IDS)
@settings(max_examples=10)
@given(draw=st.data())
def test_a_number_with_its_own_check_character_names_its_format(
    carrier: Carrier, one: Format, draw: st.DataObject
) -> None:
    number, _ = made(one, draw)
    assert one.lengths[0] <= len(number) <= one.lengths[1]
    for text in (number, written(number, draw)):
        if normalise(text) == number:
            found = [c for c in BOOK.candidates(text) if (c.carrier, c.format) == (carrier.key, one.key)]
            assert len(found) == 1
            assert found[0].tracking.replace("-", "") in number.replace("-", "")


def catching() -> Iterator[tuple[Format, str]]:
    """Formats whose method promises to catch every single wrong digit of the serial."""
    for _, one in ALL:
        weights = [one.parameters.get("even"), one.parameters.get("odd")]
        coprime = one.method == "weighted_10" and all(w in (1, 3, 7, 9) for w in weights)
        if not one.prepend and (one.method in ("luhn", "mod_37_36") or coprime):
            yield one, one.key


CATCHING = list(catching())


@pytest.mark.parametrize("one", [o for o, _ in CATCHING], ids=[k for _, k in CATCHING])
@settings(max_examples=10)
@given(draw=st.data())
def test_one_wrong_digit_is_caught_where_the_method_promises_it(one: Format, draw: st.DataObject) -> None:
    number, match = made(one, draw)
    place = draw.draw(st.sampled_from([i for i in range(*match.span("serial")) if number[i].isdigit()]))
    digit = draw.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    damaged = number[:place] + digit + number[place + 1 :]
    again = match.re.fullmatch(damaged)
    assert again is None or again.span("serial") != match.span("serial") or not one._is_right(again)


def test_the_methods_that_promise_it_are_those_of_most_formats() -> None:
    assert len(CATCHING) >= 12


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_answered(text: str) -> None:
    for one in BOOK.candidates(text):
        assert one.tracking.isascii()
        assert one.tracking.isprintable()
        assert len(one.tracking) <= domain.LONGEST
    assert all(n.isascii() and n.isprintable() for n in BOOK.extract(text))


@given(st.text(alphabet="0123456789 -1ZJDLTNRBGXCAKTV", min_size=8, max_size=60))
def test_what_looks_like_a_number_is_answered_and_stays_the_same(text: str) -> None:
    for one in BOOK.candidates(text):
        assert one.carrier in {again.carrier for again in BOOK.candidates(one.tracking)}


def test_a_long_text_is_looked_at_by_no_expression() -> None:
    for text in ("9" * 4096, "1Z" * 2048, " 9" * 2000, "420" + "1" * 4093):
        assert normalise(text) == ""
        assert BOOK.candidates(text) == ()
    assert all(one.lengths[1] <= domain.LONGEST for _, one in ALL)


@pytest.mark.parametrize(
    ("text", "tracking"),
    [
        ("420221539101026837331000039521", "9101026837331000039521"),
        ("420 10282 0000 9261290113185417468510", "9261290113185417468510"),
        ("32971510360102447848540980802018", "784854098080"),
        ("1001921334250001000300779017972697", "779017972697"),
        ("9622001900000000000000776632517510", "776632517510"),
        ("9632001560123456789900794808390594", "794808390594"),
        ("9611020041441760228964", "041441760228964"),
        ("%008182709980000020033350276C", "%008182709980000020033350276C"),
        ("072-0956-2763", "07209562763"),
        ("1LS7119013618127-1", "1LS7119013618127-1"),
        ("1ls71190136181271", "1LS7119013618127-1"),
        ("  rb 123 456 785 gb\r\n", "RB123456785GB"),
    ],
)
def test_the_tracking_number_stands_without_routing_and_as_the_carrier_writes_it(text: str, tracking: str) -> None:
    assert BOOK.candidates(text)[0].tracking == tracking


def test_service_and_country_are_told_in_words() -> None:
    post = BOOK.candidates("RB123456785GB")[0]
    assert (post.country, post.service) == ("GB", "registered letter")
    assert post.evidence == ("shape", "prefix", "check_digit", "listed")
    assert BOOK.candidates("1Z5R89390357567127")[0].service == "Ground"


def test_hyphens_belong_only_where_a_format_allows_them() -> None:
    assert BOOK.candidates("RB-123456785-GB") == ()
    assert BOOK.candidates("3318-8100-25")[0].format == "dhl_express"


def test_the_symbology_decides_between_two_formats() -> None:
    found = BOOK.candidates("4201028200009261290113185417468510")
    assert rank(found, Context(symbology="]C1"))[0].carrier == "usps"
    assert rank(found, Context(symbology="]C0"))[0].carrier == "fedex"
    assert rank(found, Context(expected=("usps",), symbology="]C0"))[0].carrier == "usps"


def test_a_number_without_check_digit_comes_after_one_with_it_and_is_not_proven() -> None:
    found = BOOK.candidates("60120172242323")
    assert [(one.format, one.is_proven) for one in found] == [("dhl_ecommerce_14", False)]
    assert BOOK.names("287809468872") == ("FedEx", "Purolator")


def test_digits_that_are_not_printed_count_in_the_check() -> None:
    fedex = BOOK.candidates("6129098349792366623 8")
    assert [(one.carrier, one.format) for one in fedex] == [("fedex", "fedex_smartpost")]
    assert {one.carrier for one in BOOK.candidates("9261290983497923666238")} == {"usps"}
