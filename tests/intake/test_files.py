"""Files as they come: every way in which one is wrong is told, and what is right of it goes in."""

import gzip
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from station.domain.records import Authorization, Location, Merchant, Operator, Order, Product, Reference
from station.intake import mapping as mappings
from station.intake.carry import BATCH, Result
from station.intake.fields import Terms
from station.intake.ids import reference_id
from station.intake.run import FAILED, MISUSED, OK, Options, Store, run

NORTHWIND = Terms(
    (Merchant("northwind", "Northwind Shoes", "EUR"), Merchant("hillside", "Hillside Home", "JPY")), "northwind"
)


class Shelf:
    """A store that keeps what is put, counts batches, and may break at one of them."""

    def __init__(self, breaks_at: int = 0) -> None:
        self.values: dict[str, Reference] = {}
        self.batches: list[int] = []
        self.results: list[Result] = []
        self.said: list[str] = []
        self.breaks_at = breaks_at

    def put(self, values: Iterable[Reference], /) -> None:
        batch = tuple(values)
        if len(self.batches) + 1 == self.breaks_at:
            raise OSError("disk full")
        self.batches.append(len(batch))
        self.values.update((value.id, value) for value in batch)

    def current(self, type: str, id: str) -> Reference | None:
        return self.values.get(id)

    def holders(self, badge: str) -> tuple[Operator, ...]:
        return tuple(one for one in self.values.values() if isinstance(one, Operator) and one.badge == badge)

    def take(self, what: str, path: Path, **options: object) -> int:
        """Run an import of the file."""
        told = Options(path.parent / "home", **{"terms": NORTHWIND, **options})  # type: ignore[arg-type]  # a test's keywords
        ends = Store(self.put, self.current, self.results.append, holders=self.holders)
        return run(what, path, ends, told, self.said.append)

    @property
    def words(self) -> str:
        return "\n".join(self.said)


def written(folder: Path, text: str, encoding: str = "utf-8", name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def refused(path: Path) -> list[list[str]]:
    """Row number and reason of the refused rows."""
    import csv

    with path.with_name(path.name + ".refused.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row[:2] for row in csv.reader(file)][1:]


PRODUCTS = "sku,title,merchant,ean,price,weight\n"
ORDERS = "order number;sku;qty;unit price;ship date\n"


def test_products_become_values_with_money_in_minor_units(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, PRODUCTS + "A-1,Shoe,Northwind,4006381333931,1299.50,820\nA-2,Pot,hillside,,3000,\n")
    assert shelf.take("products", path) == OK
    shoe = shelf.values[reference_id("product", "northwind", "a-1")]
    assert shoe == Product(
        shoe.id, "northwind", "A-1", "Shoe", ("4006381333931",), weight=820, price=129950, currency="EUR"
    )
    pot = shelf.values[reference_id("product", "hillside", "A-2")]
    assert isinstance(pot, Product)
    assert (pot.price, pot.currency) == (3000, "JPY")
    assert not path.with_name("file.csv.refused.csv").exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",No key,northwind,,,", "empty"),
        ("A-9,,northwind,,,", "empty"),
        ("A-9,Shoe,Contoso,,,", "merchant"),
        ("A-9,Shoe,northwind,,12.345,", "money"),
        ("A-9,Shoe,northwind,,\"1,234\",", "money"),
        ("A-9,Shoe,northwind,,1.250,", "money"),
        ("A-9,Shoe,northwind,,-5,", "money"),
        ("A-9,Shoe,northwind,,NaN,", "money"),
        ("A-9,Shoe,hillside,,10.50,", "money"),
        ("A-9,Shoe,northwind,,,heavy", "number"),
        ("A-9,Shoe,northwind,4.00638E+12,,", "scientific"),
        ("true,Shoe,northwind,,,", "turned"),
        ("2026-01-01 00:00:00,Shoe,northwind,,,", "turned"),
        ("A-9,Shoe\x07,northwind,,,", "control"),
        ("A-9,Shoe, very red,northwind,,,", "cells"),
        ("A-1,Shoe again,northwind,,,", "duplicate"),
        ("a-1,Shoe again,NORTHWIND,,,", "duplicate"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_reason_and_the_rest_goes_in(tmp_path: Path, row: str, reason: str) -> None:
    shelf = Shelf()
    path = written(tmp_path, PRODUCTS + "A-1,Shoe,northwind,,,\n" + row + "\nA-3,Boot,northwind,,,\n")
    assert shelf.take("products", path) == OK
    assert {value.sku for value in shelf.values.values() if isinstance(value, Product)} == {"A-1", "A-3"}
    assert refused(path) == [["3", f"import.refused.{reason}"]]
    assert "{" not in shelf.words


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("O-1;A-1;-3;10;2026-11-20", "quantity_negative"),
        ("O-1;A-1;0;10;2026-11-20", "quantity_zero"),
        ("O-1;A-1;two;10;2026-11-20", "number"),
        ("O-1;A-1;2.5;10;2026-11-20", "number"),
        ("O-1;A-1;1;10;Date Not Captured", "date"),
        ("O-1;A-1;1;10;03/04/2026", "date"),
        ("O-1;A-1;1;10;2026-02-30", "date"),
        (";A-1;1;10;2026-11-20", "empty"),
    ],
)
def test_a_bad_line_is_refused_and_the_order_keeps_its_others(tmp_path: Path, row: str, reason: str) -> None:
    shelf = Shelf()
    path = written(tmp_path, ORDERS + "O-1;A-1;2;10,50;2026-11-20\n" + row + "\nO-1;A-2;1;3;\n")
    assert shelf.take("orders", path) == OK
    order = shelf.values[reference_id("order", "northwind", "O-1")]
    assert isinstance(order, Order)
    assert [(line.product, line.quantity, line.price) for line in order.lines] == [
        (reference_id("product", "northwind", "A-1"), 2, 1050),
        (reference_id("product", "northwind", "A-2"), 1, 300),
    ]
    assert order.shipped == "2026-11-20T00:00:00.000000Z"
    whole = [["2", ""], ["3", f"import.refused.{reason}"], ["4", ""]]
    assert refused(path) == (whole if row.startswith("O-1") else whole[1:2])


