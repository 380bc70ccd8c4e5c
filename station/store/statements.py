"""Every statement of the step, as raw text (measured: a third of Core's cost), and the connection's settings.
Responsible for the SQL alone; step.py runs it. The tables stand in station/records/tables.py."""

BEGIN = "BEGIN IMMEDIATE"
COMMIT = "COMMIT"
ROLLBACK = "ROLLBACK"

HEAD = "SELECT seq, hash FROM fact ORDER BY seq DESC LIMIT 1"
APPEND = "INSERT INTO fact (seq, record, hash) VALUES (?, ?, ?)"
ABOUT = "INSERT OR IGNORE INTO about (id, seq) VALUES (?, ?)"
FACTS_ABOUT = "SELECT fact.record FROM about JOIN fact ON fact.seq = about.seq WHERE about.id = ? ORDER BY about.seq"
FACTS_FROM = "SELECT record FROM fact WHERE seq >= ? ORDER BY seq"

CODE = "SELECT type, id FROM alias WHERE code = ?"
ADD_CODE = "INSERT OR IGNORE INTO alias (code, type, id) VALUES (?, ?, ?)"
DROP_CODE = "DELETE FROM alias WHERE code = ? AND type = ? AND id = ?"

UNITS_OF = "SELECT body FROM unit WHERE parcel = ? ORDER BY rowid"
TOTES = "SELECT body FROM container WHERE merchant = ? AND route = ? AND state = 'open' ORDER BY rowid"
REFERENCE = "SELECT body FROM reference WHERE type = ? AND id = ?"
RETURNS_OF = """
SELECT count(DISTINCT parcel.id) FROM reference
JOIN alias ON alias.code = upper(reference.id) AND alias.type = 'parcel'
JOIN parcel ON parcel.id = alias.id
WHERE reference.type = 'authorization' AND json_extract(reference.body, '$.customer') = ?
AND parcel.arrived > ? AND parcel.dock <> 'refused'
"""
"""By ix_reference_customer; a parcel is found by its authorizations' ids."""
WORDS = """
SELECT reference.body FROM product_word JOIN reference ON reference.n = product_word.rowid
WHERE product_word MATCH ? ORDER BY product_word.rank LIMIT 8
"""

_COLUMNS = {
    "parcel": ("merchant", "dock", "arrived"),
    "unit": ("parcel", "merchant", "stage"),
    "container": ("merchant", "route", "state"),
}


def _insert(table: str, a: str, b: str, c: str) -> str:
    return (
        f"INSERT INTO {table} ({a}, {b}, {c}, body, id) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "  # noqa: S608  # the names above
        f"SET {a} = excluded.{a}, {b} = excluded.{b}, {c} = excluded.{c}, body = excluded.body"
    )


READ = {table: f"SELECT body FROM {table} WHERE id = ?" for table in _COLUMNS}  # noqa: S608  # the names above
INSERT = {table: _insert(table, *names) for table, names in _COLUMNS.items()}
MOVE = {
    table: f"UPDATE {table} SET {a} = ?, {b} = ?, {c} = ?, body = ? WHERE id = ?"  # noqa: S608  # the names above
    for table, (a, b, c) in _COLUMNS.items()
}
REWRITE = {table: f"UPDATE {table} SET body = ? WHERE id = ?" for table in _COLUMNS}  # noqa: S608  # the names above
"""The columns stay as they are, so that no index is touched."""
DROP_FOLDED_CODES = "DELETE FROM alias WHERE type IN ('parcel', 'unit', 'container')"
DROP = {table: f"DELETE FROM {table} WHERE id = ?" for table in _COLUMNS}  # noqa: S608  # the names above

PUSH = (
    "INSERT INTO session (depth, state, first_seq) VALUES (?, ?, ?) "
    "ON CONFLICT (depth) DO UPDATE SET state = excluded.state, first_seq = excluded.first_seq"
)
CUT = "DELETE FROM session WHERE depth >= ?"
TOP = "SELECT state, first_seq FROM session ORDER BY depth DESC LIMIT 1"
SAVED = "SELECT state, first_seq FROM session WHERE depth = ?"

PUT_JOB = (
    "INSERT INTO job (id, unit, state, body) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body"
)
JOB = "SELECT body FROM job WHERE id = ?"
OPEN_JOBS = "SELECT body FROM job WHERE state IN ('asked', 'begun') ORDER BY rowid"
PUT_SECRET = "INSERT OR IGNORE INTO secret (commitment, kind, salt, text, at) VALUES (?, ?, ?, ?, ?)"  # noqa: S105  # no password

META = "SELECT value FROM meta WHERE key = ?"
SET_META = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
NOTES = "SELECT key, value FROM meta WHERE key GLOB ?"
DROP_META = "DELETE FROM meta WHERE key = ?"
EPOCH = "SELECT id, first_seq, parent, parent_hash FROM epoch ORDER BY rowid DESC LIMIT 1"
OPEN_EPOCH = "INSERT INTO epoch (id, first_seq, parent, parent_hash) VALUES (?, ?, ?, ?)"
BUMP_REFERENCE = "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'reference_version'"

REFERENCES = "SELECT body FROM reference WHERE type = ? ORDER BY id"
PINNED = (
    "SELECT DISTINCT json_extract(body, '$.policy') FROM unit WHERE stage NOT IN ('stowed', 'split') "
    "AND json_extract(body, '$.policy') IS NOT NULL"
)
REFERENCE_ROW = "SELECT n, body FROM reference WHERE type = ? AND id = ?"
PUT_REFERENCE = (
    "INSERT INTO reference (type, id, body) VALUES (?, ?, ?) "
    "ON CONFLICT (type, id) DO UPDATE SET body = excluded.body RETURNING n"
)
DROP_REFERENCE = "DELETE FROM reference WHERE n = ?"
PUT_WORDS = "INSERT OR REPLACE INTO product_word (rowid, merchant, words) VALUES (?, ?, ?)"
DROP_WORDS = "DELETE FROM product_word WHERE rowid = ?"

FACTS_AFTER = "SELECT seq, record, hash FROM fact WHERE seq > ? AND seq < ? ORDER BY seq LIMIT ?"
FACT = "SELECT record, hash FROM fact WHERE seq = ?"
EPOCHS = "SELECT id, first_seq, parent, parent_hash FROM epoch ORDER BY rowid"
CURSOR = "SELECT value FROM cursor WHERE name = ?"
SET_CURSOR = "INSERT INTO cursor (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
