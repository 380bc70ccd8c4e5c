"""Each benchmark runs, on little, and tells what it must; how fast this machine is is not a test's business."""

import random
from contextlib import closing
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from station.lookup import Lookup
from station.store.connect import read_only
from station.store.schema import FILE
from station.store.verify import verify
from tests.benchmarks import find, replay, scan, start, step
from tests.benchmarks.past import write_past
from tests.benchmarks.rows import Row, at_least, at_most, table, told
from tests.benchmarks.trace import Traced, write_again
from tests.replay.office import Plan
from tests.replay.play import stock

FIGURES = ("over_bare", "identifier", "bare", "last_4", "last_6")
SLOW = pytest.mark.timeout(240)


def values(rows: list[Row]) -> dict[str, float]:
    return {row.name: row.value for row in rows}


def test_a_table_marks_what_does_not_keep_to_its_limit() -> None:
    lines = table([at_most("fast", 1.0, "x", 2.5), at_least("slow", 3.0, "units/s", 250), told("plain", 7, "")])
    fast, slow, plain = lines.splitlines()
    assert fast.endswith("ok")
    assert slow.endswith("MISSED")
    assert plain.split() == ["plain", "7"]


def test_the_writes_of_committed_transactions_are_remembered_and_written_again(tmp_path: Path) -> None:
    made = [dbapi2.connect(tmp_path / name, isolation_level=None) for name in ("one.db", "two.db")]
    for connection in made:
        connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
    traced = Traced(made[0])
    for statement in ("BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)", "COMMIT", "BEGIN IMMEDIATE"):
        traced.execute(statement)
    traced.execute("INSERT INTO t VALUES (?)", (2,))
    traced.execute("ROLLBACK")
    traced.execute("BEGIN IMMEDIATE")
    traced.executemany("INSERT INTO t VALUES (?)", [(3,), (4,)])
    traced.execute("COMMIT")
    assert [len(transaction) for transaction in traced.transactions] == [1, 1]
    assert len(write_again(made[1], traced.transactions)) == 2
    rows = [connection.execute("SELECT a FROM t").fetchall() for connection in made]
    for connection in made:
        connection.close()
    assert rows[0] == rows[1] == [(1,), (3,), (4,)]


def test_the_past_is_a_true_chain(tmp_path: Path) -> None:
    stock(tmp_path, Plan((), (), {}))
    last = write_past(tmp_path / FILE, 1000)
    report = verify(tmp_path / FILE)
    assert (report.head, report.hash, report.facts) == (1000, last[-1][2], 1000)
    assert {finding.what for finding in report.findings} <= {"record"}


def test_scans_and_look_ups_are_measured() -> None:
    found = values(scan.measure(rounds=1, repeats=1, sizes=(2000,)))
    assert {name for name in found if "find" in name} == {f"scan.find.2000.{name}" for name in FIGURES}
    assert found["scan.mixed"] > 0
    assert found["scan.find.2000.identifier"] > 0


def test_what_is_looked_up_is_found(tmp_path: Path) -> None:
    stock(tmp_path, Plan((), (), {}))
    find.write_units(tmp_path / FILE, 1000)
    with Lookup(tmp_path / FILE) as lookup, closing(read_only(tmp_path / FILE)) as bare:
        codes = find._codes(bare, random.Random(1), 1000, 20)
        assert all([hit.type for hit in lookup.identifier(code)] == ["unit"] for code in codes)
        assert all(len(find._bare(bare, code)) == 1 for code in codes)
        assert all(any(hit.value == code for hit in lookup.find(code[-4:], 200).hits) for code in codes)


@pytest.mark.shared_data
@SLOW
def test_a_step_is_held_against_the_same_rows(shared_data: Path) -> None:
    found = values(step.measure(units=2000, pairs=2, steps=80, data=shared_data))
    assert found["step.past_units"] == 2000
    assert found["step.p50"] > found["step.bare_p50"] > 0
    assert sum(value for name, value in found.items() if name.startswith("step.mix.")) == pytest.approx(100, abs=0.1)


@pytest.mark.shared_data
@SLOW
def test_the_replay_differs_in_nothing(shared_data: Path) -> None:
    rows = replay.measure(days=1, plays=1, data=shared_data)
    found = values(rows)
    assert (found["replay.units"], found["replay.parcels"]) == (42, 6)
    assert found["replay.share_of_bare"] > 0
    assert all(row.holds for row in rows if row.name != "replay.units_per_second")


@pytest.mark.shared_data
@SLOW
def test_the_window_says_when_it_is_ready(shared_data: Path) -> None:
    found = values(start.measure(starts=1, data=shared_data))
    assert found["start.seconds"] > 0
    assert found["start.peak_memory"] > 0