def test_many_pieces_and_a_wrong_check_digit_go_in_and_are_pointed_out(tmp_path: Path) -> None:
    shelf = Shelf()
    assert shelf.take("orders", written(tmp_path, "invoice,sku,quantity\nO-7,A-1,80995\n")) == OK
    assert "row 2: quantity 80,995: goes in as a lot" in shelf.words
    assert shelf.take("products", written(tmp_path, PRODUCTS + "A-1,Shoe,northwind,4006381333932,,\n")) == OK
    assert "4006381333932: the check digit is wrong" in shelf.words
    assert not shelf.results[-1].refused


def test_rows_of_one_order_are_gathered_wherever_they_stand(tmp_path: Path) -> None:
    shelf = Shelf()
    rows = [f"O-{n % 3},A-{n},1,T{n % 2}\n" for n in range(9)]
    shelf.take("orders", written(tmp_path, "order,sku,qty,tracking\n" + "".join(rows)))
    orders = [value for value in shelf.values.values() if isinstance(value, Order)]
    assert sorted((order.number, len(order.lines), order.tracking) for order in orders) == [
        ("O-0", 3, ("T0", "T1")), ("O-1", 3, ("T1", "T0")), ("O-2", 3, ("T0", "T1")),
    ]  # fmt: skip


def test_expected_returns_name_their_order_and_serials(tmp_path: Path) -> None:
    shelf = Shelf()
    head = "RMA,order,sku,qty,resolution,return reason,serials\n"
    shelf.take("expected", written(tmp_path, head + "R-1,O-1,A-1,2,Exchange,too small,S1;S2\n"))
    (value,) = shelf.values.values()
    assert isinstance(value, Authorization)
    assert value.order == reference_id("order", "northwind", "O-1")
    assert (value.lines[0].wanted, value.lines[0].serials, value.lines[0].reason) == (
        "exchange",
        ("S1", "S2"),
        "too small",
    )


