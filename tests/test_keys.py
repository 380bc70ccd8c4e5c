"""Keys: kept in a file that only its owner reads, or in the system's keyring; never in the one for lack of it."""

import sys
from base64 import b64encode
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from station import keys
from station.keys import Keys, KeysMissing

SEED = b64encode(bytes(range(32))).decode()
KEPT = Keys(SEED, "token-1", "http://127.0.0.1:1")


class Ring(KeyringBackend):
    """A keyring that is a dict."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types here
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError(username)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setattr(keyring.core, "_keyring_backend", made)
    assert keyring.get_keyring() is made
    return made


@pytest.fixture
def no_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", NoKeyring())  # type: ignore[no-untyped-call]


def test_a_file_is_read_by_its_owner_only(tmp_path: Path, ring: Ring) -> None:
    keys.save(tmp_path, "s1", KEPT, in_file=True)
    path = tmp_path / keys.FILE
    assert keys.load(tmp_path, "s1") == KEPT
    assert not ring.kept
    assert [p.name for p in tmp_path.iterdir()] == [keys.FILE]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600


def test_two_stations_of_one_pc_keep_theirs_apart(tmp_path: Path, ring: Ring) -> None:
    other = Keys(b64encode(bytes(32)).decode(), "token-2", KEPT.url)
    keys.save(tmp_path, "s1", KEPT, in_file=False)
    keys.save(tmp_path, "s2", other, in_file=False)
    assert (keys.load(tmp_path, "s1"), keys.load(tmp_path, "s2")) == (KEPT, other)
    assert not list(tmp_path.iterdir())
    assert all(service == keys.SERVICE for service, _ in ring.kept)


@pytest.mark.usefixtures("no_ring")
def test_without_a_keyring_nothing_is_written_anywhere(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match="--key-file"):
        keys.save(tmp_path, "s1", KEPT, in_file=False)
    assert not list(tmp_path.iterdir())
    with pytest.raises(KeysMissing):
        keys.load(tmp_path, "s1")


@pytest.mark.usefixtures("ring")
def test_a_station_that_is_enrolled_nowhere_says_so(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match="not enrolled"):
        keys.load(tmp_path, "s1")


@pytest.mark.usefixtures("ring")
@pytest.mark.parametrize("text", ["", "{", "[]", '{"private": "x"}', '{"private": "", "token": "t", "url": "u"}'])
def test_a_file_that_is_torn_is_told_and_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / keys.FILE).write_text(text)
    with pytest.raises(KeysMissing, match=keys.FILE):
        keys.load(tmp_path, "s1")
    assert (tmp_path / keys.FILE).read_text() == text
