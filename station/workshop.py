"""Setting up devices while the station works: finds them, tries them out, saves what each is for, and puts it to use at
once where that can be; sets printers aside and lets them go on. Two threads, as a printer is set aside
in the middle of a trial, too; whoever shows it gets a frozen value after each change. No words and no screen here."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from station import settings_file, trial, unsettled
from station.config import Config, Printer, Refused
from station.devices import looking
from station.devices.looking import Found
from station.devices.ports import Camera, LinkLost, Scale
from station.doctor import place, roles
from station.domain import scans
from station.effects import Worker
from station.exchanging import PRINTERS, printers_of, with_printer
from station.printing import Place
from station.remembered import SERIAL, Memory
from station.trial import Ear, Tried

_LOG = logging.getLogger(__name__)

ROLES = ("printer", "scanner", "scale", "camera")
CLOSE = "set_up"
"""The command that opens the set-up screen closes it, too."""
SETTLED_S = 10.0
"""A trial waits so long for a label that has begun at its printer."""
DPI = (203, 300, 600)


class State(Struct, frozen=True):
    """found: what is connected; wanted: (role, address) of the settings; busy: "", looking or testing; tried: how the
    last trial, or saving, went; speaks: (printer, its language, its dpi) of the settings; picture: the last test
    picture; over: somebody scanned that the screen is to close."""

    found: tuple[Found, ...] = ()
    wanted: tuple[tuple[str, str], ...] = ()
    busy: str = ""
    tried: Tried | None = None
    speaks: tuple[tuple[str, str, int], ...] = ()
    picture: bytes = b""
    over: bool = False


class Working(Protocol):
    """The station, as the workshop needs it."""

    @property
    def config(self) -> Config: ...
    @property
    def own_scale(self) -> Scale | None: ...
    @property
    def own_camera(self) -> Camera | None: ...

    def own_printer(self, name: str = "printer") -> Place | None: ...
    def apply(self, config: Config, camera: Camera | None = None) -> tuple[str, ...]:
        """Puts settings to use; the roles that wait for the next start."""
        ...

    def set_printer_aside(self, name: str, *, aside: bool) -> None:
        """No further label there, or labels again. Raises KeyError and OSError."""
        ...

    def divert(self, ear: Callable[[str], object] | None) -> None:
        """Scans go there instead of to the bench."""
        ...

    def number(self) -> int:
        """One that is never given twice."""
        ...


class Workshop:
    """open() and close() with its screen. Any thread may call; everything returns at once. cameras of this computer are
    found and opened by whoever has a window."""

    def __init__(self, station: Working, queues: str = looking.QUEUES) -> None:
        self._station, self._queues = station, queues
        self._show: Callable[[State], object] = lambda _: None
        self._state = State()
        self._ear = Ear()
        self._given_up = threading.Event()
        self._lock = threading.Lock()
        self._workers: tuple[Worker[Callable[[], None]], ...] = ()

    def open(self, show: Callable[[State], object], cameras: Iterable[Found] = ()) -> None:
        """From now on scans are for trials, and for the commands of this screen."""
        self._show, self._state = show, State()
        self._given_up = threading.Event()
        self._station.divert(self.heard)
        self._workers = tuple(Worker(name, self._safely) for name in ("workshop", "aside"))
        for worker in self._workers:
            worker.start()
        self.look(cameras)

    def close(self) -> None:
        """Scans are the bench's again. Waits for the trial at hand, which ends with the scans."""
        self._station.divert(None)
        self._ear.stop()
        self._given_up.set()
        for worker in self._workers:
            worker.stop()
        self._workers, self._ear = (), Ear()

    def look(self, cameras: Iterable[Found] = (), host: str = "") -> None:
        """Looks for devices anew. host: a further printer's address on the network."""
        known = tuple(cameras)
        self._do(lambda: self._look(known, host))

    def choose(self, role: str, address: str, camera: Camera | None = None) -> None:
        """That device is for this from now on; an empty address: none is."""
        self._do(lambda: self._choose(role, address, camera))

    def test(self, role: str) -> None:
        """A test print with read-back, a test scan, a test weighing or a test picture."""
        self._do(lambda: self._test(role))

    def set_aside(self, role: str, *, aside: bool) -> None:
        """No further label at that printer, or labels again; does not wait for the trial at hand."""
        self._do(lambda: self._set_aside(role, aside=aside), at_once=True)

    def speak(self, role: str, language: str, dpi: int) -> None:
        """That printer's language and dots per inch, which not every printer tells."""
        self._do(lambda: self._speak(role, language, dpi))

    def heard(self, text: str) -> None:
        """A scan: a command of this screen, or one for the trial at hand."""
        if not self._commanded(scans.read(text).command):
            self._ear.put(text)

    def _commanded(self, command: str) -> bool:
        role, _, act = command.rpartition("_")
        if command == CLOSE:
            self._do(lambda: self._tell(over=True), at_once=True)
        elif role in PRINTERS and act in ("aside", "on"):
            self.set_aside(role, aside=act == "aside")
        elif role == "test" and act in (*PRINTERS, *ROLES):
            self.test(act)
        return command == CLOSE or (role in PRINTERS and act in ("aside", "on")) or role == "test"

    def _do(self, work: Callable[[], None], *, at_once: bool = False) -> None:
        for worker in self._workers[1:] if at_once else self._workers[:1]:
            worker.put(work)

    def _safely(self, work: Callable[[], None]) -> None:
        """A driver that breaks must not end the thread: the screen says so and stays alive."""
        try:
            work()
        except Exception:
            _LOG.exception("setting up a device failed")
            self._tell(busy="", tried=Tried(False, "ui.setup.failed"))

    def _tell(self, **news: object) -> None:
        config = self._station.config
        standing = ((name, one) for name, one in printers_of(config).items() if one.host)
        speaks = tuple((name, "" if one.system else one.language, one.dpi) for name, one in standing)
        with self._lock:
            self._state = replace(self._state, wanted=tuple(roles(config)), speaks=speaks, **news)
            self._show(self._state)

    def _look(self, cameras: tuple[Found, ...], host: str) -> None:
        self._tell(busy="looking")
        config = self._station.config
        hosts = [place(one) for one in (config.printer, *config.printers) if one.host]
        try:
            here = looking.look((*hosts, *([host] if host else ())), self._queues)
        except ValueError:
            self._tell(busy="", tried=Tried(False, "ui.setup.no_address", {"address": host}))
            return
        found = {one.address: one for one in (*here, *cameras)}  # Qt's word on a camera counts
        missing = [looking.at(role, at) for role, at in roles(config) if role in ROLES[1:] and at not in found]
        self._tell(found=(*found.values(), *missing), busy="")

    def _choose(self, role: str, address: str, camera: Camera | None) -> None:
        found = next((one for one in self._state.found if one.address == address), None)
        if address and found is None:
            return
        if address:
            Memory(self._station.config.home).forget(address.removeprefix(SERIAL))
        self._save(role, found or Found("serial", "", "", "lost"), camera)

    def _speak(self, role: str, language: str, dpi: int) -> None:
        printer = printers_of(self._station.config)[role]
        self._put(role, lambda config: save_printer(config, role, replace(printer, language=language, dpi=dpi)))

    def _save(self, role: str, found: Found, camera: Camera | None) -> None:
        name = found.name or found.address
        self._put(role, lambda config: save(config, role, found), name, camera)

    def _put(self, role: str, saved: Callable[[Config], Config], name: str = "", camera: Camera | None = None) -> None:
        """Saves, then puts to use; what the file or a driver refuses changes nothing."""
        try:
            later = self._station.apply(saved(self._station.config), camera)
            key = "ui.setup.saved_later" if role in later else "ui.setup.saved" if name else "ui.setup.saved_none"
            tried = Tried(True, key, {"device": name or f"@ui.device.{role}"})
        except (Refused, OSError, ValueError) as error:
            tried = Tried(False, "ui.setup.not_saved", {"why": str(error)})
        self._tell(tried=tried)

    def _set_aside(self, role: str, *, aside: bool) -> None:
        try:
            self._station.set_printer_aside(role, aside=aside)
            key = "ui.setup.set_aside" if aside else "ui.setup.goes_on"
            tried = Tried(True, key, {"device": f"@ui.device.{role}"})
        except KeyError:
            tried = Tried(False, "trial.none_set")
        except OSError as error:
            tried = Tried(False, "ui.setup.not_saved", {"why": error.strerror or str(error)})
        self._tell(tried=tried)

    def _test(self, role: str) -> None:
        self._ear.clear()
        self._tell(busy="testing", tried=_ask(role), picture=b"")
        self._tell(busy="", tried=self._tried(role))

    def _tried(self, role: str) -> Tried:
        if role == "scanner":
            return trial.scan(self._ear)
        if role == "scale":
            scale = self._station.own_scale
            return trial.weigh(scale) if scale else Tried(False, "trial.none_set")
        return self._photo() if role == "camera" else self._print(role)

    def _photo(self) -> Tried:
        camera = self._station.own_camera
        if camera is None:
            return Tried(False, "trial.none_set")
        tried, picture = trial.photo(camera, self._given_up)
        self._tell(picture=picture)
        return tried

    def _print(self, role: str) -> Tried:
        printer = self._station.own_printer(role)
        if printer is None:
            return Tried(False, "trial.none_set")
        code = f"TEST{self._station.number() % 10**6:06}"
        try:
            tried = self._printed(printer, code)
        except LinkLost:
            tried = trial.not_printed("printer.offline")
        if not tried.good and tried.key != "trial.unknown":
            return tried
        self._tell(tried=Tried(tried.good, "trial.scan_label"))
        return trial.read_back(self._ear, code)

    def _printed(self, place: Place, code: str) -> Tried:
        """With the printer in hand no label begins there. One that has begun must be written down as ended first: its
        verdict may hang on the very count that a trial moves, now, or after a kill."""
        config, until = self._station.config, time.monotonic() + SETTLED_S
        while True:
            with place.in_hand() as device:
                refused = unsettled.why_not(config.home, place.name, device.id)
                if not refused:
                    return trial.print_out(device, code, config.lang, config.home)
            if time.monotonic() > until or self._given_up.wait(SETTLED_S / 50):
                return trial.not_printed("printer.label_under_way" if refused == unsettled.BEGUN else refused)


