"""How a file's cells are read: what was named before must not spoil a file that tells itself how it is written."""

from pathlib import Path

from station.domain.records import Product
from station.intake.run import OK
from tests.intake.test_files import Shelf, written
from tests.intake.test_mended import mended


def products(shelf: Shelf) -> dict[str, Product]:
    return {value.sku: value for value in shelf.values.values() if isinstance(value, Product)}


def test_a_mapping_that_is_named_is_remembered_though_such_a_file_went_in_before(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, "sku,title,Preis\nB-1,x,4\n")
    shelf.take("products", path)
    named = written(tmp_path, 'what="products"\n[columns]\nsku="sku"\ntitle="title"\nprice="Preis"\n', name="own.toml")
    shelf.take("products", path, mapping=named)
    shelf.take("products", path)
    assert products(shelf)["B-1"].price == 400
    assert shelf.results[-1].written == 0


def test_an_encoding_that_was_named_once_does_not_garble_a_utf_8_file(tmp_path: Path) -> None:
    """It is for the files that are written so; and the file of refused rows is always UTF-8 with commas."""
    shelf = Shelf()
    path = written(tmp_path, "sku;title;price\nA1;Größe;1\nA2;Café;x\n", "cp1252")
    shelf.take("products", path, encoding="cp1252", delimiter=";")
    assert shelf.take("products", mended(path, ",x", ",5")) == OK
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        again = written(tmp_path, "sku;title;price\nA1;Größe;1\nA2;Café;5\n", encoding, "again.csv")
        assert shelf.take("products", again) == OK
        assert {one.title for one in products(shelf).values()} == {"Größe", "Café"}
        assert shelf.results[-1].written == 0


def test_a_byte_order_mark_is_stronger_than_a_named_encoding(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, "sku,title\nA1,Größe\n", "utf-8-sig")
    assert shelf.take("products", path, encoding="cp1252") == OK
    assert products(shelf)["A1"].title == "Größe"


def test_a_late_letter_of_a_long_file_is_read_by_the_encoding_that_was_saved(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.take("products", written(tmp_path, "sku,title\nA1,Größe\n", "cp1252"), encoding="cp1252")
    rows = "".join(f"B{n},plain and long enough to fill the head\n" for n in range(3000))
    assert shelf.take("products", written(tmp_path, f"sku,title\n{rows}A1,Größe\n", "cp1252", "long.csv")) == OK
    assert products(shelf)["A1"].title == "Größe"
    assert not shelf.results[-1].refused
