"""`bench step`: input posted -> committed -> snapshot published, through the real engine thread, on a file with a
million past units, sync running into a real service. In paired alternating blocks bare SQLite writes the very same
rows, each step's in one FULL transaction, into an identical file. The mix of steps is that of real returns."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from threading import Event
from time import perf_counter

from msgspec import Struct

from station.domain.bench.effects import Effect, Print, TakePhoto
from station.domain.bench.inputs import Input, PrintBegun, PrintEnded
from station.domain.bench.snapshot import Snapshot
from station.store.checkpoint import Checkpoints
from station.store.journal import Journal
from station.store.schema import FILE
from tests.benchmarks.past import hold_past, write_past
from tests.benchmarks.replay import TracedDesk
from tests.benchmarks.rows import Row, at_most, told
from tests.benchmarks.trace import bare, write_again
from tests.conftest import SHARED_DATA
from tests.replay.bench import NO_DOTS, PATIENCE_S, picture
from tests.replay.office import make_plan
from tests.replay.play import SEED, stock
from tests.replay.service import tracking

UNITS = 1_000_000
PAIRS = 5
STEPS = 1_000
TURN = 20
"""Steps, then as many bare transactions, so that both meet the same moods of the disk; a block has many turns."""
WARM = 200
PACE_S = 0.01
"""Before each input, and before each transaction of bare SQLite: a hundred inputs a second are more than hands give,
and a processor and a disk that have rested answer later than ones in full swing, whoever asks."""
QUICKER_S = (0.001, 0.0)
"""Told beside it: what no hands do, but a burst of waiting scans might, were they not made durable together."""


class Block(Struct, frozen=True):
    """Seconds of each step, and of bare SQLite writing the same rows at the same pace."""

    steps: list[float]
    bare: list[float]


class TimedDesk(TracedDesk):
    """A desk where every input, the printer's too, is given by this thread and timed until its snapshot is out."""

    def start(self) -> None:
        self._prints: SimpleQueue[Print] = SimpleQueue()
        self._photos: SimpleQueue[TakePhoto] = SimpleQueue()
        self._timed: SimpleQueue[tuple[float, Snapshot]] = SimpleQueue()
        self.mix: Counter[str] = Counter()
        self.seconds: list[float] = []
        self._pause = Event()
        self.pace_s = 0.0
        self.engine.subscribe(on_snapshot=lambda shown: self._timed.put((perf_counter(), shown)))
        super().start()

    def _carry_out(self, effect: Effect) -> None:
        if isinstance(effect, Print):
            self._prints.put(effect)
        elif isinstance(effect, TakePhoto):
            self._photos.put(effect)

    def run(self, steps: int, shown: Snapshot) -> Snapshot:
        """At least so many steps; gives the last snapshot. seconds holds those of steps that wrote something."""
        done = len(self.seconds) + steps
        while len(self.seconds) < done:
            if shown.step == "labelling" and shown.label and shown.label.state == "asked":
                shown = self._label()
                continue
            if shown.step == "photo":
                shown = self._give(picture(self._photos.get(timeout=PATIENCE_S)), "photo")
                continue
            event = self.operator.act(shown)
            if event is None:
                raise AssertionError(f"nothing to do at step {shown.step}")
            shown = self._give(event, shown.step)
        return shown

    def first(self) -> Snapshot:
        """What the bench shows when it has opened."""
        return self._timed.get(timeout=PATIENCE_S)[1]

    def _label(self) -> Snapshot:
        """What is in the printer's queue, up to the unit's own label; a closed tote's may lie before it."""
        job = self._prints.get(timeout=PATIENCE_S)
        shown = self._printed(job)
        return shown if job.of == "unit" else self._label()

    def _printed(self, job: Print) -> Snapshot:
        self._give(PrintBegun(job.job, "press", self.press.odometer, NO_DOTS), "begun")
        self.press.print(job)
        return self._give(PrintEnded(job.job, "PRINTED", "odometer", self.press.odometer), "ended")

    def _give(self, event: Input, name: str) -> Snapshot:
        before = len(self.traced.transactions)
        if self.pace_s:
            self._pause.wait(self.pace_s)
        begun = perf_counter()
        self.engine.post(event)
        ended, shown = self._timed.get(timeout=PATIENCE_S)
        if len(self.traced.transactions) > before:
            self.seconds.append(ended - begun)
            self.mix[name] += 1
        return shown


