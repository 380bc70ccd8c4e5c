"""The reader that folds the log into records, by the same `apply` as the stations. A fact that cannot be read or
applied leaves the record as it is and becomes an exception."""

from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from station import wire
from station.domain.apply import apply, undone_by
from station.domain.facts import Fact, Ref
from station.domain.records import FOLDED, Folded, Unit, codes
from tracking.readers.doubts import unreadable
from tracking.store import doubts, log, values
from tracking.store.doubts import Doubt
from tracking.store.log import Logged
from tracking.store.store import Store, Transaction
from tracking.store.values import Key, Value

NAME = "records"
PAGE = 500
FOLD = 2
"""Grows when `apply` folds otherwise than before: then records that are kept are folded anew, once."""
FOLDED_BY = "records.fold"

_readers = {kind: msgspec.json.Decoder(record) for kind, record in FOLDED.items()}

Past = Callable[[Key, int], Sequence[Logged]]
"""All facts about a record up to a position."""


class Told(Struct, frozen=True):
    """A fact of the log, read, with its place there."""

    logged: Logged
    fact: Fact
    keys: tuple[Key, ...]


def step(store: Store) -> int:
    """Folds the next facts in one transaction; how many there were."""
    with store.write(repeatable=True) as connection:
        start = log.cursor(connection, NAME)
        if log.cursor(connection, FOLDED_BY) != FOLD:
            _refold(connection, start)
        facts = log.after(connection, start, PAGE)
        if not facts:
            return 0
        told, faults = read_all(facts)
        values.index_facts(connection, [(*key, one.logged.position, one.fact.kind) for one in told for key in one.keys])
        before = values.load(connection, [key for one in told for key in one.keys])
        folding = Folding(before, lambda key, through: log.history(connection, *key, through))
        folding.take(told)
        values.put(connection, folding.changed())
        doubts.raise_doubts(connection, faults + folding.faults)
        log.set_cursor(connection, NAME, facts[-1].position)
    store.changes.ring()
    return len(facts)


def _refold(connection: Transaction, through: int) -> None:
    """All records from the facts that were read up to a position; what stays as it was gets no new version."""
    for kind in FOLDED:
        ids = list(values.ids(connection, kind))
        for chunk in (ids[n : n + PAGE] for n in range(0, len(ids), PAGE)):
            keys = [(kind, id) for id in chunk]
            folding = Folding(values.load(connection, keys), lambda key, end: log.history(connection, *key, end))
            for key in keys:
                folding.take_anew(key, through)
            values.put(connection, folding.changed())
    log.set_cursor(connection, FOLDED_BY, FOLD)


def read_all(facts: Sequence[Logged]) -> tuple[list[Told], list[Doubt]]:
    """The facts that can be read, and an exception for each that cannot."""
    told, faults = [], []
    for logged in facts:
        try:
            fact = wire.read(logged.record)
        except msgspec.DecodeError as error:
            faults.append(unreadable(logged, str(error)))
            continue
        told.append(Told(logged, fact, keys_of(fact)))
    return told, faults


def keys_of(fact: Fact) -> tuple[Key, ...]:
    """The folded records that a fact is about, each once."""
    return tuple(dict.fromkeys((ref.type, ref.id) for ref in fact.about if ref.type in FOLDED))


class Folding:
    """Records in memory while a page of facts is folded into them."""

    def __init__(self, before: dict[Key, str], past: Past) -> None:
        self._before = before
        self._past = past
        self._now: dict[Key, Folded | None] = {}
        self._origin: dict[Key, str] = {}
        self.faults: list[Doubt] = []

    def take(self, told: Sequence[Told]) -> None:
        """Applies each fact to each record that it is about."""
        for one in told:
            for key in one.keys:
                undone = one.fact.kind == "fact.undone"
                past = self._facts(key, one.logged.position) if undone else []
                self._keep(key, self._fold_anew(key, past) if undone else self._apply(key, one), one)

    def take_anew(self, key: Key, through: int) -> None:
        """The record from its facts alone, up to a position; its exceptions were told when they were read first."""
        past = self._facts(key, through)
        if past:
            self._keep(key, self._fold_anew(key, past), past[-1])

    def changed(self) -> list[Value]:
        """The records whose text is another one than before; empty for one whose facts were all taken back."""
        written = [(key, record, wire.encode(record) if record else "") for key, record in self._now.items()]
        return [
            Value(*key, text, self._origin[key], found_by(record) if record else (), self._codes_before(key))
            for key, record, text in written
            if text != self._before.get(key, "")
        ]

    def _record(self, key: Key) -> Folded | None:
        if key in self._now:
            return self._now[key]
        body = self._before.get(key)
        return _readers[key[0]].decode(body) if body else None

    def _apply(self, key: Key, one: Told) -> Folded | None:
        return self._attempt(self._record(key), key, one)

    def _attempt(self, record: Folded | None, key: Key, one: Told) -> Folded | None:
        """The record after the fact; as it was where the fact's body does not fit the record."""
        try:
            after = apply(record, Ref(*key), one.fact)
            if after is not None:
                msgspec.convert(msgspec.to_builtins(after), FOLDED[key[0]])
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            self.faults.append(unreadable(one.logged, f"{type(error).__name__}: {error}", "fact.senseless"))
            return record
        return after

    def _facts(self, key: Key, through: int) -> list[Told]:
        return read_all(self._past(key, through))[0]

    def _fold_anew(self, key: Key, past: list[Told]) -> Folded | None:
        """The record from all facts about it, without those that were taken back; the stations' `fold`, but for facts
        that cannot be read."""
        undone = undone_by(p.fact for p in past if isinstance(p.fact.body.get("facts", []), list))
        record: Folded | None = None
        for p in past:
            if p.fact.id not in undone:
                record = self._attempt(record, key, p)
        return record

    def _keep(self, key: Key, record: Folded | None, one: Told) -> None:
        self._now[key] = record
        self._origin[key] = one.logged.station

    def _codes_before(self, key: Key) -> tuple[str, ...]:
        body = self._before.get(key)
        return found_by(_readers[key[0]].decode(body)) if body else ()


def found_by(record: Folded) -> tuple[str, ...]:
    """A record's identifiers; a unit is found by its parcel too."""
    extra = (record.parcel,) if isinstance(record, Unit) and record.parcel else ()
    return (*codes(record), *extra)
