"""Where this machine keeps its fonts: finds font files by name in the platform's folders. Draws nothing."""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

LATIN = ("DejaVuSans.ttf", "arial.ttf", "Arial.ttf")
LATIN_BOLD = ("DejaVuSans-Bold.ttf", "arialbd.ttf", "Arial Bold.ttf")
CHINESE = (
    "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "wqy-zenhei.ttc", "wqy-microhei.ttc", "msyh.ttc",
    "simsun.ttc", "Arial Unicode.ttf", "STHeiti Medium.ttc",
)  # fmt: skip
"""File names to look for, best first; all have TrueType outlines, which reportlab needs."""


def find(names: Iterable[str], folders: Iterable[Path] | None = None) -> Path | None:
    """The first of `names` that lies anywhere below the platform's font folders (or below `folders`). A folder is
    looked through once a run."""
    known = _files(tuple(_folders() if folders is None else folders))
    return next((known[name.lower()] for name in names if name.lower() in known), None)


@cache
def _files(folders: tuple[Path, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for at, _, names in os.walk(folder):
            for name in names:
                found.setdefault(name.lower(), Path(at, name))
    return found


def _folders() -> Iterator[Path]:
    """Fonts that came along first, then the user's, then the system's."""
    import resources

    yield from (Path(place, "fonts") for place in resources.__path__)
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        yield home / "AppData/Local/Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    else:
        yield from (home / ".local/share/fonts", home / ".fonts")
        yield from (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
