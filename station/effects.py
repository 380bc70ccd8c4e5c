"""Sending what the bench wants after its commit to the thread that does it: labels to the spool, weights to the scale's
thread, pictures to the camera's, PINs to the worker's. Not responsible for drivers, drawing or rules."""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

from station.devices.ports import Scale
from station.domain.bench.effects import CheckPin, Effect, Job, Print, TakePhoto, Weigh
from station.domain.bench.inputs import PhotoMissed, PinChecked, Weighed
from station.photographing import Photographer
from station.pins import Pins
from station.printing import Asking, Spool

E = TypeVar("E")

WEIGH_S = 3.0


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


class Effects:
    """Sends every effect to the thread that carries it out."""

    def __init__(
        self,
        engine: Asking,
        pins: Pins,
        labels: Spool | None,
        scale: Scale | None,
        photos: Photographer | None = None,
    ) -> None:
        self._engine, self._pins, self.labels, self.scale, self._photos = engine, pins, labels, scale, photos
        self._weigher: Worker[Weigh] = Worker("scale", self._weigh)
        self._checker: Worker[CheckPin] = Worker("worker", self._check)

    def start(self, open_jobs: tuple[Job, ...]) -> None:
        if self.labels:
            self.labels.start(open_jobs)
        self._weigher.start()
        self._checker.start()
        if self._photos:
            self._photos.start()

    def stop(self) -> None:
        if self._photos:
            self._photos.stop()
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
            case TakePhoto():
                if self._photos:
                    self._photos.take(effect)
                else:
                    self._engine.post(PhotoMissed(effect.unit, "photo.no_camera"))

    def _weigh(self, effect: Weigh) -> None:
        scale = self.scale  # may be exchanged at any time
        if scale is None:
            self._engine.post(Weighed(effect.question, None, "silent"))
            return
        reading = scale.weigh(WEIGH_S)
        grams = reading.grams if reading.state == "stable" else None
        state = "silent" if reading.detail == "scale.silent" else reading.state
        self._engine.post(Weighed(effect.question, grams, state, "scale"))

    def _check(self, effect: CheckPin) -> None:
        good, wait_s = self._pins.check(effect.operator, effect.pin, effect.hash)
        self._engine.post(PinChecked(effect.operator, good, wait_s))