def _ask(role: str) -> Tried | None:
    return {"scanner": Tried(True, "trial.scan_now"), "camera": Tried(True, "trial.shoot_now")}.get(role)


def save(config: Config, role: str, found: Found) -> Config:
    """Into the settings' file; the present settings with nothing but that changed. Raises Refused and OSError."""
    if role in PRINTERS:
        before = printers_of(config)[role]
        return save_printer(config, role, printer_of(found, before) if found.address else Printer())
    # One that answered did so in the usual bits of its protocol.
    weighing = replace(config.weighing, protocol=found.language, bits="") if found.language else config.weighing
    told = {"weighing": _fields(weighing)} if role == "scale" else {}
    settings_file.save(config.home, {role: found.address}, told)
    if role == "scale":
        return replace(config, scale=found.address, weighing=weighing)
    return replace(config, camera=found.address) if role == "camera" else replace(config, scanner=found.address)


def save_printer(config: Config, name: str, printer: Printer) -> Config:
    """The same for one of the printers' places."""
    first, others = with_printer(config, name, printer)
    if name == PRINTERS[0]:
        settings_file.save(config.home, {}, {name: _fields(first)})
    else:
        settings_file.save(config.home, {}, {}, {"printers": [_fields(one) for one in others]})
    return replace(config, printer=first, printers=others)


def _fields(settings: Struct) -> dict[str, settings_file.Value]:
    """What a table of the settings holds; an empty list, or bits as usual, is not written."""
    told = {name: getattr(settings, name) for name in settings.__struct_fields__}
    return {name: value for name, value in told.items() if value != () and (name, value) != ("bits", "")}


def printer_of(found: Found, before: Printer) -> Printer:
    """Its settings; what it does not tell is as it was."""
    host, _, port = found.address.rpartition(":")
    direct = "://" not in found.address and not found.address.startswith(("serial:", "file:", "windows:"))
    at = (host, int(port)) if direct and port.isdigit() else (found.address, 9100)
    dpi = 300 if found.language == "brother" else found.dpi or before.dpi
    ours = before.exclusive and (before.host, before.port) == at
    return replace(before, host=at[0], port=at[1], dpi=dpi, language=found.language or before.language, exclusive=ours)
