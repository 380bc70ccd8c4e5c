"""Rows of words in columns for a terminal. Responsible for widths alone: a Chinese sign takes two places, money stands
to the right."""

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

GAP = "  "


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = (), indent: str = "") -> Iterator[str]:
    """One line per row, each column as wide as its widest cell; `right`: numbers of columns that end alike. Rows of one
    table have equally many cells."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [_pad(cell, widths[n], to_right=n in right) for n, cell in enumerate(row)]
        yield (indent + GAP.join(cells)).rstrip()


def width(text: str) -> int:
    """Places that a text takes in a terminal."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _pad(text: str, to: int, *, to_right: bool) -> str:
    blank = " " * (to - width(text))
    return blank + text if to_right else text + blank
