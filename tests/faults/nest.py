"""`python -m tests.faults.nest HOME`: forks a real station for each line `start`, and says when it has ended. The
station tells every snapshot and notice on the standard output as JSON lines, right when its listeners are told. Forking
a process that has its libraries loaded makes a start cheap; all that a start does is done anew each time."""

import json
import os
import sys
import traceback
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn

import msgspec

# What a station imports at its first label and its first push is loaded before the forks.
import station.labels.make
import station.labels.zpl
import station.sync.signing
import station.sync.worker  # noqa: F401
from station.app import Station
from station.config import load
from station.domain.bench.inputs import Typed
from station.domain.bench.snapshot import Snapshot, Told
from station.lamps import Status

_SPEAKING = Lock()


def say(**line: Any) -> None:
    """One line, whole."""
    with _SPEAKING:
        data = json.dumps(line).encode() + b"\n"
        while data:
            data = data[os.write(1, data) :]


class Child:
    """One life of the station."""

    def __init__(self, home: Path) -> None:
        self.station = Station(load(home, {}))
        self.station.engine.subscribe(self._shown, self._told)
        self.station.lamps.subscribe(self._lamps)

    def live(self) -> None:
        """Until a line `stop`; any other line is typed."""
        self.station.start()
        say(ready=True)
        for line in _lines():
            if line == "stop":
                break
            self.station.engine.post(Typed(line))
        self.station.stop()

    def _shown(self, snapshot: Snapshot) -> None:
        machine = self.station.engine.machine
        say(snapshot=msgspec.to_builtins(snapshot), head=machine._head[0] if machine else 0)

    def _told(self, told: Told) -> None:
        say(told=msgspec.to_builtins(told.notice))

    def _lamps(self, status: Status) -> None:
        say(lamps=msgspec.to_builtins(status))


def _lines() -> Any:
    """Lines of the standard input, unbuffered: child and nest read it in turns."""
    line = b""
    while piece := os.read(0, 1):
        if piece == b"\n":
            yield line.decode()
            line = b""
        else:
            line += piece


def _live(home: Path) -> NoReturn:
    try:
        Child(home).live()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main(home: Path) -> None:
    """Forks, and waits for the end of each child."""
    for line in _lines():
        if line != "start":
            continue
        pid = os.fork()
        if pid == 0:
            _live(home)
        say(pid=pid)
        say(ended=os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
