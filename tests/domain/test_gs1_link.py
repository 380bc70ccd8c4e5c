"""Digital Links: read, written, escaped; compressed ones are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.gs1.element import Element
from station.domain.gs1.link import escape, parse_link, unescape, write_link

GTIN = Element("01", "04006381333931")


@given(st.text(max_size=80), st.text("https://ab.c0123456789%?&=#AaZz", max_size=80))
def test_no_address_raises(text: str, more: str) -> None:
    for uri in (text, f"https://{more}", f"https://a/01/{text}", f"https://a/01/{GTIN.value}/10/{more}?{text}"):
        link = parse_link(uri, names=True, short_gtin=True)
        assert link.fault or link.elements


@given(st.text(max_size=40).filter(lambda t: "\0" not in t))
def test_what_is_escaped_comes_back(text: str) -> None:
    plain = text.encode("utf-8", "replace").decode("latin-1")
    assert unescape(escape(text)) == plain
    assert unescape(escape(text, query=True), query=True) == plain


@given(st.text("ABCabc019-./%+?", min_size=1, max_size=20), st.text("ABCabc019-./%+?", min_size=1, max_size=20))
def test_what_is_written_reads_back(lot: str, serial: str) -> None:
    elements = (GTIN, Element("10", lot), Element("21", serial), Element("17", "270331"))
    assert parse_link(write_link(elements, "https://shop.example/r/")).elements == elements


@pytest.mark.parametrize(
    ("uri", "fault"),
    [
        ("ftp://a/01/04006381333931", "scheme"),
        ("Https://a/01/04006381333931", "scheme"),
        ("https://a/01/04006381333931/21/X?10=L", "belongs_in_path"),
        ("https://a/01/04006381333931/21/X/10/L", "path_order"),
        ("https://a/01/04006381333931?21=X", "no_attribute"),
        ("https://a/01/04006381333931?99=A&99=A", "repeated"),
        ("https://a/01/04006381333932", "incorrect_check_digit"),
        ("https://a/01/04006381333931?999=A", "unknown_ai"),
        ("https://shop.example/sale?x=1", "no_key"),
        ("https:///01/04006381333931", "domain"),
    ],
)
def test_what_is_wrong_is_told(uri: str, fault: str) -> None:
    assert parse_link(uri).fault == fault


def test_compressed_links_are_recognised_and_not_unpacked() -> None:
    link = parse_link("https://id.example/AQnYUc1gmiCNV4JG")
    assert (link.compressed, link.elements, link.domain) == (True, (), "id.example")
    assert not parse_link("https://shop.example/returns").compressed
