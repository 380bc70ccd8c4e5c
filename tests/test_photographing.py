"""Camera -> disk -> bench, one picture at a time; what the bench has left is given up; all it hears is kept."""

import io
from collections.abc import Iterator
from pathlib import Path
from threading import Condition, Event

import pytest
from msgspec.structs import replace
from PIL import Image

from station.devices.ports import NoPicture, Picture
from station.devices.virtual_camera import VirtualCamera
from station.domain.bench.effects import TakePhoto
from station.domain.bench.inputs import Input, PhotoMissed, PhotoTaken
from station.domain.bench.snapshot import Snapshot
from station.domain.notices import Text
from station.photographing import Photographer
from station.store import evidence

PATIENCE_S = 10.0
SHOWN = Snapshot(1, "photo", "bench", 7, Text("x"))


class Bench:
    """Hears answers; each picture must be on the disk by then."""

    def __init__(self, home: Path) -> None:
        self.home, self.heard, self._news = home, list[Input](), Condition()

    def post(self, event: Input) -> None:
        if isinstance(event, PhotoTaken):
            assert evidence.read(self.home, event.sha256) is not None
        with self._news:
            self.heard.append(event)
            self._news.notify_all()

    def wait(self, count: int = 1) -> list[Input]:
        with self._news:
            assert self._news.wait_for(lambda: len(self.heard) >= count, PATIENCE_S)
            return self.heard


class Slow:
    """Waits for ever; `asked` tells how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.busy = Event()

    def ready(self) -> None:
        return

    def take(self, timeout: float, given_up: Event) -> Picture:
        self.asked += 1
        self.busy.set()
        assert given_up.wait(PATIENCE_S)
        raise NoPicture("photo.given_up")

    def close(self) -> None:
        return


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def slow(bench: Bench) -> Iterator[tuple[Slow, Photographer]]:
    camera = Slow()
    photographer = Photographer(camera, bench.home, bench.post)
    photographer.start()
    photographer.take(TakePhoto("7", "u-1", "single"))
    assert camera.busy.wait(PATIENCE_S)
    yield camera, photographer
    photographer.stop()


def shot(bench: Bench, camera: VirtualCamera) -> Input:
    photographer = Photographer(camera, bench.home, bench.post, wait=0.05)
    photographer.start()
    photographer.take(TakePhoto("7", "u-1", "single"))
    heard = bench.wait()
    photographer.stop()
    return heard[0]


def test_a_picture_is_on_the_disk_before_it_is_told(bench: Bench) -> None:
    told = shot(bench, VirtualCamera())
    assert isinstance(told, PhotoTaken)
    assert (told.unit, told.type) == ("u-1", "image/jpeg")
    with Image.open(io.BytesIO(evidence.read(bench.home, told.sha256) or b"")) as image:
        assert image.size == (1600, 1200)


@pytest.mark.parametrize(
    ("mood", "why"),
    [("silent", "photo.none_came"), ("unplugged", "photo.no_camera"), ("garbage", "photo.unfinished")],
)
def test_why_there_is_none_is_told(bench: Bench, mood: str, why: str) -> None:
    assert shot(bench, VirtualCamera(mood)) == PhotoMissed("u-1", why)  # type: ignore[arg-type]  # one of its moods


@pytest.mark.logs_ok
def test_a_disk_that_refuses_is_told(bench: Bench) -> None:
    (bench.home / evidence.FOLDER).touch()
    assert shot(bench, VirtualCamera()) == PhotoMissed("u-1", "photo.not_kept")


@pytest.mark.logs_ok
def test_a_driver_that_breaks_is_told_and_asked_again(bench: Bench) -> None:
    camera = VirtualCamera()
    camera.take = lambda timeout, given_up: 1 / 0  # type: ignore[method-assign,return-value,assignment]  # a bug
    assert shot(bench, camera) == PhotoMissed("u-1", "photo.fault")


def test_another_wish_ends_the_first(bench: Bench, slow: tuple[Slow, Photographer]) -> None:
    camera, photographer = slow
    camera.busy.clear()
    photographer.take(TakePhoto("9", "u-2", "single"))
    assert bench.wait() == [PhotoMissed("u-1", "photo.given_up")]
    assert camera.busy.wait(PATIENCE_S)


def test_the_bench_that_went_on_is_not_given_a_late_picture(bench: Bench, slow: tuple[Slow, Photographer]) -> None:
    _, photographer = slow
    photographer.look(SHOWN)
    photographer.look(replace(SHOWN, step="identify", question=6))
    assert bench.heard == [], "an older picture of the bench says nothing"
    photographer.look(replace(SHOWN, step="labelling", question=8))
    assert bench.wait() == [PhotoMissed("u-1", "photo.given_up")]


def test_a_stop_tells_nothing_as_the_next_start_asks_again(bench: Bench, slow: tuple[Slow, Photographer]) -> None:
    slow[1].stop()
    assert bench.heard == []
