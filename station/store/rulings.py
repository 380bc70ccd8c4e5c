"""What the file keeps of rules: texts of all versions, which of them are in force, and which policies open units pin.
Responsible for reading and for adding texts; what is in force is noted by the step that tells it."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct
from pysqlite3 import dbapi2

from station.domain.office import PolicyText
from station.records import rows
from station.store import statements as sql
from station.store.connect import read_only, refused
from station.store.reference import ReferenceStore

IN_FORCE = "rules"
EVER = "rules:"
"""Notes: the version in force, and each that ever was, by its policy's hash (behind the colon)."""

Ids = dict[str, str]
"""Ids of texts by `document/name`."""


class Note(Struct, frozen=True):
    """A version of all rules: the policy's hash (of its text and the tables that it names) and the texts' ids."""

    policy: str
    texts: Ids


class Kept(Struct, frozen=True):
    """What the file knows. ever: ids of texts by policy hash; pinned: policy hashes of units that are in work."""

    texts: tuple[PolicyText, ...]
    in_force: Note | None
    ever: Mapping[str, Ids]
    pinned: frozenset[str]


def read(path: Path) -> Kept:
    """All of it, of one moment. Raises StoreRefused."""
    try:
        with closing(read_only(path)) as connection:
            connection.execute("BEGIN")
            texts = tuple(rows.record("policy", body) for (body,) in connection.execute(sql.REFERENCES, ("policy",)))
            notes = dict(connection.execute(sql.NOTES, (f"{IN_FORCE}*",)).fetchall())
            pinned = frozenset(hash for (hash,) in connection.execute(sql.PINNED))
    except dbapi2.Error as error:
        raise refused(error) from error
    now = notes.pop(IN_FORCE, None)
    ever = {key.removeprefix(EVER): msgspec.json.decode(ids, type=Ids) for key, ids in notes.items()}
    return Kept(texts, msgspec.json.decode(now, type=Note) if now else None, ever, pinned)


def notes(note: Note) -> tuple[tuple[str, str], ...]:
    """What a step writes down when this version comes into force."""
    texts = msgspec.json.encode(note.texts, order="sorted").decode()
    return (IN_FORCE, msgspec.json.encode(note, order="sorted").decode()), (EVER + note.policy, texts)


def add(path: Path, texts: Iterable[PolicyText]) -> None:
    """Keeps texts of the package or the site, so that they are known when their files are other ones. Raises
    StoreRefused."""
    store = ReferenceStore(path)
    try:
        store.put(text for text in texts if store.get("policy", text.id) is None)
    finally:
        store.close()
