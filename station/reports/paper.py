"""A4 pages with a cursor that moves down: text, tables, rules, page breaks. Knows nothing of figures."""

import io
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from station.reports.fonts import runs

WIDTH, HEIGHT = 595.28, 841.89
MARGIN = 40.0
INNER = WIDTH - 2 * MARGIN
BOTTOM = 46.0
INK, GREY, RULE, TINT, ALARM, BLUE, PALE = "#1b2430", "#5f6b7a", "#c9d1da", "#f1f4f7", "#b3261e", "#1f5fae", "#a9c8ec"


class Style(Struct, frozen=True):
    """size in points; align: left, right or center."""

    size: float = 9
    bold: bool = False
    color: str = INK
    align: str = "left"


BODY = Style()
SMALL = Style(7.5, color=GREY)


class Column(Struct, frozen=True):
    """A table's column: its title, its share of the width, and how its cells stand."""

    title: str
    share: float
    align: str = "left"


class Paper:
    """A PDF being drawn; y is the cursor, counted from the page's foot as PDF does."""

    def __init__(self, title: str, footer: str, pages: int) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._out = io.BytesIO()
        self.canvas: Any = Canvas(self._out, pagesize=(WIDTH, HEIGHT), pageCompression=1, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Returns Station")
        self.footer, self.pages, self.page, self.y = footer, pages, 1, HEIGHT - MARGIN

    def finish(self) -> bytes:
        """The PDF."""
        self._foot()
        self.canvas.showPage()
        self.canvas.save()
        return self._out.getvalue()

    def turn(self) -> None:
        """Go on with a new page."""
        self._foot()
        self.canvas.showPage()
        self.page, self.y = self.page + 1, HEIGHT - MARGIN

    def room(self, height: float) -> None:
        """Make sure that so much fits below the cursor."""
        if self.y - height < BOTTOM:
            self.turn()

    def _foot(self) -> None:
        self.text(MARGIN, 26, self.footer, SMALL, INNER - 60)
        self.text(WIDTH - MARGIN, 26, f"{self.page} / {self.pages}", Style(7.5, color=GREY, align="right"))

    def text(self, x: float, y: float, said: str, style: Style = BODY, limit: float = 0) -> float:
        """One line at a baseline; wider than the limit, it is set smaller, then cut with an ellipsis. Returns its
        width."""
        if limit:
            style = narrowed(said, style, limit)
            said = fitted(said, style, limit)
        line = runs(said, style.bold)
        width = sum(run.width for run in line) * style.size
        drawn = self.canvas.beginText(x - {"left": 0.0, "center": width / 2, "right": width}[style.align], y)
        self.canvas.setFillColor(style.color)
        self.canvas.setStrokeColor(style.color)
        self.canvas.setLineWidth(style.size * 0.03)
        for run in line:
            drawn.setFont(run.face.name, style.size)
            drawn.setTextRenderMode(2 if run.face.thin else 0)  # no bold cut: the outline is drawn along
            drawn.textOut(run.text)
        drawn.setTextRenderMode(0)
        self.canvas.drawText(drawn)
        return width

    def box(self, x: float, y: float, width: float, height: float, color: str, radius: float = 0) -> None:
        """A filled rectangle; y is its foot."""
        self.canvas.setFillColor(color)
        self.canvas.roundRect(x, y, width, height, radius, stroke=0, fill=1)

    def line(self, x: float, y: float, x2: float, y2: float, color: str = RULE, width: float = 0.6) -> None:
        """A straight line."""
        self.canvas.setStrokeColor(color)
        self.canvas.setLineWidth(width)
        self.canvas.line(x, y, x2, y2)

    def heading(self, said: str, note: str = "", x: float = MARGIN, width: float = INNER) -> None:
        """A section's title with a note at its right."""
        self.y -= 13
        used = self.text(x, self.y, said, Style(11, bold=True), width)
        if note:
            self.text(x + width, self.y, note, Style(7.5, color=GREY, align="right"), width - used - 8)
        self.y -= 6

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], x: float = MARGIN, width: float = INNER,
              total: bool = False) -> None:  # fmt: skip  # noqa: FBT001, FBT002  # the last row is a sum, or not
        """A table from the cursor down; it goes on with its head on the next page where it must. The first column holds
        names: a long one goes on in a second line."""
        self._head(columns, x, width)
        wide = width * columns[0].share / sum(column.share for column in columns) - PADDING
        for n, row in enumerate(rows):
            last = total and n == len(rows) - 1
            style = Style(8.5, bold=last)
            name, more = wrapped(row[0], style, wide)
            if self.y - ROW - (LEADING if more else 0) < BOTTOM:
                self.turn()
                self._head(columns, x, width)
            self.line(x, self.y, x + width, self.y, INK if last else RULE, 0.8 if last else 0.4)
            self._row(columns, (name, *row[1:]), x, width, style)
            if more:
                self.y -= LEADING
                self.text(x + 4, self.y - ROW + 4.6, more, style, wide)
            self.y -= ROW

    def _head(self, columns: Sequence[Column], x: float, width: float) -> None:
        self.box(x, self.y - ROW, width, ROW, TINT)
        self._row(columns, [column.title for column in columns], x, width, Style(7.5, bold=True, color=GREY))
        self.y -= ROW

    def _row(self, columns: Sequence[Column], row: Sequence[str], x: float, width: float, style: Style) -> None:
        shares = sum(column.share for column in columns)
        for column, cell in zip(columns, row, strict=True):
            wide = width * column.share / shares
            at = {"left": x + 4, "right": x + wide - 4, "center": x + wide / 2}[column.align]
            self.text(at, self.y - ROW + 4.6, cell, replace(style, align=column.align), wide - PADDING)
            x += wide


ROW, LEADING, PADDING = 14.5, 10.0, 7.0
"""Of a table: height of a row, what a second line adds to it, and what a cell keeps free beside its text."""


LEAST = 0.85
"""How much smaller words may be set before they are cut."""


def narrowed(said: str, style: Style, limit: float) -> Style:
    """The style in a size at which the text fits, as far as that may be; a number always, as half of one is another."""
    wide, least = wide_of(said, style), 0.0 if _is_number(said) else LEAST
    return style if wide <= limit else replace(style, size=style.size * max(least, limit / wide * 0.999))


def _is_number(said: str) -> bool:
    """Mostly digits: a count, an amount with its currency, a licence plate."""
    return 2 * sum(sign.isdigit() for sign in said) >= len(said)


def wrapped(said: str, style: Style, limit: float) -> tuple[str, str]:
    """The text in one line, or, where that would cut it, what fits of it by whole words, and the rest."""
    if wide_of(said, narrowed(said, style, limit)) <= limit:
        return said, ""
    ends = [n for n, sign in enumerate(said) if sign == " " and wide_of(said[:n], style) <= limit]
    return (said[: ends[-1]], said[ends[-1] + 1 :]) if ends else (said, "")


def fitted(said: str, style: Style, limit: float) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if wide_of(said, style) <= limit:
        return said
    low, high = 0, len(said)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wide_of(said[:middle].rstrip() + "…", style) <= limit else (low, middle - 1)
    return said[:low].rstrip() + "…"


def wide_of(said: str, style: Style) -> float:
    """Width in points."""
    return sum(run.width for run in runs(said, style.bold)) * style.size
