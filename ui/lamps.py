"""The station's status as plain values for the lamps; the only place that reads station.app's."""

from typing import TYPE_CHECKING

from ui.presenters.status import DeviceStatus, Status, SyncStatus

if TYPE_CHECKING:
    from station.app import Status as StationStatus


def plain(status: "StationStatus") -> Status:
    """What the lamps show, from what the station knows."""
    sync, devices = status.sync, tuple(DeviceStatus(*device) for device in status.devices)
    if sync is None:
        return Status(devices)
    stopped = (sync.stopped_reason or "ui.sync.see_it") if sync.state == "stopped" else ""
    waiting = sync.state == "waiting"
    return Status(devices, SyncStatus(sync.last_success, sync.unsent, sync.oldest_unsent_at, stopped, waiting))
