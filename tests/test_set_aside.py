"""A printer that was set aside with labels waiting, and then the program is gone: what waits is neither printed by
itself nor lost, and both is told. A real station, a real line, a virtual printer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Condition

import pytest

from station.app import Station
from station.config import Config, Printer
from station.devices.virtual_printer import VirtualPrinter
from station.domain.bench.effects import Job
from station.domain.bench.snapshot import Told
from station.lamps import Status
from station.set_aside import Mark
from station.trial import sample

pytestmark = pytest.mark.logs_ok
PATIENCE_S = 20.0
JOB = sample("TEST000001", "en")
ASIDE = ("printer", "trouble", "printer.set_aside")


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    made = VirtualPrinter(tmp_path, port=0)
    made.start()
    yield made
    made.stop()


class Life:
    """A run of the station in that home."""

    def __init__(self, home: Path, printer: VirtualPrinter, *, ordered: bool = False) -> None:
        self.station = Station(Config(home, printer=Printer("127.0.0.1", printer.port)))
        if ordered:
            steps = self.station.store.step()
            steps.begin()
            steps.put_job(Job(JOB.job, "u-1", "asked", JOB))
            steps.commit()
            steps.close()
        self._news = Condition()
        self.heard: list[str] = []
        self.station.start()
        self.station.engine.subscribe(on_told=self._heard)
        self.station.lamps.subscribe(self._tell)

    def _tell(self, _: Status) -> None:
        with self._news:
            self._news.notify_all()

    def _heard(self, one: Told) -> None:
        with self._news:
            self.heard.append(str(one.notice.text))
            self._news.notify_all()

    def hear(self, word: str) -> None:
        """Until the operator is told it."""
        with self._news:
            assert self._news.wait_for(lambda: any(word in one for one in self.heard), PATIENCE_S), self.heard

    def wait(self, good: Callable[[Status], object]) -> Status:
        with self._news:
            status = self.station.lamps
            assert self._news.wait_for(lambda: good(status.status), PATIENCE_S), status.status
            return status.status


def test_labels_that_wait_are_told_of_after_a_restart_and_come_out_when_it_goes_on(
    tmp_path: Path, printer: VirtualPrinter
) -> None:
    home = tmp_path / "home"
    Mark(home, "printer").set()
    first = Life(home, printer, ordered=True)
    first.wait(lambda status: ASIDE in status.devices and status.waiting == (("printer", 1),))
    first.station.stop()
    second = Life(home, printer)
    second.wait(lambda status: ASIDE in status.devices and status.waiting == (("printer", 1),))
    second.hear("@printer.set_aside")  # the operator is told, not only by the lamp
    assert printer.labels == []
    second.station.set_printer_aside("printer", aside=False)
    second.wait(lambda status: status.waiting == () and ("printer", "up", "") in status.devices)
    second.station.stop()
    assert len(printer.labels) == 1
    third = Life(home, printer)
    third.wait(lambda status: ("printer", "up", "") in status.devices)
    third.station.stop()
    assert len(printer.labels) == 1


def test_another_program_sets_it_aside_and_lets_it_go_on(tmp_path: Path, printer: VirtualPrinter) -> None:
    home = tmp_path / "home"
    life = Life(home, printer)
    life.wait(lambda status: ("printer", "up", "") in status.devices)
    Mark(home, "printer").set()
    life.wait(lambda status: ASIDE in status.devices)
    Mark(home, "printer").clear()
    life.wait(lambda status: ("printer", "up", "") in status.devices)
    life.station.stop()


def test_a_place_is_emptied_while_labels_wait_for_it_and_they_are_told_as_not_sent(
    tmp_path: Path, printer: VirtualPrinter
) -> None:
    home = tmp_path / "home"
    Mark(home, "printer").set()
    life = Life(home, printer, ordered=True)
    life.wait(lambda status: status.waiting == (("printer", 1),))
    life.station.exchange_printer("printer", Printer())
    life.wait(lambda status: not status.waiting and not status.devices)
    life.station.stop()
    life.hear("@printer.none_for_label")  # not sent, and why
    assert printer.labels == []
    assert not Mark(home, "printer").is_set(), "whatever stands there some day begins by printing"
