"""Other people's programs that tests and benchmarks hold this one against, each in a folder of its own below `.venv`:
never imported by the project, never part of its lock. Standard library only."""

import shutil
import sys
from pathlib import Path

from installer.fresh import ROOT, VENV, alone
from installer.steps import Failed, watch

RENDERER = ROOT / "tests" / "labels" / "renderer"
"""package.json, its lock with the package's checksum, and the script that renders."""
BLABEL = ROOT / "tests" / "benchmarks" / "peers" / "blabel.txt"
"""Pinned, with checksums."""
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""Debian's packages that blabel's page setter loads."""


def wanted() -> list[str]:
    """Debian's packages for the renderer; none where Node.js came another way."""
    return [] if shutil.which("node") and shutil.which("npm") else ["nodejs", "npm"]


def renderer(place: Path | None = None) -> Path:
    """The folder with render.mjs and the package it needs, installed there by npm where it is not yet. Failed: no npm,
    or no package."""
    folder = place or VENV / "renderer"
    if _same(folder, RENDERER / "package-lock.json"):
        return folder
    npm = shutil.which("npm")
    if npm is None:
        raise Failed("The label renderer of the tests needs Node.js with npm. Debian, Ubuntu: apt install nodejs npm")
    with alone():
        if not _same(folder, RENDERER / "package-lock.json"):
            _install(folder, npm)
    return folder


def _install(folder: Path, npm: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(RENDERER, folder)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund"]
    watch("the label renderer", [npm, "ci", "--prefix", str(folder), *quiet], folder / "setup.log")
    built = folder / "node_modules" / "zpl-renderer-js" / "dist"
    shutil.copyfile(built / "index.esm.js", built / "copy.mjs")
    _done(folder, RENDERER / "package-lock.json")


def blabel(place: Path | None = None) -> Path:
    """The Python of a virtual environment that has blabel. Failed: the packages cannot be had."""
    folder = place or VENV / "blabel"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    with alone():
        if not _same(folder, BLABEL):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            log = folder / "setup.log"
            watch("a Python for blabel", [sys.executable, "-m", "venv", str(folder)], log)
            pip = [str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--require-hashes"]
            watch("blabel", [*pip, "-r", str(BLABEL)], log)
            _done(folder, BLABEL)
    return python


def _same(folder: Path, lock: Path) -> bool:
    """Whether it was finished, and for this very lock."""
    mark = folder / "complete"
    return mark.is_file() and mark.read_bytes() == lock.read_bytes()


def _done(folder: Path, lock: Path) -> None:
    shutil.copyfile(lock, folder / "complete")
