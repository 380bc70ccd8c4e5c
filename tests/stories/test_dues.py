"""Which holds time decides, when it looks, and what it leaves alone."""

from concurrent.futures import Future
from pathlib import Path

import pytest
from msgspec.structs import replace

from station.domain.bench.inputs import HoldDue
from station.domain.policy import Contract, Policy, Regrade
from station.dues import REST, Dues
from station.store import dues as stored
from station.store.connect import StoreRefused, read_only
from tests.stories.world import World

UPS, TWO, SNEAKER = "1Z12345E0205271688", "RMA-20421", "4006381333931"
LATER, SOON = "2026-12-22T00:00:00.000000Z", "2026-11-22T12:00:00.000000Z"


class Time:
    """Looks when a test says so, at the time that it says."""

    def __init__(self, bench: World) -> None:
        self.bench, self.now, self.told = bench, LATER, list[HoldDue]()
        self.dues = Dues(bench.store.path, self.ask, lambda: not bench.machine.bench.depth, lambda: self.now)

    def ask(self, event: HoldDue) -> "Future[int]":
        self.told.append(event)
        done: Future[int] = Future()
        done.set_result(self.bench.give(event).last.told)
        return done


def asking(policy: Policy) -> Policy:
    return replace(policy, contracts=(Contract("NW", ask="donate", ask_days=5),))


@pytest.fixture
def time(bench: World) -> Time:
    """Two units wait for their merchant's word, for five days."""
    bench.under(asking).scan(TWO).press("open")
    for _ in range(2):
        bench.scan(SNEAKER).press("yes").prints_out().scan(bench.label(), "HOLD-1")
    bench.press("close", "close")
    return Time(bench)


def test_every_hold_that_is_due_is_decided_once(time: Time) -> None:
    time.bench.days(6)
    assert (time.dues.look(), time.dues.look()) == (2, 0)
    assert [f.body["decision"] for f in time.bench.facts("hold.decided")] == ["donate", "donate"]
    assert (len(time.told), time.bench.verified()) == (2, True)


def test_what_is_not_due_is_not_told(time: Time) -> None:
    time.now = SOON
    assert (time.dues.look(), time.told) == (0, [])


def test_while_a_parcel_is_open_nothing_is_told(time: Time) -> None:
    time.bench.days(6).scan(UPS)
    assert (time.dues.look(), time.told) == (0, [])
    time.bench.press("refuse")
    assert time.dues.look() == 2


def test_what_nothing_followed_from_rests_and_is_told_again(time: Time) -> None:
    assert (time.dues.look(), len(time.told)) == (0, 2)  # the bench's own clock says: not due yet
    for _ in range(REST - 1):
        time.dues.look()
    assert len(time.told) == 2
    time.bench.days(6)
    assert (time.dues.look(), len(time.told)) == (2, 4)


def test_a_second_look_waits_for_its_grader(bench: World) -> None:
    bench.under(lambda policy: replace(policy, regrade=Regrade(1000))).scan(UPS).press("open").scan(SNEAKER)
    bench.press("yes").prints_out().scan(bench.label(), "REGRADE-1")
    assert (bench.every("unit")[0].stage, stored.due_holds(bench.store.path, LATER)) == ("held", [])


def test_a_unit_on_its_way_to_the_hold_place_is_left_alone(bench: World) -> None:
    bench.under(asking).scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out()
    assert stored.due_holds(bench.store.path, LATER) == []
    bench.scan(bench.label(), "HOLD-1")
    assert len(stored.due_holds(bench.store.path, LATER)) == 1


def test_due_holds_are_found_by_the_index(bench: World) -> None:
    from contextlib import closing

    with closing(read_only(bench.store.path)) as file:
        plan = [row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {stored.DUE}", (LATER,))]
    assert any("ix_unit_open" in step for step in plan)


def test_a_file_that_cannot_be_read_is_looked_at_again(tmp_path: Path, bench: World) -> None:
    with pytest.raises(StoreRefused):
        stored.due_holds(tmp_path / "nothing.db", LATER)
    dues = Dues(tmp_path / "nothing.db", Time(bench).ask, lambda: True, lambda: LATER)
    assert dues.look() == 0


def test_the_thread_ends_when_it_is_told_to(time: Time) -> None:
    time.now = SOON
    time.dues.start()
    time.dues.stop()
    Dues(time.bench.store.path, time.ask, lambda: True, lambda: SOON).stop()
