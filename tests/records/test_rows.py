"""Every record comes back from its row as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.records import (
    FOLDED,
    REFERENCE,
    Authorization,
    Container,
    Folded,
    Hold,
    Line,
    Order,
    Parcel,
    Product,
    Reference,
    Unit,
)
from station.records import rows

RECORDS: list[Folded | Reference] = [
    Parcel("p", "T", lines=(("a/0", 2, 1),), hold=Hold("a", "b", "c", "d")),
    Unit("u", answers=(("q", "a"),), split_into=("v",), quantity=0),
    Container("c", capacity=3),
    Authorization("a", "m", "RMA", (Line("p", 1, serials=("s",)),)),
    Order("o", "m", "N", (Line("p", 1),)),
    Product("p", "m", "SKU", "标题"),
]


@pytest.mark.parametrize("record", RECORDS, ids=rows.type_of)
def test_there_and_back(record: Folded | Reference) -> None:
    assert rows.record(rows.type_of(record), rows.body(record)) == record


@given(st.builds(Unit))
def test_any_unit_comes_back(unit: Unit) -> None:
    assert rows.record("unit", rows.body(unit)) == unit
    assert rows.columns(unit) == (unit.parcel, unit.merchant, unit.stage)


def test_a_newer_programs_key_is_ignored() -> None:
    for name, kind in {**FOLDED, **REFERENCE}.items():
        assert kind.__name__.lower().startswith(name)
    assert rows.record("parcel", '{"id":"p","invented":{"later":1}}') == Parcel("p")
