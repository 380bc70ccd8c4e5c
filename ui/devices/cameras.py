"""The cameras of this computer for the set-up screen: which there are, and opening one. Without the extra `camera`
there is none, and it is said what to install. In the window's thread only."""

from collections.abc import Callable
from typing import Any

from station.devices import cameras
from station.devices.looking import Found
from station.devices.ports import Camera
from ui.devices.camera import NoCamera, multimedia
from ui.devices.photo import open_camera


class Cameras:
    """media: QtMultimedia, or what plays it."""

    def __init__(self, media: Callable[[], Any] = multimedia) -> None:
        self._media = media
        self.install = ""

    def find(self) -> tuple[Found, ...]:
        """Those that are plugged in; `install` says what is missing where none can be seen."""
        try:
            inputs = self._media().QMediaDevices.videoInputs()
        except NoCamera:
            self.install = cameras.install()
            return ()
        self.install = ""
        return tuple(cameras.found(bytes(one.id()).decode("utf-8", "replace"), one.description()) for one in inputs)

    def open(self, address: str) -> Camera | None:
        """The camera of that address; None for what is no camera of this computer."""
        return open_camera(address)
