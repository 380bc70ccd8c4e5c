"""What `run.py` can be asked for: the demo, the tests, the benchmarks. Standard library only."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from installer import packages, peers
from installer.fresh import ROOT, python, set_up
from installer.steps import Failed, environment, say, stop

SHIPPED = ("station", "ui", "tracking", "resources", "installer", "run.py")
CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "mypy for Windows": ["-m", "mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32", *SHIPPED],
    "import contracts": ["-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"],
}


def run(arguments: Sequence[str], usage: str) -> int:
    """Set up what the command needs, then become it. Exit codes pass through; 2 is wrong use, 130 interrupted."""
    signal.signal(signal.SIGTERM, _interrupt)
    command = arguments[0] if arguments and arguments[0] in {"test", "bench"} else "demo"
    rest = list(arguments[1:]) if command != "demo" else _demo(arguments, usage)
    try:
        set_up(_packages(command), window=command == "demo")
        if command == "test":
            peers.renderer()
            return test(rest)
        if command == "bench":
            return become(["-P", "-m", "tests.benchmarks", *rest])
        return become(["-P", "-m", "station.cli", "demo", *rest])
    except Failed as failure:
        say(str(failure), sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Nothing is broken: run the same command again.", sys.stderr)
        return 130


def _packages(command: str) -> Sequence[str]:
    more = {"test": [*packages.TEST, *peers.wanted()], "bench": [*packages.DEMO, *peers.PANGO]}
    return more.get(command, packages.DEMO)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _demo(arguments: Sequence[str], usage: str) -> list[str]:
    parser = argparse.ArgumentParser(
        prog="run.py", description=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", metavar="DIR", help="where the demo leaves its labels, report and screenshots")
    out = parser.parse_args(arguments).out
    return ["--out", str(Path(out).resolve())] if out else []


def test(arguments: Sequence[str]) -> int:
    """Lint, format, types and import contracts side by side; where all hold, pytest, whose closing line is the last."""
    os.chdir(ROOT)
    if not checks_hold(CHECKS):
        return 1
    return become(["-m", "pytest", *(arguments or ["-n", "2"])])


def checks_hold(checks: dict[str, list[str]]) -> bool:
    """Run all checks at the same time; one line for each that holds, the whole output of each that does not."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        children = [(name, *_start(command, Path(folder, str(i)))) for i, (name, command) in enumerate(checks.items())]
        try:
            codes = [(name, child.wait(), output) for name, child, output in children]
        finally:
            for _, child, _ in children:
                stop(child)
        for name, code, output in codes:
            _tell(name, code, output.read_text("utf-8", "replace").rstrip())
    say(f"checks: {time.monotonic() - started:.0f} s")
    return not any(code for _, code, _ in codes)


def _start(command: list[str], output: Path) -> "tuple[subprocess.Popen[bytes], Path]":
    with output.open("wb") as stream:
        return subprocess.Popen(
            [python(), *command], stdout=stream, stderr=subprocess.STDOUT, env=environment()
        ), output


def _tell(name: str, code: int, text: str) -> None:
    last = text.splitlines()[-1] if text else "no output"
    say(f"{name}: FAILED ({code})\n{text}\n" if code else f"{name}: {last}")


def become(arguments: list[str]) -> int:
    """Hand over to the project's Python: replace this process where the system can, else pass its exit code on."""
    command = [python(), *arguments]
    sys.stdout.flush()
    if sys.platform != "win32":
        os.execve(command[0], command, environment())
    child = subprocess.Popen(command, env=environment())
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # it was told too, and ends in its own way
