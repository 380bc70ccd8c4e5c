"""Plays a plan through one bench from an empty file to the last closed box: at a stretch, or killed on the way."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import perf_counter

from msgspec import Struct

from station.clock import SystemClock
from station.store.file import Store
from station.store.journal import Journal
from station.store.reference import ReferenceStore
from station.store.schema import FILE
from station.sync.pull import Pulled, pull
from tests.replay.bench import Desk, Link
from tests.replay.figures import Figures, figures
from tests.replay.office import Plan
from tests.replay.service import tracking

SEED = 20110101
SYNC_WITHIN_S = 120.0


class Played(Struct, frozen=True):
    """Figures of a replay, seconds at the bench, and seconds until the service had all."""

    figures: Figures
    seconds: float
    synced_seconds: float
    inputs: int = 0


Work = Callable[[Path, Plan, Link, int], int]
"""Plays the whole plan in that home against that service; gives the number of inputs, where it is known."""


def play(folder: Path, plan: Plan, work: Work, seed: int = SEED) -> Played:
    """One replay in an empty folder: the office's values go to station and service, then `work` does the day's work."""
    home, service = folder / "station", folder / "service"
    station = stock(home, plan)
    with tracking(service, plan.values, station) as link:
        catch_up(home, link)
        begun = perf_counter()
        inputs = work(home, plan, link, seed)
        worked = perf_counter() - begun
        wait_until_sent(home, link)
        synced = perf_counter() - begun
    return Played(figures(home, service, plan), worked, synced, inputs)


def stock(home: Path, plan: Plan) -> str:
    """A new station with the office's values; its id."""
    store = Store(home, SystemClock().fresh_id)
    reference = ReferenceStore(store.path)
    try:
        reference.put(plan.values)
        return store.station
    finally:
        reference.close()
        store.close()


def catch_up(home: Path, link: Link) -> None:
    """The feed up to its end, as a station has it when a day begins. Raises RuntimeError where the service refuses."""
    from tests.replay.bench import ends_of

    ends = ends_of(link, home / FILE)
    try:
        while isinstance(page := pull(ends.journal, ends.reference, ends.service), Pulled) and page.more:
            pass
        if not isinstance(page, Pulled):
            raise RuntimeError(f"the feed says {page}")
    finally:
        ends.close()


def straight(home: Path, plan: Plan, link: Link | None, seed: int) -> int:
    """Without a break, in this process."""
    desk = Desk(home, plan.boxes, link, seed)
    try:
        desk.start()
        desk.work()
        return desk.inputs
    finally:
        desk.stop()


def wait_until_sent(home: Path, link: Link) -> None:
    """What is still unsent is sent now, by a sync of its own. Raises TimeoutError."""
    from tests.replay.bench import sync_to

    store = Store(home)
    journal = Journal(store.path)
    worker = sync_to(link, store.path)
    pause, begun = Event(), perf_counter()
    try:
        worker.start()
        while journal.unsent():
            if perf_counter() - begun > SYNC_WITHIN_S:
                raise TimeoutError(f"{journal.unsent()} facts are not sent: {worker.status}")
            pause.wait(0.02)
    finally:
        worker.stop()
        journal.close()
        store.close()
