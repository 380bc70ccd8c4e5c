"""Numbers that could be something else: plates that are none, and one parcel's number however its label says it."""

import pytest

from station.domain.records import Authorization, Line, Product, Reference
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World

UPC, FEDEX = "597143987546", "218034976345"
"""The last digit is the check character of a plate, too."""
LETTERS = goods.plate("R2026112200")
MUG = Product("p-mug", "NW", "NW-MUG", "Mug", (UPC, LETTERS), "home", price=900, currency="EUR")


def told(world: World, *values: Reference) -> World:
    """The office knows these as well."""
    ReferenceStore(world.store.path).put(values)
    return world


def announced(world: World, number: str) -> World:
    return told(world, MUG, Authorization("a-mug", "NW", "RMA-99001", (Line("p-mug", 1),), tracking=(number,)))


@pytest.mark.parametrize("number", [FEDEX, LETTERS])
def test_an_announced_number_that_could_be_a_plate_is_the_parcel_s(bench: World, number: str) -> None:
    announced(bench, number).scan(number)
    assert (bench.name, bench.heard) == ("opening", "notice.parcel_found")


@pytest.mark.parametrize("number", [FEDEX, LETTERS])
def test_such_a_number_arrives_at_the_dock_whether_announced_or_not(bench: World, number: str) -> None:
    bench.press("mode_dock").scan(number)
    assert bench.heard == "notice.arrived_unknown"
    bench.wait(1).scan(number)
    assert bench.heard == "notice.here_already"


@pytest.mark.parametrize("code", [UPC, f"]E0{UPC}", LETTERS])
def test_such_a_code_is_the_product_s(bench: World, code: str) -> None:
    announced(bench, "1Z12345E1305277940").scan("RMA-99001").press("open").scan(code)
    assert (bench.heard, bench.unit().product) == ("notice.expected", "p-mug")


@pytest.mark.parametrize("code", [UPC, f"]E0{UPC}", LETTERS, FEDEX])
def test_neither_goods_nor_a_parcel_give_a_unit_its_plate(bench: World, code: str) -> None:
    announced(bench, FEDEX).scan("RMA-99001").press("open").scan(f"]E00{UPC}").press("yes").prints_out()
    plate = bench.unit().lpn
    bench.wait(1).scan(code)
    assert (bench.name, bench.heard, bench.unit().lpn) == ("labelling", "notice.does_not_fit", plate)


def test_a_held_unit_is_found_by_the_plate_that_it_got(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931").press("hold", "unclear")
    bench.prints_out("NOT_SENT").scan(goods.plate(), "HOLD-1", "CMD-CLOSE", "CMD-CLOSE").wait(1).scan(goods.plate())
    assert bench.name == "resuming"


def test_a_serial_that_could_be_a_plate_is_taken_unless_a_unit_bears_it(bench: World) -> None:
    bench.scan("9102000000003").press("open").scan("4006381333979").press("yes").prints_out("NOT_SENT")
    bench.scan(goods.plate(), "TOTE-1", "CMD-CLOSE", "CMD-CLOSE").wait(1)
    bench.scan("9102000000007").press("open").scan("4006381333962").scan(goods.plate())
    assert (bench.name, bench.heard) == ("capture", "notice.does_not_fit")
    bench.scan(LETTERS)
    assert (bench.name, bench.unit().serial) == ("checking", LETTERS)


USPS, ZIP_FIRST = "9405803699300124287899", "420902459405803699300124287899"
SSCC = "340434161094042557"


@pytest.mark.parametrize(
    ("first", "number"),
    [
        (ZIP_FIRST, USPS),
        (f"]C142090245\x1d{USPS}", USPS),
        (f"]C1{ZIP_FIRST}", USPS),
        ("9405 8036 9930 0124 2878 99", USPS),
        (f"]C100{SSCC}", SSCC),
        (f"00{SSCC}", SSCC),
        ("1001921334250001000300779017972697", "779017972697"),
        ("9622001900000000000000776632517510", "776632517510"),
        ("9611020041441760228964", "041441760228964"),
        ("ab 1234 5678", "AB12345678"),
    ],
)
@pytest.mark.parametrize("is_announced", [True, False])
def test_a_parcel_s_number_is_kept_as_it_is_printed(
    bench: World, first: str, number: str, *, is_announced: bool
) -> None:
    if is_announced:
        announced(bench, number)
    bench.press("mode_dock").scan(first).wait(1)
    assert bench.heard == ("notice.arrived" if is_announced else "notice.arrived_unknown")
    assert bench.facts("parcel.arrived")[0].body["tracking"] == number
    for again in (number, first):
        bench.scan(again).wait(1)
        assert (bench.heard, len(bench.facts("parcel.arrived"))) == ("notice.here_already", 1)
