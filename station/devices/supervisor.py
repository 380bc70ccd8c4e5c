"""One thread per device: opens it, works it, tells of its outages and recoveries once each, and opens it again.

Responsible for time-outs between attempts, for the thread and its end. Not responsible for what a device says: `step`
does one piece of work and returns a value to report, or None.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Generic, Protocol, TypeVar

import msgspec

from station.devices.ports import (
    Camera,
    DeviceChanged,
    DeviceState,
    LabelPrinter,
    LinkLost,
    NotReady,
    RawScan,
    Scale,
    Scanner,
)

_LOG = logging.getLogger(__name__)


class Closable(Protocol):
    """Anything that gives its line back."""

    def close(self) -> None:
        """Give the line back."""


D = TypeVar("D", bound=Closable)

Report = Callable[[object], None]
"""Takes DeviceChanged and the values of `step` (RawScan). Called on the device's thread; must not block."""


class Pace(msgspec.Struct, frozen=True):
    """Seconds: pause after each step; first pause after a loss, which doubles up to the longest."""

    step: float = 0.0
    first: float = 0.05
    longest: float = 1.0


USUAL = Pace()


class Supervisor(Generic[D]):
    """Keeps one device working. `step` raises LinkLost (the device is opened anew) or NotReady (it is kept)."""

    def __init__(
        self,
        device: str,
        opener: Callable[[], D],
        step: Callable[[D], object | None],
        report: Report,
        pace: Pace = USUAL,
    ) -> None:
        self.device, self._open, self._step = device, opener, step
        self._report, self._pace = report, pace
        self._state: tuple[DeviceState, str] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"device-{device}")

    def start(self) -> None:
        """Begin, on a thread of its own."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> bool:
        """End; whether the thread has ended within `timeout` seconds. May be called twice, and before `start`."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        pause = self._pace.first
        while not self._stop.is_set():
            if self._serve():
                pause = self._pace.first
            self._stop.wait(pause)
            pause = min(pause * 2, self._pace.longest)

    def _serve(self) -> bool:
        """Open and work until the line is lost; whether it had worked at all."""
        worked = False
        try:
            device = self._open()
            try:
                while not self._stop.is_set():
                    self._work(device)
                    worked = True
                    self._stop.wait(self._pace.step)
            finally:
                device.close()
        except LinkLost as lost:
            self._become("lost", "device.lost", said=str(lost))
        except Exception:  # a bug in a driver must not end the thread: the device is shown as lost and tried again
            _LOG.exception("device %s failed", self.device)
            self._become("lost", "device.fault")
        return worked

    def _work(self, device: D) -> None:
        try:
            value = self._step(device)
        except NotReady as refusal:
            self._become("attention", refusal.reason)
            return
        self._become("ready", "")
        if value is not None:
            self._report(value)

    def _become(self, state: DeviceState, detail: str, *, said: str = "") -> None:
        """Tell of a change once: however long an outage lasts, it is one line in the log and one report. Nothing once
        it is to end: another device may stand there by now."""
        if self._stop.is_set():
            return
        if self._state is not None and (self._state == (state, detail) or state == self._state[0] == "lost"):
            return
        self._state = (state, detail)
        level = logging.INFO if state == "ready" else logging.WARNING
        _LOG.log(level, "device %s is %s %s", self.device, state, said or detail)
        self._report(DeviceChanged(self.device, state, detail))


SCANNING = Pace(longest=0.2)
"""A scanner that is plugged in again scans within half a second, however long it was away."""


def supervise_scanner(
    device: str,
    opener: Callable[[], Scanner],
    report: Report,
    pace: Pace = SCANNING,
    answers: "SimpleQueue[bool] | None" = None,
) -> Supervisor[Scanner]:
    """A scanner's thread: reports every RawScan, and tells the scanner each of `answers`."""
    return Supervisor(device, opener, _Talk(answers).step if answers else _read, report, pace)


class _Talk:
    """Reads a scanner, and tells it what became of its scans: soon after a scan, so it is not listened to for long."""

    def __init__(self, answers: "SimpleQueue[bool]") -> None:
        self._answers = answers
        self._owed = 0

    def step(self, scanner: Scanner) -> RawScan | None:
        with suppress(Empty):
            while True:
                good = self._answers.get_nowait()
                self._owed = max(0, self._owed - 1)
                scanner.tell(good)
        scan = scanner.read(0.01 if self._owed else 0.1)
        self._owed += scan is not None
        return scan


class _Watch:
    """A device that others use, looked at from time to time: its line is not the watch's to close."""

    def __init__(self, look: Callable[[], None]) -> None:
        self.look = look

    def close(self) -> None:
        """Nothing to give back."""


def supervise_printer(device: str, printer: LabelPrinter, report: Report, every: float = 5.0) -> Supervisor[_Watch]:
    """A printer's watch: asks whether it would print, `every` so many seconds; prints and closes nothing."""
    return Supervisor(device, lambda: _Watch(lambda: _ask(printer)), _look, report, Pace(step=every))


def supervise_scale(device: str, scale: Scale, report: Report, every: float = 5.0) -> Supervisor[_Watch]:
    """A scale's watch: asks whether it answers, `every` so many seconds; closes nothing."""
    return Supervisor(device, lambda: _Watch(lambda: _probe(scale)), _look, report, Pace(step=every))


def supervise_camera(device: str, camera: Camera, report: Report, every: float = 5.0) -> Supervisor[_Watch]:
    """A camera's watch: asks whether it would take a picture, `every` so many seconds; takes none."""
    return Supervisor(device, lambda: _Watch(camera.ready), _look, report, Pace(step=every))


def _read(scanner: Scanner) -> RawScan | None:
    return scanner.read(0.1)


def _ask(printer: LabelPrinter) -> None:
    printer.ready()


def _probe(scale: Scale) -> None:
    reading = scale.weigh(0.0)
    if reading.state == "error":
        raise NotReady(reading.detail)


def _look(watch: _Watch) -> None:
    watch.look()
