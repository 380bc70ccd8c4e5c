"""A camera that puts its pictures into a folder: a tethered one, or a phone whose pictures arrive there. A new image
file that is complete is the picture. Its files are only read: what becomes of them is their owner's business.

"New" is what was not there when the picture was asked for: a file that was still being written then was shot before it.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from station.devices import pictures
from station.devices.ports import NoPicture, NotReady, Picture

POLL_S = 0.2
NEWEST = 50
"""So many of the newest files are looked at for being unfinished: nobody shoots more at once."""

_Name: TypeAlias = tuple[str, int]
_State: TypeAlias = tuple[int, int]
_Files: TypeAlias = dict[_Name, _State]
"""(path, inode) -> (bytes, time of change): a renamed, replaced or rewritten file is another one."""


class PhotoFolder:
    """Implements Camera. `stable`: so many looks must agree on a file's size before it is read."""

    def __init__(self, folder: Path, *, poll: float = POLL_S, stable: int = 2) -> None:
        self._folder, self._poll, self._stable = folder, poll, stable
        self._closed = threading.Event()

    def ready(self) -> None:
        """See Camera.ready."""
        if not self._folder.is_dir():
            raise NotReady("photo.no_folder")

    def take(self, timeout: float, given_up: threading.Event) -> Picture:
        """See Camera.take."""
        waiting = _Waiting(self._list(), self._stable)
        for _ in range(max(1, round(timeout / self._poll))):
            picture = waiting.look(self._list())
            if picture:
                return picture
            if given_up.wait(self._poll) or self._closed.is_set():
                raise NoPicture("photo.given_up")
        raise NoPicture(waiting.trouble or "photo.none_came")

    def close(self) -> None:
        """See Camera.close."""
        self._closed.set()

    def _list(self) -> _Files:
        """Every visible file; a folder that is gone is a missed picture. Sub-folders of one level: phones make them."""
        try:
            return dict(_files(self._folder))
        except OSError as error:
            raise NoPicture("photo.no_folder") from error


def _files(folder: Path) -> Iterator[tuple[_Name, _State]]:
    own = tuple(folder.iterdir())
    for place in (own, *(_inside(one) for one in own if one.is_dir() and not one.name.startswith("."))):
        for path in place:
            try:
                told = path.stat()
            except OSError:  # gone between two calls
                continue
            if path.is_file() and not path.name.startswith("."):
                yield (str(path), told.st_ino), (told.st_size, told.st_mtime_ns)


def _inside(place: Path) -> tuple[Path, ...]:
    """Nothing, where it may not be read (a drive's lost+found) or has gone meanwhile: pictures may lie elsewhere."""
    try:
        return tuple(place.iterdir())
    except OSError:
        return ()


class _Waiting:
    """For one picture: what was there before, and how often each new file looked the same."""

    def __init__(self, before: _Files, stable: int) -> None:
        self._before, self._stable = before, stable
        self._unfinished = {inode for (path, inode), _ in _newest(before) if not _whole(path)}
        self._same: dict[_Name, tuple[_State, int]] = {}
        self._refused: set[tuple[_Name, _State]] = set()
        self.trouble = ""

    def look(self, files: _Files) -> Picture | None:
        """The newest new file that is complete and an image."""
        for name, state in sorted(files.items(), key=lambda one: one[1][1], reverse=True):
            if self._before.get(name) == state or name[1] in self._unfinished or (name, state) in self._refused:
                continue
            held, times = self._same.get(name, (state, 0))
            self._same[name] = (state, times + 1 if held == state else 1)
            if self._same[name][1] >= self._stable and (picture := self._read(name, state)):
                return picture
        return None

    def _read(self, name: _Name, state: _State) -> Picture | None:
        """None for what cannot be used as it is; it is read again when it has changed."""
        try:
            return pictures.small(_bytes(name[0], state[0]))
        except NoPicture as fault:
            self._refused.add((name, state))
            # A text beside the pictures is no trouble; a picture that cannot be used is.
            self.trouble = self.trouble if fault.reason == "photo.no_image" else fault.reason
            return None


def _newest(files: _Files) -> list[tuple[_Name, _State]]:
    return sorted(files.items(), key=lambda one: one[1][1], reverse=True)[:NEWEST]


def _bytes(path: str, size: int) -> bytes:
    if size > pictures.LARGEST_FILE:
        raise NoPicture("photo.too_large")
    try:
        return Path(path).read_bytes()
    except OSError as error:  # held by its writer (Windows), or gone
        raise NoPicture("photo.unfinished") from error


def _whole(path: str) -> bool:
    """Whether a file that begins like an image ends like one; cheap, as folders hold thousands."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(12)
            if not pictures.is_image(head):
                return bool(head)
            file.seek(0, 2)
            file.seek(-min(64, file.tell()), 2)
            tail = file.read()
    except OSError:
        return False
    ends = {b"\xff\xd8\xff": b"\xff\xd9", b"\x89PNG": b"IEND"}
    return all(end in tail for start, end in ends.items() if head.startswith(start))
