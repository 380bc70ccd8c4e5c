"""Carrying out what the bench wants after its commit: labels on the printer's thread, weights on the scale's, PINs on
the worker's. Responsible for the order asked -> begun (committed) -> bytes -> verdict; not for drivers, drawing or
rules."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from queue import SimpleQueue
from typing import Generic, Protocol, TypeVar

from msgspec.structs import replace

from station import texts
from station.devices.ports import DeviceChanged, LabelPrinter, NotReady, Scale
from station.domain.bench.effects import CheckPin, Effect, Job, Print, Weigh
from station.domain.bench.inputs import Input, PinChecked, PrintBegun, PrintEnded, Weighed
from station.pins import Pins

E = TypeVar("E")
_LOG = logging.getLogger(__name__)

PRINTER_PAUSE_S = 0.5
"""Between two questions to a printer that would not print; it is asked until it would: faults clear by themselves."""

WEIGH_S = 3.0
PRINTER = "printer"


class Asking(Protocol):
    """The engine, as effects see it."""

    def ask(self, event: Input) -> "Future[int]": ...
    def post(self, event: Input) -> None: ...


class Worker(Generic[E]):
    """One thread that works a queue; what it is working on when stop() comes is finished or given up by `work`."""

    def __init__(self, name: str, work: Callable[[E], None]) -> None:
        self._queue: SimpleQueue[E | None] = SimpleQueue()
        self._work = work
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        self._thread.start()

    def put(self, item: E) -> None:
        """From any thread; returns at once."""
        self._queue.put(item)

    def stop(self) -> None:
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            self._work(item)


Draw = Callable[[Print], tuple[bytes, str]]
"""Finished words -> (printer bytes, SHA-256 of the dots); raises RefusedLabel where the label does not prove itself."""


class RefusedLabel(Exception):
    """The label was drawn and does not read back; reason is a catalogue key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Labels:
    """The printer's worker."""

    def __init__(self, engine: Asking, printer: LabelPrinter, draw: Draw, report: Callable[[object], None]) -> None:
        self._engine, self._printer, self._draw, self._report = engine, printer, draw, report
        self._stopping = threading.Event()
        self._worker: Worker[Callable[[], None]] = Worker("labels", lambda work: work())

    def start(self, open_jobs: tuple[Job, ...]) -> None:
        """Jobs that the last run left: begun ones are settled by the odometer, asked ones are sent."""
        for job in open_jobs:
            self._worker.put(_bound(self._settle, job) if job.state == "begun" else _bound(self._send, job.print))
        self._worker.start()

    def print(self, job: Print) -> None:
        """Hands in a job, from any thread."""
        self._worker.put(_bound(self._send, job))

    def stop(self) -> None:
        """A job whose first byte is out is watched to its end; what waits for the printer stays asked."""
        self._stopping.set()
        self._worker.stop()

    def _settle(self, job: Job) -> None:
        outcome = self._printer.settle(job.odometer, 1)
        self._engine.post(PrintEnded(job.id, outcome.verdict, outcome.evidence, outcome.count))

    def _send(self, job: Print) -> None:
        drawn = self._drawn(job)
        while drawn and not self._stopping.is_set():
            if self._sent(job, *drawn):
                return
            self._stopping.wait(PRINTER_PAUSE_S)

    def _drawn(self, job: Print) -> tuple[bytes, str] | None:
        """The printer's bytes and the dots' SHA-256; None (and told) where this label must not be printed."""
        try:
            return self._draw(worded(job))
        except RefusedLabel as refused:
            reason = refused.reason
        except Exception:  # a label that cannot be drawn must not keep all others from being printed
            _LOG.exception("the label of job %s could not be drawn", job.job)
            reason = "label.refused.defect"
        self._engine.post(PrintEnded(job.job, "NOT_SENT", reason))
        return None

    def _sent(self, job: Print, data: bytes, sha256: str) -> bool:
        """One try; False where the printer, or the file, would not: not one byte was sent then."""
        try:
            before = self._printer.ready()
        except NotReady as refusal:
            self._report(DeviceChanged(PRINTER, "attention", refusal.reason))
            return False
        self._report(DeviceChanged(PRINTER, "ready"))
        # The second commit comes before the first byte; 0 facts told = withdrawn meanwhile.
        begun = self._engine.ask(PrintBegun(job.job, PRINTER, before.odometer, sha256))
        if begun.exception() is not None:
            return False
        if begun.result():
            outcome = self._printer.print(data, 1, before)
            self._engine.post(PrintEnded(job.job, outcome.verdict, outcome.evidence, outcome.count))
        return True


def _bound(work: Callable[[E], None], item: E) -> Callable[[], None]:
    return lambda: work(item)


def worded(job: Print) -> Print:
    """Keys (`@…`) become words, the date a date, in the language of the operator who asked for the label."""
    said = {k: texts.say(job.lang, v[1:]) if v.startswith("@") else v for k, v in job.fields.items() if v}
    if "date" in said:
        said["date"] = texts.date(job.lang, datetime.fromisoformat(said["date"]).date())
    return replace(job, fields=said)


class Effects:
    """Sends every effect to the thread that carries it out."""

    def __init__(self, engine: Asking, pins: Pins, labels: Labels | None, scale: Scale | None) -> None:
        self._engine, self._pins, self.labels, self._scale = engine, pins, labels, scale
        self._weigher: Worker[Weigh] = Worker("scale", self._weigh)
        self._checker: Worker[CheckPin] = Worker("worker", self._check)

    def start(self, open_jobs: tuple[Job, ...]) -> None:
        if self.labels:
            self.labels.start(open_jobs)
        self._weigher.start()
        self._checker.start()

    def stop(self) -> None:
        self._checker.stop()
        self._weigher.stop()
        if self.labels:
            self.labels.stop()

    def on_effect(self, effect: Effect) -> None:
        """On the engine's thread; only hands over."""
        match effect:
            case Print():
                if self.labels:
                    self.labels.print(effect)
            case Weigh():
                self._weigher.put(effect)
            case CheckPin():
                self._checker.put(effect)

    def _weigh(self, effect: Weigh) -> None:
        if self._scale is None:
            self._engine.post(Weighed(effect.question, None, "silent"))
            return
        reading = self._scale.weigh(WEIGH_S)
        grams = reading.grams if reading.state == "stable" else None
        state = "silent" if reading.detail == "scale.silent" else reading.state
        self._engine.post(Weighed(effect.question, grams, state, "scale"))

    def _check(self, effect: CheckPin) -> None:
        good, wait_s = self._pins.check(effect.operator, effect.pin, effect.hash)
        self._engine.post(PinChecked(effect.operator, good, wait_s))
