"""Setting up while the station works: found, tried out, saved, in use at once; scans are for trials while it is
open."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Condition

import pytest

from station.app import Station
from station.config import Config, Printer, load
from station.demo.reading import read_codes
from station.devices.looking import Found
from station.devices.simulated import VirtualScale, VirtualScanner
from station.devices.virtual_printer import VirtualPrinter
from station.workshop import State, Workshop, printer_of

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
