"""The one object between the engine's thread and the window's. Carries frozen values across; decides nothing.

Snapshots are coalesced: only the newest is shown. Notices are numbered, and every one is shown, after the snapshot that
it belongs to: nothing is told or sounded before its picture is there.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from station.domain import codes, scans
from station.domain.answers import Answer, Question
from station.domain.bench.inputs import Input, Press, Scan, Typed
from station.domain.bench.snapshot import Snapshot, Told
from ui.presenters.frame import LOOK_UP
from ui.presenters.setup import SET_UP
from ui.presenters.status import Status


class Engine(Protocol):
    """What the window needs of the engine. Both callbacks may come from any thread."""

    def post(self, given: Input, /) -> object: ...

    def subscribe(self, on_snapshot: Callable[[Snapshot], None], on_told: Callable[[Told], None], /) -> object: ...


class Reader(Protocol):
    """What a look-up needs: answers come in their own time."""

    def ask(self, question: Question, /) -> "Future[Answer]": ...


TO_THE_BENCH = ("command", "answer", "badge")
"""What a scan may be that is the bench's even while something is looked up."""

SET_UP_CODE = codes.command(SET_UP)


class Bridge(QObject):
    """Posts inputs; tells snapshots, notices, status, faults, and what a look-up heard and found, in the window's
    thread."""

    snapshot_came = Signal(object)
    told_came = Signal(object)
    status_came = Signal(object)
    fault_came = Signal(object)
    look_up_heard = Signal(str)
    look_up_left = Signal()
    answer_came = Signal(object)
    set_up_heard = Signal()
    _woken = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._told: list[Told] = []
        self._status: Status | None = None
        self._faults: list[str] = []
        self._pending = False
        self._looking = False
        self._woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Begin to hear the engine. Connect to the signals first."""
        self._engine.subscribe(self._take_snapshot, self._take_told)

    def post_scan(self, text: str, device: str = "") -> None:
        """A barcode from a wedge or camera."""
        self._engine.post(Scan(text, device))

    def post_typed(self, text: str) -> None:
        """What the entry field held."""
        self._engine.post(Typed(text))

    def post_press(self, question: int, key: str) -> None:
        """A choice or command of the question that was shown."""
        self._engine.post(Press(question, key))

    @Slot(bool)
    def look(self, looking: bool) -> None:  # noqa: FBT001  # a signal's one argument
        """Scans are for the look-up (or the bench again)."""
        self._looking = looking

    def take_scan(self, text: str) -> bool:
        """True where a look-up takes the scan, or the window itself: the command that opens the set-up screen. Other
        commands, answers and badges are the bench's: they end the look-up. Any thread."""
        if SET_UP_CODE in text and scans.read(text).command == SET_UP:
            self.set_up_heard.emit()
            return True
        if not self._looking:
            return False
        reading = scans.read(text)
        if reading.command == LOOK_UP or reading.kind in TO_THE_BENCH:
            self._looking = False
            self.look_up_left.emit()
            return reading.command == LOOK_UP
        self.look_up_heard.emit(text)
        return True

    def ask(self, reader: Reader, question: Question) -> None:
        """Looks something up; the answer comes as `answer_came`."""
        reader.ask(question).add_done_callback(self._answered)

    def _answered(self, done: "Future[Answer]") -> None:
        if done.cancelled():
            return
        broken = done.exception()
        if broken is None:
            self.answer_came.emit(done.result())
        else:
            self.show_fault(f"{type(broken).__name__}: {broken}"[:200])

    def show_status(self, status: Status) -> None:
        """Devices and sync changed; any thread."""
        with self._lock:
            self._status = status
        self._wake()

    def show_fault(self, what: str) -> None:
        """Something broke that nobody caught; any thread."""
        with self._lock:
            self._faults.append(what)
        self._wake()

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        with self._lock:
            self._snapshot = snapshot
        self._wake()

    def _take_told(self, told: Told) -> None:
        with self._lock:
            self._told.append(told)
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            first, self._pending = not self._pending, True
        if first:
            self._woken.emit(None)

    @Slot(object)
    def _deliver(self, _: object) -> None:
        with self._lock:
            snapshot, self._snapshot = self._snapshot, None
            told, self._told = self._told, []
            status, self._status = self._status, None
            faults, self._faults = self._faults, []
            self._pending = False
        if snapshot is not None:
            self.snapshot_came.emit(snapshot)
        for one in told:
            self.told_came.emit(one)
        if status is not None:
            self.status_came.emit(status)
        for fault in faults:
            self.fault_came.emit(fault)
