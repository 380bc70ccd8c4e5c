"""What a decision knew of reason and age: the bench, `why` and a replay all know the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from station.deciding.circumstances import Circumstances, around
from station.domain.policy import Vendor
from station.domain.records import Authorization, Line, Order
from station.store.past import past
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World

BOX, SNEAKER, RUNNER, JACKET = "9102000000077", "4006381333931", "4006381333948", "4006381333955"
OLD, NEW = (Line("p-sneaker", 1, reason="too_small"),), (Line("p-runner", 1),)
VALUES = (
    Order("o-old", "NW", "OLD-1", OLD, currency="EUR", shipped="2025-01-10T00:00:00Z"),
    Order("o-new", "NW", "NEW-1", NEW, currency="EUR", shipped="2026-11-18T00:00:00Z"),
    Authorization("a-old", "NW", "RMA-OLD", OLD, order="o-old", tracking=(BOX,)),
    Authorization("a-new", "NW", "RMA-NEW", NEW, order="o-new", tracking=(BOX,)),
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[World]:
    """A box with goods of two orders is open; a vendor takes shoes and clothes back for 30 days."""
    world = World(tmp_path).stock()
    office = ReferenceStore(world.store.path)
    office.put(VALUES)
    office.close()
    vendor = Vendor("acme", window_days=30, value_permille=1000)
    yield world.under(lambda policy: replace(policy, vendors=(vendor,))).scan(goods.BADGE, BOX).press("open")
    world.close()


def known(world: World) -> tuple[Circumstances, Circumstances]:
    """As `why` knows it, and as a replay does."""
    with past(world.store.path) as reads:
        return around(world.unit(), world.record), around(world.unit(), reads.reference)


@pytest.mark.parametrize(
    ("code", "route", "days", "reason"),
    [
        (SNEAKER, "restock", 681, "too_small"),
        (RUNNER, "return_to_vendor", 4, ""),
        (JACKET, "quarantine", 4, ""),
    ],
)
def test_goods_are_as_old_as_their_own_order_and_what_nobody_announced_as_the_parcels(
    bench: World, code: str, route: str, days: int, reason: str
) -> None:
    bench.scan(code)
    while bench.name in ("mismatch", "checking"):
        bench.press(bench.offered()[0])
    assert bench.record("parcel", bench.machine.bench.parcel).order == "o-new"
    assert known(bench) == (Circumstances(days, reason),) * 2
    assert bench.unit().route == route
