"""Sorting more rows than memory should hold: sorted runs in temporary files, merged while they are read."""

from collections.abc import Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

import msgspec

from station.intake.refusals import Row

RUN = 4 << 20
"""Bytes of rows that are sorted in memory at a time."""
OVERHEAD = 200
"""Bytes that Python spends on a kept row beside its text."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(tuple[str, Row])
Sorted = tuple[str, int, bytes]
_order = itemgetter(0, 1)


class Spill:
    """Rows with a key each, given back in the order of key and row number. Files lie in `folder`, whose owner
    removes it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._stem = folder / name
        self._files: list[Path] = []
        self._run: list[Sorted] = []
        self._size = 0

    def add(self, key: str, row: Row) -> None:
        """Keep one row."""
        text = _encoder.encode((key, row))
        self._run.append((key, row.number, text))
        self._size += len(text) + OVERHEAD
        if self._size >= RUN:
            self._write()

    def rows(self) -> Iterator[tuple[str, Row]]:
        """All rows, sorted."""
        self._write()
        with ExitStack() as stack:
            files = [stack.enter_context(path.open("rb")) for path in self._files]
            for _, _, text in merge(*map(_lines, files), key=_order):
                yield _decoder.decode(text)

    def groups(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """Rows of one key together, each group in the order of the file. Read a group before asking for the next."""
        for key, rows in groupby(self.rows(), key=itemgetter(0)):
            yield key, (row for _, row in rows)

    def _write(self) -> None:
        if not self._run:
            return
        path = self._stem.with_suffix(f".{len(self._files)}")
        with path.open("wb") as file:
            self._run.sort(key=_order)
            file.writelines(text + b"\n" for _, _, text in self._run)
        self._files.append(path)
        self._run, self._size = [], 0


def _lines(file: BinaryIO) -> Iterator[Sorted]:
    for line in file:
        key, row = _decoder.decode(line)
        yield key, row.number, line
