"""`python -m tests.benchmarks [NAME ...] [--json FILE]`: one of NAMES, or all, where none is named.

Prints a table; ends with 1 where a limit is not kept to."""

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import msgspec

from tests.benchmarks.machine import since, stolen
from tests.benchmarks.rows import Row, table

NAMES = ("step", "replay", "start", "scan", "route", "learn", "label", "wedge", "serial")


def main() -> int:
    """0: all limits hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; none: all")
    parser.add_argument("--json", type=Path, help="writes the figures there, too")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in NAMES]
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    rows: list[Row] = []
    for name in asked.names or NAMES:
        print(f"{name} …", file=sys.stderr, flush=True)
        measure: Callable[[], list[Row]] = import_module(f"tests.benchmarks.{name}").measure
        before = stolen()
        found = [*measure(), *since(name, before)]
        print(table(found) + "\n", flush=True)
        rows += found
    if asked.json:
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
