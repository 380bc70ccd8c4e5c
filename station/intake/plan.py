"""What an import will change, found out before anything is changed: new, changed, unchanged and refused, kept as
files in a work folder, so that exactly what was shown goes in. Memory stays flat; the file may be in any order."""

import csv
import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from station import wire
from station.domain.notices import Text
from station.domain.records import Operator, Reference
from station.intake.fields import Reader, Terms
from station.intake.kinds import KINDS
from station.intake.mapping import Mapping
from station.intake.mended import Gathered, Group, group, joined
from station.intake.refusals import Row, RowRefused, Warned
from station.intake.source import OURS, open_table
from station.intake.spill import Spill
from station.intake.values import made
from station.reports.csv_text import safe

Current = Callable[[str, str], Reference | None]
"""(type, id) -> the value that the station holds now."""
Progress = Callable[[str, int], None]
"""(stage: read, compare or write; rows or values done)."""
Holders = Callable[[str], Iterable[Operator]]
"""Badge hash -> the operators of the station who have it."""
Words = Callable[[Text], str]
"""A reason in the words of a language."""

EXAMPLES = 5
EVERY = 10_000


def _silent(stage: str, done: int) -> None:
    """Nobody watches."""


def nobody(badge: str) -> Iterable[Operator]:
    """No operators to compare with."""
    return ()


class Site(Struct, frozen=True):
    """Where an import happens: an empty folder for work files, what holds at the station, its language for reasons, and
    who has a badge. encoding: what the caller says of this file, before anything that a mapping remembers."""

    folder: Path
    terms: Terms = Terms()
    words: Words = lambda text: text.key
    holders: Holders = nobody
    encoding: str = ""


class Change(Struct, frozen=True):
    """One value that is new or changed; before is None where it is new."""

    value: Reference
    before: Reference | None


class Plan(Struct, frozen=True):
    """counts: rows, new, changed, unchanged, refused (rows), repeated (rows), left_out (rows). reasons: refused rows
    by key. values: the new and changed ones as JSON lines; refused: the CSV of refused rows, both in the work
    folder."""

    what: str
    path: Path
    sha256: str
    encoding: str
    mapping: Mapping
    headers: tuple[str, ...]
    unused: tuple[str, ...]
    counts: dict[str, int]
    reasons: dict[str, int]
    warnings: tuple[Warned, ...]
    warned: dict[str, int]
    first: tuple[Change, ...]
    values: Path
    refused: Path


class Work(Struct):
    """What one run of plan() holds in hand."""

    reader: Reader
    current: Current
    holders: Holders
    spill: Spill
    faults: Spill
    counts: Counter[str]
    reasons: Counter[str]
    warned: Counter[str]
    examples: dict[str, list[tuple[int, int, Warned]]]
    first: list[Change]
    badges: set[str]
    mended: bool
    group: Group

    def refuse(self, row: Row, refused: RowRefused) -> None:
        """Put a row aside with its reason."""
        fault = row.fault or refused.text
        self.group.drop(row)
        self.counts["refused"] += 1
        self.reasons[fault.key] += 1
        self.faults.add("", replace(row, fault=fault, counted=self.group.counted))

    def note(self) -> None:
        """Count the warnings in hand and keep the weightiest as examples."""
        for warned in self.reader.warned:
            self.warned[warned.text.key] += 1
            kept = self.examples.setdefault(warned.text.key, [])
            push = heapq.heappush if len(kept) < EXAMPLES else heapq.heappushpop
            push(kept, (warned.weight, -warned.row, warned))
        self.reader.warned.clear()


def plan(path: Path, mapping: Mapping, current: Current, site: Site, progress: Progress = _silent) -> Plan:
    """Read the whole file and say what would change; nothing is changed.

    Raises FileRefused where the file cannot be read at all or lacks a needed column.
    """
    with open_table(path, mapping.read, site.encoding) as table:
        work = _work(Reader(mapping, table.headers, site.terms), current, site, mended=table.mended)
        for row in table.rows:
            _sort_in(work, row)
            if work.counts["rows"] % EVERY == 0:
                progress("read", work.counts["rows"])
        _write_values(work, site.folder / "values.jsonl", progress)
        _write_refused(work.faults, table.headers, site.folder / "refused.csv", site.words)
        return _planned(path, work, table.headers, table.encoding, site.folder)


