"""The same work in a process that is killed again and again (SIGKILL) and started anew. Moments are drawn from a seed:
most while it works, some while it starts. `python -m tests.replay.kills FILE` is that process; it knows the boxes and
the way to the service, and finds out from the station's file how far it is."""

import random
import subprocess
import sys
from pathlib import Path

import msgspec
from msgspec import Struct

from tests.replay.bench import Desk, Link
from tests.replay.office import Box, Plan

LONGEST_S = 0.25
"""Of work between two kills."""
SLOWER = 2
"""How many times longer a process that has just begun takes for the same work, at least."""


def longest(seconds: float, kills: int) -> float:
    """So much work between two kills that all of them fall into work that takes so many seconds at a stretch."""
    return min(LONGEST_S, 2 * SLOWER * seconds / kills)


class Order(Struct, frozen=True):
    """What the process is told; key in hex."""

    home: str
    boxes: tuple[Box, ...]
    url: str
    token: str
    key: str
    seed: int


class Killed:
    """Work for play(): kills the process `kills` times, then lets it finish. lives: how often it was started."""

    def __init__(self, kills: int, longest_s: float = LONGEST_S) -> None:
        self._kills = kills
        self._longest_s = longest_s
        self.killed = self.lives = 0

    def __call__(self, home: Path, plan: Plan, link: Link, seed: int) -> int:
        order = home.parent / "order.json"
        order.write_bytes(msgspec.json.encode(Order(str(home), plan.boxes, link.url, link.token, link.key.hex(), seed)))
        chance = random.Random(seed)
        while not self._life(order, chance):
            pass
        return 0

    def _life(self, order: Path, chance: random.Random) -> bool:
        """One life of the process; True where it came to the end of its work."""
        self.lives += 1
        command = [sys.executable, "-m", "tests.replay.kills", str(order)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            if self.killed < self._kills:
                self._kill(process, chance)
            code = process.wait()
        if code not in (0, -9):
            raise RuntimeError(f"the bench ended with {code}")
        return code == 0

    def _kill(self, process: "subprocess.Popen[bytes]", chance: random.Random) -> None:
        if process.stdout is None:
            raise RuntimeError("the bench has no pipe")
        at_work = chance.random() < 0.9
        if at_work:
            process.stdout.readline()
        try:
            process.wait(chance.uniform(0.0, self._longest_s))
        except subprocess.TimeoutExpired:
            process.kill()
            self.killed += 1


def main(order: Path) -> None:
    """Works until all boxes are closed; says so on a line of its own when the bench is ready."""
    told = msgspec.json.decode(order.read_bytes(), type=Order)
    desk = Desk(Path(told.home), told.boxes, Link(told.url, told.token, bytes.fromhex(told.key)), told.seed)
    try:
        desk.start()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        desk.work()
    finally:
        desk.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
