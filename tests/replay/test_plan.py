"""The wholesaler's lines become office values and boxes as the rules say."""

from collections import Counter
from pathlib import Path

import pytest

from station.domain.records import Authorization, Order, Product, codes
from station.domain.scans import read
from tests.replay.office import Office, make_plan, product_id
from tests.replay.source import Sold, without_fees


def line(document: str, sku: str, pieces: int, day: int, customer: str = "17850") -> Sold:
    return Sold(document, sku, f"Gift {sku}", pieces, f"2011-01-{day:02}T10:00:00.000000Z", 255, customer)


def taken(*lines: Sold) -> Office:
    office = Office()
    for one in lines:
        office.take(one, wanted=True)
    return office


def test_a_credit_is_matched_to_the_latest_purchase_that_has_enough_pieces() -> None:
    office = taken(line("1", "A", 6, 1), line("2", "A", 6, 2), line("3", "A", 2, 3), line("C4", "A", 4, 4))
    (box,) = office.boxes()
    assert box.contents[0].line == "a-C4-2/0"
    assert [a.order for a in office.authorizations()] == ["o-2"]


def test_pieces_that_came_back_cannot_come_back_again() -> None:
    office = taken(line("1", "A", 6, 1), line("C2", "A", 4, 2), line("C3", "A", 4, 3))
    first, second = office.boxes()
    assert not first.blind
    assert second.blind


def test_several_orders_in_one_credit_note_are_several_authorizations_in_one_box() -> None:
    office = taken(line("1", "A", 1, 1), line("2", "B", 1, 1), line("C3", "A", 1, 2), line("C3", "B", 1, 2))
    (box,) = office.boxes()
    made = list(office.authorizations())
    assert {a.order for a in made} == {"o-1", "o-2"}
    assert {a.tracking for a in made} == {(box.number,)}
    assert [content.line for content in box.contents] == ["a-C3-1/0", "a-C3-2/0"]


def test_another_customers_purchase_is_no_match() -> None:
    office = taken(line("1", "A", 6, 1, "1"), line("C2", "A", 1, 2, "2"), line("C3", "A", 1, 3, ""))
    assert all(box.blind for box in office.boxes())
    assert list(office.authorizations()) == []


def test_what_is_no_goods_is_left_out_and_counted() -> None:
    left_out: Counter[str] = Counter()
    lines = [
        line("C1", "POST", 1, 1),
        line("C1", "GIFT_0001_20", 1, 1),
        line("2", "DOT", 1, 1),
        line("C1", "22423", 1, 1),
    ]
    assert [one.sku for one in without_fees(lines, left_out, "2011-01-01")] == ["22423"]
    assert left_out == {"POST": 1, "GIFT_0001_20": 1}


@pytest.mark.shared_data
def test_january_2011(shared_data: Path) -> None:
    plan = make_plan(shared_data, "2011-01")
    contents = [content for box in plan.boxes for content in box.contents]
    assert (len(plan.boxes), sum(box.blind for box in plan.boxes)) == (247, 53)
    assert (len(contents), sum(content.pieces for content in contents)) == (679, 79_784)
    assert sum(bool(content.line) for content in contents) == 483
    assert plan.left_out == {"AMAZONFEE": 2, "BANK CHARGES": 1, "C2": 1, "D": 1, "DOT": 1, "M": 9, "POST": 7}
    lines = {f"{a.id}/{n}": one for a in plan.values if isinstance(a, Authorization) for n, one in enumerate(a.lines)}
    assert lines.keys() == {content.line for content in contents if content.line}
    for content in contents:
        if content.line:
            assert (lines[content.line].product, lines[content.line].quantity) == (content.product, content.pieces)


@pytest.mark.shared_data
def test_every_code_of_the_plan_is_read_as_what_it_is(shared_data: Path) -> None:
    plan = make_plan(shared_data, "2011-01")
    for box in plan.boxes:
        reading = read(box.number)
        assert (reading.kind, reading.lookups[0], reading.carriers) == ("code", box.number, ())
    for product in (value for value in plan.values if isinstance(value, Product)):
        assert read(product.sku).lookups[0] == product.sku
        assert product.id == product_id(product.sku)
    numbers = Counter(code for value in plan.values if isinstance(value, Order) for code in codes(value))
    assert max(numbers.values()) == 1
