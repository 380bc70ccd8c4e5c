"""From what a scanner sends to what the symbol holds; and the set-up code that finds out how it sends."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.scans import read
from station.domain.setup_code import Advice, check_setup, setup_code
from station.domain.transport import GS, Transport, receive, shown, symbology_name

ITEM = f"010400638133393110L7{GS}21SN5"


@pytest.mark.parametrize("sent", [GS, "^]", "\u241d"])
@pytest.mark.parametrize("symbology", ["]C1", "]d2", ""])
def test_a_separator_arrives_in_many_shapes(sent: str, symbology: str) -> None:
    reading = read(symbology + ITEM.replace(GS, sent))
    assert (reading.lot, reading.serial) == ("L7", "SN5")


@pytest.mark.parametrize("substitute", ["|", "~", "{GS}", "<GS>", "@"])
def test_a_scanner_s_own_substitute_prefix_and_suffix(substitute: str) -> None:
    transport = Transport(prefix="#", suffix="*", separator=substitute)
    reading = read(f"#]d2{ITEM.replace(GS, substitute)}*\r\n", transport)
    assert (reading.symbology, reading.lot, reading.serial) == ("]d2", "L7", "SN5")


def test_a_substitute_is_only_one_where_gs1_data_stand() -> None:
    transport = Transport(separator="|")
    assert receive("]Q1a|b", transport).text == "a|b"
    assert receive("RMA|7", transport).text == "RMA|7"
    assert receive("]E04006381333931|]e010A|21B", transport).text == f"4006381333931|]e010A{GS}21B"


@pytest.mark.parametrize(
    ("symbology", "name"),
    [("]C0", "Code 128"), ("]C1", "GS1-128"), ("]E4", "EAN-8"), ("]E0", "EAN/UPC"), ("]I1", "ITF"), ("]A0", "Code 39"),
     ("]L0", "PDF417"), ("]z0", "Aztec"), ("]F0", "Codabar"), ("]G0", "Code 93"), ("]X0", "other"),
     ("]d1", "Data Matrix"),
     ("]U0", "MaxiCode"), ("", ""), ("]?1", "")],
)  # fmt: skip
def test_symbols_have_names(symbology: str, name: str) -> None:
    assert symbology_name(symbology) == name
    if name:
        assert read(f"{symbology}RMA-7").symbology == symbology


@given(st.text(max_size=60), st.text(max_size=3), st.text(max_size=3), st.text(max_size=3))
def test_no_scanner_makes_it_raise(raw: str, prefix: str, suffix: str, separator: str) -> None:
    transport = Transport(prefix, suffix, separator)
    assert read(raw, transport).text.isprintable()


@given(st.text(max_size=80))
def test_what_is_shown_is_printable_and_reads_back(text: str) -> None:
    assert shown(text).isprintable()
    reading = read(text)
    if reading.kind != "bad":
        again = read(reading.symbology + reading.text)
        assert (again.kind, again.lookups, again.serial, again.lot) == (
            reading.kind, reading.lookups, reading.serial, reading.lot)  # fmt: skip


@pytest.mark.parametrize("number", [1, 2, 3])
def test_bytes_of_any_kind_are_read(number: int) -> None:
    for raw in (bytes(range(256)), b"]C1" + bytes(range(0x80, 0x100)), b"\xff\xfe]d2010"):
        assert read((raw * number).decode("utf-8", "replace")).text.isprintable()


def keys(received: str) -> list[str]:
    return [advice.key for advice in check_setup(received).advice]


def sent(table: Mapping[str, str]) -> str:
    return "]d1" + setup_code().translate({ord(a): b for a, b in table.items()})


def test_a_good_scanner_needs_nothing() -> None:
    assert check_setup(f"]d1{setup_code()}\r\n") == ((), Transport(proven=True))
    assert set(map(chr, range(0x20, 0x7F))) <= set(setup_code())


@pytest.mark.parametrize(
    ("received", "advice"),
    [
        (setup_code(), [Advice("no_identifier")]),
        ("]d1" + setup_code().swapcase(), [Advice("caps_lock")]),
        ("]d1" + setup_code().upper(), [Advice("case_lost")]),
        ("]d1" + setup_code().lower(), [Advice("case_lost")]),
        ("]d1" + setup_code().replace(GS, ""), [Advice("separator_lost")]),
        ("]d1" + setup_code().replace(GS, "^]"), []),
        ("]d1" + setup_code().replace(GS, "|"), [Advice("separator", "|")]),
        ("]d1" + setup_code().replace("^E", "\u00ca"), [Advice("signs_lost", "^")]),
        ("]d1" + setup_code().replace("~E", "E"), [Advice("signs_lost", "~")]),
        ("<]d1" + setup_code() + ">", [Advice("prefix", "<"), Advice("suffix", ">")]),
        ("4006381333931", [Advice("not_it")]),
        ("", [Advice("not_it")]),
    ],
)
def test_what_has_to_change_is_said(received: str, advice: list[Advice]) -> None:
    assert list(check_setup(received).advice) == advice


@pytest.mark.parametrize(
    ("table", "layout"),
    [
        ({"z": "y", "y": "z", "Z": "Y", "Y": "Z", "-": "\u00df", "/": "-"}, "qwertz"),
        ({"a": "q", "q": "a", "A": "Q", "Q": "A", "w": "z", "z": "w", "W": "Z", "Z": "W", "1": "&"}, "azerty"),
        ({'"': "@", "@": '"', "#": "\u00a3"}, "uk"),
        ({"@": '"', ";": "\u00f1"}, "other"),
    ],
)
def test_another_keyboard_is_recognised(table: dict[str, str], layout: str) -> None:
    (advice,) = check_setup(sent(table)).advice
    assert (advice.key, advice.text.partition(":")[0]) == ("layout", layout)


def test_what_it_proposes_reads_the_next_scan() -> None:
    found = check_setup("#" + setup_code().replace(GS, "{GS}") + "!").transport
    assert found == Transport("#", "!", "{GS}", proven=True)
    assert read(f"#]d2{ITEM.replace(GS, '{GS}')}!", found).serial == "SN5"


@given(st.text(max_size=200))
def test_no_text_breaks_the_set_up(text: str) -> None:
    for received in (text, "SETUP" + text + "CLOSE", setup_code() + text, setup_code()[: len(text)] + text + "CLOSE"):
        assert all(advice.key for advice in check_setup(received).advice)
