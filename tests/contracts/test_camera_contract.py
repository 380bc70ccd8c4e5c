"""One suite for every camera: a small upright JPEG without metadata when asked, else a reason in words; and what only a
watched folder meets: half files, texts, huge and old ones."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread, Timer

import pytest
from PIL import Image

from station.devices import pictures
from station.devices.photo_folder import PhotoFolder
from station.devices.ports import Camera, NoPicture, NotReady, Picture
from station.devices.virtual_camera import OWNER, TetheredCamera, VirtualCamera, draw

PATIENCE_S = 10.0
POLL_S = 0.01


class Watched(PhotoFolder):
    """Tells when it has looked at what lies there already, and into what is not finished."""

    def __init__(self, place: Path) -> None:
        super().__init__(place, poll=POLL_S)
        self.looked = Event()
        self._looks = 0

    def take(self, timeout: float, given_up: Event) -> Picture:
        self._looks = 0
        return super().take(timeout, given_up)

    def _list(self):  # type: ignore[no-untyped-def]  # as in PhotoFolder
        found = super()._list()
        self._looks += 1
        if self._looks > 1:  # the first look is what was there before
            self.looked.set()
        return found


class Bench:
    """A camera, and what happens at its other end: shoot (once it has `looked`), go away."""

    def __init__(
        self, camera: Camera, shoot: Callable[[], object], leave: Callable[[], object], looked: Event | None = None
    ) -> None:
        self.camera, self.shoot, self.leave, self.looked = camera, shoot, leave, looked

    def take(self, timeout: float = PATIENCE_S, given_up: Event | None = None) -> Picture:
        shooting = Thread(target=self._shoot)
        if self.looked:
            self.looked.clear()
        shooting.start()
        try:
            return self.camera.take(timeout, given_up or Event())
        finally:
            shooting.join()

    def _shoot(self) -> None:
        if self.looked:
            self.looked.wait(PATIENCE_S)
        self.shoot()


def simulated(_: Path) -> Bench:
    camera = VirtualCamera()
    return Bench(camera, lambda: None, lambda: camera.set_mood("unplugged"))


def folder(home: Path) -> Bench:
    place = home / "incoming"
    place.mkdir()
    (place / "OLD.JPG").write_bytes(draw(9))
    far = TetheredCamera(place)

    def leave() -> None:
        for one in place.iterdir():
            one.unlink()
        place.rmdir()

    camera = Watched(place)
    return Bench(camera, far.shoot, leave, camera.looked)


@pytest.fixture(params=[simulated, folder], ids=["simulated", "folder"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    made: Bench = request.param(tmp_path)
    return made


def test_a_picture_is_small_upright_and_bare(bench: Bench) -> None:
    bench.camera.ready()
    picture = bench.take()
    with Image.open(io.BytesIO(picture.data)) as image:
        assert (image.format, picture.type, max(image.size)) == ("JPEG", "image/jpeg", pictures.LONG_EDGE)
        assert not image.getexif()
        assert not {"comment", "exif", "icc_profile", "xmp", "photoshop"} & set(image.info)
    assert OWNER.encode() not in picture.data


def test_a_camera_that_went_away_says_so_and_nothing_is_invented(bench: Bench) -> None:
    bench.leave()
    with pytest.raises(NotReady, match=r"photo\.no_"):
        bench.camera.ready()
    with pytest.raises(NoPicture, match=r"photo\.no_"):
        bench.camera.take(0.1, Event())


def test_it_is_closed_twice(bench: Bench) -> None:
    bench.camera.close()
    bench.camera.close()


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    place = tmp_path / "incoming"
    place.mkdir()
    return place


def waiting(place: Path, timeout: float = PATIENCE_S) -> tuple[Thread, list[object], Event]:
    """A picture is waited for on a thread; what came of it, and how to give up."""
    came: list[object] = []
    given_up, camera = Event(), Watched(place)

    def run() -> None:
        try:
            came.append(camera.take(timeout, given_up))
        except NoPicture as missed:
            came.append(missed.reason)

    thread = Thread(target=run)
    thread.start()
    assert camera.looked.wait(PATIENCE_S)
    return thread, came, given_up


def missed(place: Path, act: Callable[[], object], timeout: float = 0.3) -> object:
    thread, came, _ = waiting(place, timeout)
    act()
    thread.join(PATIENCE_S)
    return came[0]


def test_what_lay_there_before_is_no_answer(incoming: Path) -> None:
    (incoming / "OLD.JPG").write_bytes(draw(1))
    assert missed(incoming, lambda: None, 0.1) == "photo.none_came"


def test_a_half_file_is_waited_for_to_its_end(incoming: Path) -> None:
    far = TetheredCamera(incoming)
    thread, came, _ = waiting(incoming)
    path, rest = far.begin()
    looked = Event()
    Timer(0.1, looked.set).start()
    assert looked.wait(PATIENCE_S)
    assert came == []
    with path.open("ab") as file:
        file.write(rest)
    thread.join(PATIENCE_S)
    assert isinstance(came[0], Picture)


def test_a_file_that_was_under_way_before_is_another_things_picture(incoming: Path) -> None:
    path, rest = TetheredCamera(incoming).begin()

    def finish() -> None:
        with path.open("ab") as file:
            file.write(rest)
        path.rename(incoming / "FINISHED.JPG")

    assert missed(incoming, finish) == "photo.none_came"


def test_a_file_written_over_is_a_new_picture(incoming: Path) -> None:
    path = incoming / "capture.jpg"
    path.write_bytes(draw(1))
    thread, came, _ = waiting(incoming)
    path.write_bytes(draw(2))
    thread.join(PATIENCE_S)
    assert isinstance(came[0], Picture)


def test_in_a_folder_of_the_day_it_is_found_too(incoming: Path) -> None:
    (incoming / "2026-11-22").mkdir()
    thread, came, _ = waiting(incoming)
    (incoming / "2026-11-22" / "IMG_1.JPG").write_bytes(draw(1))
    thread.join(PATIENCE_S)
    assert isinstance(came[0], Picture)


def test_a_sub_folder_that_nobody_may_read_or_that_goes_away_costs_no_picture(
    incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drive's own folders (lost+found, System Volume Information); one that is emptied while it is looked at."""
    for name in ("lost+found", "gone"):
        (incoming / name).mkdir()
    listed = Path.iterdir

    def iterdir(place: Path) -> Iterator[Path]:
        if place.name in ("lost+found", "gone"):
            raise PermissionError(13, "denied") if place.name == "lost+found" else FileNotFoundError(2, "gone")
        return iter(list(listed(place)))

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert missed(incoming, lambda: None, 0.1) == "photo.none_came"


