"""The service's fixtures, and units whose outcomes can come."""

from collections.abc import Callable

import pytest

from station.domain.facts import Ref
from station.domain.records import Product
from tests.tracking.conftest import Caller, Sender, caller, sender, store

__all__ = ["caller", "sender", "store"]

SHOE = Product("shoe", "northwind", "SKU-1", "Shoe", category="shoes", price=10_000, currency="EUR")

Routed = Callable[..., Ref]


@pytest.fixture
def routed(sender: Sender, caller: Caller) -> Routed:
    """Makes a graded unit that was sent to a channel; sends and reads its facts."""
    caller.put(("product", SHOE))

    def make(name: str, grade: str = "B", channel: str = "outlet", quantity: int = 1) -> Ref:
        unit, first = Ref("unit", name), len(sender.records) + 1
        sender.tell("unit.found", unit, parcel="x1", quantity=quantity)
        sender.tell("unit.identified", unit, product="shoe", match="expected")
        sender.tell("unit.graded", unit, round=1, grade=grade, function="works")
        sender.tell("unit.routed", unit, route="resale", channel=channel, reasons=["worth"])
        sender.tell("lpn.assigned", unit, lpn=f"LPN-{name}", source="new")
        assert sender.send(first).status_code == 200
        caller.read()
        return unit

    return make
