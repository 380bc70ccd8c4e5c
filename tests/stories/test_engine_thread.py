"""The engine thread on a real file: order, futures, a file that refuses, results that are kept, a defect, the end."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, wait
from itertools import groupby
from pathlib import Path

import pytest

from station.clock import SystemClock
from station.domain.bench.effects import Effect, Print
from station.domain.bench.inputs import DeviceChanged, Input, Press, PrintBegun, PrintEnded, Scan
from station.domain.bench.known import Key, Site
from station.domain.bench.snapshot import Snapshot, Told
from station.domain.notices import Text
from station.engine import Engine
from station.machine import Machine
from station.rules import load_rules
from station.store.connect import StoreRefused
from station.store.file import Store
from station.store.reference import ReferenceStore
from station.store.step import StepStore
from tests.stories import goods
from tests.stories.world import CountingClock

SOON = 20.0
UPS = "1Z12345E0205271688"


class Moody(StepStore):
    """A file that refuses each commit while `full` is set, and counts how often it was asked."""

    def __init__(self, path: Path, full: threading.Event, broken: threading.Event) -> None:
        super().__init__(path)
        self.full, self.broken, self.tried, self.refuse = full, broken, 0, 0

    def begin(self) -> None:
        if self.broken.is_set():
            raise ZeroDivisionError("a defect of ours")
        super().begin()

    def commit(self) -> None:
        self.tried += 1
        self.refuse -= 1
        if self.full.is_set() or self.refuse == 0:
            self.rollback()
            raise StoreRefused("disk_full", "database or disk is full")
        super().commit()


class Running:
    """An engine at work, with all that it told."""

    def __init__(self, home: Path) -> None:
        self.store = Store(home, SystemClock().fresh_id)
        ReferenceStore(self.store.path).put(goods.VALUES)
        self.full, self.broken = threading.Event(), threading.Event()
        self.told: list[Told] = []
        self.snapshots: list[Snapshot] = []
        self.effects: list[Effect] = []
        self.committed: list[int] = []
        self.threads: set[str] = set()
        self.engine = Engine(self.open, CountingClock())
        self.engine.subscribe(self.snapshots.append, self.hear, self.effects.append, self.committed.append)
        self.engine.start()
        self.engine.ready.result(SOON)

    def open(self) -> Machine:
        self.steps = Moody(self.store.path, self.full, self.broken)
        site = Site(self.store.station, "R7", "Europe/Berlin", "en", goods.MERCHANTS)
        return Machine(self.steps, site, load_rules())

    def hear(self, told: Told) -> None:
        self.threads.add(threading.current_thread().name)
        self.told.append(told)

    def ask(self, event: Input) -> int:
        """Waits until the input has been told of, too: the next one is begun only then."""
        asked, fence = self.engine.ask(event), self.engine.ask(Press(-1, "fence"))
        assert fence.result(SOON) == 0
        return asked.result(SOON)

    def press(self, key: str) -> int:
        return self.ask(Press(self.snapshots[-1].question, key))

    def heard(self) -> list[str]:
        return [key for told in self.told if (key := told.notice.text.key) != "notice.already_answered"]

    def steps_shown(self) -> list[str]:
        return [step for step, _ in groupby(shown.step for shown in self.snapshots)]

    def close(self) -> None:
        self.engine.stop()
        self.steps.close()
        self.store.close()

    def read(self, key: Key) -> object:
        with_own = self.store.step()
        try:
            return with_own.read(key)
        finally:
            with_own.close()

    def kinds(self) -> list[str]:
        return [fact.kind for fact in self.read(("facts_from", 1))]  # type: ignore[attr-defined]  # by known.py's table


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path / "home")
    yield made
    made.full.clear()
    made.close()


def labelled(running: Running) -> str:
    """Up to a label that is asked for; its job."""
    running.ask(Scan(goods.BADGE))
    running.ask(Scan(UPS))
    running.press("open")
    running.ask(Scan("4006381333931"))
    running.press("yes")
    effect = running.effects[-1]
    assert isinstance(effect, Print)
    return effect.job


def test_the_first_start_tells_its_epoch_and_shows_where_it_stands(running: Running) -> None:
    assert running.kinds() == ["epoch.started"]
    assert [shown.step for shown in running.snapshots] == ["signed_out"]


def test_inputs_are_worked_off_in_order_and_futures_hold_what_was_told(running: Running) -> None:
    asked = [running.engine.ask(Scan(code)) for code in (goods.BADGE, UPS, "CMD-OPEN", "4006381333931", "CMD-YES")]
    assert [one.result(SOON) for one in asked] == [1, 2, 1, 2, 5]
    running.ask(Press(-1, "fence"))
    assert (running.steps_shown()[0], running.steps_shown()[-1]) == ("signed_out", "labelling")
    assert [told.number for told in running.told] == list(range(1, len(running.told) + 1))
    assert running.threads == {"engine"}
    assert sum(running.committed[1:]) == 11


SCANS = (goods.BADGE, UPS, "CMD-OPEN", "4006381333931", "CMD-YES")


def waiting_together(running: Running) -> list[Future[int]]:
    """Inputs that all wait while the engine is held up."""
    held = threading.Event()
    running.engine.subscribe(on_committed=lambda facts: held.wait(SOON))
    running.engine.post(DeviceChanged("scale", "", "up"))
    asked = [running.engine.ask(Scan(code)) for code in SCANS]
    held.set()
    return asked


def test_inputs_that_wait_together_become_durable_together(running: Running) -> None:
    before = running.steps.tried
    assert [one.result(SOON) for one in waiting_together(running)] == [1, 2, 1, 2, 5]
    assert running.steps.tried <= before + 3
    running.ask(Press(-1, "fence"))
    assert running.snapshots[-1].step == "labelling"
    assert [effect.unit for effect in running.effects if isinstance(effect, Print)]


def test_together_refused_each_is_tried_alone_on_the_state_from_before(running: Running) -> None:
    running.steps.refuse = 2
    assert [one.result(SOON) for one in waiting_together(running)] == [1, 2, 1, 2, 5]
    assert running.kinds()[:3] == ["epoch.started", "device.changed", "session.opened"]
    assert running.kinds().count("print.asked") == 1


def test_many_threads_may_post(running: Running) -> None:
    def hammer() -> None:
        for n in range(20):
            running.engine.post(DeviceChanged(f"scanner {threading.get_ident()}", "", "up" if n % 2 else "down"))

    threads = [threading.Thread(target=hammer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    running.ask(Scan(goods.BADGE))
    assert running.kinds().count("device.changed") == 80


def test_nothing_is_told_before_it_is_durable(running: Running) -> None:
    seen: list[list[str]] = []
    running.engine.subscribe(on_told=lambda told: seen.append([told.notice.text.key, *running.kinds()]))
    running.ask(Scan(goods.BADGE))
    running.ask(Scan(UPS))
    assert seen[0] == ["notice.welcome", "epoch.started", "session.opened"]
    assert next(one for one in seen if one[0] == "notice.parcel_found")[-1] == "parcel.matched"


def test_a_full_disk_refuses_the_operators_input_loudly_and_changes_nothing(running: Running) -> None:
    running.ask(Scan(goods.BADGE))
    before, shown = running.kinds(), running.steps_shown()
    running.full.set()
    with pytest.raises(StoreRefused, match="disk_full"):
        running.ask(Scan(UPS))
    assert (running.kinds(), running.steps_shown()) == (before, shown)
    refused = next(told.notice for told in running.told if told.notice.severity == "error")
    assert refused.text == Text("notice.store_refused", {"reason": "@store.disk_full"})
    running.full.clear()
    assert running.ask(Scan(UPS)) == 2
    assert running.snapshots[-1].step == "opening"


def test_a_print_does_not_begin_on_a_full_disk_but_its_result_is_kept(running: Running) -> None:
    job = labelled(running)
    running.full.set()
    with pytest.raises(StoreRefused):
        running.ask(PrintBegun(job, "printer", 10, "00" * 32))
    ended = running.engine.ask(PrintEnded(job, "NOT_SENT", "disk full"))
    with pytest.raises(StoreRefused):
        running.ask(Scan("x"))
    assert not ended.done()
    running.full.clear()
    running.ask(Scan("CMD-LOCK"))
    assert ended.result(SOON) == 1
    assert running.kinds()[-2:] == ["print.ended", "session.locked"]


def test_a_kept_result_is_tried_again_without_any_input(running: Running) -> None:
    job = labelled(running)
    running.full.set()
    ended = running.engine.ask(PrintEnded(job, "NOT_SENT", "disk full"))
    with pytest.raises(StoreRefused):
        running.ask(Scan("x"))
    running.full.clear()
    assert ended.result(SOON) == 1


def test_many_kept_results_stay_in_order_and_cost_no_more_than_their_number(running: Running) -> None:
    running.full.set()
    kept = [running.engine.ask(DeviceChanged("scale", "", f"state {n}")) for n in range(30)]
    with pytest.raises(StoreRefused):
        running.ask(Scan(goods.BADGE))
    assert running.steps.tried < 200
    running.full.clear()
    assert not wait(kept, SOON).not_done
    facts = running.read(("facts_from", 2))
    assert isinstance(facts, tuple)
    assert [fact.body["to"] for fact in facts] == [f"state {n}" for n in range(30)]


def test_what_is_still_refused_at_the_end_is_told_to_whoever_waits(tmp_path: Path) -> None:
    running = Running(tmp_path / "home")
    running.full.set()
    kept = running.engine.ask(DeviceChanged("scale", "", "down"))
    running.close()
    assert isinstance(kept.exception(0), StoreRefused)


def test_stop_works_off_what_was_posted_before_it(tmp_path: Path) -> None:
    running = Running(tmp_path / "home")
    asked = [running.engine.ask(Scan(code)) for code in (goods.BADGE, UPS)]
    running.close()
    assert [one.result(0) for one in asked] == [1, 2]


def test_a_file_that_does_not_open_is_told_to_whoever_waits() -> None:
    def open_machine() -> Machine:
        raise StoreRefused("damaged", "file is not a database")

    engine = Engine(open_machine, CountingClock())
    engine.start()
    with pytest.raises(StoreRefused):
        engine.ready.result(SOON)
    engine.stop()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_ends_the_engine_visibly_and_writes_nothing(running: Running) -> None:
    running.ask(Scan(goods.BADGE))
    before = running.kinds()
    running.broken.set()
    failed: list[Future[int]] = [running.engine.ask(Scan(UPS)), running.engine.ask(Scan(UPS))]
    with pytest.raises(ZeroDivisionError):
        failed[0].result(SOON)
    with pytest.raises(ZeroDivisionError):
        failed[1].result(SOON)
    assert (running.heard()[-1], running.kinds()) == ("notice.broken", before)