def test_a_phone_that_sends_what_cannot_be_read_is_told_so(incoming: Path) -> None:
    def write() -> None:
        (incoming / "IMG_1.HEIC").write_bytes(b"\0\0\0\x24ftypheic" + bytes(200))

    assert missed(incoming, write) == "photo.unknown_kind"


def test_texts_and_hidden_files_are_passed_over(incoming: Path) -> None:
    def write() -> None:
        (incoming / "readme.txt").write_text("not a picture")
        (incoming / ".IMG_1.JPG").write_bytes(draw(1))
        (incoming / "empty.jpg").touch()

    assert missed(incoming, write) == "photo.none_came"


def test_a_picture_cut_short_for_good_is_told(incoming: Path) -> None:
    assert missed(incoming, lambda: TetheredCamera(incoming).begin(), 2.0) == "photo.unfinished"


def test_a_huge_file_is_never_read(incoming: Path) -> None:
    def write() -> None:
        with (incoming / "huge.jpg").open("wb") as file:
            file.write(b"\xff\xd8\xff")
            file.truncate(pictures.LARGEST_FILE + 1)

    assert missed(incoming, write, 2.0) == "photo.too_large"  # said when the time is over


def test_it_gives_up_at_once(incoming: Path) -> None:
    thread, came, given_up = waiting(incoming)
    given_up.set()
    thread.join(PATIENCE_S)
    assert came == ["photo.given_up"]
