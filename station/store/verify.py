"""Re-computes the journal's chain and every record, and compares them with what the file says. Reads only, one
snapshot, so it works on the file of an open station too. Responsible for findings, not for repairs. Memory stays flat:
facts come in pages, records are folded one at a time from their own facts."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from station import wire
from station.domain.apply import fold
from station.domain.facts import Fact, Ref
from station.domain.records import FOLDED, REFERENCE, Folded, codes
from station.records import rows
from station.store.check import counts, quick_check
from station.store.connect import FileRefused, file_errors, read_only

MOST_FINDINGS = 1000
PAGE = 2000

Progress = Callable[[int, int], None]


class Finding(Struct, frozen=True):
    """Something that does not agree. what: file, chain, gap, text, about, record, alias or epoch; seq: the fact at
    which it is seen (0: none); subject: `type:id` of the record."""

    what: str
    seq: int
    subject: str
    detail: str


class Report(Struct, frozen=True):
    """head and hash name the last fact; records are those compared; at most MOST_FINDINGS findings are kept."""

    station: str
    head: int
    hash: str
    facts: int
    records: int
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        return not self.findings


def verify(path: Path, progress: Progress | None = None) -> Report:
    """Checks the whole file; progress gets (done, total) now and then. Raises FileRefused where it cannot be read."""
    if not path.is_file():
        raise FileRefused("missing", path, "there is no such file")
    with file_errors(path), closing(read_only(path)) as connection:
        return _Check(connection, path, progress or _quiet).report()


def _quiet(done: int, total: int) -> None:
    """Tells nobody."""


class _Check:
    """One run over one snapshot."""

    def __init__(self, connection: Any, path: Path, progress: Progress) -> None:
        self._run = connection.execute
        self._connection = connection
        self._path = path
        self._progress = progress
        self._findings: list[Finding] = []
        self._run("BEGIN")
        self._counts = counts(connection)
        self._total = self._counts.get("fact", 0) + self._counts.get("about", 0)
        self._done = 0

    def report(self) -> Report:
        self._file()
        station = self._run("SELECT value FROM meta WHERE key = 'station'").fetchone()[0]
        head, hash, refs = self._chain(station)
        self._epochs(station)
        records = self._records()
        if refs != self._counts["about"] or any(finding.what == "about" for finding in self._findings):
            self._unlisted()
        self._aliases()
        return Report(station, head, hash, self._counts["fact"], records, tuple(self._findings))

    def _find(self, what: str, seq: int, subject: str, detail: str) -> None:
        if len(self._findings) < MOST_FINDINGS:
            self._findings.append(Finding(what, seq, subject, detail))

    def _step(self, count: int) -> None:
        before, self._done = self._done, self._done + count
        if before // PAGE != self._done // PAGE or self._done == self._total:
            self._progress(min(self._done, self._total), self._total)

    def _file(self) -> None:
        try:
            quick_check(self._connection, self._path)
        except FileRefused as refusal:
            self._find("file", 0, "", refusal.detail)

    # ------------------------------------------------------------ facts

    def _chain(self, station: str) -> tuple[int, str, int]:
        """Last seq, its hash, and how many rows `about` should have."""
        expected, previous, refs = 1, wire.genesis(station), 0
        for seq, record, hash in self._facts():
            if seq != expected:
                self._find("gap", seq, "", f"facts {expected} to {seq - 1} are missing")
            elif not _links(previous, record, hash):
                self._find("chain", seq, "", "the hash does not follow from the fact and the hash before it")
            refs += self._text(seq, record)
            expected, previous = seq + 1, hash
        return expected - 1, previous, refs

    def _facts(self) -> Iterator[tuple[int, str, str]]:
        last = 0
        while page := self._run(
            "SELECT seq, record, hash FROM fact WHERE seq > ? ORDER BY seq LIMIT ?", (last, PAGE)
        ).fetchall():
            yield from page
            last = page[-1][0]
            self._step(len(page))

    def _text(self, seq: int, record: str) -> int:
        try:
            fact = wire.read(record)
        except msgspec.DecodeError as error:
            self._find("text", seq, "", f"this is no fact: {error}")
            return 0
        if fact.seq != seq:
            self._find("text", seq, "", f"the fact calls itself {fact.seq}")
        return len({ref.id for ref in fact.about})

    def _unlisted(self) -> None:
        """Where the counts differ: which facts are missing under what they are about."""
        for seq, record, _ in self._facts():
            for id in {ref.id for fact in _readable(record) for ref in fact.about}:
                if not self._run("SELECT 1 FROM about WHERE id = ? AND seq = ?", (id, seq)).fetchone():
                    self._find("about", seq, id, "the fact is not listed under what it is about")

    def _epochs(self, station: str) -> None:
        for id, first, parent, parent_hash in self._run(
            "SELECT id, first_seq, parent, parent_hash FROM epoch"
        ).fetchall():
            row = self._run("SELECT hash FROM fact WHERE seq = ?", (first - 1,)).fetchone()
            before = row[0] if row else wire.genesis(station) if first == 1 else "missing"
            if parent and before != parent_hash:
                self._find("epoch", first, id, "the epoch does not follow the fact that it names")

    # ------------------------------------------------------------ records

    def _records(self) -> int:
        compared = dict.fromkeys(FOLDED, 0)
        for id, facts in self._by_record():
            for ref in _refs(id, facts):
                compared[ref.type] += self._compare(ref, facts)
        for table, count in compared.items():
            if count != self._counts[table]:
                self._strangers(table)
        return sum(compared.values())

    def _by_record(self) -> Iterator[tuple[str, list[Fact]]]:
        statement = (
            "SELECT about.id, fact.record FROM about JOIN fact ON fact.seq = about.seq ORDER BY about.id, about.seq"
        )
        for id, group in groupby(self._run(statement), key=lambda row: row[0]):
            facts = [fact for _, record in group for fact in _readable(record)]
            self._step(len(facts))
            yield str(id), [fact for fact in facts if self._concerns(id, fact)]

    def _concerns(self, id: str, fact: Fact) -> bool:
        good = any(ref.id == id for ref in fact.about)
        if not good:
            self._find("about", fact.seq, id, "the fact is listed under what it is not about")
        return good

    def _compare(self, ref: Ref, facts: list[Fact]) -> int:
        """1 where the file has a row of this record."""
        wanted = fold(ref, [fact for fact in facts if ref in fact.about])
        row = self._run(_ROW[ref.type], (ref.id,)).fetchone()
        subject, last = f"{ref.type}:{ref.id}", facts[-1].seq
        if row is None:
            if wanted is not None and wanted != FOLDED[ref.type](ref.id):
                self._find("record", last, subject, "the record is missing")
            return 0
        if wanted is None or not _same(wanted, row):
            self._find("record", last, subject, "the record is not what its facts make of it")
        return 1

    def _strangers(self, table: str) -> None:
        statement = f"SELECT id FROM {table} WHERE id NOT IN (SELECT id FROM about)"  # noqa: S608  # one of FOLDED
        for (id,) in self._run(statement):
            self._find("record", 0, f"{table}:{id}", "no fact is about this record")

    # ------------------------------------------------------------ codes

    def _aliases(self) -> None:
        expected = 0
        for type, id, body in self._bodies():
            for code in {code.upper() for code in _codes(type, body)}:
                expected += 1
                if not self._run(_ALIAS, (code, type, id)).fetchone():
                    self._find("alias", 0, f"{type}:{id}", "it is not found by one of its codes")
        if expected != self._counts["alias"]:
            self._surplus()

    def _bodies(self) -> Iterator[tuple[str, str, str]]:
        for table in FOLDED:
            yield from self._run(f"SELECT '{table}', id, body FROM {table}")  # noqa: S608  # one of FOLDED
        yield from self._run("SELECT type, id, body FROM reference")

    def _surplus(self) -> None:
        for code, type, id in self._run("SELECT code, type, id FROM alias"):
            body = self._run(_ROW[type] if type in FOLDED else _REFERENCE, (id,) if type in FOLDED else (type, id))
            row = body.fetchone()
            if row is None or code not in {one.upper() for one in _codes(type, row[0])}:
                self._find("alias", 0, f"{type}:{id}", "it is found by a code that it does not have")


_ROW = {
    "parcel": "SELECT body, merchant, dock, arrived FROM parcel WHERE id = ?",
    "unit": "SELECT body, parcel, merchant, stage FROM unit WHERE id = ?",
    "container": "SELECT body, merchant, route, state FROM container WHERE id = ?",
}
_REFERENCE = "SELECT body FROM reference WHERE type = ? AND id = ?"
_ALIAS = "SELECT 1 FROM alias WHERE code = ? AND type = ? AND id = ?"


def _links(previous: str, record: str, hash: str) -> bool:
    try:
        return wire.link(previous, record) == hash
    except ValueError:
        return False


def _readable(record: str) -> list[Fact]:
    try:
        return [wire.read(record)]
    except msgspec.DecodeError:
        return []  # already found by the chain


def _refs(id: str, facts: list[Fact]) -> list[Ref]:
    """The records under this id: one, unless two types share an id."""
    return sorted({ref for fact in facts for ref in fact.about if ref.id == id and ref.type in FOLDED})


def _same(wanted: Folded, row: tuple[str, ...]) -> bool:
    try:
        return wanted == rows.record(rows.type_of(wanted), row[0]) and rows.columns(wanted) == tuple(row[1:])
    except msgspec.DecodeError:
        return False


def _codes(type: str, body: str) -> tuple[str, ...]:
    try:
        return codes(rows.record(type, body)) if type in FOLDED or type in REFERENCE else ()
    except msgspec.DecodeError:
        return ()  # already found by the comparison
