"""`bench start`: a process is started until its window has painted the first instruction and hears a scan; and the most
memory that it held. Without a display (offscreen), on a station with the wholesaler's products and orders."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import msgspec
from msgspec import Struct

from tests.benchmarks.rows import Row, at_most, told
from tests.conftest import SHARED_DATA
from tests.replay.office import make_plan
from tests.replay.play import stock

STARTS = 5
SECONDS = 1.2
MEGABYTES = 170


class Shown(Struct, frozen=True):
    """What the started process says: when (monotonic clock), and its peak memory."""

    at: float
    peak_kb: int


def measure(starts: int = STARTS, data: Path = SHARED_DATA) -> list[Row]:
    """The median of some starts, after one that only warms the disk's cache."""
    with tempfile.TemporaryDirectory(prefix="returns-bench-") as folder:
        home = Path(folder, "station")
        stock(home, make_plan(data, days=1))
        seconds, peaks = zip(*[start(home) for _ in range(starts + 1)][1:], strict=True)
    return [
        at_most("start.seconds", median(seconds), "s", SECONDS),
        told("start.fastest", min(seconds), "s"),
        told("start.slowest", max(seconds), "s"),
        at_most("start.peak_memory", max(peaks) / 1024, "MB", MEGABYTES),
    ]


def start(home: Path) -> tuple[float, int]:
    """Seconds until it was ready, and KiB. Raises CalledProcessError where the window does not open."""
    environment = {**os.environ, "RETURNS_STATION_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.window"],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    shown = msgspec.json.decode(done.stdout, type=Shown)
    return shown.at - begun, shown.peak_kb
