"""One look at the station's file from outside: how far it reaches and what is unsent. Reads only, no bodies; the
station may be open. For health and the support file."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct
from pysqlite3 import dbapi2

from station.domain.bench.effects import Job
from station.records import span
from station.store import statements as sql
from station.store.connect import read_only, refused
from station.store.journal import STORED_THROUGH
from station.store.schema import FILE

NEWEST = 10_000
"""Facts whose kinds are counted, from the end."""

_jobs = msgspec.json.Decoder(Job)
_KINDS = "SELECT json_extract(record, '$.kind'), count(*) FROM fact WHERE seq > ? GROUP BY 1 ORDER BY 1"


class Glance(Struct, frozen=True):
    """head: seq of the last fact; last_at and oldest_unsent_at: UTC text or ""; kinds: how often each kind of fact
    stands among the newest; revision: the file's shape."""

    station: str = ""
    head: int = 0
    last_at: str = ""
    unsent: int = 0
    oldest_unsent_at: str = ""
    epochs: int = 0
    revision: str = ""
    kinds: Mapping[str, int] = {}


def glance(home: Path) -> Glance:
    """Of the station's file in this home; an empty one where there is none. Raises StoreRefused."""
    path = home / FILE
    if not path.is_file():
        return Glance()
    try:
        with closing(read_only(path)) as connection:
            return _read(connection)
    except dbapi2.Error as error:
        raise refused(error) from error


def begun(home: Path) -> tuple[Job, ...]:
    """Jobs whose first byte may be out and whose end is not known yet. Raises StoreRefused."""
    path = home / FILE
    if not path.is_file():
        return ()
    try:
        with closing(read_only(path)) as connection:
            found = connection.execute(sql.OPEN_JOBS).fetchall()
        return tuple(job for (body,) in found if (job := _jobs.decode(body)).state == "begun")
    except (dbapi2.Error, msgspec.DecodeError) as error:
        raise refused(error) from error


def _read(connection: dbapi2.Connection) -> Glance:
    def one(statement: str, *values: str | int) -> tuple[str, ...]:
        return connection.execute(statement, values).fetchone() or ("", "")

    head = int(one(sql.HEAD)[0] or 0)
    stored = int(one(sql.CURSOR, STORED_THROUGH)[0] or 0)
    last, oldest = one(sql.FACT, head)[0], one(sql.FACT, stored + 1)[0]
    return Glance(
        station=one(sql.META, "station")[0],
        head=head,
        last_at=span.at(last) if last else "",
        unsent=max(0, head - stored),
        oldest_unsent_at=span.at(oldest) if oldest else "",
        epochs=len(connection.execute(sql.EPOCHS).fetchall()),
        revision=one("SELECT version_num FROM alembic_version")[0],
        kinds={str(kind): count for kind, count in connection.execute(_KINDS, (head - NEWEST,)).fetchall()},
    )


def sqlite() -> str:
    """The version of the database library in use."""
    return str(dbapi2.sqlite_version)
