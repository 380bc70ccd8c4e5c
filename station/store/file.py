"""Opening the station's file: one station per home; created, migrated and checked before it is used. Responsible for
the way there and for handing out connections; what is read and written stands in step, reference and journal."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from pysqlite3 import dbapi2

from station import wire
from station.domain.bench.inputs import EpochOpened
from station.store import statements as sql
from station.store.check import counts, quick_check, sound
from station.store.connect import FileRefused, file_errors, read_only, writer
from station.store.durable import put_in_place, sides, unfinished
from station.store.lock import HomeLock
from station.store.schema import CURRENT, FILE
from station.store.step import StepStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

FreshId = Callable[[], str]


class Store:
    """The open file of one home. Raises FileRefused, and has touched nothing then. fresh_id makes the ids of the
    station and of its first epoch where there is no file yet; without it a missing file is refused."""

    def __init__(self, home: Path, fresh_id: FreshId | None = None) -> None:
        self.home = home
        self.path = home / FILE
        self._lock = HomeLock(home)
        try:
            _make_ready(self.path, fresh_id)
            self.station = _meta(self.path, "station")
        except BaseException:
            self._lock.release()
            raise

    def step(self) -> StepStore:
        """The engine thread's connection; there is one writer of facts."""
        return StepStore(self.path)

    def reader(self) -> "Connection":
        """A read-only SQLAlchemy connection for station/records/queries.py; close it."""
        from station.store.reader import reader

        return reader(self.path)

    def close(self) -> None:
        """Gives the home free. Connections that were handed out are closed by their holders, before."""
        self._lock.release()


def _make_ready(path: Path, fresh_id: FreshId | None) -> None:
    if not path.exists():
        if fresh_id is None:
            raise FileRefused("missing", path, "there is no station in this folder")
        _create(path, fresh_id)
    elif sound(path, whole=False) != CURRENT:
        bring_up(path)


def _create(path: Path, fresh_id: FreshId) -> None:
    """Builds the file beside its place, so that a killed first start leaves nothing half-made."""
    from station.store.migrate import migrate

    if any(side.exists() for side in sides(path)[:1]):
        raise FileRefused("damaged", path, "the file is gone but its log (-wal) is there")
    new = path.with_name(path.name + ".new")
    with file_errors(path), unfinished(new):
        new.touch(mode=0o600)
        migrate(new)
        _found(new, fresh_id(), fresh_id())
        put_in_place(new, path)


def _found(path: Path, station: str, epoch: str) -> None:
    opening = EpochOpened("created", "", 0)
    with closing(dbapi2.connect(path)) as connection, connection:
        connection.execute(sql.SET_META, ("station", station))
        connection.execute(sql.SET_META, ("opening", wire.encode(opening)))
        connection.execute(sql.OPEN_EPOCH, (epoch, 1, "", ""))


def bring_up(path: Path) -> None:
    """Migrates on a copy, checks the copy, folds its records anew, and puts it in place by one rename. The caller holds
    the home's lock."""
    from station.store.migrate import migrate
    from station.store.refold import refold

    copy = path.with_name(path.name + ".migrating")
    with file_errors(path), unfinished(copy):
        before = _copy(path, copy)
        migrate(copy)
        _compare(copy, before)
        refold(copy)
        put_in_place(copy, path)


def _copy(path: Path, copy: Path) -> dict[str, int]:
    """Copies the file; its log is emptied first, as one left over would be played into the new file."""
    with closing(writer(path)) as connection:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise FileRefused("busy", path, "another program reads it just now; close that and start again")
        quick_check(connection, path)
        connection.execute("VACUUM INTO ?", (str(copy),))
        return counts(connection)


def _compare(copy: Path, before: dict[str, int]) -> None:
    """No row of the journal may be lost by a migration; nor of any other table."""
    with closing(read_only(copy)) as connection:
        quick_check(connection, copy)
        after = counts(connection)
    lost = [name for name, rows in before.items() if after.get(name, 0) != rows]
    if lost:
        raise FileRefused("damaged", copy, f"the migration lost rows of {', '.join(lost)}")


def _meta(path: Path, key: str) -> str:
    with file_errors(path), closing(read_only(path)) as connection:
        row = connection.execute(sql.META, (key,)).fetchone()
    return str(row[0]) if row else ""
