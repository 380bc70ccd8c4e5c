"""A station's file with a long past: units with their parcels, licence plates and facts, written in bulk. Rows look
like those of real work; one fact stands for the dozen that a unit really has. The service is made to hold that past."""

from collections.abc import Iterator
from pathlib import Path

from pysqlite3 import dbapi2

from station import wire
from station.domain.facts import Fact, Ref
from station.store import statements as sql

UNITS = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
INSERT INTO unit (id, parcel, merchant, stage, body)
SELECT id, parcel, 'GIFT', 'stowed', json_object('id', id, 'parcel', parcel, 'merchant', 'GIFT', 'product', 'p-22423',
  'match', 'expected', 'line', 'a-past-' || (i / 4) || '/0', 'method', 'scan', 'answers', json('[["sealed","yes"]]'),
  'grade', 'A', 'function', 'works', 'completeness', 'complete', 'round', 1, 'route', 'restock', 'rule', 'as_new',
  'reasons', json('["as_new"]'), 'policy', hex(zeroblob(32)), 'lpn', plate, 'revision', 1, 'label', 'verified',
  'job', 'j-' || id, 'verdict', 'PRINTED', 'container', 'c-' || (i / 200), 'found_at', '2010-06-01T10:00:00.000000Z',
  'found_by', '7', 'graded_at', '2010-06-01T10:00:09.000000Z', 'graded_by', '7'
  , 'stowed_at', '2010-06-01T10:00:20.000000Z')
FROM (SELECT i, printf('0128f000-%04x-7001-8000-%012x', i / 65536, i) AS id,
  printf('0128f000-%04x-7002-8000-%012x', i / 65536, i / 4) AS parcel, upper(hex(randomblob(6))) AS plate FROM n)
"""
PARCELS = """
INSERT INTO parcel (id, merchant, dock, arrived, body)
SELECT DISTINCT parcel, 'GIFT', 'closed', '2010-06-01T10:00:00.000000Z', json_object('id', parcel, 'tracking',
  'PAST' || substr(parcel, 25), 'merchant', 'GIFT', 'dock', 'closed', 'match', 'matched', 'authorizations',
  json_array('a-past-' || substr(parcel, 25)), 'closed_at', '2010-06-01T11:00:00.000000Z') FROM unit
"""
PLATES = "INSERT INTO alias (code, type, id) SELECT json_extract(body, '$.lpn'), 'unit', id FROM unit ORDER BY 1"
NUMBERS = (
    "INSERT INTO alias (code, type, id) SELECT json_extract(body, '$.tracking'), 'parcel', id FROM parcel ORDER BY 1",
    "INSERT INTO alias (code, type, id) SELECT upper(json_extract(body, '$.authorizations[0]')), 'parcel', id "
    "FROM parcel ORDER BY 1",
)


def write_past(path: Path, units: int) -> list[tuple[int, str, str]]:
    """Puts that many units into a fresh station file; gives the last two facts (seq, record, hash)."""
    connection = dbapi2.connect(path, isolation_level=None)
    try:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-262144"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        connection.execute("BEGIN")
        connection.execute(UNITS, (units,))
        for statement in (PARCELS, PLATES, *NUMBERS):
            connection.execute(statement)
        station = connection.execute(sql.META, ("station",)).fetchone()[0]
        connection.executemany(sql.APPEND, _facts(connection, station))
        connection.execute("INSERT INTO about (id, seq) SELECT id, rowid FROM unit ORDER BY 1")
        connection.execute(sql.SET_CURSOR, ("stored_through", str(units)))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
        return list(connection.execute("SELECT seq, record, hash FROM fact WHERE seq > ? ORDER BY seq", (units - 2,)))
    finally:
        connection.close()


def _facts(connection: "dbapi2.Connection", station: str) -> Iterator[tuple[int, str, str]]:
    """One true chain."""
    hash = wire.genesis(station)
    body = {"round": 1, "function": "works", "completeness": "complete", "grade": "A", "answers": [["sealed", "yes"]]}
    fact = Fact(1, 0, "@id", "2010-06-01T10:00:09.000000Z", "Europe/London", "7", "past",
                "unit.graded", (Ref("unit", "@unit"),), body, merchant="GIFT", cause="@id")  # fmt: skip
    head, tail = wire.text(fact).split('"seq":0')
    for seq, id in connection.execute("SELECT rowid, id FROM unit ORDER BY rowid"):
        record = f'{head}"seq":{seq}{tail.replace("@unit", id).replace("@id", id)}'
        hash = wire.link(hash, record)
        yield seq, record, hash


def hold_past(database: str, station: str, epoch: str, last: list[tuple[int, str, str]]) -> None:
    """The service holds the station's past: its watermark and the last two facts; its readers have read them."""
    from sqlalchemy import insert

    from tracking.store import tables as t
    from tracking.store.store import open_store

    through, _, hash = last[-1]
    store = open_store(database)
    try:
        with store.write() as connection:
            mark = {"key": 1, "station": station, "id": epoch, "first_seq": 1, "parent": "",
                    "parent_hash": wire.genesis(station), "stored_through": through, "hash": hash}  # fmt: skip
            connection.execute(insert(t.epoch), mark)
            facts = [{"position": n, "epoch": 1, "seq": seq, "hash": told, "record": record}
                     for n, (seq, record, told) in enumerate(last, 1)]  # fmt: skip
            connection.execute(insert(t.fact), facts)
            connection.execute(
                insert(t.reader), [{"name": name, "position": len(last)} for name in ("records", "doubts")]
            )
    finally:
        store.close()
