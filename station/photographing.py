"""A picture for the bench: camera -> evidence store -> answer. Responsible for the order (on the disk before it is
told), for one picture at a time, and for giving up where the bench has gone on: a late picture must not become another
unit's evidence. Not for cameras, nor for what the operator does without a picture."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from station.devices.ports import Camera, NoPicture, NotReady, Picture
from station.domain.bench.effects import TakePhoto
from station.domain.bench.inputs import Input, PhotoMissed, PhotoTaken
from station.domain.bench.snapshot import Snapshot
from station.store import evidence
from station.store.connect import StoreRefused

_LOG = logging.getLogger(__name__)

WAIT_S = 60.0
"""A phone is taken out, the picture is taken, and it comes by the network."""


class Viewpoint:
    """Where the camera stands: one that may be exchanged, or none. Any thread may call. Implements devices.Camera."""

    def __init__(self, camera: Camera | None) -> None:
        self._camera = camera

    @property
    def camera(self) -> Camera | None:
        """What stands there now."""
        return self._camera

    def exchange(self, camera: Camera | None) -> None:
        """Another one from the next picture on; one that is waited for ends without a picture."""
        old, self._camera = self._camera, camera
        if old is not None and old is not camera:
            old.close()

    def ready(self) -> None:
        """See Camera.ready."""
        if (camera := self._camera) is None:
            raise NotReady("photo.no_camera")
        camera.ready()

    def take(self, timeout: float, given_up: threading.Event) -> Picture:
        """See Camera.take."""
        if (camera := self._camera) is None:
            raise NoPicture("photo.no_camera")
        return camera.take(timeout, given_up)

    def close(self) -> None:
        """See Camera.close."""
        if self._camera is not None:
            self._camera.close()


class Photographer:
    """One thread that takes pictures; the newest wish counts. `post` tells the bench."""

    def __init__(self, camera: Camera, home: Path, post: Callable[[Input], object], wait: float = WAIT_S) -> None:
        self._camera, self._home, self._post, self._wait = camera, home, post, wait
        self._news = threading.Condition()
        self._wanted: TakePhoto | None = None
        self._present: tuple[int, threading.Event] | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="camera")

    def start(self) -> None:
        self._thread.start()

    def take(self, wish: TakePhoto) -> None:
        """From any thread; returns at once. A picture that is still waited for is given up."""
        with self._news:
            self._wanted = wish
            self._give_up()
            self._news.notify()

    def look(self, snapshot: Snapshot) -> None:
        """What the bench shows now: nothing is photographed that it does not ask for any more."""
        with self._news:
            if self._present and snapshot.step != "photo" and snapshot.question > self._present[0]:
                self._give_up()

    def stop(self) -> None:
        """The picture that is waited for is asked for again at the next start."""
        with self._news:
            self._stopping = True
            self._give_up()
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join()
        self._camera.close()

    def _give_up(self) -> None:
        if self._present:
            self._present[1].set()

    def _run(self) -> None:
        while True:
            with self._news:
                self._present = None
                self._news.wait_for(lambda: self._wanted or self._stopping)
                wish, self._wanted = self._wanted, None
                if self._stopping or wish is None:
                    return
                given_up = threading.Event()
                self._present = int(wish.id), given_up
            answer = self._one(wish, given_up)
            if not self._stopping:
                self._post(answer)

    def _one(self, wish: TakePhoto, given_up: threading.Event) -> PhotoTaken | PhotoMissed:
        """Never raises: whatever happens, the operator is told why there is no picture."""
        try:
            picture = self._camera.take(self._wait, given_up)
            return PhotoTaken(wish.unit, evidence.keep(self._home, picture.data), picture.type)
        except NoPicture as missed:
            return PhotoMissed(wish.unit, missed.reason)
        except StoreRefused as refused:
            _LOG.warning("a picture could not be kept: %s", refused.detail)
            return PhotoMissed(wish.unit, "photo.not_kept")
        except Exception:
            _LOG.exception("the camera failed")
            return PhotoMissed(wish.unit, "photo.fault")
