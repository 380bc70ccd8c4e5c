"""The file of refused rows: what is mended there comes to what went in before."""

from pathlib import Path

from station.domain.records import Authorization, Order
from station.intake.ids import reference_id
from station.intake.run import FAILED, OK
from tests.intake.test_files import Shelf, refused, written


def mended(path: Path, old: str, new: str) -> Path:
    """The file of refused rows beside the file, its cells changed by a person."""
    left = path.with_name(path.name + ".refused.csv")
    text = left.read_text(encoding="utf-8-sig")
    assert old in text
    return written(path.parent, text.replace(old, new), "utf-8-sig", left.name)


def test_refused_lines_that_are_mended_come_to_the_lines_that_went_in(tmp_path: Path) -> None:
    """An order is replaced whole, so all its rows stand beside the refused one; twice is no more than once."""
    shelf = Shelf()
    path = written(tmp_path, "rma,sku,qty,price\nR-1,S1,1,10\nR-2,S1,1,5\nR-1,S2,2,20\nR-1,S2,x,20\nR-1,S1,1,10\n")
    assert shelf.take("expected", path) == OK
    assert (shelf.results[-1].rows, shelf.results[-1].refused) == (4, 1)
    left = mended(path, ",x,", ",3,")
    for _ in range(2):
        assert shelf.take("expected", left) == OK
        value = shelf.values[reference_id("authorization", "northwind", "R-1")]
        assert isinstance(value, Authorization)
        assert [line.quantity for line in value.lines] == [1, 2, 3, 1]
    assert len(shelf.values) == 2
    assert shelf.results[-1].written == 0
    mended(path, ",3,", ",4,")
    shelf.take("expected", left)
    value = shelf.values[value.id]
    assert isinstance(value, Authorization)
    assert [line.quantity for line in value.lines] == [1, 2, 4, 1]


def test_a_mended_row_that_did_not_tell_its_order_joins_what_the_station_holds(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, "order,sku,qty,tracking,customer\nO-1,A,1,T1,Ana\nO-1,B,1,,\n,C,1,T2,Eve\n")
    shelf.take("orders", path)
    left = mended(path, ",,C,", ",O-1,C,")
    for _ in range(2):
        assert shelf.take("orders", left) == OK
        (order,) = shelf.values.values()
        assert isinstance(order, Order)
        assert [line.product for line in order.lines] == [reference_id("product", "northwind", sku) for sku in "ABC"]
        assert (order.tracking, order.customer) == (("T1", "T2"), "Ana")
    other = written(tmp_path, "order,sku,qty,currency\n,D,1,USD\n", name="other.csv")
    shelf.take("orders", other)
    again = mended(other, ",,D,", ",O-1,D,")
    assert shelf.take("orders", again) == FAILED
    assert refused(again) == [["2", "import.refused.currency_differs"]]


def test_a_mended_row_of_another_encoding_brings_its_order_along(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, "order,sku,qty,customer\nO-1,A,1,x\nO-1,B,2,niño\nO-2,C,1,\n", "cp1252")
    shelf.take("orders", path)
    assert refused(path) == [["2", ""], ["3", "import.refused.encoding"]]
    shelf.take("orders", mended(path, "ni\\xf1o", "niño"))
    order = shelf.values[reference_id("order", "northwind", "O-1")]
    assert isinstance(order, Order)
    assert [line.quantity for line in order.lines] == [1, 2]
