"""The spool at work: which job goes to which printer, and when. Responsible for the order asked -> begun (committed) ->
bytes -> verdict, for a second printer where the first would not or got nothing, and for pausing and exchanging printers
while jobs wait. Not for drivers, drawing or rules; the jobs themselves are rows of the station's file.

A job that one printer may have seen is never given to another: only the operator asks for it again.
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from station import texts
from station.devices.ports import DeviceChanged, DeviceState, LabelPrinter, NotReady, Outcome, Ready, Verdict
from station.domain.bench.effects import Job, Print
from station.domain.bench.inputs import Input, PrintBegun, PrintEnded

_LOG = logging.getLogger(__name__)

PRINTER_PAUSE_S = 0.5
"""Between two questions to printers that would not print; they are asked until one would: most faults clear again."""

DEFECT = "printer.defect"
"""A driver broke: what operators are told, and the evidence for what became of the job."""


class Asking(Protocol):
    """The engine, as effects see it."""

    def ask(self, event: Input) -> "Future[int]": ...
    def post(self, event: Input) -> None: ...


Draw = Callable[[Print], tuple[bytes, str]]
"""Finished words -> (printer bytes, SHA-256 of the dots); raises RefusedLabel where the label does not prove itself."""


class RefusedLabel(Exception):
    """The label was drawn and does not read back; reason is a catalogue key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Device(Struct, frozen=True):
    """A printer and what draws for it, in the size of its paper. `id` tells it from another one in its place (its
    address); `layouts`: the only kinds of label that it prints, each in its size; none = all, as they are ordered."""

    printer: LabelPrinter
    draw: Draw
    id: str = ""
    layouts: tuple[str, ...] = ()


class Aside(Protocol):
    """Whether a printer is set aside; threading.Event is one, set_aside.Mark outlives the program."""

    def is_set(self) -> bool: ...
    def set(self) -> None: ...
    def clear(self) -> None: ...


class Waiting(Struct, frozen=True):
    """Labels that wait because printers would not: (place, how many of them it prints) …; () = none waits."""

    counts: tuple[tuple[str, int], ...] = ()


class Place:
    """Where a printer stands: a name that stays, a machine that may be exchanged or paused. Any thread may call.
    `aside`: where it is kept that it is paused.

    Implements LabelPrinter, for whoever watches it.
    """

    def __init__(self, name: str, device: Device) -> None:
        self.name = name
        self.aside: Aside = threading.Event()
        self._device = device
        self._in_hand = threading.RLock()

    @property
    def device(self) -> Device:
        """What stands there now."""
        return self._device

    @property
    def mark(self) -> str:
        """What a fact names: the place, and which machine stood there."""
        return f"{self.name} {self._device.id}".strip()

    @property
    def paused(self) -> bool:
        """Whether it gets no jobs."""
        return self.aside.is_set()

    def pause(self) -> None:
        """No further job; the present one is finished. Raises OSError where that cannot be kept."""
        self.aside.set()

    def resume(self) -> None:
        """Jobs again. Raises OSError where that cannot be kept."""
        self.aside.clear()

    def exchange(self, device: Device) -> None:
        """Another machine from the next job on; waits for the present job's end, then closes the old one."""
        with self._in_hand:
            old, self._device = self._device, device
        if old.printer is not device.printer:
            old.printer.close()

    @contextmanager
    def in_hand(self) -> Iterator[Device]:
        """The machine, which is not exchanged meanwhile."""
        with self._in_hand:
            yield self._device

    def ready(self) -> Ready:
        """See LabelPrinter.ready."""
        if self.paused:
            raise NotReady("printer.set_aside")
        return self._device.printer.ready()

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        """See LabelPrinter.print."""
        return self._device.printer.print(data, copies, before)

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        """See LabelPrinter.settle."""
        return self._device.printer.settle(before_odometer, copies)

    def close(self) -> None:
        """See LabelPrinter.close."""
        self._device.printer.close()


