"""`bench replay`: January 2011 of the real wholesaler through the whole flow (engine, file, label jobs, read-back,
totes, sync into a real service), labels not drawn; in turn with it bare SQLite writes the same rows, each step's at
once."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from station.machine import Machine
from station.store.schema import FILE
from tests.benchmarks.rows import Row, at_least, at_most, told
from tests.benchmarks.trace import Traced, Transaction, bare, write_again
from tests.conftest import SHARED_DATA
from tests.replay.bench import Desk, Link
from tests.replay.office import Plan, make_plan
from tests.replay.play import Played, Work, play, straight

UNITS_PER_SECOND, PLAYS = 250, 5


class Recorded:
    """Work for play(): at a stretch, every write remembered; the file as it was before is kept beside it."""

    def __init__(self) -> None:
        self.transactions: list[Transaction] = []
        self.before = Path()

    def __call__(self, home: Path, plan: Plan, link: Link, seed: int) -> int:
        self.before = home.parent / "before.db"
        shutil.copyfile(home / FILE, self.before)
        desk = TracedDesk(home, plan.boxes, link, seed)
        try:
            desk.start()
            desk.work()
            return desk.inputs
        finally:
            self.transactions = desk.traced.transactions
            desk.stop()


class TracedDesk(Desk):
    """A desk whose writes are remembered."""

    def _open(self) -> Machine:
        machine = super()._open()
        self.traced = Traced(self.steps._connection)
        self.steps._connection = self.traced
        return machine


def measure(days: int = 31, plays: int = PLAYS, data: Path = SHARED_DATA) -> list[Row]:
    """Plays once with every write remembered, then in turn plays as the station does and writes the same rows with bare
    SQLite. Both ends are compared after each play."""
    plan, work = make_plan(data, days=days), Recorded()
    with tempfile.TemporaryDirectory(prefix="returns-bench-") as folder:
        noted = _play(folder, plan, work)
        pairs = [(_play(folder, plan, straight), _write_bare(work)) for _ in range(plays)]
    return rows([noted, *(played for played, _ in pairs)], [floor for _, floor in pairs], len(work.transactions))


def _play(folder: str, plan: Plan, work: Work) -> Played:
    return play(Path(tempfile.mkdtemp(dir=folder)), plan, work)


def _write_bare(work: Recorded) -> float:
    """Seconds."""
    copy = shutil.copyfile(work.before, work.before.with_name("bare.db"))
    connection = bare(copy)
    try:
        return sum(write_again(connection, work.transactions))
    finally:
        connection.close()


def rows(all_plays: Sequence[Played], floors: Sequence[float], transactions: int) -> list[Row]:
    """The figures: the first play is counted, not timed; of the others the median, with the fastest and the slowest
    beside it."""
    f, timed = all_plays[0].figures, all_plays[1:]
    speeds = [f.units / played.seconds for played in timed]
    shares = [100 * floor / played.seconds for floor, played in zip(floors, timed, strict=True)]
    missing = sum(abs(p.figures.facts - p.figures.facts_at_service) for p in all_plays)
    labels = sum(abs(p.figures.labels - p.figures.lpns) for p in all_plays)
    return [
        at_least("replay.units_per_second", median(speeds), "units/s", UNITS_PER_SECOND),
        told("replay.units_per_second_fastest", max(speeds), "units/s"),
        told("replay.units_per_second_slowest", min(speeds), "units/s"),
        told("replay.bare_units_per_second", f.units / median(floors), "units/s"),
        told("replay.share_of_bare", median(shares), "%"),
        told("replay.plays", len(timed), ""),
        told("replay.transactions_per_unit", transactions / f.units, ""),
        told("replay.parcels", f.parcels, ""),
        told("replay.blind", f.blind, ""),
        told("replay.units", f.units, ""),
        told("replay.lots", f.lots, ""),
        told("replay.pieces", f.pieces, ""),
        told("replay.left_out", sum(f.left_out.values()), "lines"),
        told("replay.facts", f.facts, ""),
        at_most("replay.facts_missing_at_service", missing, "", 0),
        at_most("replay.labels_less_plates", labels, "", 0),
        at_most("replay.differences", sum(len(p.figures.faults) for p in all_plays), "", 0),
        told("replay.seconds_until_all_was_sent", median(p.synced_seconds for p in timed), "s"),
    ]
