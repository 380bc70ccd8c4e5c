"""What one step reads and writes, on the engine thread's one connection, inside its BEGIN IMMEDIATE. Responsible for
keys -> values and for rows of facts, records, session and jobs; decides nothing. Used by one thread only."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from pysqlite3 import dbapi2

from station import wire
from station.domain.bench.effects import Job, Secret
from station.domain.bench.inputs import EpochOpened
from station.domain.bench.known import Key
from station.domain.bench.state import Bench, Saved
from station.domain.facts import Fact, Ref
from station.domain.records import FOLDED, REFERENCE, Container, Folded, Product, Unit, codes, recoded
from station.records import rows
from station.store import statements as sql
from station.store import words
from station.store.connect import refused, writer

_benches = msgspec.json.Decoder(Bench)
_jobs = msgspec.json.Decoder(Job)
_openings = msgspec.json.Decoder(EpochOpened)
_encoder = msgspec.json.Encoder()

CACHE_KB = 32768

_AT_ONCE = ("code", "words")
"""Kinds of values that wait for no row of the open step: codes are written at once, words by the office alone."""

MOST_HELD = 256
"""Records kept decoded between steps: a step mostly reads what the one before wrote, and nobody else writes them."""


def _encoded(value: Any) -> str:
    return _encoder.encode(value).decode()


class _Waiting:
    """What the open transaction has yet to write: steps that become durable together mostly write the same rows again.
    records: with what stands in the file; cut: rows of the session from that depth on go first."""

    def __init__(self) -> None:
        self.facts: list[tuple[int, str, str]] = []
        self.about: list[tuple[str, int]] = []
        self.records: dict[tuple[str, str], tuple[Folded | None, Folded]] = {}
        self.session: dict[int, Saved] = {}
        self.cut: int | None = None
        self.jobs: dict[str, Job] = {}


class StepStore:
    """The held connection of the engine thread. Every method may raise StoreRefused: the transaction is then rolled
    back and nothing of the step is in the file. What is written goes to the file when something reads it, and at
    commit()."""

    def __init__(self, path: Path, connection: Any = None) -> None:
        """connection: one of its own to read by; without it, the writer's is opened."""
        self._connection = connection or writer(path, CACHE_KB)
        self._held: dict[tuple[str, str], Folded] = {}
        self._head: tuple[int, str] | None = None
        self._waiting: _Waiting | None = None
        self._station = str(self._one(sql.META, ("station",))[0])
        self._readers: dict[str, Callable[..., Any]] = {
            "code": self._code,
            "units_of": self._units_of,
            "totes": self._totes,
            "words": self._words,
            "job": self._job,
            "saved": self._saved,
            "facts_from": self._facts_from,
            "returns_of": self._returns_of,
        }

    @property
    def station(self) -> str:
        """The station's id."""
        return self._station

    def close(self) -> None:
        """Gives the connection back; what was not committed is gone."""
        self._connection.close()

    # ------------------------------------------------------------ the transaction

    def begin(self) -> None:
        """BEGIN IMMEDIATE: waits up to five seconds for another writer, then StoreRefused("busy")."""
        self._run(sql.BEGIN)

    def commit(self) -> None:
        """Durable when it returns."""
        self._write()
        self._run(sql.COMMIT)

    def leave(self) -> None:
        """Ends a transaction that wrote nothing: what was read in it stays known."""
        self._run(sql.ROLLBACK)

    def rollback(self) -> None:
        """Takes back all since begin(); harmless where nothing is open."""
        self._held.clear()
        self._head = self._waiting = None
        if self._connection.in_transaction:
            with suppress(dbapi2.Error):
                self._connection.execute(sql.ROLLBACK)

    # ------------------------------------------------------------ reading

    def read(self, key: Key) -> Any:
        """The value of a key of station/domain/bench/known.py; raises KeyError for a key that is none of them."""
        kind, *rest = key
        if kind in FOLDED:
            return self._folded(str(kind), str(rest[0]))
        if kind in REFERENCE:
            return self._record(str(kind), sql.REFERENCE, (kind, rest[0]))
        if kind not in _AT_ONCE:
            self._write()
        return self._readers[str(kind)](*rest)

    def head(self) -> tuple[int, str]:
        """seq and hash of the last fact; (0, genesis) of an empty journal."""
        if self._head is None:
            row = self._one(sql.HEAD)
            self._head = (row[0], row[1]) if row else (0, wire.genesis(self._station))
        return self._head

    def facts_about(self, id: str) -> tuple[Fact, ...]:
        """All facts about a record, in order of seq."""
        self._write()
        return tuple(wire.read(record) for (record,) in self._all(sql.FACTS_ABOUT, (id,)))

    def top(self) -> Saved | None:
        """The row of the session on which the bench stands."""
        self._write()
        return _state(self._one(sql.TOP))

    def open_jobs(self) -> tuple[Job, ...]:
        """Jobs that are asked or begun, oldest first."""
        self._write()
        return tuple(_jobs.decode(body) for (body,) in self._all(sql.OPEN_JOBS))

    def reference_version(self) -> int:
        """Grows with every write of reference values; what was read from them before is then old."""
        row = self._one(sql.META, ("reference_version",))
        return int(row[0]) if row else 0

    def opening(self) -> EpochOpened | None:
        """The epoch that was opened but not told yet (created, restored, continued): a step must tell epoch.started."""
        row = self._one(sql.META, ("opening",))
        return _openings.decode(row[0]) if row else None

    # ------------------------------------------------------------ writing

    def append(self, told: Sequence[tuple[Fact, str, str]]) -> None:
        """Facts with their exact text and hash, and what they are about."""
        waiting = self._open()
        for fact, record, hash in told:
            waiting.facts.append((fact.seq, record, hash))
            waiting.about.extend((ref.id, fact.seq) for ref in fact.about)
            self._head = (fact.seq, hash)

    def save(self, record: Folded, before: Folded | None) -> None:
        """The record's row; before is what it was (None: no row); only what changed is written."""
        if record == before:
            return
        key = rows.type_of(record), record.id
        records = self._open().records
        records[key] = (records[key][0] if key in records else before), record
        if recoded(record, before):
            self._recode(Ref(*key), codes(record), codes(before) if before else ())
        self._hold(key, record)

    def drop(self, ref: Ref) -> None:
        """Removes a record that no fact is left of."""
        record = self.read((ref.type, ref.id))
        if record is not None:
            self._write()
            self._recode(ref, (), codes(record))
            self._run(sql.DROP[ref.type], (ref.id,))
            self._held.pop((ref.type, ref.id), None)

    def push(self, depth: int, saved: Saved) -> None:
        """Writes the row of the session at that depth, over an older one."""
        self._open().session[depth] = saved

    def cut(self, depth: int) -> None:
        """Removes the rows of the session from that depth on."""
        waiting = self._open()
        waiting.cut = depth if waiting.cut is None else min(depth, waiting.cut)
        waiting.session = {at: saved for at, saved in waiting.session.items() if at < depth}

    def put_job(self, job: Job) -> None:
        """Writes a job of the spool, over an older state of it."""
        self._open().jobs[job.id] = job

    def put_secrets(self, secrets: Iterable[Secret], at: str = "") -> None:
        """Erasable texts behind commitments; at is UTC text, from which their retention counts."""
        self._many(sql.PUT_SECRET, [(s.commitment, s.kind, s.salt, s.text, at) for s in secrets])

    def opening_told(self) -> None:
        """The step has told epoch.started."""
        self._run(sql.DROP_META, ("opening",))

    def note(self, notes: Iterable[tuple[str, str]]) -> None:
        """What a start must find again: values by key."""
        self._many(sql.SET_META, list(notes))

    # ------------------------------------------------------------ what waits

    def _open(self) -> _Waiting:
        if self._waiting is None:
            self._waiting = _Waiting()
        return self._waiting

    def _write(self) -> None:
        """All that waits, into the open transaction."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        self._many(sql.APPEND, waiting.facts)
        self._many(sql.ABOUT, waiting.about)
        for (table, _), (before, record) in waiting.records.items():
            self._put(table, record, before)
        if waiting.cut is not None:
            self._run(sql.CUT, (waiting.cut,))
        self._many(sql.PUSH, [(at, _encoded(row.bench), row.first_seq) for at, row in waiting.session.items()])
        self._many(sql.PUT_JOB, [(job.id, job.unit, job.state, _encoded(job)) for job in waiting.jobs.values()])

    def _put(self, table: str, record: Folded, before: Folded | None) -> None:
        """A record's row; before is the one in the file. Where no column changed, no index is touched."""
        body, columns = rows.body(record), rows.columns(record)
        if before is None:
            self._run(sql.INSERT[table], (*columns, body, record.id))
        elif columns == rows.columns(before):
            self._run(sql.REWRITE[table], (body, record.id))
        else:
            self._run(sql.MOVE[table], (*columns, body, record.id))

    # ------------------------------------------------------------ keys

    def _folded(self, type: str, id: str) -> Folded | None:
        held = self._held.get((type, id))
        if held is None and self._waiting and (type, id) in self._waiting.records:
            return self._waiting.records[type, id][1]
        if held is None:
            held = self._record(type, sql.READ[type], (id,))
            if held is not None:
                self._hold((type, id), held)
        return held

    def _hold(self, key: tuple[str, str], record: Folded) -> None:
        if len(self._held) >= MOST_HELD:
            self._held.clear()
        self._held[key] = record

    def _record(self, type: str, statement: str, values: tuple[Any, ...]) -> Any:
        row = self._one(statement, values)
        return rows.record(type, row[0]) if row else None

    def _code(self, text: str) -> tuple[Ref, ...]:
        return tuple(Ref(type, id) for type, id in self._all(sql.CODE, (text.upper(),)))

    def _units_of(self, parcel: str) -> tuple[Unit, ...]:
        return tuple(rows.record("unit", body) for (body,) in self._all(sql.UNITS_OF, (parcel,)))

    def _totes(self, merchant: str, route: str) -> tuple[Container, ...]:
        return tuple(rows.record("container", body) for (body,) in self._all(sql.TOTES, (merchant, route)))

    def _words(self, merchant: str, text: str) -> tuple[Product, ...]:
        asked = words.query(merchant, text)
        found = self._all(sql.WORDS, (asked,)) if asked else []
        return tuple(rows.record("product", body) for (body,) in found)

    def _returns_of(self, customer: str, since: str) -> int:
        return int(self._one(sql.RETURNS_OF, (customer, since))[0])

    def _job(self, id: str) -> Job | None:
        row = self._one(sql.JOB, (id,))
        return _jobs.decode(row[0]) if row else None

    def _saved(self, depth: int) -> Saved | None:
        return _state(self._one(sql.SAVED, (depth,)))

    def _facts_from(self, seq: int) -> tuple[Fact, ...]:
        return tuple(wire.read(record) for (record,) in self._all(sql.FACTS_FROM, (seq,)))

    # ------------------------------------------------------------ statements

    def _recode(self, ref: Ref, now: tuple[str, ...], before: tuple[str, ...]) -> None:
        if now == before:
            return
        new, old = {code.upper() for code in now}, {code.upper() for code in before}
        self._many(sql.DROP_CODE, [(code, ref.type, ref.id) for code in sorted(old - new)])
        self._many(sql.ADD_CODE, [(code, ref.type, ref.id) for code in sorted(new - old)])

    def _run(self, statement: str, values: tuple[Any, ...] = ()) -> None:
        try:
            self._connection.execute(statement, values)
        except dbapi2.Error as error:
            self._refuse(error)

    def _many(self, statement: str, values: list[tuple[Any, ...]]) -> None:
        if not values:
            return
        try:
            self._connection.executemany(statement, values)
        except dbapi2.Error as error:
            self._refuse(error)

    def _one(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        try:
            return self._connection.execute(statement, values).fetchone()
        except dbapi2.Error as error:
            return self._refuse(error)

    def _all(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        try:
            return self._connection.execute(statement, values).fetchall()
        except dbapi2.Error as error:
            return self._refuse(error)

    def _refuse(self, error: Exception) -> Any:
        self.rollback()
        raise refused(error) from error


def _state(row: Any) -> Saved | None:
    return Saved(_benches.decode(row[0]), row[1]) if row else None
