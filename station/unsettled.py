"""Whether a label that had begun still waits for a printer to tell what became of it. Until the station has settled it
by that printer's count, nothing else may print there: the count would move, and a label that never came out would be
taken for one that did. Reads only; settling is the spool's part."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station.domain.bench.effects import Job
from station.store.connect import FileRefused, StoreRefused
from station.store.glance import begun
from station.store.lock import HomeLock

BEGUN, OPEN, UNREADABLE = "printer.count_awaited", "printer.station_open", "printer.file_unreadable"
"""Why nothing may be printed beside the day's labels, as keys of the catalogue."""


def why_not(home: Path, name: str, address: str) -> str:
    """Why nothing else may be printed at this place (`printer`, `printer2` …) or by the machine of this address; empty
    where nothing is in the way."""
    try:
        waiting = begun(home)
    except StoreRefused:
        return UNREADABLE
    return BEGUN if any(_is_for(job, name, address) for job in waiting) else ""


def _is_for(job: Job, name: str, address: str) -> bool:
    """`job.printer` is a place's mark; a machine that has been given another place since then counts on, too."""
    at, _, machine = job.printer.partition(" ")
    return at == name or bool(machine and machine == address) or not at


@contextmanager
def alone(home: Path) -> Iterator[str]:
    """Keeps the station closed meanwhile, as it would settle, and print, in between: why that cannot be, or empty."""
    try:
        lock = HomeLock(home)
    except FileRefused as error:
        yield OPEN if error.reason == "open_elsewhere" else UNREADABLE
        return
    try:
        yield ""
    finally:
        lock.release()
