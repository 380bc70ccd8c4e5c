"""Files that are damaged, or cells that a spreadsheet spoilt: told in words, never by a traceback."""

import gzip
import random
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from station.intake.run import FAILED, OK
from tests.intake.test_files import Shelf, refused, written
from tests.intake.test_readings import products


def book(path: Path, rows: int = 1) -> Path:
    workbook = Workbook()
    for row in [("sku", "title"), *((f"A-{n}", "Shoe") for n in range(rows))]:
        workbook.active.append(row)
    workbook.save(path)
    return path


def cut(path: Path, part: str, keep: float, *, spoil_crc: bool = False) -> Path:
    """A copy of the XLSX whose sheet ends before its time, or whose bytes are not those that were packed."""
    bad = path.with_name("bad.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bad, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text[: int(len(text) * keep)] if part in name else text)
    if spoil_crc:
        bad.write_bytes(bad.read_bytes().replace(b"Shoe", b"Shod"))
    return bad


@pytest.mark.parametrize(("part", "keep", "spoil"), [("sheet1", 0.5, False), ("styles", 0.5, False),
                                                     ("sheet1", 0.98, False), ("none", 1, True)])  # fmt: skip
@pytest.mark.parametrize("rows", [1, 3000])
def test_a_sheet_that_ends_before_its_time_is_refused(
    tmp_path: Path, part: str, keep: float, spoil: bool, rows: int
) -> None:
    shelf = Shelf()
    assert shelf.take("products", cut(book(tmp_path / "x.xlsx", rows), part, keep, spoil_crc=spoil)) == FAILED
    assert "bad.xlsx" in shelf.words
    assert not shelf.values


@pytest.mark.parametrize("lost", [5, 5000])
def test_a_zipped_file_that_was_cut_off_is_refused(tmp_path: Path, lost: int) -> None:
    lot = random.Random(7)
    text = "sku,title\n" + "".join(f"S{n},{lot.random()}\n" for n in range(20_000))
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress(text.encode())[:-lost])
    shelf = Shelf()
    assert shelf.take("products", path) == FAILED
    assert "cut.csv.gz is damaged" in shelf.words
    spoilt = bytearray(gzip.compress(text.encode()))
    spoilt[30_000:30_010] = bytes(10)
    path.write_bytes(spoilt)
    assert shelf.take("products", path, encoding="cp1252") == FAILED
    assert not shelf.values


def test_a_delimiter_is_one_sign_and_a_tab_may_be_written_out(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, "sku\ttitle\nA\tB\n")
    for delimiter in ("ab", "\n", '"', "\0"):
        assert shelf.take("products", path, delimiter=delimiter) == FAILED
    assert shelf.take("products", path, delimiter="\\t") == OK
    assert set(products(shelf)) == {"A"}


@pytest.mark.parametrize("encoding", ["rot13", "base64", "idna", "undefined", "\0"])
def test_an_encoding_that_writes_no_text_is_refused(tmp_path: Path, encoding: str) -> None:
    shelf = Shelf()
    assert shelf.take("products", written(tmp_path, "sku,title\nA,B\n"), encoding=encoding) == FAILED
    assert "There is no encoding named" in shelf.words


def test_zeros_that_a_sheet_shows_are_read_with_the_number(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    for row in [("sku", "title", "price"), (42, "Boots", 7), (123456, "Shoe", 8), ("042", "Sock", 9)]:
        sheet.append(row)
    for cell in ("A2", "A3"):
        sheet[cell].number_format = "00000"
    sheet["C2"].number_format = "0"
    workbook.save(tmp_path / "z.xlsx")
    shelf = Shelf()
    assert shelf.take("products", tmp_path / "z.xlsx") == OK
    assert {sku: one.price for sku, one in products(shelf).items()} == {"00042": 700, "123456": 800, "042": 900}


@pytest.mark.parametrize("fault", ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"])
def test_a_fault_of_a_spreadsheet_is_no_code(tmp_path: Path, fault: str) -> None:
    shelf = Shelf()
    path = written(tmp_path, f"rma,sku,qty\nR-1,{fault},1\nR-2,A-1,1\n{fault},A-1,1\nR-3,#7,1\n")
    assert shelf.take("expected", path) == OK
    assert refused(path) == [["2", "import.refused.formula"], ["4", "import.refused.formula"]]