def checksum(path: Path) -> str:
    """SHA-256 of the file, hex."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _work(reader: Reader, current: Current, site: Site, *, mended: bool) -> Work:
    rows, faults = Spill(site.folder, "rows"), Spill(site.folder, "faults")
    return Work(reader, current, site.holders, rows, faults, Counter(), Counter(), Counter(), {}, [], set(), mended,
                Group())  # fmt: skip


def _sort_in(work: Work, row: Row) -> None:
    """Keep the row under its key (merchant and code), or put it aside. One with a fault is kept, too, where its key
    can be read: the other rows of its order then come along when it is refused."""
    work.counts["rows"] += 1
    reader = work.reader
    if row.fault and not row.cells:
        work.refuse(row, RowRefused(row.fault.key))
        return
    if not row.fault and _left_out(reader, row):
        work.counts["left_out"] += 1
        return
    try:
        name = reader.kind.key if reader.kind.key in reader.places else reader.kind.required[0]
        work.spill.add(reader.merchant(row) + "\x1f" + reader.code(row, name).upper(), row)
    except RowRefused as refused:
        work.refuse(row, refused)


def _left_out(reader: Reader, row: Row) -> bool:
    names = reader.mapping.read.leave_out
    field = "sku" if reader.mapping.what == "products" else "product"
    return bool(names) and reader.text(row, field).upper() in names


def _write_values(work: Work, path: Path, progress: Progress) -> None:
    with path.open("wb") as file:
        for done, (key, rows) in enumerate(work.spill.groups(), 1):
            work.group = group(key, mended=work.mended)
            _write_value(work, rows, file)
            if done % EVERY == 0:
                progress("compare", done)


def _write_value(work: Work, rows: Iterator[Row], file: BinaryIO) -> None:
    refused = work.counts["refused"]
    value, repeated = made(work.reader, _sound(work, rows), work.refuse)
    work.counts["repeated"] += repeated
    work.note()
    if value is not None:
        _compare(work, value, file)
    if work.counts["refused"] > refused and work.reader.kind.gathered:
        for row in work.group.taken:
            work.faults.add("", replace(row, counted=work.group.counted))


def _sound(work: Work, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows that can be read; those that make the value are kept in hand (MOST_LINES bounds an order's)."""
    for row in rows:
        work.group.whole |= row.counted == work.group.key
        if row.fault:
            work.refuse(row, RowRefused(row.fault.key))
            continue
        if work.reader.kind.gathered or not work.group.taken:
            work.group.taken.append(row)
        yield row


def _agreed(work: Work, value: Reference, before: Reference | None) -> Reference | None:
    """The value as it fits to what the station holds; None, and its rows refused, where it does not."""
    try:
        return _completed(work, value, before)
    except RowRefused as refused:
        for row in reversed(tuple(work.group.taken)):
            work.refuse(row, refused)
        return None


def _completed(work: Work, value: Reference, before: Reference | None) -> Reference:
    if isinstance(value, Operator):
        _check_badge(work, value)
        # A file never holds a PIN and never takes one away.
        return replace(value, pin=before.pin) if isinstance(before, Operator) else value
    if isinstance(value, Gathered) and isinstance(before, Gathered) and not work.group.whole:
        return joined(value, before)
    return value


def _check_badge(work: Work, value: Operator) -> None:
    """A badge opens one person's session: a second one who works with it is refused."""
    others = [one for one in work.holders(value.badge) if one.active and one.id != value.id]
    if value.active and (others or value.badge in work.badges):
        raise RowRefused("import.refused.badge_twice")
    if value.active:
        work.badges.add(value.badge)


def _compare(work: Work, made: Reference, file: BinaryIO) -> None:
    before = work.current(work.reader.kind.type, made.id)
    value = _agreed(work, made, before)
    if value is None:
        return
    state = "new" if before is None else "unchanged" if before == value else "changed"
    work.counts[state] += 1
    if state == "unchanged":
        return
    file.write(wire.encode(value).encode() + b"\n")
    if len(work.first) < EXAMPLES:
        work.first.append(Change(value, before))


def _write_refused(faults: Spill, headers: tuple[str, ...], path: Path, words: Words) -> None:
    """Row number, reason, words and key, then the cells as they were; safe to open in a spreadsheet, and to import
    again. A row without a reason went in; its order goes in whole, so it comes along."""
    with path.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow([*OURS, *map(safe, headers)])
        for _, row in faults.rows():
            told = words(row.fault or Text("import.beside"))
            key = row.fault.key if row.fault else ""
            writer.writerow([row.number, key, safe(told), safe(row.counted), *map(safe, row.cells)])


def _planned(path: Path, work: Work, headers: tuple[str, ...], encoding: str, folder: Path) -> Plan:
    used = {at for places in work.reader.places.values() for at in places}
    unused = tuple(name for at, name in enumerate(headers) if at not in used and name)
    names = ("rows", "new", "changed", "unchanged", "refused", "repeated", "left_out")
    examples = tuple(
        w for kept in work.examples.values() for _, _, w in sorted(kept, key=lambda one: one[:2], reverse=True)
    )
    return Plan(
        work.reader.mapping.what, path, checksum(path), encoding, work.reader.mapping, headers, unused,
        {name: work.counts[name] for name in names}, dict(work.reasons.most_common()), examples,
        dict(work.warned.most_common()), tuple(work.first), folder / "values.jsonl", folder / "refused.csv",
    )  # fmt: skip


def planned_values(plan: Plan) -> Iterator[Reference]:
    """The new and changed values, in the order of their keys."""
    decoder: msgspec.json.Decoder[Reference] = msgspec.json.Decoder(KINDS[plan.what].made)
    with plan.values.open("rb") as file:
        for text in file:
            yield decoder.decode(text)
