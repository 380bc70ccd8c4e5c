"""Pictures as evidence beside the journal: files named by the SHA-256 of their bytes, on the disk before anything tells
of them. Responsible for keeping and giving them back; not for what they show or which fact names them."""

import hashlib
import re
from pathlib import Path

from station.store.connect import StoreRefused
from station.store.durable import put_in_place, sync_folder

FOLDER = "evidence"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def place(home: Path, sha256: str) -> Path:
    """Where that picture lies, `evidence/ab/ab…`; raises ValueError for what is no SHA-256."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"no SHA-256: {sha256!r}")
    return home / FOLDER / sha256[:2] / sha256


def keep(home: Path, data: bytes) -> str:
    """Its SHA-256, once bytes and name are on the disk. The same picture twice is kept once. Raises StoreRefused."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = place(home, sha256)
    try:
        if not (path.is_file() and path.read_bytes() == data):
            _make(path.parent)
            new = path.with_suffix(".new")
            new.write_bytes(data)
            put_in_place(new, path)
    except OSError as error:
        raise StoreRefused("evidence", f"{path}: {error.strerror or error}") from error
    return sha256


def read(home: Path, sha256: str) -> bytes | None:
    """Its bytes; None where it is missing or is not what its name says any more."""
    try:
        data = place(home, sha256).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def _make(folder: Path) -> None:
    """Each new folder's name is on the disk, too."""
    for one in (folder.parent, folder):
        if not one.is_dir():
            one.mkdir(mode=0o700, exist_ok=True)
            sync_folder(one.parent)
