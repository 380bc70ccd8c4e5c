"""A label printer that cannot draw but remembers: each label that came out is a line in a file, which outlives the
station as a real printer's odometer does."""

import os
from pathlib import Path

from msgspec import Struct

from station.domain.bench.effects import Job, Print


class Label(Struct, frozen=True):
    """One label that came out of the printer, and what it is stuck on: unit, parcel or container."""

    job: str
    code: str
    of: str


class Press:
    """Opens (or goes on with) the roll in that file; last is the unit's label in the printer's mouth: a tote's is stuck
    on at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        out = self.labels()
        self._count = len(out)
        self.last = next((label for label in reversed(out) if label.of == "unit"), None)
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def close(self) -> None:
        os.close(self._file)

    @property
    def odometer(self) -> int:
        """How many labels came out in the printer's life."""
        return self._count

    def print(self, job: Print) -> None:
        """One label comes out; one write, so that it is out or not."""
        os.write(self._file, f"{job.job} {job.code_1d} {job.of}\n".encode())
        self.last = Label(job.job, job.code_1d, job.of) if job.of == "unit" else self.last
        self._count += 1

    def labels(self) -> list[Label]:
        """All that came out, in order."""
        text = self._path.read_text() if self._path.exists() else ""
        return [Label(*line.split(" ")) for line in text.splitlines()]

    def settle(self, job: Job) -> str:
        """What became of a job that had begun when the station died: said by the odometer alone."""
        return {job.odometer: "NOT_PRINTED", job.odometer + 1: "PRINTED"}.get(self.odometer, "UNKNOWN")
