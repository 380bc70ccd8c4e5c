"""One bench at work: the real engine on its file, a press for a printer, checkpoints, sync where there is a service,
and an operator who reacts to every snapshot."""

from concurrent.futures import Future
from hashlib import sha256
from itertools import count
from pathlib import Path
from threading import Event, Lock

from msgspec import Struct
from msgspec.structs import replace

from station.clock import SystemClock
from station.domain.bench.effects import Effect, Job, Print, TakePhoto
from station.domain.bench.inputs import Input, PhotoTaken, PrintBegun, PrintEnded
from station.domain.bench.known import Site
from station.domain.bench.snapshot import Snapshot
from station.domain.ids import Stamp
from station.engine import Engine
from station.machine import Machine
from station.rules import load_rules
from station.store.checkpoint import Checkpoints
from station.store.file import Store
from station.store.journal import Journal
from station.store.reference import ReferenceStore
from station.store.step import StepStore
from station.sync.client import HttpService
from station.sync.signing import KeySigner
from station.sync.worker import Ends, SyncStatus, SyncWorker, Tempo
from tests.replay.office import MERCHANT, Box
from tests.replay.operator import Operator, Stuck
from tests.replay.press import Press

PATIENCE_S = 30.0
"""Nothing on the screen for so long: something is stuck."""

HANDS_MS = 500
"""Between two scans, by the operator's own clock."""

NO_DOTS = "00" * 32


class Link(Struct, frozen=True):
    """The way to the tracking service: its address, the station's token, and its private key (32 bytes)."""

    url: str
    token: str
    key: bytes


class Unhurried:
    """The clock of a day that is played faster than it was: between two inputs lies as long as hands take, so that the
    same code scanned twice is two scans. Dates and chance are real."""

    def __init__(self) -> None:
        self._real, self._hands = SystemClock(), count(1)

    def stamp(self) -> Stamp:
        real = self._real.stamp()
        return replace(real, mono_ms=real.mono_ms + HANDS_MS * next(self._hands))


class Desk:
    """Put together by hand as station/app.py does, but for the devices. Open one home once."""

    def __init__(self, home: Path, boxes: tuple[Box, ...], link: Link | None, seed: int) -> None:
        self.store = Store(home, SystemClock().fresh_id)
        self.press = Press(home / "press.txt")
        self.boxes = boxes
        self._checkpoints = Checkpoints(self.store.path)
        self.sync = sync_to(link, self.store.path) if link else None
        self.engine = Engine(self._open, Unhurried())
        self.engine.subscribe(on_effect=self._carry_out, on_committed=self._committed)
        self.operator = Operator(boxes, self.store.path, self.press, seed)
        self.inputs = self._seen = 0
        self._place = ""
        self._working = False
        self._hands = Lock()
        self._over = Event()
        self._stuck: Exception | None = None

    def _open(self) -> Machine:
        self.steps: StepStore = self.store.step()
        self._left_over: tuple[Job, ...] = self.steps.open_jobs()
        site = Site(self.store.station, "R1", "Europe/London", "en", (MERCHANT,))
        machine = Machine(self.steps, site, load_rules())
        self._pending = machine.pending()
        return machine

    def start(self) -> None:
        """Opens the engine; jobs that the last run left are settled or sent, as the station itself does."""
        if self.sync:
            self.sync.start()
        self.engine.start()
        self.engine.ready.result()
        for job in self._left_over:
            if job.state == "begun":
                self.engine.post(PrintEnded(job.id, self.press.settle(job), "odometer"))
            else:
                self._carry_out(job.print)
        for effect in self._pending:
            self._carry_out(effect)

    def stop(self) -> None:
        """Everything at rest and closed; what is unsent stays in the journal."""
        self.engine.stop()
        if self.sync:
            self.sync.stop()
        self._checkpoints.close()
        self.operator.close()
        self.press.close()
        self.steps.close()
        self.store.close()

    def work(self) -> None:
        """Until every box is closed. Raises Stuck where the bench does not move on. She reacts on the engine's own
        thread, as soon as a picture is there: the bench is measured, not how fast two threads wake each other."""
        self._working = True
        self.engine.subscribe(on_snapshot=self._react)
        while not self._over.wait(PATIENCE_S):
            if self.inputs == self._seen:
                raise Stuck(f"nothing new on the screen after {self.inputs} inputs")
            self._seen = self.inputs
        if self._stuck:
            raise self._stuck

    def _look_at_printer(self) -> None:
        """A label is taken when it comes out, not when the screen says so."""
        self._place = ""
        if self._working and self.engine.snapshot:
            self._react(self.engine.snapshot)

    def _react(self, shown: Snapshot) -> None:
        with self._hands:
            self._act(shown)

    def _act(self, shown: Snapshot) -> None:
        place = _place(shown)
        if place == self._place or self._over.is_set():
            return
        self._place = place
        try:
            if shown.step == "ready" and self.operator.done():
                self._over.set()
                return
            events = self.operator.ahead(shown)
        except Exception as error:  # whoever waits in work() is told
            self._stuck = error
            self._over.set()
            return
        for event in events:
            self.give(event)

    def give(self, event: Input) -> None:
        """One input of the operator."""
        self.inputs += 1
        self.engine.post(event)

    # ------------------------------------------------------------ on the engine's thread

    def _committed(self, facts: int) -> None:
        if self.sync and facts:
            self.sync.wake()

    def _carry_out(self, effect: Effect) -> None:
        """The printer: begun is committed first, then the label comes out, then its verdict is told. The camera
        takes its picture at once."""
        if isinstance(effect, TakePhoto):
            self.engine.post(picture(effect))
        if isinstance(effect, Print):
            begun = self.engine.ask(PrintBegun(effect.job, "press", self.press.odometer, NO_DOTS))
            begun.add_done_callback(lambda told: self._print(effect, told))

    def _print(self, job: Print, begun: "Future[int]") -> None:
        if begun.result():
            self.press.print(job)
            self.engine.post(PrintEnded(job.job, "PRINTED", "odometer", self.press.odometer))
            self._look_at_printer()


def picture(asked: TakePhoto) -> PhotoTaken:
    """The picture of a unit, named by the hash that stands for its bytes."""
    return PhotoTaken(asked.unit, sha256(asked.unit.encode()).hexdigest(), "image/jpeg")


def _place(shown: Snapshot) -> str:
    """Where the bench stands; the same place twice is the same picture again, not a new question."""
    return f"{shown.step} {shown.question} {shown.label.state if shown.label else ''}"


def sync_to(link: Link, file: Path, tempo: Tempo | None = None) -> SyncWorker:
    """The real sync thread."""
    return SyncWorker(lambda: ends_of(link, file), KeySigner(link.key), SystemClock(), _quiet, tempo)


def ends_of(link: Link, file: Path) -> Ends:
    """Both sides of a sync."""
    return Ends(Journal(file, repeatable=True), ReferenceStore(file), HttpService(link.url, link.token))


def _quiet(status: SyncStatus) -> None:
    """Nobody watches."""
