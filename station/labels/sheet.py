"""A4 pages of codes to print and cut on any office printer: badges, bins, and the commands that a scanner can give.

Each card is a layout like any label; the same drawing fills it. Which codes there are is the caller's matter.
"""

import io
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import msgspec

from station import texts
from station.labels import codes, draw
from station.labels.layout import Code128, Datamatrix, Layout, Text, load
from station.labels.values import LabelRefused, LabelValues

DPI = 600
"""Modules fall on this grid, which office printers have or halve."""
PAGE = (210.0, 297.0)
BIN = "bin-57x32"
SHORT = 12
"""Characters that have room on the card of a shelf, whatever they are: an import of many places draws none of these."""
MARGIN, GAP, HEAD = 11.0, 5.0, 9.0
"""Millimetres: paper's edge, between cards, a group's heading."""


class Card(msgspec.Struct, frozen=True):
    """One code with its words: `code` is printable ASCII, `title` and `words` are finished texts."""

    code: str
    title: str
    words: str = ""


class Group(msgspec.Struct, frozen=True):
    """Cards under one heading."""

    title: str
    cards: tuple[Card, ...]


def badges(lang: str, cards: Sequence[Card], station: str = "") -> bytes:
    """A PDF of bank-card sized badges: title is the operator's name, words the role. LabelRefused for a bad code."""
    fields = [{"name": card.title, "role": card.words, "station": station} for card in cards]
    return _sheet(lang, "label.sheet.badges", [("", _values("card-badge", lang, cards, fields))], load("card-badge"))


def bins(lang: str, cards: Sequence[Card]) -> bytes:
    """A PDF of places' codes, to cut and stick on shelves: title is the place, words what lies there. LabelRefused for
    a code with a `bin_fault`."""
    fields = [{"place": card.title, "words": card.words} for card in cards]
    return _sheet(lang, "label.sheet.bins", [("", _values(BIN, lang, cards, fields))], load(BIN))


def code_fault(code: str) -> str:
    """The text's key for what makes this code of a place unfit for any label; empty where nothing does."""
    try:
        codes.check_payload("code128", code)
    except LabelRefused:
        return "place.no_code"
    return ""


def bin_fault(code: str) -> str:
    """The same for the card of a shelf, on which a long code has no room."""
    fault = code_fault(code)
    if fault or len(code) <= SHORT:
        return fault
    from reportlab.pdfgen.canvas import Canvas

    layout, values = _bin(), LabelValues(layout=BIN, lang="", code_1d=code, code_2d=code)
    brush = _brush(Canvas(io.BytesIO()), layout.size)
    try:
        for element in layout.elements:
            if isinstance(element, Code128 | Datamatrix):
                draw.draw(brush, element, values)
    except LabelRefused:
        return "place.code_too_long"
    return ""


@cache
def _bin() -> Layout:
    return load(BIN)


def commands(lang: str, groups: Sequence[Group]) -> bytes:
    """A PDF of command codes, group by group. LabelRefused for a code that cannot be drawn."""
    filled = [(group.title, _commands(lang, group.cards)) for group in groups]
    return _sheet(lang, "label.sheet.commands", filled, load("card-command"))


def _commands(lang: str, cards: Sequence[Card]) -> list[LabelValues]:
    return _values("card-command", lang, cards, [{"title": card.title, "words": card.words} for card in cards])


def _values(layout: str, lang: str, cards: Sequence[Card], fields: Iterable[dict[str, str]]) -> list[LabelValues]:
    return [
        LabelValues(layout=layout, lang=lang, code_1d=card.code, code_2d=card.code, fields=own)
        for card, own in zip(cards, fields, strict=True)
    ]


def _sheet(lang: str, title: str, groups: Sequence[tuple[str, list[LabelValues]]], layout: Layout) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=(PAGE[0] / 25.4 * 72, PAGE[1] / 25.4 * 72), invariant=1)
    canvas.setTitle(texts.say(lang, title))
    pen = _Pen(canvas, lang, title)
    pen.open()
    for heading, cards in groups:
        pen.group(heading, cards, layout)
    canvas.save()
    return out.getvalue()


class _Pen:
    """Where on the paper the next row begins; opens a new page when it is full."""

    def __init__(self, canvas: Any, lang: str, title: str) -> None:
        self.canvas, self.lang, self.title = canvas, lang, title
        self.down = 0.0

    def open(self) -> None:
        """The head of a page: its title, and how to use it."""
        self.canvas.scale(72 / DPI, 72 / DPI)
        self._say(texts.say(self.lang, self.title), 0.0, 9.0, 7.0, bold=True)
        self._say(texts.say(self.lang, "label.sheet.words"), 9.0, 5.0, 3.4)
        self.down = MARGIN + 18.0

    def group(self, heading: str, cards: list[LabelValues], layout: Layout) -> None:
        """A heading and its cards in rows; a heading never stands alone at a page's foot."""
        width, height = layout.size
        across = int((PAGE[0] - 2 * MARGIN + GAP) // (width + GAP))
        self._room((HEAD if heading else 0.0) + height)
        if heading:
            self._say(heading, self.down - MARGIN, HEAD - 2, 5.0, bold=True)
            self.down += HEAD
        for first in range(0, len(cards), across):
            self._room(height)
            for n, values in enumerate(cards[first : first + across]):
                self._card(values, layout, MARGIN + n * (width + GAP))
            self.down += height + GAP

    def _room(self, height: float) -> None:
        if self.down + height > PAGE[1] - MARGIN:
            self.canvas.showPage()
            self.open()

    def _say(self, words: str, down: float, height: float, font: float, *, bold: bool = False) -> None:
        at, size = (MARGIN, MARGIN + down), (PAGE[0] - 2 * MARGIN, height)
        element = Text(at=at, size=size, fields=("title",), font=font, font_min=2.0, bold=bold)
        draw.draw(_brush(self.canvas, PAGE), element, LabelValues(layout="", lang=self.lang, fields={"title": words}))

    def _card(self, values: LabelValues, layout: Layout, left: float) -> None:
        brush = _brush(self.canvas, layout.size)
        self.canvas.saveState()
        self.canvas.translate(_dots(left), _dots(PAGE[1]) - _dots(self.down) - brush.height)
        for element in layout.elements:
            draw.draw(brush, element, values)
        self.canvas.setStrokeColorRGB(0.6, 0.6, 0.6)
        self.canvas.setLineWidth(5)
        self.canvas.rect(0, 0, brush.width, brush.height)
        self.canvas.restoreState()


def _brush(canvas: Any, size: tuple[float, float]) -> draw.Brush:
    return draw.Brush(canvas, _dots(size[0]), _dots(size[1]), DPI)


def _dots(millimetres: float) -> int:
    return round(millimetres * DPI / 25.4)
