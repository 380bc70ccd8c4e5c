"""Setting up while the station works: found, tried out, saved, in use at once; scans are for trials while it is
open."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Condition, Event

import pytest

from station import workshop
from station.app import Station
from station.config import Config, Printer, load
from station.demo.reading import read_codes
from station.devices.looking import Found
from station.devices.ports import Picture
from station.devices.simulated import VirtualScale, VirtualScanner
from station.devices.virtual_camera import VirtualCamera
from station.devices.virtual_printer import VirtualPrinter
from station.domain.bench.inputs import DeviceChanged
from station.store.journal import Journal
from station.talking import Weighing
from station.workshop import State, Workshop, printer_of, save
from tests.contracts.trials import begin

PATIENCE_S = 20.0
NO_QUEUES = "ipp://127.0.0.1:1/"


class Bench:
    """A working station with simulated devices, and what its workshop showed."""

    def __init__(self, home: Path) -> None:
        (home / "labels").mkdir(parents=True)
        self.printer, self.second = (VirtualPrinter(home / "labels", port=0, language=one) for one in ("zpl", "tspl"))
        self.scanner, self.scale = VirtualScanner(), VirtualScale()
        for device in (self.printer, self.second, self.scanner, self.scale):
            device.start()
        scanner = f"tcp://127.0.0.1:{self.scanner.port}"
        self.station = Station(Config(home, printer=Printer("127.0.0.1", self.printer.port), scanner=scanner))
        self.station.start()
        self.workshop = Workshop(self.station, NO_QUEUES)
        self._news, self.state = Condition(), State()

    def show(self, state: State) -> None:
        with self._news:
            self.state = state
            self._news.notify_all()

    def wait(self, good: Callable[[State], object]) -> State:
        with self._news:
            assert self._news.wait_for(lambda: good(self.state), PATIENCE_S), self.state
            return self.state

    def end(self) -> None:
        self.workshop.close()
        self.station.stop()
        for device in (self.printer, self.second, self.scanner, self.scale):
            device.stop()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "home")
    made.workshop.open(made.show)
    made.wait(lambda state: state.found and not state.busy)
    yield made
    made.end()


def said(state: State) -> str:
    return state.tried.key if state.tried else ""


def test_it_finds_prints_and_reads_back(bench: Bench) -> None:
    found = {one.address: one.language for one in bench.state.found}
    assert found[f"127.0.0.1:{bench.printer.port}"] == "zpl"
    bench.workshop.test("printer")
    bench.wait(lambda state: said(state) == "trial.scan_label")
    (code, *_) = read_codes(Path(bench.printer.labels[-1].path))
    assert bench.scanner.wait_connected(PATIENCE_S)
    bench.scanner.scan(code.encode())
    assert bench.wait(lambda state: not state.busy and said(state) == "trial.read_back").tried


def test_a_trial_waits_until_no_label_is_under_way_there(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    at = f"printer 127.0.0.1:{bench.printer.port}"
    begin(bench.station.config.home, at, 0)
    monkeypatch.setattr(workshop, "SETTLED_S", 0.1)
    bench.workshop.test("printer")
    tried = bench.wait(lambda state: not state.busy and said(state) == "trial.not_printed").tried
    assert tried is not None
    assert (tried.given, bench.printer.labels) == ({"why": "@printer.label_under_way"}, [])
    monkeypatch.setattr(workshop, "SETTLED_S", PATIENCE_S)
    bench.workshop.test("printer")
    bench.wait(lambda state: state.busy == "testing")
    assert bench.printer.labels == []
    begin(bench.station.config.home, at, 0, "ended")
    bench.wait(lambda state: said(state) == "trial.scan_label")
    assert len(bench.printer.labels) == 1
    bench.workshop.heard("nothing of ours")


def test_a_scan_for_a_trial_never_reaches_the_bench(bench: Bench) -> None:
    before = bench.station.engine.snapshot
    bench.workshop.test("scanner")
    bench.wait(lambda state: state.busy == "testing")
    bench.workshop.heard("4006381333931")
    assert bench.wait(lambda state: said(state) == "trial.scanned").tried
    assert bench.station.engine.snapshot == before


def test_another_printer_is_saved_and_prints_at_once(bench: Bench) -> None:
    address = f"127.0.0.1:{bench.second.port}"
    other = Found("printer", address, "TSC", "ready", language="tspl", dpi=203)
    bench.workshop._state = State((*bench.state.found, other))
    bench.workshop.choose("printer", address)
    bench.wait(lambda state: said(state) == "ui.setup.saved")
    saved = load(bench.station.config.home, {}).printer
    assert (saved.host, saved.port, saved.language) == ("127.0.0.1", bench.second.port, "tspl")
    bench.workshop.test("printer")
    bench.wait(lambda state: said(state) == "trial.scan_label")
    assert (len(bench.printer.labels), len(bench.second.labels)) == (0, 1)


def test_a_scale_is_put_to_use_without_a_restart(bench: Bench) -> None:
    address = f"tcp://127.0.0.1:{bench.scale.port}"
    bench.workshop._state = State((Found("scale", address, "scale", "ready", language="sics"),))
    bench.workshop.test("scale")
    bench.wait(lambda state: said(state) == "trial.none_set")
    bench.workshop.choose("scale", address)
    bench.wait(lambda state: said(state) == "ui.setup.saved")
    bench.scale.put(250)
    bench.workshop.test("scale")
    tried = bench.wait(lambda state: said(state) == "trial.weighed").tried
    assert tried is not None
    assert tried.given == {"grams": "250"}
    bench.workshop.choose("scale", "")
    bench.wait(lambda state: said(state) == "ui.setup.saved_none")
    assert "scale" not in [name for name, *_ in bench.station.lamps.status.devices], "no lamp of what is used no more"


def test_a_home_that_refuses_is_told_and_nothing_changes(bench: Bench) -> None:
    home = bench.station.config.home
    (home / "trial").write_text("a file where a folder is needed")
    address = f"127.0.0.1:{bench.printer.port}"
    before = bench.station.config
    bench.workshop.choose("printer", address)
    bench.wait(lambda state: said(state) == "ui.setup.not_saved")
    assert bench.station.config == before


def test_a_trial_ends_with_its_screen(bench: Bench) -> None:
    bench.workshop.test("scanner")
    bench.wait(lambda state: state.busy == "testing")
    bench.workshop.close()
    bench.workshop.open(bench.show)
    bench.wait(lambda state: state.found and not state.busy)


def add(bench: Bench, role: str = "printer2") -> None:
    """The second printer, at that place."""
    found = Found("printer", f"127.0.0.1:{bench.second.port}", "TSC", "ready", language="tspl", dpi=203)
    bench.workshop._state = State((*bench.state.found, found))
    bench.workshop.choose(role, found.address)
    bench.wait(lambda state: said(state) == "ui.setup.saved" and (role, found.address) in state.wanted)


def changes(station: Station) -> list[tuple[str, str, str, str]]:
    """The facts of devices, as far as they are told by now."""
    journal = Journal(station.store.path)
    try:
        bodies = [json.loads(row.record) for row in journal.facts(0)]
    finally:
        journal.close()
    told = [one["body"] for one in bodies if one["kind"] == "device.changed"]
    return [(one["device"], one.get("from", ""), one.get("to", ""), one.get("evidence", "")) for one in told]


def settle(station: Station) -> None:
    """Every input that was posted before is decided."""
    station.engine.ask(DeviceChanged("nothing", "", "up")).result(PATIENCE_S)


def test_a_second_printer_comes_and_goes_and_is_exchanged_without_a_restart(bench: Bench) -> None:
    station = bench.station
    add(bench)
    saved = load(station.config.home, {}).printers
    assert [(one.host, one.port, one.language) for one in saved] == [("127.0.0.1", bench.second.port, "tspl")]
    bench.workshop.test("printer2")
    bench.wait(lambda state: said(state) == "trial.scan_label")
    bench.workshop.heard("nothing of ours")
    assert (len(bench.printer.labels), len(bench.second.labels)) == (0, 1)
    bench.workshop.heard(read_codes(Path(bench.second.labels[-1].path))[0])
    bench.wait(lambda state: said(state) == "trial.read_back")
    bench.workshop.speak("printer2", "tspl", 300)
    bench.wait(lambda state: ("printer2", "tspl", 300) in state.speaks)
    bench.workshop.choose("printer2", "")
    bench.wait(lambda state: dict(state.wanted).keys() == {"printer", "scanner"})
    assert station.own_printer("printer2") is None
    assert load(station.config.home, {}).printers == ()
    settle(station)
    at = f"127.0.0.1:{bench.second.port}"
    assert [one for one in changes(station) if one[3].startswith("device.")] == [
        ("printer2", "", f"{at} tspl 203", "device.added"),
        ("printer2", f"{at} tspl 203", f"{at} tspl 300", "device.exchanged"),
        ("printer2", f"{at} tspl 300", "", "device.taken_away"),
    ]
    assert not [name for name, *_ in station.lamps.status.devices if name == "printer2"]


def test_a_printer_is_set_aside_by_a_scan_while_a_trial_waits_and_goes_on(bench: Bench) -> None:
    bench.workshop.test("scanner")
    bench.wait(lambda state: state.busy == "testing")
    assert bench.scanner.wait_connected(PATIENCE_S)
    bench.scanner.scan(b"CMD-PRINTER-ASIDE")
    bench.wait(lambda state: said(state) == "ui.setup.set_aside")
    assert ("printer", "trouble", "printer.set_aside") in bench.station.lamps.status.devices
    bench.workshop.heard("CMD-PRINTER-ON")
    bench.wait(lambda state: said(state) == "ui.setup.goes_on")
    assert ("printer", "up", "") in bench.station.lamps.status.devices
    bench.workshop.heard("CMD-PRINTER4-ASIDE")
    bench.wait(lambda state: said(state) == "trial.none_set")
    bench.workshop.heard("CMD-SET-UP")
    assert bench.wait(lambda state: state.over).over


@pytest.mark.parametrize("address", ["10.0.0.7:port", "tcp://", ":", "10.0.0.7:99999999"])
def test_what_is_no_address_is_said_and_the_screen_lives_on(bench: Bench, address: str) -> None:
    bench.workshop.look((), address)
    bench.wait(lambda state: said(state) == "ui.setup.no_address" and not state.busy)
    bench.workshop.test("scanner")
    bench.wait(lambda state: state.busy == "testing")


@pytest.mark.logs_ok
def test_a_driver_that_breaks_is_said_and_the_screen_lives_on(bench: Bench) -> None:
    class Broken(VirtualCamera):
        def take(self, timeout: float, given_up: Event) -> Picture:
            raise RuntimeError("a bug")

    bench.station.viewpoint.exchange(Broken())
    bench.workshop.test("camera")
    bench.wait(lambda state: said(state) == "ui.setup.failed" and not state.busy)
    bench.workshop.test("scale")
    bench.wait(lambda state: said(state) == "trial.none_set")


def test_a_home_that_cannot_keep_it_is_told_and_the_printer_prints_on(bench: Bench) -> None:
    (bench.station.config.home / "aside").write_text("a file where a folder is needed")
    bench.workshop.set_aside("printer", aside=True)
    bench.wait(lambda state: said(state) == "ui.setup.not_saved")
    printer = bench.station.own_printer()
    assert printer is not None
    assert not printer.paused


def test_a_camera_is_chosen_and_takes_a_picture_that_is_shown_and_not_kept(bench: Bench) -> None:
    home = bench.station.config.home
    bench.workshop.test("camera")
    bench.wait(lambda state: said(state) == "trial.none_set")
    bench.workshop._state = State((Found("camera", "device:Maker-7", "Maker", "unasked"),))
    bench.workshop.choose("camera", "device:Maker-7", VirtualCamera())
    bench.wait(lambda state: said(state) == "ui.setup.saved")
    assert load(home, {}).camera == "device:Maker-7"
    bench.workshop.test("camera")
    state = bench.wait(lambda state: said(state) == "trial.photo" and not state.busy)
    assert state.picture.startswith(b"\xff\xd8")
    assert not (home / "evidence").exists(), "it is no evidence"
    camera = bench.station.own_camera
    assert isinstance(camera, VirtualCamera)
    camera.set_mood("unplugged")
    bench.workshop.test("camera")
    bench.wait(lambda state: said(state) == "trial.no_photo")
    bench.workshop.choose("camera", "")
    bench.wait(lambda state: said(state) == "ui.setup.saved_none")
    assert bench.station.own_camera is None
    settle(bench.station)
    assert [one for one in changes(bench.station) if one[0] == "camera" and one[3].startswith("device.")] == [
        ("camera", "", "device:", "device.added"),
        ("camera", "device:", "", "device.taken_away"),
    ]


def test_the_screen_that_closes_gives_up_the_picture_that_is_waited_for(bench: Bench) -> None:
    bench.station.viewpoint.exchange(VirtualCamera("silent"))
    bench.workshop.test("camera")
    bench.wait(lambda state: state.busy == "testing")
    bench.workshop.close()
    bench.workshop.open(bench.show)
    bench.wait(lambda state: state.found and not state.busy)


@pytest.mark.parametrize(
    ("found", "bits"),
    [
        (Found("scale", "tcp://10.0.0.5:4001", "scale", "silent"), "7O1"),  # told nothing: as it was
        (Found("scale", "serial:FT8K", "scale", "ready", language="nci"), ""),  # it answered in its protocol's own bits
        (Found("serial", "", "", "lost"), "7O1"),
    ],
)
def test_a_scale_that_is_saved_is_the_same_after_a_restart(tmp_path: Path, found: Found, bits: str) -> None:
    before = Config(tmp_path, weighing=Weighing("toledo", "lb", "7O1"))
    now = save(before, "scale", found)
    later = load(tmp_path, {})
    assert (later.scale, later.weighing) == (now.scale, now.weighing)
    assert later.weighing.bits == bits


@pytest.mark.parametrize(
    ("address", "language", "host", "port"),
    [
        ("10.0.0.7:9100", "zpl", "10.0.0.7", 9100),
        ("10.0.0.7:9101", "escpos", "10.0.0.7", 9101),
        ("serial:FT8K", "epl", "serial:FT8K", 9100),
        ("file:/dev/usb/lp0", "tspl", "file:/dev/usb/lp0", 9100),
        ("ipp://localhost:631/printers/x", "pdf", "ipp://localhost:631/printers/x", 9100),
    ],
)
def test_settings_of_what_was_found(address: str, language: str, host: str, port: int) -> None:
    made = printer_of(Found("printer", address, "", "ready", language=language, dpi=300), Printer())
    assert (made.host, made.port, made.language, made.dpi) == (host, port, language, 300)
