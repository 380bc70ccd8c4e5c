"""The one object between the engine's thread and the window's. Carries frozen values across; decides nothing.

Snapshots are coalesced: only the newest is shown. Notices are numbered, and every one is shown, after the snapshot that
it belongs to: nothing is told or sounded before its picture is there.
"""

from collections.abc import Callable
from threading import Lock
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from station.domain.bench.inputs import Input, Press, Scan, Typed
from station.domain.bench.snapshot import Snapshot, Told
from ui.presenters.status import Status


class Engine(Protocol):
    """What the window needs of the engine. Both callbacks may come from any thread."""

    def post(self, given: Input, /) -> object: ...

    def subscribe(self, on_snapshot: Callable[[Snapshot], None], on_told: Callable[[Told], None], /) -> object: ...


class Bridge(QObject):
    """Posts inputs; tells snapshots, notices, status and faults in the window's thread."""

    snapshot_came = Signal(object)
    told_came = Signal(object)
    status_came = Signal(object)
    fault_came = Signal(object)
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
