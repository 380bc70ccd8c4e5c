"""Refund advice per line: by grade, reason and what was wanted; never a guessed amount."""

import pytest

from station.domain import refunds
from station.domain.records import Line, Product, Unit
from station.domain.refunds import Advice
from station.rules import load_rules

OURS = load_rules().policy
GOODS = {"p": Product("p", "NW", "SKU", "Shoe", price=1000, currency="EUR")}


def unit(grade: str, pieces: int = 1, match: str = "expected") -> Unit:
    return Unit("u", product="p", grade=grade, quantity=pieces, match=match)


@pytest.mark.parametrize(
    ("line", "units", "told"),
    [
        (Line("p", 1, price=999), (unit("A"),), Advice("full", 1, 999, "EUR", "refund_good")),
        (Line("p", 1, price=999), (unit("C"),), Advice("partial", 1, 699, "EUR", "refund_worn")),
        (Line("p", 2, price=999), (unit("A"), unit("C")), Advice("partial", 2, 1698, "EUR", "refund_worn")),
        (Line("p", 2), (unit("A", 2),), Advice("full", 2, None, "EUR", "refund_good")),
        (Line("p", 1, price=999, reason="faulty"), (unit("D"),), Advice("full", 1, 999, "EUR", "refund_our_fault")),
        (Line("p", 1, "exchange", 999), (unit("B"),), Advice("exchange", 1, 0, "EUR", "refund_exchange")),
        (Line("p", 1, "exchange", 999), (unit("D"),), Advice("partial", 1, 299, "EUR", "refund_poor")),
        (Line("p", 1, "repair", 999), (unit("D"),), Advice("repair", 1, 0, "EUR", "refund_repair")),
        (Line("p", 1, "none", 999), (unit("A"),), Advice("none", 1, 0, "EUR", "refund_nothing_wanted")),
        (Line("p", 1, price=999), (unit("junk"),), Advice("wait", 1, None, "EUR", "refund_by_hand")),
        (Line("p", 2, price=999), (unit("A"), unit("junk")), Advice("wait", 2, None, "EUR", "refund_by_hand")),
        (Line("p", 1, price=999), (), Advice("wait", 0, None, "", "not_found")),
        (Line("p", 2, "exchange", 999), (unit("A"), unit("D")), Advice("wait", 2, None, "EUR", "mixed")),
        (Line("p", 2, "exchange", 999), (unit("A"), unit("B")), Advice("exchange", 2, 0, "EUR", "refund_exchange")),
        (Line("p", 2, "exchange", 999), (unit("D", 2),), Advice("partial", 2, 598, "EUR", "refund_poor")),
        (Line("p", 2, "exchange"), (unit("A"), unit("D")), Advice("wait", 2, None, "EUR", "mixed")),
        (Line("p", 2, "exchange", 999), (unit("A"), unit("junk")), Advice("wait", 2, None, "EUR", "refund_by_hand")),
    ],
)
def test_advice(line: Line, units: tuple[Unit, ...], told: Advice) -> None:
    assert refunds.advice(OURS, line, units, GOODS) == told


def test_the_line_s_own_currency_counts_where_it_is_known() -> None:
    assert refunds.advice(OURS, Line("p", 1, price=5), (unit("A"),), {}, "GBP").currency == "GBP"
