"""A station that can be killed and started again, as seen from outside: its last screen, what it told, how it ended."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec

from station.domain.bench.snapshot import Snapshot

PATIENCE_S = 20.0
GLANCE_S = 0.02
"""Between two looks at what no line tells: the printer, the service."""


class Lives:
    """One nest. screen and head are those told last; first is the first screen of this life."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "tests.faults.nest", str(home)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._rest = b""
        self.pid = 0
        self.code: int | None = None
        self.ready = False
        self.screen: Snapshot | None = None
        self.first: Snapshot | None = None
        self.head = 0
        self.told: list[str] = []
        self.lamps: dict[str, Any] = {}
        self.lives = 0

    # ------------------------------------------------------------ life and death

    def start(self) -> "Lives":
        """A new life, up to where it can be worked with."""
        self.begin()
        return self.wait(lambda: self.ready, "the station's start")

    def begin(self) -> None:
        """A new life; does not wait for it."""
        self.pid, self.code, self.ready, self.first = 0, None, False, None
        self.lives += 1
        self._say("start")
        self.wait(lambda: bool(self.pid), "a process")

    def kill(self) -> None:
        """SIGKILL, now."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait(lambda: self.code is not None, "the end of a killed station")

    def stop(self) -> None:
        """Ends in order."""
        self._say("stop")
        self.wait(lambda: self.code is not None, "the station's end")
        assert self.code == 0

    def close(self) -> None:
        """Ends station and nest, whatever their state."""
        if self.pid and self.code is None:
            self.kill()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def type(self, text: str) -> None:
        """Words on the keyboard."""
        self._say(text)

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()

    # ------------------------------------------------------------ listening

    def wait(self, good: Callable[[], bool], what: str, patience: float = PATIENCE_S) -> "Lives":
        """Listens until good() holds; fails after a while, or where the station ended by itself."""
        end = monotonic() + patience
        while not good():
            left = end - monotonic()
            shown = self.screen.step if self.screen else "nothing"
            assert left > 0, f"{what}: not within {patience} s; shown {shown}, {self.told[-6:]}, {self.lamps}"
            assert self.code in (None, -signal.SIGKILL, 0), f"{what}: the station ended with {self.code}"
            self._listen(min(left, GLANCE_S))
        return self

    def listen_for(self, seconds: float) -> None:
        """Takes in what is told within that time."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            self._listen(left)

    def _listen(self, seconds: float) -> None:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        if not ready:
            return
        data = os.read(self._process.stdout.fileno(), 1 << 16)
        assert data, "the nest has ended"
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            news = json.loads(line)
        except ValueError:  # a killed station spoke half a line, and the nest went on behind it
            news = json.loads(b"{" + line.rpartition(b"{")[2])
        if "snapshot" in news:
            self.screen, self.head = msgspec.convert(news["snapshot"], Snapshot), news["head"]
            self.first = self.first or self.screen
        elif "told" in news:
            self.told.append(news["told"]["text"]["key"])
        self.pid = news.get("pid", self.pid)
        self.code = news.get("ended", self.code)
        self.ready = news.get("ready", self.ready)
        self.lamps = news.get("lamps", self.lamps)

    @property
    def shown(self) -> Snapshot:
        """The screen told last."""
        assert self.screen is not None
        return self.screen
