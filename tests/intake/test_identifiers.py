"""Identifiers as people and spreadsheets write them: they are kept so that a scan finds them, or pointed out."""

from pathlib import Path

import pytest

from station.domain.records import Authorization, Order, codes
from station.domain.scans import read
from station.intake.run import OK
from tests.intake.test_files import Shelf, written


def test_a_place_that_no_label_can_carry_goes_in_and_is_pointed_out(tmp_path: Path) -> None:
    """Its own plate may bear it in another kind of code; a tote's label is wider than a shelf's."""
    shelf, long = Shelf(), "SHELF-" + "X" * 30
    path = written(tmp_path, f"code|kind\n货架-07|bin\n{long}|bin\nT{long}|tote\nBIN-1|bin\n")
    assert shelf.take("locations", path) == OK
    assert "row 2: 货架-07: no printed code can carry this" in shelf.words
    assert f"row 3: {long}: too long" in shelf.words
    assert "row 4" not in shelf.words
    assert len(shelf.values) == 4


@pytest.mark.parametrize(
    ("cell", "scans"),
    [
        ("36000291452", ("036000291452", "]E00036000291452", "36000291452")),
        ("1234565", ("]E401234565", "1234565")),
        ("978-0-306-40615-7", ("9780306406157", "]E09780306406157", "978-0-306-40615-7")),
        ("400 6381 333931", ("4006381333931", "]E04006381333931")),
        ("0123-4565", ("]E401234565", "0123-4565")),
        ("1-4006381-33999-2", ("]I114006381339992",)),
    ],
)
def test_a_retail_number_is_found_however_the_file_has_it(tmp_path: Path, cell: str, scans: tuple[str, ...]) -> None:
    shelf = Shelf()
    assert shelf.take("products", written(tmp_path, f'sku,title,ean\nA-1,Mug,"{cell}"\n')) == OK
    (product,) = shelf.values.values()
    assert [scan for scan in scans if not set(codes(product)) & set(read(scan).lookups)] == []
    assert ("dropped the zeros" in shelf.words) == (len(cell) in (7, 11))


@pytest.mark.parametrize("cell", ["1234567", "12-34", "36000291453", "RED-7", "100-200-300", "12345678901"])
def test_a_merchants_own_code_stays_as_it_is(tmp_path: Path, cell: str) -> None:
    shelf = Shelf()
    shelf.take("products", written(tmp_path, f"sku,title,ean\nA-1,Mug,{cell}\n"))
    (product,) = shelf.values.values()
    assert codes(product) == ("A-1", cell)


@pytest.mark.parametrize(("what", "key"), [("orders", "order number"), ("expected", "rma")])
def test_a_tracking_number_with_blanks_is_found_by_its_scan(tmp_path: Path, what: str, key: str) -> None:
    shelf = Shelf()
    path = written(
        tmp_path, f"{key},sku,quantity,tracking\nO-1,A-1,1,1Z 123 45E 13 0527 7940\nO-1,A-2,1,1Z12345E1305277940\n"
    )
    assert shelf.take(what, path) == OK
    (value,) = shelf.values.values()
    assert isinstance(value, Order | Authorization)
    assert value.tracking == ("1Z12345E1305277940",)
