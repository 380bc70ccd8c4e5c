"""What a parcel should hold and what was found of it, over all parcels of one authorization."""

from typing import Any

from station.domain.bench import lines
from station.domain.bench.inputs import Posted, Typed
from station.domain.bench.known import Key, Known, Site
from station.domain.bench.state import Bench, Ready
from station.domain.bench.turn import Turn
from station.domain.facts import Ref
from station.domain.ids import Stamp
from station.domain.records import Authorization, Line, Order, Parcel, Unit
from station.rules import load_rules

STAMP = Stamp("2026-11-22T10:00:00.000000Z", 1_795_343_000_000, 0, bytes(16))
TWO_BOXES = Authorization("a1", "NW", "RMA-1", (Line("p1", 3), Line("p2", 1)), tracking=("T1", "T2"))
ONE_BOX = Authorization("a2", "NW", "RMA-2", (Line("p1", 1),))
HERE = Parcel("b1", tracking="T1", dock="opened", authorizations=("a1",))
THERE = Parcel("b2", tracking="T2", dock="arrived", authorizations=("a1",))


def turn(*parcels: Parcel, units: tuple[Unit, ...] = (), more: dict[Key, Any] | None = None) -> Turn:
    values: dict[Key, Any] = {("authorization", a.id): a for a in (TWO_BOXES, ONE_BOX)}
    values |= {("parcel", p.id): p for p in parcels}
    values |= {("units_of", p.id): tuple(u for u in units if u.parcel == p.id) for p in parcels}
    for id in ("A1", "A2"):
        named = tuple(Ref("parcel", p.id) for p in parcels if id.lower() in p.authorizations)
        values[("code", id)] = (Ref("authorization", id.lower()), *named)
    site = Site("s", "R7", "UTC", "en", ())
    return Turn(Bench(Ready()), Posted(Typed(""), STAMP, "i"), Known(values | (more or {})), site, load_rules())


def shown(t: Turn, parcel: Parcel) -> list[tuple[str, int, int, int]]:
    return [(e.id, e.here, e.elsewhere, e.open) for e in lines.expected(t, parcel)]


def test_nothing_is_found_yet() -> None:
    assert shown(turn(HERE), HERE) == [("a1/0", 0, 0, 3), ("a1/1", 0, 0, 1)]


def test_what_other_parcels_brought_is_not_awaited_here() -> None:
    units = (Unit("u1", "b1", quantity=1, line="a1/0"), Unit("u2", "b2", quantity=2, line="a1/0"), Unit("u3", "b1"))
    assert shown(turn(HERE, THERE, units=units), HERE) == [("a1/0", 1, 2, 0), ("a1/1", 0, 0, 1)]


def test_too_many_leave_nothing_open_and_nothing_negative() -> None:
    units = (Unit("u1", "b1", quantity=9, line="a1/0"),)
    assert shown(turn(HERE, units=units), HERE)[0] == ("a1/0", 9, 0, 0)


def test_several_authorizations_bring_all_their_lines() -> None:
    both = Parcel("b1", authorizations=("a1", "a2", "unknown"))
    t = turn(both, more={("authorization", "unknown"): None, ("code", "UNKNOWN"): ()})
    assert [id for id, _ in lines.lines_of(t, both)] == ["a1/0", "a1/1", "a2/0"]


def test_our_own_parcel_awaits_what_was_shipped_a_customers_return_of_an_order_nothing() -> None:
    order = Order("o1", "NW", "NW-1", (Line("p1", 2),))
    back = Parcel("b1", order="o1", kind="return_to_sender")
    t = turn(back, more={("order", "o1"): order})
    assert shown(t, back) == [("o1/0", 0, 0, 2)]
    assert lines.lines_of(t, Parcel("b1", order="o1")) == ()


def test_another_box_may_still_come_while_one_is_announced_or_open() -> None:
    closed = Parcel("b2", tracking="T2", dock="closed", authorizations=("a1",))
    assert lines.may_still_come(turn(HERE), HERE)
    assert lines.may_still_come(turn(HERE, THERE), HERE)
    assert not lines.may_still_come(turn(HERE, closed), HERE)
    alone = Parcel("b3", authorizations=("a2",))
    assert not lines.may_still_come(turn(alone), alone)
