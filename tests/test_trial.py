"""Trying devices out: scan, label with read-back, weighing; on the simulated ones, by the real drivers."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from msgspec import structs

from station import texts, trial
from station.config import Config, Printer
from station.demo.reading import read_codes
from station.devices.ports import LinkLost
from station.devices.simulated import VirtualScale
from station.devices.virtual_printer import VirtualPrinter
from station.places import places, scale
from station.printing import Device, Place

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


def of(place: Place, *layouts: str) -> Device:
    return structs.replace(place.device, layouts=layouts)


def test_of_several_labels_one_with_a_code_is_tried(printer: VirtualPrinter, place: Place) -> None:
    device = of(place, "hazard", "unit-57x32", "received-57x32")
    assert trial.print_out(device, CODE, "en").good
    assert CODE in read_codes(Path(printer.labels[-1].path))


def test_labels_without_a_code_are_none_to_scan_back(printer: VirtualPrinter, place: Place) -> None:
    tried = trial.print_out(of(place, "hazard"), CODE, "en")
    assert (tried.good, tried.key, printer.labels) == (False, "trial.no_code", [])
    assert "hazard" in trial.words(tried, "es")


def test_a_label_of_the_sites_own_is_looked_up_in_its_folder(
    printer: VirtualPrinter, place: Place, tmp_path: Path
) -> None:
    device = of(place, "own-57x32")
    assert trial.print_out(device, CODE, "en", tmp_path).given == {"why": "@label.refused.layout"}
    (tmp_path / "layouts").mkdir()
    shipped = resources.files("resources") / "layouts"
    (tmp_path / "layouts" / "own-57x32.toml").write_bytes((shipped / "hazard.toml").read_bytes())
    assert trial.print_out(device, CODE, "en", tmp_path).key == "trial.no_code"
    (tmp_path / "layouts" / "own-57x32.toml").write_bytes((shipped / "unit-57x32.toml").read_bytes())
    assert trial.print_out(device, CODE, "en", tmp_path).good
    assert len(printer.labels) == 1


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


@pytest.mark.parametrize("sent", ["{}~", "test000042", "#test000042\t\r", "]C1{}", "~]d1{}~"])
def test_whatever_the_scanner_adds_the_label_is_read_back(sent: str) -> None:
    said = iter([sent.format(CODE)])
    assert trial.read_back(lambda _: next(said, None), CODE, 0.05).good


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
