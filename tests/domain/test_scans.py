"""Raw scans: what each says by itself; total over any text, and fast however hostile it is."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from station.domain import codes, ids, scans
from station.domain.scans import GS, read
from station.formats import load_carriers

SLOWEST_S = 0.05
LPN = "0123456789A" + ids.check_character("0123456789A")
KINDS = {"command", "answer", "badge", "unit", "code", "bad"}
HOSTILE = [
    "9" * 4096,
    "]C1" + "01" * 2048,
    "]d2" + f"10A{GS}" * 1024,
    "(" * 4096,
    "420" + "1" * 4093,
    "1Z" * 2048,
    " " * 4095 + "x",
    "ANS-" + "9" * 4092,
    "CMD-" + "-" * 4092,
    "ß" * 4096,
    "\u0130" * 500,
    "]Q3" + "8" * 509,
    "91" * 256,
]


@given(st.text())
@example("")
@example("]")
@example("]C")
@example("ANS-²-x")
@example("BDG-")
@example(GS)
def test_any_text_is_read_as_something(raw: str) -> None:
    reading = read(raw)
    assert reading.kind in KINDS
    assert (reading.kind == "bad") == bool(reading.bad)
    assert reading == read(raw)
    assert reading.text.isprintable()
    if reading.kind != "bad":
        assert len(reading.text) <= 3 * scans.LONGEST
    if reading.kind == "code":
        assert reading.lookups
        assert reading.tracking in reading.lookups
        assert len(set(reading.lookups)) == len(reading.lookups)


@given(st.text(alphabet="0123456789()[]^]C1dQ3eJ \x1dABCXYZ-%", max_size=80))
def test_what_looks_like_gs1_never_raises(raw: str) -> None:
    for prefix in ("", "]C1", "]d2", "]Q3", "]e0"):
        assert read(prefix + raw).kind in KINDS


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_answered_at_once(raw: str) -> None:
    read("]d20104006381333931")  # biip is imported by the first one
    begun = time.thread_time()
    reading = read(raw)
    assert time.thread_time() - begun < SLOWEST_S
    assert reading.bad or len(raw) <= scans.LONGEST or reading.text == "X"


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("cmd-undo", "command", "CMD-UNDO"),
        ("ANS-12-GO-ON", "answer", "ANS-12-GO-ON"),
        (codes.badge(b"0123456789"), "badge", codes.badge(b"0123456789")),
        (LPN, "code", LPN),
        (f"]C0{LPN}-2\r\n", "unit", f"{LPN}-2"),
        ("  1z999aa10123456784\t", "code", "1Z999AA10123456784"),
        ("退货", "code", "退货"),
        ("", "bad", ""),
        ("\r\n", "bad", ""),
        (GS, "bad", "\u241d"),
        ("a\x00b", "bad", "a\ufffdb"),
        ("a\u202eb", "bad", "a\ufffdb"),
        ("a\ud800", "bad", "a\ufffd"),
    ],
)
def test_what_a_scan_says_by_itself(raw: str, kind: str, text: str) -> None:
    reading = read(raw)
    assert (reading.kind, reading.text) == (kind, text)


def test_a_plate_alone_may_be_ours_or_anybody_s_number() -> None:
    for raw in (LPN, f"]C0{LPN}", f"]d1{LPN.lower()}"):
        reading = read(raw)
        assert (reading.kind, reading.unit, reading.lookups) == ("code", codes.UnitCode(LPN), (LPN,))
        assert [c.kind for c in reading.candidates] == ["unit", "text"]
        assert scans.classify(raw) == "unit"


@pytest.mark.parametrize("raw", ["597143987546", "]E0597143987546", "218034976345", "202611220002", f"]E0{LPN}",
                                 f"]C1{LPN}", f"]d2{LPN}"])  # fmt: skip
def test_digits_alone_and_what_gs1_or_a_retail_symbol_holds_is_no_plate(raw: str) -> None:
    reading = read(raw)
    assert (reading.kind, reading.unit) == ("code", None)
    assert scans.classify(raw) != "unit"


def test_a_number_that_proves_its_carrier_is_no_plate() -> None:
    reading = read("JFV247545960", book=load_carriers())
    assert (ids.is_lpn(reading.text), reading.carriers, reading.unit) == (True, ("DHL", "Purolator"), None)


def test_commands_and_answers_name_their_keys() -> None:
    assert read("CMD-MODE-DOCK").command == "mode_dock"
    answer = read("ANS-41-NOT-TESTED")
    assert (answer.question, answer.choice) == (41, "not_tested")
    assert read("ANS-x-yes").question == -1


def test_a_gtin_is_looked_up_in_all_its_lengths() -> None:
    assert set(read("4006381333931").lookups) == {"04006381333931", "4006381333931"}
    assert set(read("036000291452").lookups) == {"00036000291452", "0036000291452", "036000291452"}
    assert "96385074" in read("00000096385074").lookups


def test_a_gs1_code_tells_product_serial_lot_and_expiry() -> None:
    reading = read(f"]d2010400638133393117270331{'10'}L7{GS}21SN5")
    assert (reading.lot, reading.serial, reading.expiry) == ("L7", "SN5", "2027-03-31")
    assert "4006381333931" in reading.lookups


def test_usps_numbers_are_looked_up_without_the_zip_code_before_them() -> None:
    assert "9400111899223197428490" in read("420941019400111899223197428490").lookups


@pytest.mark.parametrize(
    ("raw", "tracking"),
    [
        ("420902459405803699300124287899", "9405803699300124287899"),
        ("]C142090245\x1d9405803699300124287899", "9405803699300124287899"),
        ("9405 8036 9930 0124 2878 99", "9405803699300124287899"),
        ("]C100340434161094042557", "340434161094042557"),
        ("00340434161094042557", "340434161094042557"),
        ("]C1400ORD-7\x1d00340434161094042557", "340434161094042557"),
        ("]C14014006381CONS1", "4006381CONS1"),
        ("(00) 340434161094042557", "340434161094042557"),
        ("32971510360102447848540980802018", "784854098080"),
        ("072-0956-2763", "07209562763"),
        ("ab 1234 5678", "AB12345678"),
        ("CMD-UNDO", ""),
    ],
)
def test_the_number_of_a_parcel_stands_without_blanks_and_routing(raw: str, tracking: str) -> None:
    reading = read(raw, book=load_carriers())
    assert reading.tracking == tracking
    assert not tracking or tracking in reading.lookups


@pytest.mark.shared_data
def test_the_vectors_of_the_gs1_engine_never_raise(shared_data: Path) -> None:
    vectors = json.loads((shared_data / "gs1" / "engine_vectors.json").read_text("utf-8"))["vectors"]
    inputs = [str(one["input"]).replace("^", GS) for group in vectors.values() for one in group if "input" in one]
    assert len(inputs) > 80
    assert {read(prefix + raw).kind for raw in inputs for prefix in ("", "]d2")} <= KINDS
