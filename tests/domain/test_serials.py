"""The table of serial truth: what orders and units in the file say about a serial, with its evidence."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.bench.known import Known, Wanted
from station.domain.facts import Ref
from station.domain.records import Authorization, Line, Order, Parcel, Unit, codes
from station.domain.serials import SIGNALS, Truth, truth

FOUND_AT = "2026-11-10T10:00:00.000000Z"
HERE = Unit("u-now", parcel="p-1", merchant="HH", product="phone")
MINE = Order("o-1", "HH", "7001", (Line("phone", 2, serials=("SN-1", "sn-2")),), customer="c-1")
SISTER = Order("o-2", "HH", "7002", (Line("phone", 1, serials=("SN-3",)),), customer="c-1")
STRANGER = Order("o-3", "HH", "7003", (Line("phone", 1, serials=("SN-4",)),), customer="c-2")
NAMELESS = Order("o-4", "HH", "7004", (Line("phone", 1, serials=("SN-5",)),))
OTHER_GOODS = Order("o-5", "HH", "7005", (Line("lamp", 1, serials=("SN-6",)),), customer="c-2")
OTHER_MERCHANT = Order("o-6", "NW", "7006", (Line("phone", 1, serials=("SN-7",)),), customer="c-2")
PLAIN = Order("o-7", "HH", "7007", (Line("phone", 1),), customer="c-1")
SOLD_AGAIN = Order("o-8", "HH", "7008", (Line("phone", 1, serials=("SN-8",)),), shipped="2026-11-12T00:00:00.000000Z")
BEFORE = Unit("u-1", merchant="HH", product="phone", serial="SN-1", found_at=FOUND_AT)
BEFORE_8 = Unit("u-8", merchant="HH", product="phone", serial="SN-8", found_at=FOUND_AT)
LAMP = Unit("u-2", merchant="HH", product="lamp", serial="SN-2", found_at=FOUND_AT)
CORRECTED = Unit("u-3", merchant="HH", product="phone", serial="SN-OTHER")
PROMISE = Authorization("a-1", "HH", "RMA-1", (Line("phone", 1, serials=("SN-9",)),), order="o-1")
LONE = Authorization("a-2", "HH", "RMA-2", (Line("phone", 1),), customer="c-1")

ORDERS = (MINE, SISTER, STRANGER, NAMELESS, OTHER_GOODS, OTHER_MERCHANT, PLAIN, SOLD_AGAIN)


class World(dict[Any, Any]):
    """What a file would answer."""

    def __init__(self, *records: Any) -> None:
        super().__init__()
        for record in records:
            kind = type(record).__name__.lower()
            self[kind, record.id] = record
            for code in codes(record):
                key = ("code", code.upper())
                self[key] = (*self.get(key, ()), Ref(kind, record.id))

    def __missing__(self, key: Any) -> Any:
        return () if key[0] == "code" else None


def judged(serial: str, parcel: Parcel, *more: Any, unit: Unit = HERE) -> Truth:
    return truth(Known(World(*ORDERS, parcel, unit, *more)), unit, serial)


OF_ORDER = Parcel("p-1", order="o-1")
OF_PLAIN = Parcel("p-1", order="o-7")
BLIND = Parcel("p-1")
PROMISED = Parcel("p-1", authorizations=("a-1",))
OF_LONE = Parcel("p-1", authorizations=("a-2",))


@pytest.mark.parametrize(
    ("serial", "parcel", "more", "verdict", "evidence"),
    [
        ("SN-1", OF_ORDER, (), "here", ("order:o-1",)),
        ("SN-2", OF_ORDER, (), "here", ("order:o-1",)),
        ("sn-1", OF_ORDER, (), "here", ("order:o-1",)),
        ("SN-9", PROMISED, (PROMISE,), "here", ("order:o-1",)),
        ("SN-1", PROMISED, (PROMISE,), "here", ("order:o-1",)),
        ("SN-3", OF_ORDER, (), "this_customer", ("order:o-2", "shipped:SN-1", "shipped:SN-2")),
        ("SN-3", OF_PLAIN, (), "this_customer", ("order:o-2",)),
        ("SN-3", OF_LONE, (LONE,), "this_customer", ("order:o-2",)),
        ("SN-4", OF_ORDER, (), "another_customer", ("order:o-3", "shipped:SN-1", "shipped:SN-2")),
        ("SN-4", OF_LONE, (LONE,), "another_customer", ("order:o-3",)),
        ("SN-5", OF_ORDER, (), "another_order", ("order:o-4", "shipped:SN-1", "shipped:SN-2")),
        ("SN-4", BLIND, (), "another_order", ("order:o-3",)),
        ("SN-1", OF_ORDER, (BEFORE,), "returned", ("unit:u-1", f"found:{FOUND_AT}")),
        ("SN-1", BLIND, (BEFORE,), "returned", ("unit:u-1", f"found:{FOUND_AT}")),
        ("SN-8", BLIND, (BEFORE_8,), "another_order", ("order:o-8",)),
        ("SN-2", OF_ORDER, (LAMP,), "here", ("order:o-1",)),
        ("SN-1", OF_ORDER, (CORRECTED,), "here", ("order:o-1",)),
        ("SN-99", OF_ORDER, (), "swapped", ("shipped:SN-1", "shipped:SN-2")),
        ("SN-6", OF_ORDER, (), "swapped", ("shipped:SN-1", "shipped:SN-2")),
        ("SN-7", OF_ORDER, (), "swapped", ("shipped:SN-1", "shipped:SN-2")),
        ("SN-99", OF_PLAIN, (), "unknown", ()),
        ("SN-99", BLIND, (), "unknown", ()),
    ],
)
def test_each_verdict_has_its_evidence(
    serial: str, parcel: Parcel, more: tuple[Any, ...], verdict: str, evidence: tuple[str, ...]
) -> None:
    found = judged(serial, parcel, *more)
    assert (found.verdict, found.evidence) == (verdict, evidence)


def test_what_is_doubted_is_a_signal() -> None:
    assert judged("SN-1", OF_ORDER).signal == ""
    assert judged("SN-99", OF_ORDER).signal == "serial_not_shipped"
    assert judged("SN-3", OF_ORDER).signal == "serial_other_order"
    assert judged("SN-5", OF_ORDER).signal == "serial_other_order"
    assert judged("SN-4", OF_ORDER).signal == "serial_other_customer"
    assert judged("SN-1", OF_ORDER, BEFORE).signal == "returned_twice"


def test_a_blind_parcel_learns_its_order_without_a_doubt() -> None:
    assert judged("SN-4", BLIND) == Truth("another_order", ("order:o-3",), "")


def test_another_customers_serial_is_doubted_even_where_no_order_is_known() -> None:
    assert judged("SN-4", OF_LONE, LONE).signal == "serial_other_customer"


def test_what_must_be_known_is_asked_for() -> None:
    with pytest.raises(Wanted):
        truth(Known({}), HERE, "SN-1")


def test_evidence_of_a_pallet_stays_short() -> None:
    many = Order("o-1", "HH", "1", (Line("phone", 900, serials=tuple(f"S{n}" for n in range(900))),))
    found = truth(Known(World(many, OF_ORDER, HERE)), HERE, "SN-X")
    assert found.verdict == "swapped"
    assert len(found.evidence) == 16


@given(st.text(), st.sampled_from([OF_ORDER, OF_PLAIN, BLIND, OF_LONE]))
def test_any_text_has_a_verdict(serial: str, parcel: Parcel) -> None:
    found = judged(serial, parcel, LONE, BEFORE)
    assert found.signal in {"", *SIGNALS.values()}
