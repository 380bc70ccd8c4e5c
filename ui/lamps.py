"""The station's status and its devices as plain values; the only place that reads those of station.app and workshop."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.presenters.setup import Device, Setup
from ui.presenters.status import DeviceStatus, Status, SyncStatus

if TYPE_CHECKING:
    from station.app import Status as StationStatus
    from station.workshop import State, Workshop


def plain(status: "StationStatus") -> Status:
    """What the lamps show, from what the station knows."""
    sync, devices = status.sync, tuple(DeviceStatus(*device) for device in status.devices)
    if sync is None:
        return Status(devices)
    stopped = (sync.stopped_reason or "ui.sync.see_it") if sync.state == "stopped" else ""
    waiting = sync.state == "waiting"
    return Status(devices, SyncStatus(sync.last_success, sync.unsent, sync.oldest_unsent_at, stopped, waiting))


def devices(state: "State") -> Setup:
    """What the set-up screen shows, from what the workshop knows."""
    found = tuple(
        Device(one.kind, one.address, one.name, one.state, one.fault, one.language, one.dpi) for one in state.found
    )
    tried = state.tried
    if tried is None:
        return Setup(found, dict(state.wanted), state.busy)
    return Setup(found, dict(state.wanted), state.busy, tried.key, tried.given, tried.good)


class Fitter:
    """The workshop, speaking the screen's values. Implements ui.fitting.Workshop."""

    def __init__(self, workshop: "Workshop") -> None:
        self._workshop = workshop
        self.close, self.look = workshop.close, workshop.look
        self.choose, self.test, self.heard = workshop.choose, workshop.test, workshop.heard

    def open(self, show: Callable[[Setup], object]) -> None:
        """See ui.fitting.Workshop."""
        self._workshop.open(lambda state: show(devices(state)))
