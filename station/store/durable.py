"""One file takes another's place, whole or not at all. Responsible for fsync and rename; knows nothing of SQLite but
the names of its side files."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIDES = ("-wal", "-shm", "-journal")


def sync_file(path: Path) -> None:
    """The file's bytes reach the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """The names in the folder reach the disk; Windows does that by itself and has no call for it."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(new: Path, target: Path) -> None:
    """Renames new to target, over what is there; both stand in one folder. A crash leaves the old or the new."""
    sync_file(new)
    new.replace(target)
    sync_folder(target.parent)


def sides(path: Path) -> tuple[Path, ...]:
    """SQLite's side files of a database."""
    return tuple(path.with_name(path.name + side) for side in SIDES)


def remove(path: Path) -> None:
    """Removes an unfinished copy and its side files, where they are."""
    for one in (path, *sides(path)):
        one.unlink(missing_ok=True)


@contextmanager
def unfinished(path: Path) -> Iterator[None]:
    """A copy that is built in this block: what an earlier run left of it goes first, what this one leaves goes last."""
    remove(path)
    try:
        yield
    finally:
        remove(path)
