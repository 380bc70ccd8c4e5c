"""`python -m tests.replay [--month 2011-01] [--days N] [--kills N]`: plays the real wholesaler's returns through a
whole station and its tracking service, prints the figures, and ends with 1 where anything differs."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.conftest import SHARED_DATA
from tests.replay.figures import Figures
from tests.replay.kills import Killed, longest
from tests.replay.office import make_plan
from tests.replay.play import Played, play, straight


def main() -> int:
    """0: nothing lost, nothing double, both ends the same."""
    asked = _arguments()
    plan = make_plan(asked.data, asked.month, asked.days)
    with tempfile.TemporaryDirectory(prefix="returns-replay-") as folder:
        first = play(Path(folder, "straight"), plan, straight)
        show(first)
        faults = list(first.figures.faults)
        if asked.kills:
            work = Killed(asked.kills, longest(first.seconds, asked.kills))
            second = play(Path(folder, "killed"), plan, work)
            print(f"\nkilled {work.killed} times, started {work.lives} times")
            show(second)
            faults += [*second.figures.faults, *differences(first.figures, second.figures)]
            faults += [f"done after {work.killed} kills of {asked.kills}"] if work.killed < asked.kills else []
    for fault in faults:
        print(f"differs: {fault}", file=sys.stderr)
    print(f"\n{len(faults)} differences")
    return 1 if faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description=__doc__)
    parser.add_argument("--month", default="2011-01", help="YYYY-MM, of December 2010 to June 2011")
    parser.add_argument("--days", type=int, default=31, help="only the first days with returns")
    parser.add_argument("--kills", type=int, default=0, help="play it again, killed so many times")
    parser.add_argument("--data", type=Path, default=SHARED_DATA, help="the folder of shared data")
    return parser.parse_args()


def show(played: Played) -> None:
    """The figures as a list."""
    f = played.figures
    rate = f.units / played.seconds
    print(f"parcels {f.parcels}, of them blind {f.blind}; units {f.units}, of them lots {f.lots}; pieces {f.pieces}")
    print(f"left out (no goods): {sum(f.left_out.values())} lines: {f.left_out}")
    print(f"match {f.matches}; grade {f.grades}; route {f.routes}")
    print(f"facts at the station {f.facts}, at the service {f.facts_at_service}; labels {f.labels}, plates {f.lpns}")
    print(f"{played.seconds:.1f} s at the bench, {rate:.0f} units/s; {played.synced_seconds:.1f} s until all was sent")


def differences(one: Figures, other: Figures) -> list[str]:
    """What became of the boxes must be the same in both runs, unit for unit."""
    boxes = one.fates.keys() | other.fates.keys()
    return [f"{box}: {one.fates.get(box)} then {other.fates.get(box)}" for box in sorted(boxes)
            if one.fates.get(box) != other.fates.get(box)]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
