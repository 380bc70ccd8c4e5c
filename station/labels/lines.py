"""Fitting a text into a box: cleaned, shrunk, then wrapped, then cut with an ellipsis. Draws nothing."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from station.labels.fonts import UNKNOWN, Family, Font, is_chinese
from station.labels.scripts import visual

LONGEST = 400
"""Characters that are looked at. More than any label holds; keeps a scan of 4 KB from costing time."""
SEPARATOR = "·"
"""Between fields on one line; where they do not fit on one, the best place for a new line."""
_NEVER_FIRST = frozenset("，。、；：！？）】》」』〉〕…％·,.;:!?)")
LEADING = 1.18
"""Line distance in em; DejaVu's ascent and descent together."""


class Glyph(msgspec.Struct, frozen=True):
    """One character with the font it is set in and its advance in em."""

    char: str
    font: Font
    width: float


class Setting(msgspec.Struct, frozen=True):
    """A fitted text: size in dots, and its lines from the top, each a list of glyphs in the order they are drawn."""

    size: float
    lines: list[list[Glyph]]


class Room(msgspec.Struct, frozen=True):
    """What a text may take: width, height, wanted and least size in dots; how many lines at most."""

    width: float
    height: float
    size: float
    least: float
    lines: int


def clean(text: str) -> str:
    """One line of drawable characters: white space joined, invisible marks dropped, controls as UNKNOWN."""
    one_line = " ".join(text[: LONGEST * 4].split())
    shown = "".join(_shown(char) for char in unicodedata.normalize("NFC", one_line))
    return shown[:LONGEST]


def fit(text: str, family: Family, room: Room) -> Setting:
    """The largest setting of `text` in the room: one line shrunk down to `least`, then more lines.

    What does not fit even so is cut with an ellipsis. An empty text has no lines.
    """
    glyphs = [Glyph(char, font, font.width(char)) for char, font in map(family.pick, visual(clean(text)))]
    if not glyphs:
        return Setting(room.least, [])
    whole = width_of(glyphs) if len(glyphs) > 1 else 0.0
    for count in range(1, room.lines + 1):
        for tried in _sizes(min(room.size, room.height / (LEADING * count)), room.least):
            if count == 1 and whole > room.width / tried:
                continue
            for lines in (_by_parts(glyphs, room.width / tried), wrap(glyphs, room.width / tried)):
                if len(lines) <= count:
                    return Setting(tried, lines)
    fitting = max(1, min(room.lines, int(room.height / (LEADING * room.least))))
    return Setting(room.least, _cut(glyphs, family, room.width / room.least, fitting))


def wrap(glyphs: list[Glyph], limit: float) -> list[list[Glyph]]:
    """Lines of at most `limit` em, broken after a space or hyphen, around Chinese, else wherever the line is full."""
    return [_trimmed(glyphs[start:end]) for start, end in _spans(glyphs, limit)]


def width_of(glyphs: list[Glyph]) -> float:
    """Advance of a line in em."""
    return sum(glyph.width for glyph in glyphs)


def _by_parts(glyphs: list[Glyph], limit: float) -> list[list[Glyph]]:
    """As `wrap`, but with a new line in place of every separator; on one line the separators stay."""
    if width_of(glyphs) <= limit:
        return [glyphs]
    lines: list[list[Glyph]] = []
    start = 0
    for at, glyph in enumerate(glyphs):
        if glyph.char == SEPARATOR:
            lines += wrap(glyphs[start:at], limit)
            start = at + 1
    return lines + wrap(glyphs[start:], limit)


def _sizes(largest: float, least: float) -> Iterator[float]:
    size = largest
    while size > least:
        yield size
        size *= 0.95
    if largest >= least:
        yield least


def _cut(glyphs: list[Glyph], family: Family, limit: float, count: int) -> list[list[Glyph]]:
    spans = _spans(glyphs, limit)
    lines = [_trimmed(glyphs[start:end]) for start, end in spans[:count]]
    if len(spans) > count:
        font = family.pick("…")[1]
        lines[-1] = _shortened(glyphs[spans[count - 1][0] :], Glyph("…", font, font.width("…")), limit)
    return lines


def _shortened(glyphs: list[Glyph], mark: Glyph, limit: float) -> list[Glyph]:
    room, kept = limit - mark.width, 0
    while kept < len(glyphs) and glyphs[kept].width <= room:
        room -= glyphs[kept].width
        kept += 1
    return [*_trimmed(glyphs[:kept]), mark]


def _spans(glyphs: list[Glyph], limit: float) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = mark = 0
    width = 0.0
    for at, glyph in enumerate(glyphs):
        if at > start and _may_break(glyphs[at - 1].char, glyph.char):
            mark = at
        width += glyph.width
        while glyph.char != " " and at > start and width > limit:
            end = mark if mark > start else at
            spans.append((start, end))
            start = mark = end
            width = width_of(glyphs[start : at + 1])
    return [*spans, (start, len(glyphs))]


@lru_cache(4096)
def _shown(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return ""
    # Block elements are shapes of which a text could build a bar code.
    return UNKNOWN if kind in ("Cc", "Cs", "Co", "Cn") or "\u2580" <= char <= "\u259f" else char


@lru_cache(4096)
def _may_break(before: str, after: str) -> bool:
    if after in _NEVER_FIRST:
        return False
    return before in " -/" or is_chinese(ord(after)) or is_chinese(ord(before))


def _trimmed(glyphs: list[Glyph]) -> list[Glyph]:
    first, last = 0, len(glyphs)
    while first < last and glyphs[first].char == " ":
        first += 1
    while last > first and glyphs[last - 1].char == " ":
        last -= 1
    return glyphs[first:last]
