"""Opening a file as a table of text cells: its format, encoding and delimiter are found out, its rows streamed.
Knows nothing about what the columns mean."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from msgspec import Struct

from station.domain.notices import Text
from station.intake.mapping import Reading
from station.intake.refusals import FileRefused, Row
from station.reports.csv_text import plain

OURS = ("_row", "_reason", "_words", "_key")
"""The columns that the file of refused rows has in front: it can be mended and imported again. _key came last; a file
without it is still known."""

DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, BadZipFile, ParseError)
"""What a file raises that was cut off or spoilt on its way."""

HEAD = 1 << 16
DELIMITERS = (",", ";", "\t", "|")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
"""Byte order marks; UTF-32's begins as UTF-16's does."""


class Table(Struct):
    """headers as the file has them (without OURS); rows in order; encoding that was used; mended: a file of refused
    rows that comes back."""

    headers: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str
    mended: bool = False


@contextmanager
def open_table(path: Path, reading: Reading, encoding: str = "") -> Iterator[Table]:
    """The file as a table; raises FileRefused where nothing of it can be read. encoding is told of this very file; the
    reading's, which others of its form had, gives way to a file that is UTF-8."""
    start = _start(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("import.file.old_excel", file=path.name)
    try:
        with _sheet(path, reading) if start.startswith(b"PK") else _text(path, start, reading, encoding) as table:
            yield table
    except DAMAGE as fault:  # also while the rows are read
        raise FileRefused("import.file.damaged", file=path.name) from fault


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(HEAD)
    except IsADirectoryError as fault:
        raise FileRefused("import.file.format", file=path.name) from fault
    except OSError as fault:
        raise FileRefused("import.file.missing", file=path.name, why=fault.strerror or "") from fault
    if not start:
        raise FileRefused("import.file.empty", file=path.name)
    return start


@contextmanager
def _sheet(path: Path, reading: Reading) -> Iterator[Table]:
    from station.intake.sheet import sheet_rows

    with sheet_rows(path, reading.sheet) as rows:
        yield _table(path, rows, "xlsx")


@contextmanager
def _text(path: Path, start: bytes, reading: Reading, told: str) -> Iterator[Table]:
    zipped = start.startswith(b"\x1f\x8b")
    with cast(BinaryIO, gzip.open(path)) if zipped else path.open("rb") as raw:
        head = raw.read(HEAD)
        raw.seek(0)
        remembered = "" if told or not reading.encoding or _is_utf8(raw) else reading.encoding
        raw.seek(0)
        encoding = _encoding(head, told or remembered, path.name)
        errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
        with io.TextIOWrapper(raw, encoding, errors, newline="") as lines:
            first = head.decode(encoding, "replace")
            # Ours has commas, whatever its source had.
            named = "" if first.startswith(OURS[0]) else _known_delimiter(reading.delimiter)
            yield _table(path, _csv(lines, named or _delimiter(first)), encoding)


def _table(path: Path, rows: Iterator[list[str] | None], encoding: str) -> Table:
    number, header = 0, None
    for header in rows:
        number += 1
        if header and any(cell.strip() for cell in header):
            break
    if not header or not any(cell.strip() for cell in header):
        raise FileRefused("import.file.empty", file=path.name)
    names = tuple(cell.strip().lstrip("\ufeff") for cell in header)
    if any(_spoilt(name) for name in names):
        raise FileRefused("import.file.encoding", file=path.name)
    skip = next((many for many in (len(OURS), len(OURS) - 1) if names[:many] == OURS[:many]), 0)
    return Table(names[skip:], _rows(rows, number, len(names), skip), encoding, skip > 0)


def _rows(rows: Iterator[list[str] | None], number: int, width: int, skip: int) -> Iterator[Row]:
    for cells in rows:
        number += 1
        if cells is None:
            yield Row(number, (), Text("import.refused.unreadable"))
        elif any(cell and not cell.isspace() for cell in cells):
            yield _row(number, cells, width, skip)


def _row(number: int, cells: list[str], width: int, skip: int) -> Row:
    kept = tuple(cells[skip:]) if not skip else tuple(plain(cell) for cell in cells[skip:])
    text = "".join(kept)
    if text.isprintable() and "\ufffd" not in text:  # nearly all rows
        fault = None
    elif any(_spoilt(cell) for cell in kept):
        kept, fault = tuple(_visible(cell) for cell in kept), Text("import.refused.encoding")
    else:
        fault = Text("import.refused.control") if any(_control(cell) for cell in kept) else None
    if fault is None and len(cells) > width:
        fault = Text("import.refused.cells", {"cells": len(cells), "columns": width})
    counted = plain(cells[len(OURS) - 1]) if skip == len(OURS) <= len(cells) else ""
    return Row(number, kept + ("",) * (width - skip - len(kept)), fault, counted)


def _csv(lines: io.TextIOWrapper, delimiter: str) -> Iterator[list[str] | None]:
    """Records; None for one that the reader gives up on (a quote that is never closed)."""
    ended: list[bool] = []
    reader = csv.reader(_until(lines, ended), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
            # The reader asks for one more line within a record only while a quote is open.
            yield None if ended else cells
        except StopIteration:
            return
        except csv.Error:
            yield None


def _until(lines: Iterable[str], ended: list[bool]) -> Iterator[str]:
    """The lines; notes when somebody has asked for more than there are."""
    yield from lines
    ended.append(True)


def _encoding(head: bytes, named: str, file: str) -> str:
    """By byte order mark, which is certain; else the named encoding, else by NULs; UTF-8 where nothing speaks against
    it."""
    name = _known_encoding(named) if named else ""
    marked = next((encoding for mark, encoding in MARKS if head.startswith(mark)), "")
    if marked or name:
        return marked or name
    even, odd = head[::2].count(0), head[1::2].count(0)
    if not even and not odd:
        return "utf-8-sig"
    if max(even, odd) * 3 > len(head) // 2 and min(even, odd) * 20 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    raise FileRefused("import.file.format", file=file)


def _known_encoding(named: str) -> str:
    """Its plain name; refused where it is none, or none of text (rot13)."""
    try:
        b"a".decode(named, "replace")
        name = codecs.lookup(named).name
    except (LookupError, ValueError) as fault:
        raise FileRefused("import.file.unknown_encoding", encoding=named) from fault
    return "utf-8-sig" if name == "utf-8" else name


def _is_utf8(raw: BinaryIO) -> bool:
    """Whether the whole file is: what another encoding has beside ASCII hardly ever is."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := raw.read(HEAD):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _known_delimiter(named: str) -> str:
    """One sign; a tab may be written as a backslash and a t."""
    mark = "\t" if named == "\\t" else named
    if len(mark) > 1 or mark in ('"', "\r", "\n", "\0"):
        raise FileRefused("import.file.delimiter", delimiter=named)
    return mark


def _delimiter(head: str) -> str:
    """The delimiter that parts the first line into most columns."""
    lines = [line for line in head.splitlines() if line.strip()][:1]
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader(lines, delimiter=mark), [])))


def _spoilt(cell: str) -> bool:
    """Bytes that the encoding does not know became a surrogate or the replacement character."""
    return not cell.isascii() and any(c == "\ufffd" or "\ud800" <= c <= "\udfff" for c in cell)


def _visible(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _control(cell: str) -> bool:
    return not cell.isprintable() and any((c < " " and c not in "\t\r\n") or c == "\x7f" for c in cell)
