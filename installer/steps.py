"""Runs one step of the set-up and tells how it goes. Standard library only: it runs before anything is installed."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

# Would lead pip or Python out of `.venv`. Pip's indexes, proxies and certificates stay as the user has set them.
AWAY = frozenset({"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "__PYVENV_LAUNCHER__"})


class Failed(Exception):
    """Something asked for did not work; the text says what happened and what to do."""


def say(text: str, stream: IO[str] | None = None) -> None:
    """One message, at once."""
    print(text, file=stream or sys.stdout, flush=True)


def environment() -> dict[str, str]:
    """This process's environment for a child that shall work inside `.venv` and ask nobody anything."""
    kept = {name: value for name, value in os.environ.items() if name not in AWAY}
    if sys.platform == "linux":  # dpkg refuses to work without these, and `su` without a dash leaves them out
        kept["PATH"] = os.pathsep.join([kept.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    return {"DEBIAN_FRONTEND": "noninteractive", **kept, "PIP_USER": "0", "PYTHONUTF8": "1"}


def watch(name: str, command: list[str], log: Path, progress: Callable[[str], str] = lambda _: "") -> None:
    """Run one step, its output in the log, one line told; on failure `Failed` with the log's end and what to do."""
    started = time.monotonic()
    with log.open("ab") as stream:
        stream.write(f"\n$ {shlex.join(command)}\n".encode())
        stream.flush()
        begin = stream.tell()
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=environment(),
            close_fds=False,
        )
        try:
            for seconds in _waits(child):
                _draw(f"  {name}: " + " ".join(filter(None, [progress(_read(log, begin)), f"{seconds:.0f} s"])))
        finally:
            stop(child)
    seconds = time.monotonic() - started
    _draw(f"  {name}: {f'failed after {seconds:.0f} s' if child.returncode else f'{seconds:.1f} s'}", end="\n")
    if child.returncode:
        tail = "\n".join(_read(log, begin).splitlines()[-12:])
        raise Failed(f"{tail}\n\nThis step failed: {name}. Its whole output is in {log}.")


def stop(child: "subprocess.Popen[bytes]") -> None:
    """End a child that still runs, and wait until it has."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _waits(child: "subprocess.Popen[bytes]") -> Iterator[float]:
    """Seconds so far, each time that something may be told: twice a second on a screen, every ten in a log."""
    started = time.monotonic()
    pause = 0.5 if sys.stdout.isatty() else 10.0
    while True:
        try:
            child.wait(pause)
            return
        except subprocess.TimeoutExpired:
            yield time.monotonic() - started


def _read(log: Path, begin: int) -> str:
    with log.open("rb") as stream:
        stream.seek(begin)
        return stream.read().decode("utf-8", "replace")


def _draw(line: str, end: str = "") -> None:
    """On a screen one line that is drawn over; in a log one line each time."""
    if not sys.stdout.isatty():
        say(line)
        return
    sys.stdout.write(f"\r\x1b[K{line}{end}")
    sys.stdout.flush()