def test_locations_and_totes(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(
        tmp_path,
        "code|kind|merchant|route|position|capacity\n"
        "T-1|Tote|northwind|Return to vendor|P3|40\nC-1|cage||||\nX|shelf||||\n",
    )
    shelf.take("locations", path)
    assert {value for value in shelf.values.values() if isinstance(value, Location)} == {
        Location(reference_id("location", "", "T-1"), "T-1", "tote", "northwind", "return_to_vendor", "P3", 40),
        Location(reference_id("location", "", "C-1"), "C-1", "cage"),
    }
    assert refused(path) == [["4", "import.refused.word"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(tmp_path: Path, encoding: str, mark: str) -> None:
    shelf = Shelf()
    text = mark.join(["货号", "名称", "price"]) + "\r\n" + mark.join(["A-1", "跑鞋 «42»", "5.00"]) + "\r\n"
    assert shelf.take("products", written(tmp_path, text, encoding)) == OK
    (value,) = shelf.values.values()
    assert isinstance(value, Product)
    assert value.title == "跑鞋 «42»"


def test_another_encoding_is_refused_by_row_until_it_is_named(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, PRODUCTS + "A-1,Sandalia niño,northwind,,,\nA-2,Bota,northwind,,,\n", "cp1252")
    assert shelf.take("products", path) == OK
    assert refused(path) == [["2", "import.refused.encoding"]]
    assert shelf.take("products", path, encoding="cp1252") == OK
    assert {value.title for value in shelf.values.values() if isinstance(value, Product)} == {"Sandalia niño", "Bota"}
    headers = written(tmp_path, "sku,título\nA-1,Bota\n", "cp1252", "headers.csv")
    assert shelf.take("products", headers) == FAILED
    assert "not UTF-8" in shelf.words
    assert shelf.take("products", path, encoding="klingon") == FAILED


def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    shelf = Shelf()
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as archive:
        archive.writestr("readme.txt", "no sheet")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 this was cut off")
    written(tmp_path, "", name="empty.csv")
    written(tmp_path, "\n\n  \n", name="blank.csv")
    written(tmp_path, "sku,price\nA-1,5\n", name="column.csv")
    written(tmp_path, "sku,title,SKU,sku\nA-1,x,y,z\n", name="twice.csv")
    names = [
        "zip.xlsx",
        "old.xls",
        "binary.csv",
        "broken.xlsx",
        "empty.csv",
        "blank.csv",
        "column.csv",
        "twice.csv",
        "none.csv",
    ]
    assert [shelf.take("products", tmp_path / name) for name in names] == [FAILED] * len(names)
    assert shelf.take("products", tmp_path) == FAILED
    assert shelf.take("unicorns", tmp_path / "none.csv") == MISUSED
    assert "A column for title is missing. The file has: sku, price." in shelf.words
    assert "The column SKU stands there twice." in shelf.words
    assert "import." not in shelf.words
    assert not shelf.batches


def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    shelf = Shelf()
    long = "x" * 140_000
    path = written(tmp_path, f'{PRODUCTS}A-1,Shoe,northwind,,,\nA-2,"{long}\n')
    shelf.take("products", path)
    assert [key for _, key in refused(path)] == ["import.refused.unreadable"]
    assert len(shelf.values) == 1


def test_a_quotation_mark_left_open_at_the_end_swallows_no_rows(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, f'{PRODUCTS}A-1,Shoe,northwind,,,\nA-2,"Boot,northwind,,,\nA-3,Sock,northwind,,,\n')
    shelf.take("products", path)
    assert [key for _, key in refused(path)] == ["import.refused.unreadable"]
    assert len(shelf.values) == 1
    whole = written(tmp_path, f'{PRODUCTS}B-1,"Shoe, ""left""\nblack",northwind,,,', name="whole.csv")
    shelf.take("products", whole)
    assert len(shelf.values) == 2


def test_a_word_that_is_not_in_the_list_is_told_the_whole_list(tmp_path: Path) -> None:
    path = written(tmp_path, "code,kind,route\nT-1,tote,nowhere\n")
    Shelf().take("locations", path)
    assert "quarantine" in path.with_name(f"{path.name}.refused.csv").read_text(encoding="utf-8-sig")


def test_a_spreadsheet_is_read_like_a_text_file(tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    book.create_sheet("Notes").append(["nothing here"])
    sheet = book.create_sheet("Orders")
    sheet.append(["Order", "SKU", "Qty", "Unit price", "Ship date", None])
    sheet.append([1001, 22423, 3, 12.75, datetime.fromisoformat("2026-11-20 09:30")])
    sheet.append([None] * 5)
    sheet.append([1001, "A-2", 1.0, 0.1 + 0.2, None])
    sheet.append([1002, "A-3", -1, 1, None])
    book.save(tmp_path / "orders.bin")
    shelf = Shelf()
    path = tmp_path / "orders.bin"
    assert shelf.take("orders", path, sheet="None such") == FAILED
    assert "Notes, Orders" in shelf.words
    assert shelf.take("orders", path, sheet="Orders") == OK
    (order,) = shelf.values.values()
    assert isinstance(order, Order)
    assert [(line.quantity, line.price) for line in order.lines] == [(3, 1275), (1, 30)]
    assert order.shipped == "2026-11-20T09:30:00.000000Z"
    assert refused(path) == [["5", "import.refused.quantity_negative"]]


def test_the_same_file_again_changes_nothing_and_a_changed_one_only_its_difference(tmp_path: Path) -> None:
    shelf = Shelf()
    rows = [f"A-{n},Shoe {n},northwind,,{n}.50,\n" for n in range(450)]
    path = written(tmp_path, PRODUCTS + "".join(rows))
    shelf.take("products", path)
    assert shelf.batches == [200, 200, 50]
    assert max(shelf.batches) <= BATCH
    shelf.take("products", path)
    assert shelf.results[-1].written == 0
    rows[7] = rows[7].replace("7.50", "8.50")
    shelf.take("products", written(tmp_path, PRODUCTS + "".join(reversed(rows))))
    assert (shelf.results[-1].written, shelf.results[-1].rows) == (1, 450)
    assert "changed: A-7 Shoe 7 (price: 750 → 850)" in shelf.words


def test_a_store_that_breaks_leaves_whole_batches_and_says_so(tmp_path: Path) -> None:
    shelf = Shelf(breaks_at=2)
    path = written(tmp_path, PRODUCTS + "".join(f"A-{n},Shoe,northwind,,,\n" for n in range(450)))
    assert shelf.take("products", path) == FAILED
    assert len(shelf.values) == BATCH
    assert "200 values are in" in shelf.words
    shelf.breaks_at = 0
    assert shelf.take("products", path) == OK
    assert len(shelf.values) == 450
    assert shelf.results[-1].written == 250


def test_a_preview_changes_nothing(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, PRODUCTS + "A-1,Shoe,northwind,,,\n,,,,\n")
    assert shelf.take("products", path, preview=True) == OK
    assert "new: 1" in shelf.words
    assert "Nothing was changed." in shelf.words
    assert not shelf.values
    assert not (tmp_path / "home").exists()


def test_refused_rows_are_safe_in_a_spreadsheet_and_can_be_mended_and_imported(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.take("products", written(tmp_path, PRODUCTS + "=1+1,\"=cmd|' /C calc'!A0\",nobody,,,\n'=2,plain,nobody,,,\n"))
    left = tmp_path / "file.csv.refused.csv"
    text = left.read_text(encoding="utf-8-sig")
    assert ",'=1+1,'=cmd|' /C calc'!A0," in text
    written(tmp_path, text.replace("nobody", "northwind"), "utf-8-sig", left.name)
    assert shelf.take("products", left) == OK
    found = {(value.sku, value.title) for value in shelf.values.values() if isinstance(value, Product)}
    assert found == {("=1+1", "=cmd|' /C calc'!A0"), ("'=2", "plain")}


def test_the_mapping_is_kept_in_the_home_and_a_mended_one_is_used(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, 'sku,title,Verkaufspreis\nA-1,Schuh,"1.234,50"\n')
    shelf.take("products", path)
    (saved,) = (tmp_path / "home" / "mappings").iterdir()
    assert mappings.load(saved).columns == {"sku": "sku", "title": "title"}
    text = saved.read_text() + 'price = "Verkaufspreis"\n\n[read]\ndecimal = ","\n'
    saved.write_text(text)
    shelf.take("products", path)
    (value,) = shelf.values.values()
    assert isinstance(value, Product)
    assert value.price == 123450
    saved.write_text("what = 7")
    assert shelf.take("products", path) == FAILED
    saved.write_text('what = "products"\n[columns]\nskuu = "sku"\n')
    assert shelf.take("products", path) == FAILED


def test_a_zipped_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "file.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(PRODUCTS + "A-1,Shoe,northwind,,,\n")
    shelf = Shelf()
    assert shelf.take("products", path) == OK
    assert len(shelf.values) == 1


def test_no_merchant_named_among_several_is_a_reason(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, "sku,title\nA-1,Shoe\n")
    assert shelf.take("products", path, terms=Terms(NORTHWIND.merchants)) == FAILED
    assert refused(path) == [["2", "import.refused.merchant_missing"]]
