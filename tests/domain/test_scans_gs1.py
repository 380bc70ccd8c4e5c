"""GS1 codes as scans: every carrier, with and without its identifier; doubts are told and nothing is guessed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.scans import GS, Reading, classify, read, warm
from station.domain.transport import Transport
from station.formats import load_carriers

GTIN = "04006381333931"
SSCC = "340434161094042557"
ITEM = f"01{GTIN}1727033110L7{GS}21SN5"
CARRIERS = ("]C1", "]d2", "]Q3", "]e0", "]J1")


def kinds(reading: Reading) -> set[str]:
    return {c.kind for c in reading.candidates}


def told(reading: Reading) -> tuple[str, str, str]:
    return reading.serial, reading.lot, reading.expiry


@pytest.mark.parametrize("symbology", [*CARRIERS, ""])
def test_an_item_says_the_same_in_every_symbol(symbology: str) -> None:
    reading = read(symbology + ITEM)
    assert told(reading) == ("SN5", "L7", "2027-03-31")
    assert reading.lookups[:2] == (GTIN, GTIN[1:])
    assert (reading.doubt, reading.breaches) == ("", ())
    assert kinds(reading) >= {"gtin", "serial", "lot", "expiry"}
    assert classify(symbology + ITEM) == "gtin"


@pytest.mark.parametrize(
    "raw",
    [f"]E0{GTIN[1:]}|]e021SN5", f"(01){GTIN}(21)SN5", f"(01) {GTIN} (21) SN5", f"]Q1https://id.gs1.org/01/{GTIN}/21/SN5",
     f"]d1https://id.gs1.org/01/{GTIN}/21/SN5", f"https://shop.example/x/01/{GTIN}/21/SN5?shop=4",
     f"]J0HTTPS://SHOP.EXAMPLE/01/{GTIN}/21/SN5", f"]C1{GS}01{GTIN}21SN5"],
)  # fmt: skip
def test_other_ways_to_say_it(raw: str) -> None:
    reading = read(raw)
    assert (reading.lookups[0], reading.serial, reading.doubt) == (GTIN, "SN5", "")


@pytest.mark.parametrize(
    ("raw", "gtin"),
    [("]E04006381333931", GTIN), ("]E00036000291452", "00036000291452"), ("]E0036000291452", "00036000291452"),
     ("]E496385074", "00000096385074"), ("]E001234565", "00012345000065"), ("]E3400638133393112", GTIN),
     ("]E34006381333931 51234", GTIN), ("01234565", "00012345000065")],
)  # fmt: skip
def test_retail_numbers_of_every_kind(raw: str, gtin: str) -> None:
    reading = read(raw)
    assert gtin in reading.lookups
    assert reading.doubt == ""


@pytest.mark.parametrize(
    ("raw", "doubt"),
    [
        ("]E04006381333932", "incorrect_check_digit"),
        ("]E0400638133393", "bad_length"),
        ("]d20104006381333932", "incorrect_check_digit"),
        (f"]d201{GTIN}17271331", "illegal_month"),
        (f"]C1{ITEM[:-3]}\u00e9", "invalid_cset82_character"),
        ("]d2", ""),
        ("https://id.gs1.org/01/04006381333932", "incorrect_check_digit"),
        ("https://id.example/AQnYUc1gmiCNV4JG", "compressed_link"),
        ("https://shop.example/01/hello", ""),
        ("https://shop.example/returns?rma=10023", ""),
    ],
)
def test_what_is_broken_is_told_and_taken_as_text(raw: str, doubt: str) -> None:
    reading = read(raw)
    assert reading.doubt == doubt
    assert reading.serial == ""
    assert ("broken" in kinds(reading)) == bool(doubt)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"01{GTIN}10AB1221SER9", "(21)SER9"),
        (f"01{GTIN}10AB1217270331", "(17)270331"),
        (f"01{GTIN}21SN00510LOT7", "(10)LOT7"),
        (f"01{GTIN}10ABC12399TESTING", "(99)TESTING"),
        (f"01{GTIN}10AB121727033121SN00012", "(17)270331(21)SN00012"),
        (f"01{GTIN}21SN12345678901234567817270331", "(17)270331"),
        (f"01{GTIN}10L77021OK01", "(7021)OK01"),
    ],
)
def test_a_lost_separator_is_told_and_makes_no_wrong_lot(text: str, hidden: str) -> None:
    reading = read("]d2" + text)
    assert reading.doubt in ("separator_lost", "too_long")
    assert reading.lookups[0] == GTIN
    assert told(reading) == ("", "", "")
    assert [c.value for c in reading.candidates if c.kind == "swallowed"][:1] == [hidden][: bool(hidden)]
    proven = read("]d2" + text, Transport(proven=True))
    assert proven.doubt in ("", "too_long")
    assert not [c for c in proven.candidates if c.kind == "swallowed"]


@pytest.mark.parametrize("lot", ["L7", "AB12", "BATCH", "A102", "2027A", "99", "C-21", "12345678"])
def test_an_honest_lot_at_the_end_is_taken(lot: str) -> None:
    reading = read(f"]d201{GTIN}1727033110{lot}")
    assert (reading.lot, reading.doubt) == (lot, "")


def test_what_belongs_together_is_a_verdict_apart() -> None:
    reading = read(f"]d201{GTIN}21A{GS}235B")
    assert reading.breaches == ("exclusive:21:235",)
    assert (reading.doubt, reading.serial) == ("", "A")


def test_logistics_and_assets_are_looked_up() -> None:
    sscc = read(f"]C100{SSCC}")
    assert sscc.lookups[:2] == ("00" + SSCC, SSCC)
    assert read("00" + SSCC).lookups[:2] == ("00" + SSCC, SSCC)
    assert "ORD-7" in read(f"]C1400ord-7{GS}00{SSCC}").lookups
    assert "04006381333931AB" in read("]d2800304006381333931AB").lookups
    assert "4006381ASSET" in read("]d280044006381ASSET").lookups
    refurbished = read(f"]d201{GTIN}416{GTIN[1:]}7020R7{GS}7021OK{GS}70222")
    assert {"refurbishment_lot", "functional_status", "revision_status"} <= kinds(refurbished)
    assert refurbished.breaches == ()


def test_what_a_company_wrote_for_itself_is_looked_up_after_all_else() -> None:
    label = read(f"]d200{SSCC}431808019{GS}4317ES{GS}91rma-10023")
    assert (label.lookups[0], label.lookups[-1], label.doubt) == ("00" + SSCC, "RMA-10023", "")
    assert read("]d291RMA-10023").lookups[-1] == "RMA-10023"
    of_usps = read(f"]C142094107{GS}9100111899223197428490")
    assert of_usps.lookups[0] == "9100111899223197428490"


def test_a_return_address_is_a_candidate() -> None:
    label = read(f"]C100{SSCC}4310Northwind+Shoes{GS}4312Dock+4{GS}4317DE431810115")
    assert label.doubt == "bad_length" or label.doubt == "too_long"
    label = read(f"]C100{SSCC}4310Northwind+Shoes{GS}4312Dock+4{GS}4317DE{GS}431810115")
    assert [c.value for c in label.candidates if c.kind == "return_to"] == ["Northwind Shoes, Dock 4, DE, 10115"]


def test_usps_in_gs1_128_is_a_tracking_number_still() -> None:
    reading = read(f"]C142094107{GS}9400111899223197428490")
    assert reading.lookups[0] == "9400111899223197428490"
    assert reading.doubt == ""


@given(st.sampled_from([*CARRIERS, "", "]E0", "]E3", "]Q1"]), st.text(st.characters(max_codepoint=0x250), max_size=60))
def test_every_output_is_printable(symbology: str, text: str) -> None:
    for raw in (
        symbology + text,
        f"{symbology}01{GTIN}10{text}",
        f"{symbology}https://a/01/{GTIN}/10/{text}",
        f"({text}",
    ):
        reading = read(raw)
        fields = [reading.text, reading.symbology, reading.serial, reading.lot, reading.doubt, *reading.lookups]
        values = [v for c in reading.candidates for v in (c.kind, c.value, *c.evidence)]
        assert all(v.isprintable() for v in (*fields, *values, *reading.breaches, classify(raw)))


@pytest.mark.parametrize("number", ["1Z999AA10123456784", "1Z12345677"])
def test_of_a_carrier_s_label_no_address_is_told(number: str) -> None:
    label = f"[)>\x1e01{GS}0210117{GS}840{GS}003{GS}{number}{GS}UPSN{GS}MAIN STREET{GS}YORK\x1e\x04"
    for reading in (read(label), read(label, book=load_carriers()), read("]L0" + label)):
        assert "MAIN" not in repr(reading)
        assert reading.text in (number, "[)>")


HOSTILE = (
    f"]d201{GTIN}10A" + "11270331" * 60,
    f"]d201{GTIN}10A" + "11270331" * 13,
    f"]d201{GTIN}10" + "99A" * 38,
    f"]C1{'10A' + GS}" * 120,
    "(" * 512,
    "(99)A" * 100,
    "https://a/" + "10/x/" * 100,
    "https://a/01/" + GTIN + "?" + "99=A&" * 90,
    "https://a/01/" + "%41" * 160,
    "]e0" + "0" * 509,
    "[)>\x1e06" + "\x1dA" * 2040,
    "]Q1" + "(" * 4096,
    "^]" * 2048,
    "9" * 4096,
)
SLOWEST_S = 0.005


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_takes_longer_than_five_milliseconds(raw: str) -> None:
    warm()
    assert min(timed(raw) for _ in range(5)) < SLOWEST_S


def timed(raw: str) -> float:
    begun = time.thread_time()
    read(raw)
    return time.thread_time() - begun
