"""Pictures that stations send: taken only from the station whose fact names them, and only if the bytes are what their
name says; kept as files named by SHA-256, on the disk before the answer. Not responsible for what they show."""

import os
import re
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from station import wire
from tracking.problems import refuse
from tracking.store import log
from tracking.store.store import Store

LIMIT = 8 << 20
"""Bytes of a picture; a station's have about 300 kB."""

FOLDER = "evidence"
KIND = "evidence.added"
_NAME = re.compile(r"[0-9a-f]{64}")


class Kept(Struct, frozen=True):
    """The answer: which picture, and how many bytes."""

    sha256: str
    bytes: int


class Named(Struct, frozen=True):
    """Which fact of the calling station names the picture."""

    station: str
    epoch: str
    seq: int


def take(store: Store, home: Path, name: str, by: Named, data: bytes) -> Kept:
    """Keeps a picture; the same one again changes nothing. Raises Refusal: 422 where the bytes are not what their name
    says, 409 where no such fact is here (yet) that names it."""
    if not _NAME.fullmatch(name) or sha256(data).hexdigest() != name:
        raise refuse(422, "malformed", "The picture is not what its name says.")
    if not _named(store, name, by):
        raise refuse(409, "not_named", "No fact of this station names the picture: send the fact first.")
    path = place(home, name)
    if not (path.is_file() and path.stat().st_size == len(data)):
        _write(path, data)
    return Kept(name, len(data))


def read(home: Path, name: str) -> bytes | None:
    """The picture; None where it never came, or was damaged on the disk."""
    if not _NAME.fullmatch(name):
        return None
    try:
        data = place(home, name).read_bytes()
    except OSError:
        return None
    return data if sha256(data).hexdigest() == name else None


def place(home: Path, name: str) -> Path:
    """Where it lies."""
    return home / FOLDER / name[:2] / name


def _named(store: Store, name: str, by: Named) -> bool:
    with store.read() as connection:
        mark = log.find_mark(connection, by.station, by.epoch)
        record = log.record(connection, mark.key, by.seq) if mark else ""
    try:
        fact = wire.read(record)
    except msgspec.DecodeError:
        return False
    return fact.kind == KIND and fact.body.get("sha256") == name


def _write(path: Path, data: bytes) -> None:
    """Bytes, then name, reach the disk; two calls at once write the same."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.{id(data)}.new")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
