"""One label as a one-page PDF whose unit is one printer dot. The only drawing of labels;
what it yields is checked in make.

Drawn in dots, edges fall on dots; drawn in millimetres they would be off by one.
"""

import io
import math
from typing import Any

import msgspec

from station.labels import codes, fonts, lines
from station.labels.layout import AnyElement, Box, Code128, Datamatrix, Layout, Text
from station.labels.values import LabelRefused, LabelValues

CAPITALS = 0.729
"""Height of capitals in em (DejaVu Sans); lines are centred by it."""


class Area(msgspec.Struct, frozen=True):
    """A rectangle in whole dots; x, y is the top left corner, y counted downwards."""

    x: int
    y: int
    width: int
    height: int


def page_size(layout: Layout, dpi: int) -> tuple[int, int]:
    """Width and height in dots; the width rounded down to a multiple of 8, as printers take whole bytes."""
    width, height = (round(side * dpi / 25.4) for side in layout.size)
    return width // 8 * 8, height


def page(values: LabelValues, layout: Layout, dpi: int, *, points: bool = False) -> bytes:
    """The label as PDF: one unit is one dot, or, with `points`, scaled to true size for a system printer."""
    from reportlab.pdfgen.canvas import Canvas

    width, height = page_size(layout, dpi)
    scale = 72 / dpi if points else 1
    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=(width * scale, height * scale), pageCompression=0, invariant=1)
    canvas.scale(scale, scale)
    brush = Brush(canvas, width, height, dpi)
    for element in layout.elements:
        draw(brush, element, values)
    canvas.save()
    return out.getvalue()


class Brush(msgspec.Struct, frozen=True):
    """A reportlab canvas with its origin moved to the top left corner, and the resolution that turns mm into dots."""

    canvas: Any
    width: int
    height: int
    dpi: int

    def dots(self, millimetres: float) -> int:
        """Whole dots nearest to a length."""
        return round(millimetres * self.dpi / 25.4)

    def area(self, element: AnyElement) -> Area:
        """The element's box in dots, cut at the page: neighbours in millimetres stay neighbours."""
        left, top = (self.dots(side) for side in element.at)
        right, bottom = (self.dots(at + side) for at, side in zip(element.at, element.size, strict=True))
        return Area(left, top, min(right, self.width) - left, min(bottom, self.height) - top)

    def fill(self, areas: list[Area]) -> None:
        """Fill rectangles with the current colour, as one path, written out: reportlab formats numbers slowly."""
        paths = (f"{one.x} {self.height - one.y - one.height} {one.width} {one.height} re" for one in areas)
        self.canvas.addLiteral(" ".join([*paths, "f"]))


def draw(brush: Brush, element: AnyElement, values: LabelValues) -> None:
    """One element of a layout, filled with the values."""
    if isinstance(element, Text):
        _text(brush, element, values)
    elif isinstance(element, Code128):
        _bars(brush, element, codes.bars(values.code_1d, gs1=values.gs1_1d))
    elif isinstance(element, Datamatrix):
        _matrix(brush, element, codes.matrix(values.code_2d, gs1=values.gs1_2d))
    elif isinstance(element, Box):
        _frame(brush, element)
    else:
        brush.fill([brush.area(element)])


def _bars(brush: Brush, element: Code128, digits: str) -> None:
    """Bars over the whole height of the box, with the layout's quiet zone left and right."""
    row, area = bytes(int(digit) for digit in digits), brush.area(element)
    module = _module(brush, element, area.width, len(row))
    left = _left(element, area, len(row), module)
    brush.fill([Area(left + at * module, area.y, n * module, area.height) for at, n in codes.runs(row)])


def _matrix(brush: Brush, element: Datamatrix, rows: list[bytes]) -> None:
    """The symbol in the middle of the box's height."""
    area = brush.area(element)
    module = _module(brush, element, min(area.width, area.height), len(rows))
    left = _left(element, area, len(rows), module)
    top = area.y + (area.height - len(rows) * module) // 2
    dark = [(at, n, down) for down, row in enumerate(rows) for at, n in codes.runs(row)]
    brush.fill([Area(left + at * module, top + down * module, n * module, module) for at, n, down in dark])


