"""A driver, a layout or an encoder that breaks ends its own job truthfully, is told, and stops no other job."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.devices.ports import DeviceChanged, Outcome, Ready
from station.domain.bench.effects import Job, Print
from station.domain.bench.inputs import PrintEnded
from station.drawing import drawer
from station.labels import zpl
from station.labels.examples import example
from station.printing import DEFECT, Device, Draw, Place, RefusedLabel, Spool
from tests.test_printing import Bench, draw, order

pytestmark = pytest.mark.logs_ok


class Broken:
    """A printer whose driver breaks in one of its methods."""

    def __init__(self, where: str = "") -> None:
        self.where = where
        self.got: list[bytes] = []

    def _break(self, where: str) -> None:
        if where == self.where:
            raise KeyError(f"in {where}")

    def ready(self) -> Ready:
        self._break("ready")
        return Ready(0)

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        self.got.append(data)
        self._break("print")
        return Outcome("PRINTED", 1, "odometer 0 -> 1")

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        self._break("settle")
        return Outcome("PRINTED", 1, "odometer 0 -> 1")

    def close(self) -> None:
        return


class Room:
    """One spool with these printers."""

    def __init__(self, *printers: Broken, draw: Draw = draw) -> None:
        self.bench = Bench()
        self.reports: list[object] = []
        places = [Place(f"printer{n or ''}", Device(one, draw)) for n, one in enumerate(printers)]
        self.spool = Spool(self.bench, places, self.reports.append)

    def evidence(self, job: str) -> str:
        return next(one.evidence for one in self.bench.inputs if isinstance(one, PrintEnded) and one.job == job)


@pytest.fixture
def rooms() -> Iterator[list[Room]]:
    opened: list[Room] = []
    yield opened
    for room in opened:
        room.spool.stop()


def opened(rooms: list[Room], *printers: Broken, draw: Draw = draw, left: tuple[Job, ...] = ()) -> Room:
    rooms.append(Room(*printers, draw=draw))
    rooms[0].spool.start(left)
    return rooms[0]


@pytest.mark.parametrize(("where", "verdict", "sent"), [("ready", "NOT_SENT", 0), ("print", "UNKNOWN", 1)])
def test_a_driver_that_breaks_ends_its_job_truthfully_and_the_next_is_printed(
    rooms: list[Room], caplog: pytest.LogCaptureFixture, where: str, verdict: str, sent: int
) -> None:
    printer = Broken(where)
    room = opened(rooms, printer)
    room.spool.print(order("j-1"))
    assert room.bench.wait("j-1") == {"j-1": verdict}
    assert (room.evidence("j-1"), len(printer.got)) == (DEFECT, sent)
    assert DeviceChanged("printer", "attention", DEFECT) in room.reports
    assert f"in {where}" in caplog.text
    printer.where = ""
    room.spool.print(order("j-2"))
    assert room.bench.wait("j-2")["j-2"] == "PRINTED"
    assert room.reports[-1] == DeviceChanged("printer", "ready")


def test_where_the_first_broke_before_a_byte_the_second_prints(rooms: list[Room]) -> None:
    room = opened(rooms, Broken("ready"), Broken())
    room.spool.print(order("j-1"))
    assert room.bench.wait("j-1") == {"j-1": "PRINTED"}


def test_where_the_first_broke_in_the_middle_the_second_gets_nothing(rooms: list[Room]) -> None:
    second = Broken()
    room = opened(rooms, Broken("print"), second)
    room.spool.print(order("j-1"))
    assert room.bench.wait("j-1") == {"j-1": "UNKNOWN"}
    assert second.got == []


def test_a_driver_that_breaks_on_what_the_last_run_left(rooms: list[Room]) -> None:
    left = tuple(Job(f"j-{n}", "u-1", "begun", order(f"j-{n}"), "printer", 0) for n in (1, 2))
    room = opened(rooms, Broken("settle"), left=left)
    room.spool.print(order("j-3"))
    assert room.bench.wait("j-1", "j-2", "j-3") == {"j-1": "UNKNOWN", "j-2": "UNKNOWN", "j-3": "PRINTED"}


def test_a_layout_that_breaks_ends_its_job_before_a_byte(rooms: list[Room]) -> None:
    def breaks(job: Print) -> tuple[bytes, str]:
        if job.layout == "unit":
            raise ZeroDivisionError
        return draw(job)

    room = opened(rooms, Broken(), draw=breaks)
    room.spool.print(order("j-1"))
    room.spool.print(order("j-2", "container"))
    assert room.bench.wait("j-1", "j-2") == {"j-1": "NOT_SENT", "j-2": "PRINTED"}
    assert room.evidence("j-1") == "label.refused.defect"


def of(layout: str) -> Print:
    """A label of that layout with invented contents."""
    v = example(layout, "en")
    return Print("j-1", "u-1", 1, layout, "en", v.code_1d, v.code_2d, v.fields, v.gs1_1d, v.gs1_2d)


@pytest.mark.parametrize(
    ("language", "dpi", "layout"), [("brother", 203, "unit-57x32"), ("klingon", 203, "unit-57x32")]
)
def test_a_label_that_the_printer_cannot_take_is_refused_in_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, language: str, dpi: int, layout: str
) -> None:
    caplog.set_level(logging.WARNING)
    with pytest.raises(RefusedLabel) as caught:
        drawer(dpi, tmp_path, language)(of(layout))
    assert caught.value.reason == "label.refused.printer"
    assert "cannot take" in caplog.text


def test_a_container_ordered_with_gs1_elements_is_drawn_with_them(tmp_path: Path) -> None:
    data, sha256 = drawer(203, tmp_path)(of("container-4x6in"))
    (dots,) = zpl.decode(data)
    assert dots.sha256() == sha256
