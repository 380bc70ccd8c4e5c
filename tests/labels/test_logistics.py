"""SSCCs, own numbers and GS1 elements: as the standard writes them, and as a scanner gives them back."""

import msgspec
import pytest

from station.domain.gs1.digits import checks_out
from station.domain.scans import read
from station.domain.sscc import sscc
from station.labels import codes, logistics, make
from station.labels.examples import example
from station.labels.layout import load
from station.labels.values import Code, LabelRefused


def test_an_sscc_is_built_as_the_standard_says() -> None:
    """GS1 General Specifications: extension digit, company prefix, serial reference, check digit."""
    assert sscc("0614141", 123456789, 1) == "106141411234567897"
    assert checks_out(sscc("9521234", 0))


@pytest.mark.parametrize(
    ("prefix", "serial"), [("9521234", 10**9), ("9521234", -1), ("95", 1), ("95212x4", 1), ("", 1)]
)
def test_what_makes_no_sscc_is_refused_and_never_cut(prefix: str, serial: int) -> None:
    with pytest.raises(ValueError, match=r"prefix"):
        sscc(prefix, serial)


def test_without_a_prefix_the_own_number_is_said_to_be_one() -> None:
    own = logistics.number("T-0042")
    assert own == logistics.Numbered("T-0042", False, "T-0042", "label.container.own")
    filled = own.put(example("container-4x6in", "en"), "Own number (no SSCC)")
    found = make.make(filled, load("container-4x6in"), 203).codes
    assert set(found) == {Code("code128", b"T-0042"), Code("datamatrix", b"T-0042")}


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("name", ["container-4x6in", "container-4x2in", "container-57x32"])
def test_a_prefix_gives_gs1_codes_that_the_bench_reads_as_sscc(name: str, dpi: int) -> None:
    numbered = logistics.number("T-0042", "9521234", 42)
    found = make.make(numbered.put(example(name, "en"), "SSCC"), load(name), dpi).codes
    whole = sscc("9521234", 42)
    assert set(found) == {Code("gs1-128", f"00{whole}".encode()), Code("gs1-datamatrix", f"00{whole}".encode())}
    assert numbered.shown.replace(" ", "") == f"(00){whole}"
    assert whole in read(f"]C100{whole}").lookups


def test_a_return_carries_address_and_number_between_separators() -> None:
    whole = sscc("9521234", 7)
    told = logistics.return_elements("RMA-10023", whole, "08019", "ES")
    assert codes.elements("", told) == f"00{whole}431808019\x1d4317ES\x1d91RMA-10023"
    assert logistics.return_elements("RMA-10023", whole, "08 019", "Spain") == f"(00){whole}(91)RMA-10023"


def test_without_an_sscc_no_address_goes_into_the_code() -> None:
    """(4310) to (4319) are allowed only beside (00)."""
    assert logistics.return_elements("RMA-10023", "", "08019", "ES") == "(91)RMA-10023"


@pytest.mark.parametrize(
    "text",
    ["", "RMA-1", "(00)340434161094042558", "(91)", "(9999)1", "(91)" + "x" * 200, "(91)é", "(4318)08019(91)a\x1db"],
)
def test_what_gs1_forbids_is_refused_before_it_is_drawn(text: str) -> None:
    filled = msgspec.structs.replace(example("return-4x6in", "en"), code_2d=text)
    with pytest.raises(LabelRefused, match="GS1 elements") as caught:
        make.make(filled, load("return-4x6in"), 203)
    assert (caught.value.key, caught.value.code) == ("label.refused.elements", "gs1-datamatrix")


def test_a_plain_code_in_the_place_of_a_gs1_code_is_no_match() -> None:
    filled = example("container-4x2in", "en")
    dots = make.make(filled, load("container-4x2in"), 203).dots
    plain = msgspec.structs.replace(filled, gs1_1d=False, code_1d="00095212340001000425")
    with pytest.raises(LabelRefused, match="code128 cannot be read back"):
        make.check(dots, make.wanted(plain, load("container-4x2in")))