def _left(element: Code128 | Datamatrix, area: Area, count: int, module: int) -> int:
    """Where the first module begins: after the quiet zone, or where the whole stands in the middle."""
    spare = area.width - count * module
    return area.x + (element.quiet * module if element.align == "left" else spare // 2)


def _module(brush: Brush, element: Code128 | Datamatrix, room: int, count: int) -> int:
    """The widest whole number of dots a module may have; LabelRefused where even the narrowest does not fit."""
    most = max(1, brush.dots(element.module))
    least = max(1, math.ceil(element.module_min * brush.dpi / 25.4 - 0.1))
    fits = room // (count + 2 * element.quiet)
    if fits < least:
        kind = "code128" if isinstance(element, Code128) else "datamatrix"
        said = f"{kind} of {count} modules does not fit into {room} dots at {brush.dpi} dpi"
        raise LabelRefused("label.refused.too_long", said, code=kind)
    return min(most, fits)


def _frame(brush: Brush, element: Box) -> None:
    at, thick = brush.area(element), max(1, brush.dots(element.stroke))
    top, left = Area(at.x, at.y, at.width, thick), Area(at.x, at.y, thick, at.height)
    bottom = Area(at.x, at.y + at.height - thick, at.width, thick)
    brush.fill([top, left, bottom, Area(at.x + at.width - thick, at.y, thick, at.height)])


def _text(brush: Brush, element: Text, values: LabelValues) -> None:
    words, area = _words(element, values), brush.area(element)
    if not words:
        return
    canvas = brush.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(area.x, brush.height - area.y - area.height, area.width, area.height)
    canvas.clipPath(path, stroke=0, fill=1 if element.inverted else 0)
    ink = (1, 1, 1) if element.inverted else (0, 0, 0)
    canvas.setFillColorRGB(*ink)
    canvas.setStrokeColorRGB(*ink)
    setting = fitted(brush, element, words)
    _set(brush, setting, _inner(brush, element), element)
    canvas.restoreState()


def fitted(brush: Brush, element: Text, words: str) -> lines.Setting:
    """How the words are set in the element's box."""
    inner = _inner(brush, element)
    sizes = (element.font * brush.dpi / 25.4, element.font_min * brush.dpi / 25.4)
    room = lines.Room(inner.width, inner.height, *sizes, element.lines)
    return lines.fit(words, fonts.family(bold=element.bold), room)


def _inner(brush: Brush, element: Text) -> Area:
    area, pad = brush.area(element), brush.dots(element.pad)
    return Area(area.x + pad, area.y, area.width - 2 * pad, area.height)


def _words(element: Text, values: LabelValues) -> str:
    if element.say:
        from station import texts

        said: str = texts.say(values.lang, element.say)
    else:
        said = element.join.join(text for name in element.fields if (text := values.fields.get(name, "").strip()))
    return said.upper() if element.capitals else said


def _set(brush: Brush, setting: lines.Setting, area: Area, element: Text) -> None:
    """Lines at the top of the area or centred in it, on whole dots."""
    size, leading = setting.size, setting.size * lines.LEADING
    height = CAPITALS * size + leading * (len(setting.lines) - 1)
    above = (area.height - height) / 2 if element.valign == "middle" else (lines.LEADING - CAPITALS) / 2 * size
    baseline = area.y + above + CAPITALS * size
    for n, line in enumerate(setting.lines):
        spare = area.width - lines.width_of(line) * size
        left = area.x + {"left": 0.0, "center": spare / 2, "right": spare}[element.align]
        _set_line(brush, line, size, round(left), brush.height - round(baseline + n * leading))


def _set_line(brush: Brush, line: list[lines.Glyph], size: float, x: int, y: int) -> None:
    drawn = brush.canvas.beginText(x, y)
    for font, text in _font_runs(line):
        drawn.setFont(font.name, size)
        # No bold cut: the outline is drawn along, which thickens the strokes.
        drawn.setTextRenderMode(2 if font.thin else 0)
        drawn.textOut(text)
    brush.canvas.setLineWidth(size * 0.03)
    brush.canvas.drawText(drawn)


def _font_runs(line: list[lines.Glyph]) -> list[tuple[fonts.Font, str]]:
    runs: list[tuple[fonts.Font, str]] = []
    for glyph in line:
        if runs and runs[-1][0] is glyph.font:
            runs[-1] = (glyph.font, runs[-1][1] + glyph.char)
        else:
            runs.append((glyph.font, glyph.char))
    return runs
