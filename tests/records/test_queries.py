"""Questions answered from a real station's file through its read-only connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import Connection, exc, text

from station.domain.facts import Ref
from station.domain.records import Location, Parcel
from station.records import queries
from station.store.file import Store
from station.store.reference import ReferenceStore
from tests.store.facts import moment, write

P, Q, U, V = Ref("parcel", "p1"), Ref("parcel", "p2"), Ref("unit", "u1"), Ref("unit", "u2")
HOLD = {"reason": "serial", "decider": "supervisor", "due": "2026-12-01", "default": "quarantine"}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    numbers = iter(range(100))
    store = Store(tmp_path, lambda: f"id-{next(numbers)}")
    step = store.step()
    write(step, ("parcel.arrived", (Q,), {"tracking": "T2"}), ("parcel.arrived", (P,), {"tracking": "T1"}))
    write(step, ("unit.found", (U,), {"parcel": "p1"}), ("unit.found", (V,), {"parcel": "p1"}))
    write(step, ("hold.placed", (V,), HOLD), ("unit.stowed", (U,), {"container": "c1"}), ("parcel.closed", (Q,), {}))
    reference = ReferenceStore(store.path)
    reference.put([Location("l1", "BIN-1", "bin")])
    reference.close()
    with store.reader() as opened:
        yield opened
    step.close()
    store.close()


def test_look_up_by_any_code(connection: Connection) -> None:
    assert queries.found(connection, "t1") == (P,)
    assert queries.found(connection, "nothing") == ()
    assert queries.record(connection, Ref("location", "l1")) == Location("l1", "BIN-1", "bin")
    parcel = queries.record(connection, P)
    assert isinstance(parcel, Parcel)
    assert parcel.tracking == "T1"
    assert queries.record(connection, Ref("unit", "nobody")) is None


def test_the_timeline_of_a_record(connection: Connection) -> None:
    assert [fact.kind for fact in queries.timeline(connection, "u2")] == ["unit.found", "hold.placed"]


def test_what_is_not_done(connection: Connection) -> None:
    assert [parcel.id for parcel in queries.open_parcels(connection)] == ["p1"]
    assert queries.backlog(connection) == {"arrived": 1}
    assert queries.units_by_stage(connection) == {"held": 1}
    assert [unit.id for unit in queries.open_units(connection, "held")] == ["u2"]
    assert [unit.id for unit in queries.open_units(connection)] == ["u2"]
    assert [unit.id for unit in queries.units_of(connection, "p1")] == ["u1", "u2"]


def test_facts_of_a_span(connection: Connection) -> None:
    assert [fact.seq for fact in queries.facts_between(connection, moment(2), moment(5))] == [2, 3, 4]


def test_the_reader_cannot_write(connection: Connection) -> None:
    with pytest.raises(exc.OperationalError, match="readonly"):
        connection.execute(text("DELETE FROM fact"))


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT body FROM parcel WHERE dock NOT IN ('closed', 'refused') ORDER BY arrived", "ix_parcel_open"),
        ("SELECT body FROM unit WHERE stage NOT IN ('stowed', 'split') AND stage = 'held'", "ix_unit_open"),
        ("SELECT body FROM unit WHERE parcel = 'p1' ORDER BY rowid", "ix_unit_parcel"),
        ("SELECT body FROM job WHERE state IN ('asked', 'begun')", "ix_job_open"),
    ],
)
def test_open_work_is_found_by_a_small_index(connection: Connection, query: str, index: str) -> None:
    plan = " ".join(str(row) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}")))
    assert index in plan


def test_the_tables_stand_on_the_newest_sqlite_only() -> None:
    assert dbapi2.sqlite_version_info >= (3, 51, 3)
