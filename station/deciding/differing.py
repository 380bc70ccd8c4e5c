"""The file of differences of a replay: a line per unit, written as they are found. Responsible for that file alone."""

import csv
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path

from station.deciding.policing import HEAD, row
from station.deciding.replaying import Difference
from station.reports.csv_text import safe


class Differing:
    """Open it by `with`; without a path nothing is written."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: TextIOWrapper | None = None

    def __enter__(self) -> "Differing":
        if self._path is not None:
            self._file = self._path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow(HEAD)
        return self

    def write(self, found: Iterable[Difference]) -> None:
        """Adds these; no cell is run by a spreadsheet."""
        if self._file is not None:
            lines = ([cell if isinstance(cell, int) else safe(cell) for cell in row(one)] for one in found)
            csv.writer(self._file).writerows(lines)

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            self._file.close()
