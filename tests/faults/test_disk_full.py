"""The disk is full: the step is refused loudly and nothing of it is told as done; it works again when there is room.

A small file system of its own where this user may mount one, else a limit on the size of files: either is a write that
the system refuses."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.hands import Hands
from tests.faults.lives import Lives
from tests.faults.place import Place
from tests.faults.states import finished, label_state, same

SIZE = 8 << 20


class Disk:
    """A disk that can be filled."""

    def __init__(self, folder: Path, lives: Lives) -> None:
        self._folder, self._lives = folder, lives
        self._filler = folder / "filler"
        self.mounted = os.path.ismount(folder)

    def fill(self) -> None:
        """Not one more block."""
        if not self.mounted:
            self._limit(1)
            return
        with self._filler.open("wb", buffering=0) as out:
            size = 1 << 20
            while size >= 512:
                try:
                    out.write(bytes(size))
                except OSError:
                    size //= 2

    def free(self) -> None:
        """Room again."""
        if self.mounted:
            self._filler.unlink()
        else:
            self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        resource.prlimit(self._lives.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """The station's home is a file system of its own."""
    home = tmp_path / "station"
    home.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(home)]
    mounted = sys.platform == "linux" and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        made = Place(tmp_path)
        yield made
        made.close()
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(home)], check=True)


@pytest.fixture
def disk(place: Place, lives: Lives) -> Disk:
    return Disk(place.home, lives)


def test_a_scan_is_refused_loudly_and_works_once_there_is_room(
    lives: Lives, hands: Hands, place: Place, disk: Disk
) -> None:
    lives.start()
    while lives.shown.step != "identify":
        hands.step()
    disk.fill()
    lives.listen_for(0.5)  # a device's news may have been on its way
    screen, head = same(lives.shown), lives.head
    for _ in range(3):
        told = len(lives.told)
        hands.move()
        lives.wait(lambda told=told: "notice.store_refused" in lives.told[told:], "a loud refusal")  # type: ignore[misc]
    assert (same(lives.shown), lives.head) == (screen, head)
    assert not [key for key in lives.told[told:] if key == "notice.expected"]
    disk.free()
    finished(hands, place, labels=1)


def test_killed_on_a_full_disk_nothing_was_told_that_is_not_there(
    lives: Lives, hands: Hands, place: Place, disk: Disk
) -> None:
    lives.start()
    while lives.shown.step != "identify":
        hands.step()
    screen = same(lives.shown)
    disk.fill()
    hands.move()
    lives.wait(lambda: "notice.store_refused" in lives.told, "a loud refusal")
    lives.kill()
    disk.free()
    lives.start()
    assert same(lives.first) == screen
    finished(hands, place, labels=1)


def test_a_print_that_cannot_be_written_down_does_not_begin(
    at_the_last_answer: Hands, lives: Lives, place: Place, disk: Disk
) -> None:
    place.printer.set_fault("paper_out")
    at_the_last_answer.move()
    lives.wait(lambda: "notice.device_down" in lives.told, "news of the printer")
    disk.fill()
    place.printer.set_fault("ok")
    lives.wait(lambda: "notice.store_refused" in lives.told, "a loud refusal")
    assert (label_state(lives), place.codes()) == ("asked", [])
    disk.free()
    lives.wait(lambda: label_state(lives) == "PRINTED", "the label, once there is room")
    finished(at_the_last_answer, place, labels=1)


def test_a_verdict_that_cannot_be_written_down_is_kept_until_it_can(
    at_the_last_answer: Hands, lives: Lives, place: Place, disk: Disk
) -> None:
    place.printer._press._pace = 0.6  # a slow label: the disk is full before it is out
    at_the_last_answer.move()
    lives.wait(lambda: label_state(lives) == "begun", "a print that begins")
    disk.fill()
    assert place.printer.wait_for(1, 10)
    lives.listen_for(0.5)
    assert label_state(lives) == "begun"
    disk.free()
    lives.wait(lambda: label_state(lives) == "PRINTED", "the verdict, once there is room")
    finished(at_the_last_answer, place, labels=1)
