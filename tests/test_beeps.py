"""A scan's verdict on its way back to the scanner."""

from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty

import pytest

from station.beeps import Beeps
from station.devices.ports import RawScan
from station.devices.supervisor import supervise_scanner
from station.domain.bench.inputs import Input, Scan
from station.domain.bench.snapshot import Told
from station.domain.notices import notice
from tests.contracts.scanners import BAD, GOOD, LONG, ScannerPair

Step = tuple[str, ...]


class Engine:
    """Does what its script says of each input: the severities that a step tells, or a refusal."""

    def __init__(self, script: list[Step | Exception]) -> None:
        self._script = script
        self._on_told: Callable[[Told], object] = lambda _: None
        self._on_committed: Callable[[int], object] = lambda _: None
        self.asked: list[Input] = []
        self.subscribed = 0

    def subscribe(
        self, *, on_told: Callable[[Told], object] | None = None, on_committed: Callable[[int], object] | None = None
    ) -> None:
        self.subscribed += 1
        self._on_told, self._on_committed = on_told or self._on_told, on_committed or self._on_committed

    def tell(self, *severities: str) -> None:
        """A step that no scan led to."""
        self._on_committed(1)
        for number, severity in enumerate(severities):
            self._on_told(Told(number, notice(severity, "notice.x")))

    def ask(self, event: Input) -> "Future[int]":
        done: Future[int] = Future()
        self.asked.append(event)
        step = self._script.pop(0)
        if isinstance(step, Exception):
            done.set_exception(step)
        else:
            self.tell(*step)
            done.set_result(1)
        return done


def test_a_step_with_a_warning_or_an_error_is_bad_and_any_other_good() -> None:
    engine = Engine([("ok",), ("warn",), (), ("info", "error"), OSError("disk"), ("ok",)])
    beeps = Beeps(engine)
    assert engine.subscribed == 0
    for number in range(6):
        beeps.scan(Scan(str(number), "scanner"))
    assert engine.subscribed == 1
    assert [beeps.answers.get_nowait() for _ in range(6)] == [True, False, True, False, False, True]
    with pytest.raises(Empty):
        beeps.answers.get_nowait()


def test_what_other_steps_tell_is_no_scans_business() -> None:
    engine = Engine([("ok",), ("ok",)])
    beeps = Beeps(engine)
    beeps.scan(Scan("A", "scanner"))
    engine.tell("error")
    beeps.scan(Scan("B", "scanner"))
    assert [beeps.answers.get_nowait() for _ in range(2)] == [True, True]


@pytest.mark.parametrize(("severity", "beep"), [("ok", GOOD), ("error", BAD)])
def test_the_scanner_that_scanned_beeps(severity: str, beep: bytes) -> None:
    pair = ScannerPair("plain", "tcp")
    beeps = Beeps(Engine([(severity,)]))

    def report(news: object) -> None:
        if isinstance(news, RawScan):
            beeps.scan(Scan(news.data.decode(), news.device))

    supervisor = supervise_scanner("scanner-1", lambda: pair.scanner, report, answers=beeps.answers)
    supervisor.start()
    pair.scan(b"CODE")
    assert pair.wire
    assert pair.wire.wait_heard(beep, LONG)
    assert supervisor.stop()
    pair.close()
