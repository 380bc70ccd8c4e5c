"""The fonts of a report: found on the machine, and chosen for each character, as reportlab has no font fallback."""

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from msgspec import Struct

from station.fontfiles import CHINESE, LATIN, LATIN_BOLD, find

UNKNOWN = "\u25a1"


class FontMissing(Exception):
    """No font on this machine shows a text of the report; package: what to install on Debian or Ubuntu."""

    def __init__(self, package: str) -> None:
        super().__init__(f"no font for this text is installed (Debian, Ubuntu: apt install {package})")
        self.package = package


class Face(Struct, frozen=True):
    """A font by its reportlab name; advances in thousandths of an em by code point; thin: it has no bold cut."""

    name: str
    widths: dict[int, float]
    thin: bool = False


class Run(Struct, frozen=True):
    """Characters in a row that one font shows; width in em."""

    face: Face
    text: str
    width: float


def runs(text: str, bold: bool = False) -> list[Run]:  # noqa: FBT001, FBT002  # a weight is a yes or no
    """The text as runs of one font each; what no font shows becomes a white square."""
    latin, chinese = family(bold)
    chosen = [_choose(char, latin, chinese) for char in _clean(text)]
    made: list[Run] = []
    for _, group in groupby(chosen, key=lambda one: one[1].name):
        part = list(group)
        face, said = part[0][1], "".join(char for char, _ in part)
        made.append(Run(face, said, sum(face.widths.get(ord(char), 600.0) for char in said) / 1000))
    return made


@cache
def family(bold: bool) -> tuple[Face, Face | None]:  # noqa: FBT001  # a weight is a yes or no
    """The Latin and, where one is installed, the Chinese font of a weight. Raises FontMissing."""
    latin, chinese = find(LATIN_BOLD if bold else LATIN), find(CHINESE)
    if latin is None:
        raise FontMissing("fonts-dejavu-core")
    return _register(latin, thin=False), _register(chinese, thin=bold) if chinese else None


def _choose(char: str, latin: Face, chinese: Face | None) -> tuple[str, Face]:
    code = ord(char)
    if code in latin.widths:
        return char, latin
    if chinese is None and 0x2E80 <= code <= 0x9FFF:
        raise FontMissing("fonts-droid-fallback")
    return (char, chinese) if chinese is not None and code in chinese.widths else (UNKNOWN, latin)


def _clean(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


@cache
def _register(path: Path, *, thin: bool) -> Face:
    from reportlab.pdfbase import pdfmetrics, ttfonts

    made: Any = ttfonts.TTFont(f"report-{path.stem}", str(path), subfontIndex=0)
    pdfmetrics.registerFont(made)
    widths = {code: made.face.charWidths.get(code, made.face.defaultWidth) for code in made.face.charToGlyph}
    return Face(made.fontName, widths, thin)
