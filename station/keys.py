"""The station's private key and its token: in the system's keyring, or, where an admin chose so, in a file that only
its owner reads. Responsible for keeping them; never falls back from one to the other by itself."""

import json
import os
from base64 import b64decode
from pathlib import Path

import msgspec
from msgspec import Struct

FILE = "keys.json"
SERVICE = "returns-station"
KEY_BYTES = 32


class KeysMissing(Exception):
    """The station is enrolled nowhere, or its keys cannot be read."""


class Keys(Struct, frozen=True):
    """private: Ed25519 seed (base64); token: the service's bearer token; url: which service."""

    private: str
    token: str
    url: str


def save(home: Path, station: str, keys: Keys, *, in_file: bool) -> None:
    """Keeps the keys; raises KeysMissing where the system has no keyring and no file was chosen."""
    text = json.dumps({"private": keys.private, "token": keys.token, "url": keys.url})
    if in_file:
        _write(home / FILE, text)
        return
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, station, text)
    except KeyringError as error:
        raise _no_keyring(error) from error


def need_place(station: str, *, in_file: bool) -> None:
    """Raises KeysMissing where `save` could keep nothing: asked before a one-time code is used up."""
    if in_file:
        return
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.get_password(SERVICE, station)
    except KeyringError as error:
        raise _no_keyring(error) from error


def _no_keyring(error: Exception) -> KeysMissing:
    return KeysMissing(f"this system has no keyring ({error}); enrol with --key-file to keep the keys in a file")


def _write(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(path)


def load(home: Path, station: str) -> Keys:
    """The keys; raises KeysMissing, also where what was kept is no key any more."""
    path = home / FILE
    if path.is_file():
        return _from_file(path)
    import keyring
    from keyring.errors import KeyringError

    try:
        text = keyring.get_password(SERVICE, station)
    except KeyringError as error:
        raise KeysMissing(str(error)) from error
    if not text:
        raise KeysMissing("this station is not enrolled")
    return _read(text.encode(), "the keyring")


def _from_file(path: Path) -> Keys:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise KeysMissing(f"{path} cannot be read ({error.strerror})") from error
    return _read(text, str(path))


def _read(text: bytes, place: str) -> Keys:
    try:
        kept = msgspec.json.decode(text, type=Keys)
        if len(b64decode(kept.private, validate=True)) == KEY_BYTES and kept.token:
            return kept
    except ValueError:
        pass
    raise KeysMissing(f"{place} does not hold this station's keys any more; enrol it again")
