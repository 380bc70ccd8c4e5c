"""A station's file in which a label has begun, and what the station says to whoever wants a trial then."""

import tempfile
import threading
from contextlib import closing
from pathlib import Path

import msgspec

from station import unsettled
from station.domain.bench.effects import Job, Print
from station.store.connect import writer
from station.store.file import Store
from station.store.schema import FILE

_MAKING = threading.Lock()
"""Files are made one after the other: the library that does it knows of one at a time."""


def refused(odometer: int) -> str:
    """Why there is no trial at the printer of a job that begun at this count; empty: it would be printed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with _MAKING:
            Store(home, lambda: "s-1").close()
        begin(home, "printer here", odometer)
        return unsettled.why_not(home, "printer", "here")


def begin(home: Path, printer: str, odometer: int, state: str = "begun") -> None:
    """Writes the job as the engine would. printer: a place's mark."""
    paper = Print("j-1", "u-1", 1, "unit-57x32", "en", "U", "U", {})
    body = msgspec.json.encode(Job("j-1", "u-1", state, paper, printer, odometer)).decode()
    row = ("j-1", "u-1", state, body)
    with closing(writer(home / FILE)) as file:
        file.execute("INSERT OR REPLACE INTO job (id, unit, state, body) VALUES (?, ?, ?, ?)", row).close()
