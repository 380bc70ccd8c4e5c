"""Finding the machine's fonts and choosing one for each character. Sets no text: that is lines.py.

reportlab has no font fallback and takes only TrueType outlines, so a text is split
into runs by what each font can show.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from station.fontfiles import CHINESE, LATIN, LATIN_BOLD, find
from station.labels.values import LabelRefused

_CHINESE_RANGES = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
UNKNOWN = "\u25a1"
"""The white square that stands for a character no font here can show."""


class Font(msgspec.Struct, frozen=True):
    """A font that reportlab knows by `name`; `widths` are thousandths of an em by code point; `thin`: no bold cut."""

    name: str
    widths: dict[int, float]
    thin: bool = False

    def width(self, char: str) -> float:
        """Advance of one character in em."""
        return self.widths.get(ord(char), 600.0) / 1000


class Family(msgspec.Struct, frozen=True):
    """What one weight of text is set in: first the Latin font, then, where one is installed, the Chinese."""

    latin: Font
    chinese: Font | None

    def pick(self, char: str) -> tuple[str, Font]:
        """The character (or UNKNOWN) and the font to set it in. Chinese without a Chinese font is LabelRefused."""
        code = ord(char)
        if code in self.latin.widths:
            return char, self.latin
        if self.chinese is None and is_chinese(code):
            raise _missing("fonts-droid-fallback", CHINESE)
        if self.chinese is not None and code in self.chinese.widths:
            return char, self.chinese
        return UNKNOWN, self.latin


def is_chinese(code: int) -> bool:
    """Whether a code point belongs to Chinese text: ideographs, their punctuation, full-width forms."""
    return any(first <= code <= last for first, last in _CHINESE_RANGES)


@cache
def family(*, bold: bool) -> Family:
    """The fonts for one weight, registered with reportlab once. Raises LabelRefused naming what to install."""
    names = LATIN_BOLD if bold else LATIN
    latin = find(names)
    if latin is None:
        raise _missing("fonts-dejavu-core", names)
    chinese = find(CHINESE)
    if chinese is None:
        return Family(_register(latin), None)
    return Family(_register(latin), msgspec.structs.replace(_register(chinese), thin=bold))


@cache
def _register(path: Path) -> Font:
    from reportlab.pdfbase import pdfmetrics

    from station.labels.subsets import KeptFont

    made: Any = KeptFont(path)
    pdfmetrics.registerFont(made)
    return Font(made.fontName, made.face.charWidths)


def _missing(package: str, names: Iterable[str]) -> LabelRefused:
    wanted = ", ".join(names)
    cure = f"Debian, Ubuntu: apt install {package}; then start again"
    said = f"no font for this text: none of {wanted} is installed ({cure})"
    return LabelRefused("label.refused.font", said, package=package, fonts=wanted)