def measure(units: int = UNITS, pairs: int = PAIRS, steps: int = STEPS, data: Path = SHARED_DATA) -> list[Row]:
    """Builds the past, then runs the pairs."""
    plan = make_plan(data)
    with tempfile.TemporaryDirectory(prefix="returns-bench-") as folder:
        home, service, twin = Path(folder, "station"), Path(folder, "service"), Path(folder, "twin.db")
        station = stock(home, plan)
        last = write_past(home / FILE, units)
        shutil.copyfile(home / FILE, twin)
        service.mkdir()
        hold_past(f"sqlite:///{service / 'tracking.db'}", station, _epoch(home / FILE), last)
        with tracking(service, plan.values, station) as link:
            desk = TimedDesk(home, plan.boxes, link, SEED)
            try:
                desk.start()
                with _Pairs(desk, twin) as paired:
                    blocks = list(paired.blocks(PACE_S, pairs, steps))
                    quicker = {pace: list(paired.blocks(pace, pairs, steps // 2)) for pace in QUICKER_S}
                return [*_rows(blocks, desk.mix, units, _unsent(home / FILE)), *_quicker(quicker)]
            finally:
                desk.stop()


def _unsent(file: Path) -> int:
    journal = Journal(file)
    try:
        return journal.unsent()
    finally:
        journal.close()


def _epoch(file: Path) -> str:
    journal = Journal(file)
    try:
        return journal.epoch().id
    finally:
        journal.close()


class _Pairs:
    """Steps of the desk, then the same rows written into its twin by bare SQLite, and again."""

    def __init__(self, desk: TimedDesk, twin: Path) -> None:
        self._desk = desk
        self._connection, self._checkpoints = bare(twin), Checkpoints(twin)
        self._shown = desk.first()

    def __enter__(self) -> "_Pairs":
        return self

    def __exit__(self, *_: object) -> None:
        self._checkpoints.close()
        self._connection.close()

    def blocks(self, pace_s: float, pairs: int, steps: int) -> Iterator[Block]:
        """At that pace; the first pair only warms up."""
        self._desk.pace_s = pace_s
        self._block(WARM)
        for _ in range(pairs):
            yield self._block(steps)

    def _block(self, steps: int) -> Block:
        block, desk = Block([], []), self._desk
        for _ in range(steps // TURN):
            self._shown = desk.run(TURN, self._shown)
            block.bare.extend(write_again(self._connection, desk.traced.transactions, desk.pace_s))
            block.steps.extend(desk.seconds)
            desk.seconds.clear()
            desk.traced.transactions.clear()
        return block


def _rows(blocks: list[Block], mix: Counter[str], units: int, unsent: int) -> list[Row]:
    step50, step99 = (1000 * median(_at(b.steps, p) for b in blocks) for p in (0.5, 0.99))
    bare50, bare99 = (1000 * median(_at(b.bare, p) for b in blocks) for p in (0.5, 0.99))
    ratio50, ratio99 = (median(_at(b.steps, p) / _at(b.bare, p) for b in blocks) for p in (0.5, 0.99))
    worst = at_most("step.p99", step99, "ms", 16) if bare99 < 3 else told("step.p99", step99, "ms")
    total = sum(mix.values())
    return [
        at_most("step.p50_over_bare", ratio50, "x", 2.5),
        at_most("step.p99_over_bare", ratio99, "x", 6),
        told("step.p50", step50, "ms"),
        worst,
        told("step.bare_p50", bare50, "ms"),
        told("step.bare_p99", bare99, "ms"),
        told("step.pace", 1000 * PACE_S, "ms"),
        told("step.past_units", units, ""),
        told("step.pairs", len(blocks), ""),
        told("step.unsent_at_end", unsent, "facts"),
        *(told(f"step.mix.{name}", 100 * count / total, "%") for name, count in mix.most_common()),
    ]


def _quicker(blocks: dict[float, list[Block]]) -> list[Row]:
    """The ratio at a pace that no hands have."""
    return [
        told(
            f"step.p50_over_bare_at_{1000 * pace:g}_ms", median(_at(b.steps, 0.5) / _at(b.bare, 0.5) for b in run), "x"
        )
        for pace, run in blocks.items()
    ]


def _at(seconds: list[float], part: float) -> float:
    """The value below which that part of them lies."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
