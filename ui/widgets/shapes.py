"""Shapes drawn as paths: routes, states, lamps, commands. Each meaning has its shape, so that colour is never alone."""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

Draw = Callable[[QPainterPath], None]


def polygon(points: list[tuple[float, float]], *, closed: bool = True) -> QPainterPath:
    """A path through points of a 24 x 24 field."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    if closed:
        path.closeSubpath()
    return path


def regular(corners: int, radius: float = 11, turn: float = 0) -> QPainterPath:
    """A regular polygon in the middle of the field; turn in degrees."""
    angles = [math.radians(turn + 360 * at / corners - 90) for at in range(corners)]
    return polygon([(12 + radius * math.cos(a), 12 + radius * math.sin(a)) for a in angles])


def circle(radius: float = 10.5, x: float = 12, y: float = 12) -> QPainterPath:
    """A circle of the field."""
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    return path


def strokes(*lines: list[tuple[float, float]]) -> QPainterPath:
    """Open lines of the field."""
    path = QPainterPath()
    for line in lines:
        path.moveTo(*line[0])
        for point in line[1:]:
            path.lineTo(*point)
    return path


CHECK = [(8.2, 12.4), (11, 15.2), (16, 9.2)]


def _both(*paths: QPainterPath) -> QPainterPath:
    whole = QPainterPath()
    for path in paths:
        whole.addPath(path)
    return whole


def _rounded(x: float, y: float, w: float, h: float, r: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, w, h), r, r)
    return path


def _heart() -> QPainterPath:
    path = QPainterPath(QPointF(12, 20.5))
    path.cubicTo(1, 13, 2, 4, 7.5, 4)
    path.cubicTo(10, 4, 11.5, 5.8, 12, 7)
    path.cubicTo(12.5, 5.8, 14, 4, 16.5, 4)
    path.cubicTo(22, 4, 23, 13, 12, 20.5)
    return path


ROUTE_SHAPES: dict[str, QPainterPath] = {
    "restock": _both(circle(), strokes(CHECK)),
    "resale": _both(regular(4, 11.5), strokes(CHECK)),
    "refurbish": _both(regular(6, 11), strokes([(12, 7.5), (12, 16.5)], [(7.5, 12), (16.5, 12)])),
    "return_to_vendor": _both(_rounded(2, 2, 20, 20, 2), strokes([(17, 12), (7, 12)], [(11, 8), (7, 12), (11, 16)])),
    "liquidate": _both(
        polygon([(2, 4), (22, 4), (18, 20), (6, 20)]), strokes([(8.5, 9), (15.5, 9)], [(9.3, 14.5), (14.7, 14.5)])
    ),
    "donate": _heart(),
    "recycle": _both(regular(3, 12, 0).translated(0, 2), strokes([(9.5, 14.5), (12, 11), (14.5, 14.5)])),
    "destroy": _both(regular(8, 11, 22.5), strokes([(8.5, 8.5), (15.5, 15.5)], [(15.5, 8.5), (8.5, 15.5)])),
    "ship_back": _both(
        polygon([(2, 8), (12, 2), (22, 8), (22, 22), (2, 22)]),
        strokes([(12, 18), (12, 10)], [(8.5, 13), (12, 9.5), (15.5, 13)]),
    ),
    "quarantine": _both(regular(3, 12.5).translated(0, 2.5), strokes([(12, 9), (12, 14.5)], [(12, 17.6), (12, 17.9)])),
}
INFO = _both(circle(10.8), strokes([(12, 11), (12, 17)], [(12, 7), (12, 7.2)]))
"""A remark."""
OTHER = _both(circle(), strokes([(8, 12), (16, 12)]))

ICONS: dict[str, QPainterPath] = {
    "undo": strokes([(9, 4), (4, 9), (9, 14)], [(4, 9), (15, 9), (19, 12), (19, 16), (15, 19.5), (9, 19.5)]),
    "hold": _both(circle(9.5), strokes([(9.5, 8.5), (9.5, 15.5)], [(14.5, 8.5), (14.5, 15.5)])),
    "danger": ROUTE_SHAPES["quarantine"],
    "lock": _both(
        _rounded(4.5, 10.5, 15, 11, 2),
        strokes([(7.5, 10.5), (7.5, 6.5), (9.5, 3.5), (14.5, 3.5), (16.5, 6.5), (16.5, 10.5)]),
    ),
    "badge": _both(
        _rounded(3, 5, 18, 15, 2),
        circle(2.3, 8.6, 11),
        strokes(
            [(5.4, 17), (6.4, 14.8), (10.8, 14.8), (11.8, 17)],
            [(14.5, 10.5), (18.5, 10.5)],
            [(14.5, 14), (18.5, 14)],
            [(9.5, 5), (10.5, 2.5), (13.5, 2.5), (14.5, 5)],
        ),
    ),
    "stop": _both(regular(8, 11.5, 22.5), strokes([(12, 6.2), (12, 13.4)], [(12, 17.2), (12, 17.5)])),
    "search": _both(circle(7.5, 10, 10), strokes([(15.5, 15.5), (21.5, 21.5)])),
    "scan": strokes(
        [(2, 8), (2, 3), (7, 3)],
        [(17, 3), (22, 3), (22, 8)],
        [(22, 16), (22, 21), (17, 21)],
        [(7, 21), (2, 21), (2, 16)],
        [(7, 8), (7, 16)],
        [(10.3, 8), (10.3, 16)],
        [(13.6, 8), (13.6, 16)],
        [(17, 8), (17, 16)],
    ),
}


def draw_shape(painter: QPainter, path: QPainterPath, box: QRectF, color: QColor, width: float = 2) -> None:
    """Draw a path of the 24 x 24 field as lines into a box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24, box.height() / 24)
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, round_cap, round_join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def draw_mark(painter: QPainter, state: str, box: QRectF, colors: dict[str, QColor]) -> None:
    """A state: done (disc, check), now (ring, dot), expected (ring), held (ring, bars), problem (ring, !).

    colors: ok, warn, error, muted, text, surface.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors["ok"])
        painter.drawEllipse(box)
        draw_shape(painter, strokes(CHECK), box, colors["surface"], 2.2)
    else:
        path, role = _OPEN.get(state, _OPEN["expected"])
        draw_shape(painter, _both(circle(10.8), path), box, colors[role])
    if state == "now":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors["text"])
        painter.drawEllipse(box.center(), box.width() * 0.24, box.height() * 0.24)
    painter.restore()


_BANG = strokes([(12, 6.8), (12, 13)], [(12, 16.6), (12, 16.8)])
_OPEN: dict[str, tuple[QPainterPath, str]] = {
    "now": (QPainterPath(), "muted"),
    "expected": (QPainterPath(), "muted"),
    "later": (QPainterPath(), "muted"),
    "held": (strokes([(9.5, 8.5), (9.5, 15.5)], [(14.5, 8.5), (14.5, 15.5)]), "warn"),
    "problem": (_BANG, "warn"),
    "bad": (_BANG, "error"),
}


def draw_lamp(painter: QPainter, state: str, box: QRectF, color: QColor) -> None:
    """A lamp: ok a disc, warn a triangle, error a square, off a ring."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 2) if state == "off" else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if state == "off" else color)
    path = {"warn": regular(3, 13).translated(0, 2.5), "error": _rounded(2, 2, 20, 20, 2)}.get(state, circle(10.5))
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24, box.height() / 24)
    if state == "off":
        painter.setPen(QPen(color, 4))
        path = circle(9)
    painter.drawPath(path)
    painter.restore()
