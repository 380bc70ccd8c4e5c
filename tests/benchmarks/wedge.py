"""Keyboard scanners at their fastest: 1,000 scans of 39 characters without a gap, the window's thread blocked for a
second in between. Once as events posted to the window, and, where Xvfb and xdotool are there, as real keys of an X
server. Each in a process of its own: the window is a stranger to the other benchmarks."""

import json
import os
import subprocess
import sys

from tests.benchmarks.rows import Row, at_least, at_most, told
from tests.benchmarks.wedge_window import real_keys_possible


def measure(scans: int = 1000) -> list[Row]:
    """wedge.posted.*, wedge.x11.*: whole scans, broken ones, characters that a field got, time of one key."""
    rows = _rows("posted", scans)
    return [*rows, *_rows("x11", scans)] if real_keys_possible() else rows


def _rows(how: str, scans: int) -> list[Row]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} if how == "posted" else dict(os.environ)
    run = [sys.executable, "-m", "tests.benchmarks.wedge_window", how, str(scans)]
    said = subprocess.run(run, env=environment, capture_output=True, text=True, timeout=600, check=False)
    if said.returncode:
        raise RuntimeError(said.stderr)
    found = json.loads(said.stdout)
    return [
        at_least(f"wedge.{how}.whole", found["whole"], "scans", scans),
        at_most(f"wedge.{how}.broken", found["broken"], "scans", 0),
        at_most(f"wedge.{how}.leaked", found["leaked"], "chars", 0),
        at_least(f"wedge.{how}.blocked", found["blocked_s"], "s", 1.0),
        told(f"wedge.{how}.per_key", found["us_per_key"], "us"),
    ]
