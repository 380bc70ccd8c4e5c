"""Trying devices out: scan, label with read-back, weighing; on the simulated ones, by the real drivers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station import texts, trial
from station.config import Config, Printer
from station.demo.reading import read_codes
from station.devices.ports import LinkLost
from station.devices.simulated import VirtualScale
from station.devices.virtual_printer import VirtualPrinter
from station.places import places, scale
from station.printing import Place

CODE = "TEST000042"


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    made = VirtualPrinter(tmp_path / "labels", port=0)
    (tmp_path / "labels").mkdir()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def place(printer: VirtualPrinter, tmp_path: Path) -> Iterator[Place]:
    (made,) = places(Config(tmp_path, printer=Printer("127.0.0.1", printer.port)), lambda: 1)
    yield made
    made.close()


def test_the_label_that_came_out_is_scanned_back(printer: VirtualPrinter, place: Place) -> None:
    assert trial.print_out(place.device, CODE, "en") == trial.Tried(True, "trial.printed", {"code": CODE})
    codes = read_codes(Path(printer.labels[-1].path))
    assert codes
    for code in codes:
        scanned = iter([code])
        assert trial.read_back(lambda _: next(scanned, None), CODE).good  # noqa: B023  # called at once


def test_no_paper_is_told_and_nothing_comes_out(printer: VirtualPrinter, place: Place) -> None:
    printer.set_fault("paper_out")
    tried = trial.print_out(place.device, CODE, "en")
    assert tried == trial.Tried(False, "trial.not_printed", {"why": "@printer.paper_out"})
    assert texts.say("en", "printer.paper_out") in trial.words(tried, "en")
    assert printer.labels == []


def test_another_label_proves_nothing() -> None:
    said = iter(["]C04006381333931", None])
    assert trial.read_back(lambda _: next(said, None), CODE, 0.05).key == "trial.read_other"
    assert trial.read_back(lambda _: None, CODE, 0.01).key == "trial.not_read"


def test_a_scan_is_shown_with_its_separators() -> None:
    tried = trial.scan(lambda _: "]C10109506000134352\x1d21A")
    assert tried == trial.Tried(True, "trial.scanned", {"code": "]C10109506000134352␝21A"})
    assert trial.scan(lambda _: None).key == "trial.no_scan"


def test_a_scanner_that_is_gone_says_so() -> None:
    def gone(_: float) -> str | None:
        raise LinkLost("unplugged")

    assert trial.scan(gone).key == trial.read_back(gone, CODE).key == "trial.scanner_lost"


def test_a_weighing_and_a_scale_that_moves(tmp_path: Path) -> None:
    far = VirtualScale()
    far.start()
    try:
        device = scale(Config(tmp_path, scale=f"tcp://127.0.0.1:{far.port}"))
        assert device is not None
        far.put(1234)
        assert trial.weigh(device, 2.0) == trial.Tried(True, "trial.weighed", {"grams": "1234"})
        far.put(1234, "motion")
        assert trial.weigh(device, 0.2) == trial.Tried(False, "trial.no_weight", {"why": "@scale.motion"})
        device.close()
    finally:
        far.stop()


def test_scans_are_heard_in_their_order() -> None:
    ear = trial.Ear()
    ear.put("before")
    ear.clear()
    ear.put("one")
    ear.put("two")
    assert [ear(1.0), ear(1.0), ear(0.01)] == ["one", "two", None]
