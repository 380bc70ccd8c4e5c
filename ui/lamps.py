"""How the station and its devices are, as plain values; alone in reading those of station.lamps and workshop."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ui.devices.cameras import Cameras
from ui.presenters.setup_parts import Device, Setup
from ui.presenters.status import DeviceStatus, Status, SyncStatus

if TYPE_CHECKING:
    from station.lamps import Status as StationStatus
    from station.workshop import State, Workshop


def plain(status: "StationStatus") -> Status:
    """What the lamps show, from what the station knows."""
    waiting, sync = dict(status.waiting), status.sync
    devices = tuple(DeviceStatus(*device, waiting.get(device[0], 0)) for device in status.devices)
    if sync is None:
        return Status(devices)
    stopped = (sync.stopped_reason or "ui.sync.see_it") if sync.state == "stopped" else ""
    away = sync.state == "waiting"
    return Status(devices, SyncStatus(sync.last_success, sync.unsent, sync.oldest_unsent_at, stopped, away))


def devices(state: "State", install: str = "") -> Setup:
    """What the set-up screen shows, from what the workshop knows; install: what cameras need and is not there."""
    found = tuple(
        Device(one.kind, one.address, one.name, one.state, one.fault, one.language, one.dpi) for one in state.found
    )
    speaks = {name: (language, dpi) for name, language, dpi in state.speaks}
    setup = Setup(found, dict(state.wanted), state.busy, speaks=speaks, picture=state.picture, install=install)
    setup = replace(setup, over=state.over)
    tried = state.tried
    return replace(setup, said=tried.key, given=tried.given, good=tried.good) if tried else setup


class Fitter:
    """The workshop, speaking the screen's values, with the cameras of this computer. Called in the window's thread, as
    Qt opens cameras there only. Implements ui.fitting.Workshop."""

    def __init__(self, workshop: "Workshop", cameras: Cameras | None = None) -> None:
        self._workshop, self._cameras = workshop, cameras or Cameras()
        self.close, self.test, self.heard = workshop.close, workshop.test, workshop.heard
        self.speak = workshop.speak

    def open(self, show: Callable[[Setup], object]) -> None:
        """See ui.fitting.Workshop."""
        found, install = self._cameras.find(), self._cameras.install
        self._workshop.open(lambda state: show(devices(state, install)), found)

    def look(self, host: str = "") -> None:
        """See ui.fitting.Workshop."""
        self._workshop.look(self._cameras.find(), host)

    def choose(self, role: str, address: str) -> None:
        """See ui.fitting.Workshop."""
        self._workshop.choose(role, address, self._cameras.open(address) if role == "camera" else None)

    def set_aside(self, role: str, aside: bool) -> None:  # noqa: FBT001  as the screen's signal has it
        """See ui.fitting.Workshop."""
        self._workshop.set_aside(role, aside=aside)
