"""Between two threads: the newest snapshot, every notice, and the picture before the sound."""

import threading
from collections.abc import Callable

from msgspec import structs
from pytestqt.qtbot import QtBot

from station.domain.bench.inputs import Input, Press, Scan, Typed
from station.domain.bench.snapshot import Snapshot, Told
from tests.ui import samples as s
from ui.bridge import Bridge
from ui.presenters.status import Status


class Echo:
    """An engine that is told what to say."""

    def __init__(self) -> None:
        self.posted: list[Input] = []
        self.show: Callable[[Snapshot], object] = lambda _: None
        self.tell: Callable[[Told], object] = lambda _: None

    def post(self, event: Input) -> None:
        self.posted.append(event)

    def subscribe(self, on_snapshot: Callable[[Snapshot], object], on_told: Callable[[Told], object]) -> None:
        self.show, self.tell = on_snapshot, on_told


def listening() -> tuple[Echo, Bridge, list[object]]:
    engine = Echo()
    bridge, seen = Bridge(engine), list[object]()
    bridge.snapshot_came.connect(seen.append)
    bridge.told_came.connect(seen.append)
    bridge.listen()
    return engine, bridge, seen


def test_inputs_are_posted_as_they_are() -> None:
    engine, bridge, _ = listening()
    bridge.post_press(7, "a")
    bridge.post_typed("words")
    bridge.post_scan("]C1123", "wedge")
    assert engine.posted == [Press(7, "a"), Typed("words"), Scan("]C1123", "wedge")]


def test_snapshots_are_coalesced_and_notices_are_not(qtbot: QtBot) -> None:
    engine, _, seen = listening()

    def run() -> None:
        for n in range(5000):
            engine.show(structs.replace(s.GRADE, number=n))
            if n % 10 == 0:
                engine.tell(s.told(n, "ok", "x"))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: sum(isinstance(one, Told) for one in seen) == 500)
    shown = [one.number for one in seen if isinstance(one, Snapshot)]
    assert shown == sorted(shown)
    assert shown[-1] == 4999
    assert len(shown) < 5000
    assert [one.number for one in seen if isinstance(one, Told)] == list(range(0, 5000, 10))


def test_the_picture_comes_before_the_notice(qtbot: QtBot) -> None:
    engine, _, seen = listening()
    engine.tell(s.told(1, "ok", "x"))
    engine.show(s.GRADE)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert isinstance(seen[0], Snapshot)
    assert isinstance(seen[1], Told)


def test_nothing_is_delivered_within_the_engines_call() -> None:
    engine, _, seen = listening()
    engine.show(s.GRADE)
    assert seen == []


def test_five_thousand_signals_one_by_one(qtbot: QtBot) -> None:
    """PySide6 6.12 under Python 3.11 aborts here."""
    _, bridge, _ = listening()
    flags: list[object] = []
    bridge.fault_came.connect(flags.append)
    for _ in range(5000):
        bridge.fault_came.emit(True)
        bridge.fault_came.emit(None)
    assert len(flags) == 10_000


def test_status_and_faults_come_from_any_thread(qtbot: QtBot) -> None:
    _, bridge, _ = listening()

    def run() -> None:
        bridge.show_status(Status())
        bridge.show_fault("x")

    with qtbot.waitSignals([bridge.status_came, bridge.fault_came]):
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
