"""Setting up devices while the station works: finds them, tries them out, saves what each is for, and puts it to use at
once where that can be. One thread; whoever shows it gets a frozen value after each change. No words and no screen
here."""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from station import settings_file, trial
from station.config import Config, Printer, Refused
from station.devices import looking
from station.devices.looking import Found
from station.devices.ports import Scale
from station.doctor import place, roles
from station.effects import Worker
from station.printing import Place
from station.remembered import SERIAL, Memory
from station.trial import Ear, Tried

ROLES = ("printer", "scanner", "scale")


class State(Struct, frozen=True):
    """found: what is connected; wanted: (role, address) of the settings; busy: "", looking or testing; tried: how the
    last trial, or saving, went."""

    found: tuple[Found, ...] = ()
    wanted: tuple[tuple[str, str], ...] = ()
    busy: str = ""
    tried: Tried | None = None


class Working(Protocol):
    """The station, as the workshop needs it."""

    @property
    def config(self) -> Config: ...
    @property
    def own_scale(self) -> Scale | None: ...

    def own_printer(self) -> Place | None: ...
    def apply(self, config: Config) -> tuple[str, ...]:
        """Puts settings to use; the roles that wait for the next start."""
        ...

    def divert(self, ear: Callable[[str], object] | None) -> None:
        """Scans go there instead of to the bench."""
        ...

    def number(self) -> int:
        """One that is never given twice."""
        ...


class Workshop:
    """open() and close() with its screen. Any thread may call; everything returns at once."""

    def __init__(self, station: Working, queues: str = looking.QUEUES) -> None:
        self._station, self._queues = station, queues
        self._show: Callable[[State], object] = lambda _: None
        self._state = State()
        self._ear = Ear()
        self._worker: Worker[Callable[[], None]] | None = None

    def open(self, show: Callable[[State], object]) -> None:
        """From now on scans are for trials only."""
        self._show = show
        self._station.divert(self._ear.put)
        self._worker = Worker("workshop", lambda work: work())
        self._worker.start()
        self.look()

    def close(self) -> None:
        """Scans are the bench's again. Waits for the trial at hand, which ends with the scans."""
        self._station.divert(None)
        if self._worker:
            self._ear.stop()
            self._worker.stop()
            self._worker = None
            self._ear = Ear()

    def look(self) -> None:
        """Looks for devices anew."""
        self._do(self._look)

    def choose(self, role: str, address: str) -> None:
        """That device is for this from now on."""
        self._do(lambda: self._choose(role, address))

    def test(self, role: str) -> None:
        """A test print with read-back, a test scan, or a test weighing."""
        self._do(lambda: self._test(role))

    def heard(self, text: str) -> None:
        """A scan of a keyboard scanner."""
        self._ear.put(text)

    def _do(self, work: Callable[[], None]) -> None:
        if self._worker:
            self._worker.put(work)

    def _tell(self, state: State) -> None:
        self._state = replace(state, wanted=tuple(roles(self._station.config)))
        self._show(self._state)

    def _look(self) -> None:
        self._tell(replace(self._state, busy="looking"))
        config = self._station.config
        hosts = [place(one) for one in (config.printer, *config.printers) if one.host]
        found = looking.look(hosts, self._queues)
        known = {one.address for one in found}
        missing = [looking.at(role, at) for role, at in roles(config) if role in ROLES[1:] and at not in known]
        self._tell(replace(self._state, found=(*found, *missing), busy=""))

    def _choose(self, role: str, address: str) -> None:
        found = next((one for one in self._state.found if one.address == address), None)
        if found is None:
            return
        try:
            Memory(self._station.config.home).forget(address.removeprefix(SERIAL))
            later = self._station.apply(save(self._station.config, role, found))
            key = "ui.setup.saved_later" if role in later else "ui.setup.saved"
            tried = Tried(True, key, {"device": found.name or address})
        except (Refused, OSError, ValueError) as error:
            tried = Tried(False, "ui.setup.not_saved", {"why": str(error)})
        self._tell(replace(self._state, tried=tried))

    def _test(self, role: str) -> None:
        self._ear.clear()
        self._tell(replace(self._state, busy="testing", tried=_ask(role)))
        self._tell(replace(self._state, busy="", tried=self._tried(role)))

    def _tried(self, role: str) -> Tried:
        if role == "scanner":
            return trial.scan(self._ear)
        if role == "scale":
            scale = self._station.own_scale
            return trial.weigh(scale) if scale else Tried(False, "trial.none_set")
        return self._print()

    def _print(self) -> Tried:
        printer = self._station.own_printer()
        if printer is None:
            return Tried(False, "trial.none_set")
        code = f"TEST{self._station.number() % 10**6:06}"
        with printer.in_hand() as device:
            tried = trial.print_out(device, code, self._station.config.lang)
        if not tried.good and tried.key != "trial.unknown":
            return tried
        self._tell(replace(self._state, tried=Tried(tried.good, "trial.scan_label")))
        return trial.read_back(self._ear, code)


def _ask(role: str) -> Tried | None:
    return Tried(True, "trial.scan_now") if role == "scanner" else None


def save(config: Config, role: str, found: Found) -> Config:
    """Into the settings' file; the present settings with nothing but that changed. Raises Refused and OSError."""
    if role == "printer":
        printer = printer_of(found, config.printer)
        table = {name: getattr(printer, name) for name in Printer.__struct_fields__ if getattr(printer, name) != ()}
        settings_file.save(config.home, {}, {"printer": table})
        return replace(config, printer=printer)
    weighing = replace(config.weighing, protocol=found.language or config.weighing.protocol)
    told = {"weighing": {"protocol": weighing.protocol, "unit": weighing.unit}} if role == "scale" else {}
    settings_file.save(config.home, {role: found.address}, told)
    if role == "scale":
        return replace(config, scale=found.address, weighing=weighing)
    return replace(config, scanner=found.address)


def printer_of(found: Found, before: Printer) -> Printer:
    """Its settings; what it does not tell is as it was."""
    host, _, port = found.address.rpartition(":")
    direct = "://" not in found.address and not found.address.startswith(("serial:", "file:", "windows:"))
    at = (host, int(port)) if direct and port.isdigit() else (found.address, 9100)
    dpi = 300 if found.language == "brother" else found.dpi or before.dpi
    return replace(before, host=at[0], port=at[1], dpi=dpi, language=found.language or before.language)
