"""Which order a unit was sold with: its own authorization's, else what its parcel says."""

import pytest

from station.domain import sold
from station.domain.records import Authorization, Line, Order, Parcel, Unit

LINES = (Line("p", 1, reason="too_small"), Line("q", 1))
VALUES = {
    "a-1": Authorization("a-1", "NW", "RMA-1", LINES, order="o-1"),
    "a-2": Authorization("a-2", "NW", "RMA-2", LINES, order="o-2"),
    "a-3": Authorization("a-3", "NW", "RMA-3", LINES),
}


class Office:
    """Everybody's values; its parcels bring goods of these authorizations."""

    def __init__(self, *authorizations: str, order: str = "") -> None:
        self._parcel = Parcel("x", authorizations=authorizations, order=order)

    def authorization(self, id: str) -> Authorization | None:
        return VALUES.get(id)

    def order(self, id: str) -> Order | None:
        return Order(id, "NW", id.upper(), LINES)

    def parcel(self, id: str) -> Parcel | None:
        return self._parcel if id == "x" else None


BOTH = Office("a-1", "a-2", order="o-1")


@pytest.mark.parametrize(
    ("office", "parcel", "line", "order"),
    [
        (BOTH, "x", "a-1/0", "o-1"),
        (BOTH, "x", "a-2/0", "o-2"),
        (BOTH, "", "a-2/0", "o-2"),
        (BOTH, "x", "", "o-1"),
        (BOTH, "", "", None),
        (Office("a-1", "a-3", order="o-1"), "x", "a-3/0", None),
        (Office("a-3", "a-2"), "x", "", "o-2"),
        (Office(order="o-9"), "x", "o-9/0", "o-9"),
        (Office(), "x", "", None),
    ],
)
def test_a_unit_was_sold_with_its_own_order(office: Office, parcel: str, line: str, order: str | None) -> None:
    found = sold.order_of(office, Unit("u", parcel=parcel, line=line))
    assert (found.id if found else None) == order


@pytest.mark.parametrize(
    ("line", "product"), [("a-1/0", "p"), ("a-1/1", "q"), ("a-1/2", None), ("a-1", None), ("o-1/0", None), ("", None)]
)
def test_a_unit_fills_a_line_of_its_authorization(line: str, product: str | None) -> None:
    found = sold.line_of(BOTH, Unit("u", parcel="x", line=line))
    assert (found.product if found else None) == product
