"""Copies of the station's file, and coming back from one. Responsible for backup, restore and new epochs; a restored or
forked journal goes on in a new epoch that names its parent, and seq never restarts."""

import os
import shutil
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

from station import wire
from station.domain.bench.inputs import EpochOpened
from station.domain.ids import Stamp, uuid7
from station.store import statements as sql
from station.store.check import sound
from station.store.connect import FileRefused, StoreRefused, file_errors, read_only, writer
from station.store.durable import put_in_place, sides, sync_file, unfinished
from station.store.file import bring_up
from station.store.lock import HomeLock
from station.store.schema import CURRENT, FILE
from station.store.verify import Progress, verify


def backup(home: Path, target: Path) -> Path:
    """Writes one sound file to target while the station may go on working; gives target. Raises FileRefused: exists
    where there is such a file already, damaged where the copy does not pass its check."""
    if target.exists():
        raise FileRefused("exists", target, "there is such a file already")
    partial = target.with_name(target.name + ".partial")
    with file_errors(target), unfinished(partial):
        _copy(home / FILE, partial)
        sound(partial, whole=True)
        put_in_place(partial, target)
    return target


def restore(
    home: Path, source: Path, stamp: Stamp, progress: Progress | None = None, *, other_station: bool = False
) -> Path | None:
    """Puts a backup in the place of the station's file; gives the name under which the replaced file is kept (None:
    there was none). Refuses (FileRefused) while the station is open, where the source is not wholly right, and where
    it is another station's, unless other_station says that this folder is to become that station; the next start
    tells epoch.started. stamp makes the new epoch's id and the kept file's name."""
    if sound(source, whole=True) == CURRENT:
        _judge(source, source, progress)
    lock = HomeLock(home)
    try:
        if not other_station:
            _need_same(home / FILE, source)
        with file_errors(home / FILE):
            return _put_back(home / FILE, source, stamp, progress)
    finally:
        lock.release()


def station_of(path: Path) -> str:
    """The id of the station whose file this is; empty where there is none or it cannot be read."""
    if not path.is_file():
        return ""
    with suppress(StoreRefused, dbapi2.Error), closing(read_only(path)) as connection:
        row = connection.execute(sql.META, ("station",)).fetchone()
        return str(row[0]) if row else ""
    return ""


def continue_in_new_epoch(path: Path, at: int, why: str, stamp: Stamp) -> EpochOpened:
    """After a fork at that seq: facts from `at` on move unrewritten to a new epoch, and sync starts there again. The
    caller (a supervisor's decision) lets the engine tell the answer as epoch.started, now or at its next start.
    at is 1 to head + 1, else ValueError; raises FileRefused."""
    with file_errors(path), closing(writer(path)) as connection:
        return _open_epoch(connection, at, why, uuid7(stamp, 0))


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise FileRefused("missing", source, "there is no such file")
    target.touch(mode=0o600)
    with closing(read_only(source)) as connection:
        connection.execute("PRAGMA query_only=OFF").close()
        connection.execute("VACUUM INTO ?", (str(target),)).close()


def _need_same(path: Path, source: Path) -> None:
    """Two computers that are one station fork its journal; a file that cannot be read speaks against nothing."""
    here, there = station_of(path), station_of(source)
    if here and there and here != there:
        why = f"it is a copy of station {there}, and this folder is station {here}'s"
        raise FileRefused("other_station", source, why)


def _judge(file: Path, source: Path, progress: Progress | None) -> None:
    """An older source is judged when it has been brought up: its records are those of a former fold."""
    findings = verify(file, progress).findings
    if findings:
        first = findings[0]
        raise FileRefused("damaged", source, f"{len(findings)} findings, first: fact {first.seq}: {first.detail}")


def _put_back(path: Path, source: Path, stamp: Stamp, progress: Progress | None) -> Path | None:
    new = path.with_name(path.name + ".restoring")
    with unfinished(new):
        _copy(source, new)
        if sound(new, whole=True) != CURRENT:
            bring_up(new)
            _judge(new, source, progress)
        _begin_restored(new, uuid7(stamp, 0))
        kept = _keep(path, stamp)
        put_in_place(new, path)
    return kept


def _begin_restored(path: Path, id: str) -> None:
    with closing(dbapi2.connect(path, isolation_level=None)) as connection:
        row = connection.execute(sql.HEAD).fetchone()
        _open_epoch(connection, (row[0] if row else 0) + 1, "restored", id)


def _open_epoch(connection: Any, at: int, why: str, id: str) -> EpochOpened:
    connection.execute(sql.BEGIN)
    try:
        parent, before = connection.execute(sql.EPOCH).fetchone()[0], _hash_before(connection, at)
        opening = EpochOpened(why, parent, at - 1)
        connection.execute(sql.OPEN_EPOCH, (id, at, parent, before))
        connection.execute(sql.SET_META, ("opening", wire.encode(opening)))
        _rewind(connection, at - 1)
        connection.execute(sql.COMMIT)
    finally:
        if connection.in_transaction:
            connection.execute(sql.ROLLBACK)
    return opening


def _hash_before(connection: Any, at: int) -> str:
    if at == 1:
        return wire.genesis(str(connection.execute(sql.META, ("station",)).fetchone()[0]))
    row = connection.execute(sql.FACT, (at - 1,)).fetchone()
    if row is None:
        raise ValueError(f"there is no fact {at - 1} that an epoch could follow")
    return str(row[1])


def _rewind(connection: Any, seq: int) -> None:
    """What the service said about facts after seq belongs to the old epoch."""
    row = connection.execute(sql.CURSOR, ("stored_through",)).fetchone()
    if row and int(row[0]) > seq:
        connection.execute(sql.SET_CURSOR, ("stored_through", str(seq)))


def _keep(path: Path, stamp: Stamp) -> Path | None:
    """Gives the present file a second name, so that at no moment there is none, and takes its log out of the way."""
    if not path.exists():
        for side in sides(path):
            side.unlink(missing_ok=True)
        return None
    kept = path.with_name(f"{path.stem}-replaced-{_compact(stamp.at)}{path.suffix}")
    _settle(path)
    _second_name(path, kept)
    for mine, other in zip(sides(path), sides(kept), strict=True):
        if mine.exists():
            mine.replace(other)
    return kept


def _settle(path: Path) -> None:
    """Writes the log back where the file still can; a damaged file keeps its log under its new name."""
    with suppress(StoreRefused, dbapi2.Error), closing(writer(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _second_name(path: Path, kept: Path) -> None:
    try:
        os.link(path, kept)
    except OSError:  # a file system without hard links
        shutil.copy2(path, kept)
        sync_file(kept)


def _compact(at: str) -> str:
    return at.replace("-", "").replace(":", "").replace(".", "")
