"""Carrying out a plan: values go in by batches, each whole or not at all; refused rows are left in a file beside the
log."""

import shutil
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from station.domain.records import Reference
from station.intake.plan import Plan, Progress, planned_values

BATCH = 200
"""Values of one transaction: a longer one would delay a scan (DESIGN section 5)."""


class Put(Protocol):
    """Writes reference values in one transaction: all or none."""

    def __call__(self, values: Iterable[Reference], /) -> object: ...


class Result(Struct, frozen=True):
    """What data.imported tells: rows that went in, refused ones, the file's SHA-256; written: values put (new and
    changed)."""

    what: str
    sha256: str
    rows: int
    refused: int
    written: int
    refused_path: Path | None


class Stopped(Exception):
    """A batch could not be written: `written` values are in, whole; importing the same file again goes on from
    there."""

    def __init__(self, written: int, why: Exception) -> None:
        super().__init__(f"{written} values were written, then: {why}")
        self.written = written
        self.why = why


def carry_out(plan: Plan, put: Put, progress: Progress, refused_path: Path) -> Result:
    """Write what the plan holds; refused_path is written only where rows were refused. Raises Stopped."""
    written = 0
    values = planned_values(plan)
    while batch := tuple(islice(values, BATCH)):
        try:
            put(batch)
        except Exception as fault:
            raise Stopped(written, fault) from fault
        written += len(batch)
        progress("write", written)
    refused = plan.counts["refused"]
    if refused:
        refused_path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(plan.refused, refused_path)
    taken = plan.counts["rows"] - refused - plan.counts["left_out"]
    return Result(plan.what, plan.sha256, taken, refused, written, refused_path if refused else None)
