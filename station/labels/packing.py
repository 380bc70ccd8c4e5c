"""A vendor's packing list: A4 pages with the container's codes at the head of each, and a line for each product. Where
things stand is data (packing-head, packing-columns, packing-row); what is packed is the caller's matter."""

import io
from collections.abc import Sequence
from typing import Any

import msgspec

from station import texts
from station.labels import draw
from station.labels.layout import Layout, load
from station.labels.sheet import DPI, MARGIN, PAGE
from station.labels.values import LabelValues

PARTS = ("packing-head", "packing-columns", "packing-row")


def packing_list(head: LabelValues, rows: Sequence[dict[str, str]], pieces: int) -> bytes:
    """A PDF in the head's language; `rows` are fields of packing-row in order, `line` is counted here. A list without
    rows has one page. LabelRefused for a code that cannot be drawn."""
    from reportlab.pdfgen.canvas import Canvas

    top, columns, row = (load(part) for part in PARTS)
    across = int((PAGE[1] - 2 * MARGIN - top.size[1] - columns.size[1]) // row.size[1])
    chunks = [rows[at : at + across] for at in range(0, len(rows), across)] or [()]
    total = texts.say(head.lang, "label.packing.total", lines=len(rows), pieces=pieces)
    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=tuple(side / 25.4 * 72 for side in PAGE), invariant=1)
    canvas.setTitle(texts.say(head.lang, "label.packing.title"))
    for n, chunk in enumerate(chunks):
        page = texts.say(head.lang, "label.packing.page", page=n + 1, pages=len(chunks))
        own = msgspec.structs.replace(head, fields=head.fields | {"page": page, "total": total})
        lines = [{**one, "line": str(n * across + at)} for at, one in enumerate(chunk, 1)]
        blank = LabelValues(layout="", lang=head.lang)
        filled = [(row, msgspec.structs.replace(blank, fields=fields)) for fields in lines]
        _page(canvas, [(top, own), (columns, blank), *filled])
    canvas.save()
    return out.getvalue()


def _page(canvas: Any, parts: Sequence[tuple[Layout, LabelValues]]) -> None:
    canvas.scale(72 / DPI, 72 / DPI)
    down = MARGIN
    for layout, values in parts:
        brush = draw.Brush(canvas, _dots(layout.size[0]), _dots(layout.size[1]), DPI)
        canvas.saveState()
        canvas.translate(_dots(MARGIN), _dots(PAGE[1]) - _dots(down) - brush.height)
        for element in layout.elements:
            draw.draw(brush, element, values)
        canvas.restoreState()
        down += layout.size[1]
    canvas.showPage()


def _dots(millimetres: float) -> int:
    return round(millimetres * DPI / 25.4)
