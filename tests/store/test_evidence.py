"""Pictures beside the journal: named by what they hold, on the disk before they are told, never half."""

import hashlib
from pathlib import Path

import pytest

from station.store import evidence
from station.store.connect import StoreRefused


def test_a_picture_is_kept_under_its_own_hash(tmp_path: Path) -> None:
    sha256 = evidence.keep(tmp_path, b"picture")
    assert sha256 == hashlib.sha256(b"picture").hexdigest()
    assert evidence.keep(tmp_path, b"picture") == sha256
    assert evidence.read(tmp_path, sha256) == b"picture"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [sha256]


def test_what_was_changed_on_the_disk_is_not_given_and_is_kept_anew(tmp_path: Path) -> None:
    sha256 = evidence.keep(tmp_path, b"picture")
    evidence.place(tmp_path, sha256).write_bytes(b"pict")
    assert evidence.read(tmp_path, sha256) is None
    assert evidence.keep(tmp_path, b"picture") == sha256
    assert evidence.read(tmp_path, sha256) == b"picture"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "AB" * 32, "a" * 63])
def test_a_name_that_is_no_hash_leads_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        evidence.place(tmp_path, name)


def test_a_disk_that_refuses_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / evidence.FOLDER).write_bytes(b"a file where the folder should be")
    with pytest.raises(StoreRefused):
        evidence.keep(tmp_path, b"picture")
