"""The system's packages that the window, the fonts and the tests need, on Debian and Ubuntu. Standard library only."""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from installer.steps import Failed, environment, say, watch

QT = "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libx11-6"
QT_ON_SCREEN = """
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0
    libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1
"""
FONTS = "fonts-dejavu-core fonts-droid-fallback"
DEMO = f"{QT} {QT_ON_SCREEN} {FONTS}".split()
PRINTING = "cups cups-client cups-filters cups-ipp-utils dbus"
TEST = [*DEMO, *PRINTING.split(), "postgresql", "chromium", "xvfb", "xdotool", "poppler-utils"]

# Without these no window can be built, not even one that nobody sees.
ESSENTIAL = (
    "libEGL.so.1", "libGL.so.1", "libxkbcommon.so.0", "libfontconfig.so.1", "libglib-2.0.so.0", "libdbus-1.so.3",
)  # fmt: skip


def missing(wanted: Sequence[str]) -> list[str]:
    """Those of the wanted packages that are not installed; none on a system without dpkg and apt-get."""
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        return []
    renamed = [f"{name}t64" for name in wanted]  # Debian 13 and Ubuntu 24.04 renamed some for 64-bit times
    asked = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *wanted, *renamed]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False, env=environment()).stdout
    here = {line.split()[0].removesuffix("t64") for line in answer.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if name not in here]


def install(names: Sequence[str]) -> None:
    """As root by apt-get; otherwise `Failed` with the one command that does it."""
    by_hand = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(names)}"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise Failed(f"The system lacks {len(names)} packages. This one command installs them:\n  {by_hand}")
    say(f"System packages that are missing: {' '.join(names)}")
    wait = ["-o", "DPkg::Lock::Timeout=600"]
    command = ["apt-get", "install", "-y", "--no-install-recommends", *wait, *names]
    log = Path(tempfile.gettempdir(), f"returns-station-packages-{os.getpid()}.log")
    # An interrupted apt-get leaves packages unpacked but not configured: finish those first.
    if _runs("packages left over", ["dpkg", "--configure", "-a"], log) and _runs("packages", command, log):
        return
    if _runs("lists of packages", ["apt-get", "update", *wait], log) and _runs("packages", command, log):
        return
    raise Failed(f"The packages could not be installed; the system's own words are in {log}. By hand:\n  {by_hand}")


def _runs(name: str, command: list[str], log: Path) -> bool:
    try:
        watch(name, command, log)
    except Failed:
        return False
    return True


def window_faults() -> list[str]:
    """The libraries without which Qt cannot even start, as far as they are absent (Linux only)."""
    if not sys.platform.startswith("linux"):
        return []
    return [name for name in ESSENTIAL if not _loads(name)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
