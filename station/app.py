"""Composes a station from its settings: the only place that picks implementations, and the order of start and stop."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from station import answers, keys
from station.beeps import Beeps
from station.clock import SystemClock
from station.config import Config, Printer
from station.devices.ports import Camera, NotReady, RawScan
from station.devices.ports import DeviceChanged as DeviceNews
from station.domain import scans
from station.domain.bench.inputs import DeviceChanged, Scan
from station.domain.bench.known import Site
from station.domain.notices import notice
from station.domain.policy import Rulebook
from station.dues import Dues
from station.effects import Effects
from station.engine import Engine
from station.exchanging import exchanges, printers_of
from station.lamps import Lamps
from station.machine import Machine
from station.people import SHEET, first_supervisor
from station.photographing import Photographer, Viewpoint
from station.pins import Pins
from station.places import camera as own_camera
from station.places import device, places
from station.places import scale as own_scale
from station.places import scanner as own_scanner
from station.printing import Place, Spool, Waiting
from station.reader import Reader
from station.set_aside import Mark
from station.standing import Standing
from station.store.checkpoint import Checkpoints
from station.store.file import Store
from station.store.journal import Journal
from station.store.step import StepStore
from station.suggestions import shipped

if TYPE_CHECKING:
    from station.devices.supervisor import Supervisor
    from station.sync.worker import SyncWorker

_STATES = {"ready": "up", "attention": "trouble", "lost": "down"}


class Station:
    """A whole station without a screen. start() and stop() are called once each, from one thread."""

    def __init__(self, config: Config, camera: Camera | None = None) -> None:
        """camera: one that only a window can open; those of the settings are opened here."""
        self.config = config
        self.clock = SystemClock()
        self.lamps = Lamps()
        self.store = Store(config.home, self.clock.fresh_id)
        self._steps: StepStore | None = None
        self.engine = Engine(self._machine, self.clock)
        self.standing = Standing(config.home, self.store.path, self.engine.ask)
        self._journal = Journal(self.store.path)
        self.own_scale = own_scale(config)
        printers = tuple(self._kept(place) for place in places(config, self.clock.mark))
        self.spool = Spool(self.engine, printers, self._report)  # without printers: every job ends with saying so
        self.viewpoint = Viewpoint(camera or own_camera(config))
        self.photos = Photographer(self.viewpoint, config.home, self.engine.post)
        self._effects = Effects(self.engine, Pins(self._journal, self.clock), self.spool, self.own_scale, self.photos)
        self._beeps = Beeps(self.engine)
        self._diverted: Callable[[str], object] | None = None
        self._taker: Callable[[str], bool] | None = None
        self.reader = Reader(self.store.path, config)
        self._supervisors = {watch.device: watch for watch in self._watch(printers)}
        self.sync = self._syncer()
        self._dues = Dues(self.store.path, self.engine.ask, lambda: not self._in_work(), lambda: self.clock.stamp().at)
        self._checkpoints: Checkpoints | None = None

    def _machine(self) -> Machine:
        """On the engine's thread."""
        self._steps = self.store.step()
        return Machine(self._steps, self._site(), self.rules)

    @property
    def rules(self) -> Rulebook:
        """Those in force when the station stopped."""
        return self.standing.open()

    def _site(self) -> Site:
        c = self.config
        return Site(self.store.station, c.name, c.tz, c.lang, c.merchants, c.transport, shipped(), bool(c.tracking),
                    labels=c.labels, company=c.company)  # fmt: skip

    def start(self) -> None:
        """Opens the bench where it stood; devices and sync follow. Raises what the file refuses."""
        self._checkpoints = Checkpoints(self.store.path)
        self.engine.subscribe(self.photos.look, on_effect=self._effects.on_effect, on_committed=self._committed)
        self.engine.start()
        self.engine.ready.result()
        self._welcome()
        self.standing.look()
        scans.warm()
        self._effects.start(self._open_jobs())
        for effect in self.engine.machine.pending() if self.engine.machine else ():
            self._effects.on_effect(effect)
        for supervisor in self._supervisors.values():
            supervisor.start()
        self._dues.start()
        if self.sync:
            self.sync.start()

    def _welcome(self) -> None:
        """A station without people makes its first supervisor; badge and PIN are told once, on the screen."""
        first = first_supervisor(self.config.home, self.store.path, self.clock, self.config.lang)
        if first:
            sheet = str(self.config.home / SHEET)
            self.engine.tell(notice("info", "notice.first_start", number=first.operator.id, pin=first.pin, sheet=sheet))

    def _open_jobs(self) -> tuple[Any, ...]:
        steps = self.store.step()
        try:
            return steps.open_jobs()
        finally:
            steps.close()

    def stop(self) -> None:
        """Devices first, then sync, then the engine, then the file."""
        for supervisor in self._supervisors.values():
            supervisor.stop()
        self._dues.stop()
        self._effects.stop()
        if self.sync:
            self.sync.stop()
        self.engine.stop()
        for place in self.spool.places.values():
            place.close()
        if self.own_scale:
            self.own_scale.close()
        if self._checkpoints:
            self._checkpoints.close()
        self._journal.close()
        if self._steps:
            self._steps.close()
        self.reader.close()
        self.store.close()

    def _committed(self, facts: int) -> None:
        self.standing.committed(open_parcel=self._in_work())
        if facts and self.sync:
            self.sync.wake()

    def _in_work(self) -> bool:
        """A parcel is open, or there is no bench yet."""
        machine = self.engine.machine
        return machine is None or bool(machine.bench.depth)

    def exchange_printer(self, name: str, settings: Printer) -> None:
        """Another printer at that place (`printer`, `printer2` …) from the next label on; what waits goes to it. A
        place that was empty is filled; without a host it becomes empty. Returns when the present label is done. Raises
        ValueError for no such printer."""
        place = self.spool.places.get(name)
        if not settings.host:
            self._take_away(name, place)
        elif place is None:
            self._add(Place(name, device(settings, self.config.home, self.clock.mark)))
        else:
            place.exchange(device(settings, self.config.home, self.clock.mark))
            self._look_at(place)

    def _add(self, place: Place) -> None:
        from station.devices import supervisor as watch

        self.spool.put(self._kept(place))
        self._exchange(place.name, [watch.supervise_printer(place.name, place, self._report)])

    def _take_away(self, name: str, place: Place | None) -> None:
        if place is not None:
            self._exchange(name, [])
            place.resume()  # whatever stands there some day begins by printing
            self.spool.take_away(name)
            self.lamps.gone(name)

    def _kept(self, place: Place) -> Place:
        """That it is set aside outlives the program."""
        place.aside = Mark(self.config.home, place.name)
        return place

    def set_printer_aside(self, name: str, *, aside: bool) -> None:
        """No further label there, or labels again; shown at once, and still so after a restart. Asks the printer how it
        is, so not for the engine's thread. Raises KeyError for no such place and OSError where it cannot be kept."""
        place = self.spool.places[name]
        if aside:
            place.pause()
        else:
            place.resume()
        self._look_at(place)

    def _look_at(self, place: Place) -> None:
        """How a printer is, at once instead of with the next look of its watch."""
        try:
            place.ready()
        except NotReady as refusal:
            self._report(DeviceNews(place.name, "attention", refusal.reason))
        else:
            self._report(DeviceNews(place.name, "ready"))

    def apply(self, config: Config, camera: Camera | None = None) -> tuple[str, ...]:
        """Other devices while the bench works, each of them a fact. camera: as for a station. The roles that have to
        wait for the next start. Not for the engine's thread: it waits for what is under way."""
        before, self.config = self.config, config
        if (before.scanner, before.scanning) != (config.scanner, config.scanning):
            self._exchange("scanner", self._watch_scanner())
        if (before.scale, before.weighing) != (config.scale, config.weighing):
            old, self.own_scale = self.own_scale, own_scale(config)
            self._effects.scale = self.own_scale
            self._exchange("scale", self._watch_scale())
            if old:
                old.close()
        if before.camera != config.camera:
            self.viewpoint.exchange(camera or own_camera(config))
            self._exchange("camera", self._watch_camera())
        for name, settings in printers_of(config).items():
            if settings != printers_of(before).get(name, Printer()):
                self.exchange_printer(name, settings)
        for event in exchanges(before, config):
            self.engine.post(event)
        return ("camera",) if config.camera and self.viewpoint.camera is None else ()

    def divert(self, ear: Callable[[str], object] | None) -> None:
        """Scans are for a trial, not for the bench; None: for the bench again."""
        self._diverted = ear

    def offer_scans(self, taker: Callable[[str], bool]) -> None:
        """Scans are for the bench, but for those that this takes: a window's, while its look-up is open. It is called
        on the scanner's thread and returns at once."""
        self._taker = taker

    def own_printer(self, name: str = "printer") -> Place | None:
        """The place of that printer; None where there is none."""
        return self.spool.places.get(name)

    @property
    def own_camera(self) -> Camera | None:
        """The camera that takes pictures now; None where there is none."""
        return self.viewpoint.camera

    def number(self) -> int:
        """One that is never given twice."""
        return self.clock.mark()

    def _exchange(self, name: str, watches: "list[Supervisor[Any]]") -> None:
        old = self._supervisors.pop(name, None)
        if old:
            old.stop()
        if not watches:
            self.lamps.gone(name)
        for watch in watches:
            self._supervisors[name] = watch
            watch.start()

    def _watch(self, printers: tuple[Place, ...]) -> "list[Supervisor[Any]]":
        from station.devices import supervisor as watch

        found = [*self._watch_scanner(), *self._watch_scale()]
        found += [watch.supervise_printer(place.name, place, self._report) for place in printers]
        return [*found, *self._watch_camera()]

    def _watch_camera(self) -> "list[Supervisor[Any]]":
        from station.devices import supervisor as watch

        if self.viewpoint.camera is None:
            return []
        return [watch.supervise_camera("camera", self.viewpoint, self._report)]

    def _watch_scanner(self) -> "list[Supervisor[Any]]":
        from station.devices import supervisor as watch

        if not self.config.scanner:
            return []
        answers = self._beeps.answers if self.config.scanning.answers else None
        opener = partial(own_scanner, self.config)
        return [watch.supervise_scanner("scanner", opener, self._report, answers=answers)]

    def _watch_scale(self) -> "list[Supervisor[Any]]":
        from station.devices import supervisor as watch

        return [watch.supervise_scale("scale", self.own_scale, self._report)] if self.own_scale else []

    def _report(self, news: object) -> None:
        """From device threads: scans go to the engine, changes to the lamps and the journal."""
        if isinstance(news, RawScan):
            self._scanned(Scan(news.data.decode("utf-8", "replace"), news.device))
        elif isinstance(news, DeviceNews):
            state = _STATES[news.state]
            before = self.lamps.device(news.device, state, news.detail)
            if before is not None:
                self.engine.post(DeviceChanged(news.device, before, state, news.detail))
        elif isinstance(news, Waiting):
            self.lamps.wait(news)

    def _scanned(self, scan: Scan) -> None:
        if self._diverted:
            self._diverted(scan.text)
        elif self._taker and self._taker(scan.text):
            return
        elif self.config.scanning.answers:
            self._beeps.scan(scan)
        else:
            self.engine.post(scan)

    def _syncer(self) -> "SyncWorker | None":
        """None where the station is enrolled nowhere; a service without keys for it is a red lamp."""
        if not self.config.tracking:
            return None
        from station.sync.signing import KeySigner
        from station.sync.worker import SyncStatus, SyncWorker

        try:
            kept = keys.load(self.config.home, self.store.station)
        except keys.KeysMissing as missing:
            self.lamps.sync(SyncStatus("stopped", stopped_reason="not_enrolled", detail=str(missing)))
            return None

        signer = KeySigner.from_text(kept.private)
        return SyncWorker(lambda: self._ends(kept), signer, self.clock, self.lamps.sync)

    def _ends(self, kept: keys.Keys) -> Any:
        from station.store import evidence
        from station.store.reference import ReferenceStore
        from station.sync.client import HttpService
        from station.sync.worker import Ends

        path = self.store.path
        journal, service = Journal(path, repeatable=True), HttpService(self.config.tracking, kept.token)
        return Ends(
            journal, ReferenceStore(path), service, self.standing.look, partial(evidence.read, self.config.home),
            partial(answers.hand_over, self.engine.ask), self._dues.wake,
        )  # fmt: skip
