"""`bench replay`: January 2011 of the real wholesaler through the whole flow (engine, file, label jobs, read-back,
totes, sync into a real service), labels not drawn; beside it bare SQLite writes the same rows, each step's at once."""

import shutil
import tempfile
from pathlib import Path

from station.machine import Machine
from station.store.schema import FILE
from tests.benchmarks.rows import Row, at_least, at_most, told
from tests.benchmarks.trace import Traced, Transaction, bare, write_again
from tests.conftest import SHARED_DATA
from tests.replay.bench import Desk, Link
from tests.replay.office import Plan, make_plan
from tests.replay.play import Played, play

UNITS_PER_SECOND = 250


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


def measure(days: int = 31, data: Path = SHARED_DATA) -> list[Row]:
    """Plays, compares both ends, and writes the same rows with bare SQLite."""
    plan = make_plan(data, days=days)
    work = Recorded()
    with tempfile.TemporaryDirectory(prefix="returns-bench-") as folder:
        played = play(Path(folder), plan, work)
        connection = bare(work.before)
        try:
            floor = sum(write_again(connection, work.transactions))
        finally:
            connection.close()
    return rows(played, floor, len(work.transactions))


def rows(played: Played, floor: float, transactions: int) -> list[Row]:
    """The figures of one replay."""
    f = played.figures
    return [
        at_least("replay.units_per_second", f.units / played.seconds, "units/s", UNITS_PER_SECOND),
        told("replay.bare_units_per_second", f.units / floor, "units/s"),
        told("replay.share_of_bare", 100 * floor / played.seconds, "%"),
        told("replay.transactions_per_unit", transactions / f.units, ""),
        told("replay.parcels", f.parcels, ""),
        told("replay.blind", f.blind, ""),
        told("replay.units", f.units, ""),
        told("replay.lots", f.lots, ""),
        told("replay.pieces", f.pieces, ""),
        told("replay.left_out", sum(f.left_out.values()), "lines"),
        told("replay.facts", f.facts, ""),
        at_most("replay.facts_missing_at_service", f.facts - f.facts_at_service, "", 0),
        at_most("replay.labels_less_plates", abs(f.labels - f.lpns), "", 0),
        at_most("replay.differences", len(f.faults), "", 0),
        told("replay.seconds_until_all_was_sent", played.synced_seconds, "s"),
    ]
