"""Two printers for one kind of label: the second gets a job only where the first got nothing of it. Real drivers, real
lines, virtual printers."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from threading import Condition

import pytest

from resources.compile import texts as texts_of
from station import texts
from station.devices.link import open_tcp
from station.devices.ports import LabelPrinter, NotReady, Outcome, Ready
from station.devices.printers.judge import Timing
from station.devices.printers.zpl import ZplPrinter
from station.devices.virtual_printer import VirtualPrinter
from station.domain.bench.effects import Job, Print
from station.domain.bench.inputs import Input, PrintBegun, PrintEnded
from station.printing import Device, Place, Spool
from tests.devices.jobs import zpl_job

CATALOGUES = Path(__file__).parents[1] / "resources" / "locale"
PATIENCE_S = 20.0
QUICK = Timing(answer=1.0, poll=0.01, quiet=0.3, patience=2.0)


def order(job: str, layout: str = "unit") -> Print:
    return Print(job, "u-1", 1, layout, "en", "0123456789AB-1", "0123456789AB-1-RESTOCK-NW", {})


def draw(job: Print) -> tuple[bytes, str]:
    return zpl_job(job.job), "00" * 32


class Bench:
    """Takes every begin, and waits for ends."""

    def __init__(self) -> None:
        self.inputs: list[Input] = []
        self._news = Condition()

    def post(self, event: Input) -> None:
        with self._news:
            self.inputs.append(event)
            self._news.notify_all()

    def ask(self, event: Input) -> "Future[int]":
        self.post(event)
        done: Future[int] = Future()
        done.set_result(1)
        return done

    def begun(self) -> list[tuple[str, str]]:
        return [(one.job, one.printer) for one in self.inputs if isinstance(one, PrintBegun)]

    def ended(self) -> dict[str, str]:
        return {one.job: one.verdict for one in self.inputs if isinstance(one, PrintEnded)}

    def wait(self, *jobs: str) -> dict[str, str]:
        with self._news:
            assert self._news.wait_for(lambda: set(jobs) <= set(self.ended()), PATIENCE_S), self.inputs
        return self.ended()


class Dumb:
    """A printer that says ready, and then does not get a byte."""

    def ready(self) -> Ready:
        return Ready(0)

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        return Outcome("NOT_SENT", 0, "printer.offline")

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        return Outcome("UNKNOWN", None, "")

    def close(self) -> None:
        return


class Hall:
    """Two printers, a spool, and what was reported."""

    def __init__(self, folder: Path) -> None:
        self.one, self.two, self.three = (VirtualPrinter(folder / name, port=0) for name in ("1", "2", "3"))
        for virtual in (self.one, self.two, self.three):
            virtual.start()
        self.bench = Bench()
        self.reports: list[object] = []
        self.places = (
            Place("printer", self.device(self.one)),
            Place("printer2", self.device(self.two)),
        )
        self.spool = Spool(self.bench, self.places, self.reports.append)

    def device(self, virtual: VirtualPrinter, *layouts: str) -> Device:
        printer = ZplPrinter(lambda: open_tcp("127.0.0.1", virtual.port), QUICK)
        return Device(printer, draw, f"127.0.0.1:{virtual.port}", layouts)

    def came_out(self) -> list[list[str]]:
        return [[label.job for label in virtual.labels] for virtual in (self.one, self.two, self.three)]

    def close(self) -> None:
        self.spool.stop()
        for place in self.places:
            place.close()
        for virtual in (self.one, self.two, self.three):
            virtual.stop()


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    monkeypatch.setattr("station.printing.PRINTER_PAUSE_S", 0.02)
    hall = Hall(tmp_path)
    yield hall
    hall.close()


@pytest.mark.parametrize("fault", ["paper_out", "head_open", "noreply"])
def test_the_second_takes_over_where_the_first_would_not(hall: Hall, fault: str) -> None:
    hall.one.set_fault(fault)
    hall.spool.start(())
    hall.spool.print(order("j-1"))
    assert hall.bench.wait("j-1") == {"j-1": "PRINTED"}
    assert hall.came_out() == [[], ["j-1"], []]
    assert hall.bench.begun() == [("j-1", f"printer2 127.0.0.1:{hall.two.port}")]


@pytest.mark.parametrize(
    ("fault", "verdict"), [("silent_drop", "NOT_PRINTED"), ("mute_after", "UNKNOWN"), ("rst_after", "PRINTED")]
)
def test_what_the_first_may_have_seen_is_never_given_to_the_second(hall: Hall, fault: str, verdict: str) -> None:
    hall.one.set_fault(fault)
    hall.spool.start(())
    hall.spool.print(order("j-1"))
    assert hall.bench.wait("j-1") == {"j-1": verdict}
    assert hall.came_out()[1] == []


def test_begun_without_a_byte_goes_on_at_the_second(hall: Hall) -> None:
    dumb: LabelPrinter = Dumb()
    hall.places[0].exchange(Device(dumb, draw, "dumb"))
    hall.spool.start(())
    hall.spool.print(order("j-1"))
    assert hall.bench.wait("j-1") == {"j-1": "PRINTED"}
    assert [printer.partition(" ")[0] for _, printer in hall.bench.begun()] == ["printer", "printer2"]


def test_a_printer_set_aside_gets_nothing_until_it_may_go_on(hall: Hall) -> None:
    for place in hall.places:
        place.pause()
    with pytest.raises(NotReady, match="set_aside"):
        hall.places[0].ready()
    hall.spool.start(())
    hall.spool.print(order("j-1"))
    hall.places[1].resume()
    assert hall.bench.wait("j-1") == {"j-1": "PRINTED"}
    assert hall.came_out() == [[], ["j-1"], []]


def test_each_kind_of_label_has_its_printer_and_none_waits_for_anothers(hall: Hall) -> None:
    hall.places[0].exchange(hall.device(hall.one, "unit"))
    hall.places[1].exchange(hall.device(hall.two, "container"))
    hall.one.set_fault("paper_out")
    hall.spool.start(())
    hall.spool.print(order("j-1"))
    hall.spool.print(order("j-2", "container"))
    hall.spool.print(order("j-3", "return"))
    assert hall.bench.wait("j-2", "j-3") == {"j-2": "PRINTED", "j-3": "NOT_SENT"}
    hall.one.set_fault("ok")
    assert hall.bench.wait("j-1")["j-1"] == "PRINTED"
    assert hall.came_out() == [["j-1"], ["j-2"], []]


def test_another_printer_in_the_middle_of_a_shift(hall: Hall) -> None:
    hall.places[1].pause()
    hall.spool.start(())
    hall.spool.print(order("j-1"))
    hall.bench.wait("j-1")
    hall.one.set_fault("head_open")
    hall.spool.print(order("j-2"))
    hall.places[0].exchange(hall.device(hall.three))
    assert hall.bench.wait("j-2") == {"j-1": "PRINTED", "j-2": "PRINTED"}
    assert hall.came_out() == [["j-1"], [], ["j-2"]]


def test_what_was_drawn_for_a_printer_that_is_gone_never_goes_to_another(hall: Hall) -> None:
    """A label that waits is drawn once a machine. One in the memory of one that was exchanged is another machine."""
    words = [b"^XA", *(b"SIZE %d" % n for n in range(200))]
    told = [hall.spool._draw(order("W"), _drawing(one))[0] for one in words]
    assert told == words


def _drawing(words: bytes) -> Device:
    return Device(Dumb(), lambda _: (words, ""), "10.0.0.1:9100")


def test_a_printer_that_was_taken_away_in_the_middle_of_a_round_gets_no_lamp_again(hall: Hall) -> None:
    place = hall.places[1]
    hall.spool.take_away("printer2")
    assert hall.spool._try(order("T"), place, set()) is None
    assert hall.reports == []


def test_a_begun_job_is_settled_by_the_printer_that_got_it_only(hall: Hall) -> None:
    here = Job("j-1", "u-1", "begun", order("j-1"), hall.places[0].mark, 0)
    gone = Job("j-2", "u-1", "begun", order("j-2"), "printer 192.0.2.7:9100", 0)
    nowhere = Job("j-3", "u-1", "begun", order("j-3"), "printer9", 0)
    hall.spool.start((here, gone, nowhere))
    ended = hall.bench.wait("j-1", "j-2", "j-3")
    assert ended == {"j-1": "NOT_PRINTED", "j-2": "UNKNOWN", "j-3": "UNKNOWN"}
    assert hall.came_out() == [[], [], []]


@pytest.mark.parametrize("lang", texts.languages())
def test_what_was_not_sent_says_why_and_needs_nothing_to_be_filled_in(lang: str) -> None:
    known = texts_of(CATALOGUES / lang / "LC_MESSAGES" / "returns.po")
    reasons = {key: said for key, said in known.items() if key.startswith(("printer.", "label.refused."))}
    assert len(reasons) > 20
    assert [key for key, said in reasons.items() if "{" in said] == []  # a verdict's evidence is a key alone
    assert "{evidence}" in known["notice.print_not_sent"]
