"""Makes `.venv` whole: safe to interrupt, to run again and to run twice at once. Standard library only.

`.venv/complete` holds a fingerprint of what it was made from. It is written last; without it nothing of `.venv` is
trusted.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from installer import packages
from installer.steps import Failed, say, watch

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
COMPLETE = VENV / "complete"
LOCK = ROOT / "requirements.lock"
AGAIN = "Then run the same command again."


def python() -> str:
    """The Python of `.venv`."""
    return str(VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))


def set_up(wanted: Sequence[str], *, window: bool) -> None:
    """Everything in place: `.venv`, Qt's libraries if a window is to open, other packages as far as they can be had."""
    if not packages.missing(wanted) and complete():
        return
    with alone():
        _add_packages(packages.missing(wanted))
        faults = packages.window_faults() if window else []
        if faults:
            raise Failed(f"No window can open without {', '.join(faults)}: install them by the system's means. {AGAIN}")
        if not complete():
            build()


def _add_packages(names: Sequence[str]) -> None:
    """What is really needed is asked for later, by name; fonts and test tools may be missing."""
    if names:
        try:
            packages.install(names)
        except Failed as failure:
            say(str(failure))


def complete() -> bool:
    """True where `.venv` was finished for this very lock, project, Python and place."""
    try:
        return COMPLETE.read_text("ascii") == fingerprint() and os.access(python(), os.X_OK)
    except OSError:
        return False


def fingerprint() -> str:
    """SHA-256 over what `.venv` is made from. The place counts: its paths are written into `.venv`."""
    digest = hashlib.sha256()
    for part in (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode(), os.fsencode(ROOT)):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def build() -> None:
    """A new `.venv`. What an interrupted run left is thrown away: half a library can look like a whole one."""
    if importlib.util.find_spec("ensurepip") is None:
        packages.install(["python{}.{}-venv".format(*sys.version_info)])
    say("Setting up Returns Station in .venv (once; about a minute).")
    started = time.monotonic()
    _remove(VENV)
    VENV.mkdir()
    log = VENV / "setup.log"
    base = getattr(sys, "_base_executable", None) or sys.executable
    watch("a Python of its own", [base, "-m", "venv", str(VENV)], log)
    pip = [python(), "-m", "pip", "install", "--no-input", "--progress-bar", "off", "--disable-pip-version-check"]
    try:
        watch("libraries", [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)], log, _libraries)
        watch("the project", [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], log)
    except Failed as failure:
        raise Failed(f"{failure}\nIs the network there, and space on the disk? {AGAIN}") from failure
    partial = COMPLETE.with_suffix(".partial")
    partial.write_text(fingerprint(), "ascii")
    partial.replace(COMPLETE)
    say(f"Ready after {time.monotonic() - started:.0f} s.")


def _libraries(log: str) -> str:
    """How far pip is, from its own log."""
    if "Installing collected packages" in log:
        return "all fetched, unpacking"
    total = len(re.findall(r"^[a-z].*==", LOCK.read_text("utf-8"), re.MULTILINE))
    return f"{log.count('Collecting ')} of about {total} fetched"


def _remove(folder: Path) -> None:
    """Take an old or half-made `.venv` away; its mark goes first, so that an interruption leaves no false one."""
    try:
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            (folder / COMPLETE.name).unlink(missing_ok=True)
            shutil.rmtree(folder)
    except OSError as error:
        raise Failed(f"The old {folder} cannot be removed ({error}). Close what uses it. {AGAIN}") from error


@contextmanager
def alone() -> Iterator[None]:
    """Hold the set-up; another run waits here. The system lets go when this run, and any pip of it, has ended."""
    try:
        lock = (ROOT / ".venv.lock").open("a+b")
    except OSError as error:
        raise Failed(
            f"{ROOT} cannot be written ({error}). Take a copy of the project that is yours. {AGAIN}"
        ) from error
    with lock:
        if not _taken(lock):
            say("Another run is setting up here; waiting for it.")
            while not _taken(lock):
                time.sleep(0.3)
        yield


def _taken(lock: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.set_inheritable(lock.fileno(), True)  # a pip that outlives its run keeps the next one waiting
    except OSError:
        return False
    return True
