"""How devices and sync are at the moment, for whoever shows it: the newest status, told on with each change. Decides
nothing and keeps no history; what happened stands in facts."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from station.printing import Waiting

if TYPE_CHECKING:
    from station.sync.worker import SyncStatus


class Status(Struct, frozen=True):
    """Devices by name with state (up, trouble, down) and reason key; waiting: labels that wait for a printer that would
    not, by its name; sync None = enrolled nowhere."""

    devices: tuple[tuple[str, str, str], ...] = ()
    sync: "SyncStatus | None" = None
    waiting: tuple[tuple[str, int], ...] = ()


class Lamps:
    """Keeps the newest status and tells it on; from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._status = Status()
        self._told: tuple[Callable[[Status], object], ...] = ()

    @property
    def status(self) -> Status:
        """The newest status."""
        return self._status

    def subscribe(self, on_status: Callable[[Status], object]) -> None:
        """on_status is called at once with the present status, then with each change, on whichever thread made it."""
        with self._lock:
            self._told = (*self._told, on_status)
        on_status(self._status)

    def device(self, name: str, state: str, reason: str) -> str | None:
        """A device's new state; gives the one before ("" = never seen), None where nothing is new."""
        with self._lock:
            before = {n: s for n, s, _ in self._status.devices}
            if (name, state, reason) in self._status.devices:
                return None
            rows = {n: (n, s, r) for n, s, r in self._status.devices} | {name: (name, state, reason)}
            self._status = replace(self._status, devices=tuple(rows.values()))
        self._tell()
        return before.get(name, "")

    def gone(self, name: str) -> None:
        """A device that is used no more."""
        with self._lock:
            rows = tuple(row for row in self._status.devices if row[0] != name)
            self._status = replace(self._status, devices=rows)
        self._tell()

    def wait(self, waiting: Waiting) -> None:
        with self._lock:
            self._status = replace(self._status, waiting=waiting.counts)
        self._tell()

    def sync(self, status: "SyncStatus") -> None:
        with self._lock:
            self._status = replace(self._status, sync=status)
        self._tell()

    def _tell(self) -> None:
        for on_status in self._told:
            on_status(self._status)