class Spool:
    """One thread that gives jobs to printers, in their order. `places` in the order in which they are tried."""

    def __init__(self, engine: Asking, places: Sequence[Place], report: Callable[[object], None]) -> None:
        self._engine, self._report = engine, report
        self.places = {place.name: place for place in places}
        self._waiting: list[Print] = []
        self._left: list[Job] = []
        self._drawn: dict[tuple[str, Device], tuple[bytes, str]] = {}
        self._told = Waiting()
        self._news = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="labels")

    def start(self, open_jobs: tuple[Job, ...]) -> None:
        """Jobs that the last run left: begun ones are settled by their printer, asked ones are sent."""
        self._left = [job for job in open_jobs if job.state == "begun"]
        self._waiting = [job.print for job in open_jobs if job.state == "asked"] + self._waiting
        self._thread.start()

    def print(self, job: Print) -> None:
        """Hands in a job, from any thread; returns at once."""
        with self._news:
            self._waiting.append(job)
            self._news.notify()

    def put(self, place: Place) -> None:
        """One more printer, from now on; what waits may go there."""
        self.places = dict(sorted({**self.places, place.name: place}.items()))

    def take_away(self, name: str) -> None:
        """A printer that is used no more; waits for its present job's end. Raises KeyError for no such place."""
        place = self.places[name]
        self.places = {other: kept for other, kept in self.places.items() if other != name}
        with place.in_hand():
            place.aside = threading.Event()  # of this run only: who still has it in his list gets a refusal
            place.pause()
            place.close()

    def stop(self) -> None:
        """A job whose first byte is out is watched to its end; what waits stays asked."""
        self._stopping.set()
        with self._news:
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        for job in self._left:
            self._settle(job)
        while not self._stopping.is_set():
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._stopping.is_set())
                jobs = tuple(self._waiting)
            done = self._round(jobs)
            self._tell(Waiting() if done else self._stuck())
            if not done:
                self._stopping.wait(PRINTER_PAUSE_S)

    def _stuck(self) -> Waiting:
        with self._news:
            jobs = tuple(self._waiting)
        counted = ((name, sum(_prints(place, job) for job in jobs)) for name, place in self.places.items())
        return Waiting(tuple((name, count) for name, count in counted if count))

    def _tell(self, waiting: Waiting) -> None:
        if waiting != self._told:
            self._told = waiting
            self._report(waiting)

    def _round(self, jobs: tuple[Print, ...]) -> bool:
        """Each of these, in order, once; whether all are done. A printer that would not is asked once a round: a later
        job never gets ahead of an earlier one that wants the same printer."""
        refused: set[str] = set()
        done = True
        for job in jobs:
            if self._stopping.is_set():
                return False
            if self._done(job, refused):
                with self._news:
                    self._waiting.remove(job)
            else:
                done = False
        return done

    def _done(self, job: Print, refused: set[str]) -> bool:
        """One try at each printer that prints such labels; False where it has to wait."""
        fitting = [place for place in self.places.values() if _prints(place, job)]
        if not fitting:
            self._end(job, Outcome("NOT_SENT", 0, "printer.none_for_label"))
            return True
        last: Outcome | None = None
        for place in fitting:
            if place.name in refused:
                continue
            outcome = self._try(job, place, refused)
            if outcome and outcome.verdict != "NOT_SENT":
                last = last if last and outcome is _WITHDRAWN else outcome
                break
            last = outcome or last
        if last:
            self._end(job, last)
        return last is not None

    def _try(self, job: Print, place: Place, refused: set[str]) -> Outcome | None:
        """What became of the job there; None where the printer, or the file, would not: not one byte was sent then."""
        with place.in_hand() as device:
            try:
                data, sha256 = self._draw(job, device)
                before = place.ready()
            except RefusedLabel as fault:
                return Outcome("NOT_SENT", None, fault.reason)
            except NotReady as refusal:
                refused.add(place.name)
                self._tell_of(place, "attention", refusal.reason)
                return None
            except Exception:  # of a driver: not one byte was sent; the thread must live for all other jobs
                return self._defect(place, job, "NOT_SENT", 0)
            self._tell_of(place, "ready")
            # The second commit comes before the first byte; 0 facts told = withdrawn meanwhile.
            begun = self._engine.ask(PrintBegun(job.job, place.mark, before.odometer, sha256))
            if begun.exception() is not None:
                refused.update(self.places)
                return None
            return self._send(job, place, data, before) if begun.result() else _WITHDRAWN

    def _send(self, job: Print, place: Place, data: bytes, before: Ready) -> Outcome:
        try:
            return place.print(data, 1, before)
        except Exception:  # of a driver: nobody knows what it had sent by then
            return self._defect(place, job, "UNKNOWN", None)

    def _defect(self, place: Place, job: Print, verdict: Verdict, count: int | None) -> Outcome:
        """Told to the operator and to the log. Called where the exception is handled."""
        _LOG.exception("job %s: the driver of %s failed; %s", job.job, place.mark, verdict)
        self._tell_of(place, "attention", DEFECT)
        return Outcome(verdict, count, DEFECT)

    def _tell_of(self, place: Place, state: DeviceState, reason: str = "") -> None:
        """Not of one that was taken away in the middle of a round: nobody would take its lamp away again."""
        if self.places.get(place.name) is place:
            self._report(DeviceChanged(place.name, state, reason))

    def _draw(self, job: Print, device: Device) -> tuple[bytes, str]:
        """Once for each machine, however long the job waits. Raises RefusedLabel."""
        key = (job.job, device)
        if key not in self._drawn:
            try:
                self._drawn[key] = device.draw(worded(job))
            except RefusedLabel:
                raise
            except Exception as defect:  # a label that cannot be drawn must not keep all others from being printed
                _LOG.exception("the label of job %s could not be drawn", job.job)
                raise RefusedLabel("label.refused.defect") from defect
        return self._drawn[key]

    def _end(self, job: Print, outcome: Outcome) -> None:
        self._drawn = {key: drawn for key, drawn in self._drawn.items() if key[0] != job.job}
        if outcome is not _WITHDRAWN:
            self._engine.post(PrintEnded(job.job, outcome.verdict, outcome.evidence, outcome.count))

    def _settle(self, job: Job) -> None:
        """Only the machine that got it can tell: a counter of another one proves nothing."""
        name = job.printer.partition(" ")[0]
        place = self.places.get(name)
        if place is None or job.printer not in (name, place.mark):
            outcome = Outcome("UNKNOWN", None, f"{job.printer or 'its printer'} stands here no more")
        else:
            outcome = self._settled(job, place)
        self._end(job.print, outcome)

    def _settled(self, job: Job, place: Place) -> Outcome:
        try:
            return place.settle(job.odometer, 1)
        except Exception:  # of a driver: it may have come out, or not
            return self._defect(place, job.print, "UNKNOWN", None)


_WITHDRAWN = Outcome("UNKNOWN", 0, "withdrawn")


def _prints(place: Place, job: Print) -> bool:
    return bool(own_size(job.layout, place.device.layouts))


WHOLE = {"received": "parcel", "route": "parcel"}
"""Kinds of label -> a kind with room for the same: large stock shows a parcel that came in, and where goods go."""


def own_size(layout: str, layouts: Collection[str]) -> str:
    """The layout by which a printer of these prints what was ordered: that one, else the first of its kind (the word
    before the hyphen: unit-57x32, unit-2x1in), else of a kind with room for it; empty where it prints no such label."""
    if not layouts or layout in layouts:
        return layout
    kind = layout.partition("-")[0]
    wanted = (kind, WHOLE.get(kind, kind))
    return next((one for own in wanted for one in layouts if one.partition("-")[0] == own), "")


def worded(job: Print) -> Print:
    """Keys (`@…`) become words, the date a date, in the language of the operator who asked for the label."""
    said = {k: texts.say(job.lang, v[1:]) if v.startswith("@") else v for k, v in job.fields.items() if v}
    if "date" in said:
        said["date"] = texts.date(job.lang, datetime.fromisoformat(said["date"]).date())
    return replace(job, fields=said)
