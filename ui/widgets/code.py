"""DataMatrix codes on the screen, each module a whole number of pixels. What a code says is not decided here."""

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

QUIET = 2
"""Light modules round a code (the standard asks for one)."""


@lru_cache(maxsize=512)
def code_image(text: str) -> QImage:
    """The modules of a text, one pixel each, without quiet zone; null for a text that no code can carry."""
    from station.labels.codes import matrix
    from station.labels.values import LabelRefused

    try:
        rows = matrix(text)
    except LabelRefused:
        return QImage()
    across = len(rows)
    grey = b"".join(bytes(0 if dark else 255 for dark in row) for row in rows)
    return QImage(grey, across, across, across, QImage.Format.Format_Grayscale8).copy()


def code_side(text: str, most: int) -> int:
    """Pixels of the square that a code takes within `most`, quiet zone included; 0 where there is no code."""
    modules = code_image(text).width()
    if not text or not modules:
        return 0
    return (modules + 2 * QUIET) * max(2, most // (modules + 2 * QUIET))


def draw_code(painter: QPainter, text: str, box: QRect, *, tile: float = 0) -> None:
    """Draw a code into the middle of a box, on white. Device pixels count, so a scaled screen keeps whole modules."""
    image = code_image(text)
    if image.isNull():
        return
    ratio = painter.device().devicePixelRatio()
    modules = image.width() + 2 * QUIET
    module = max(2, int(min(box.width(), box.height()) * ratio) // modules) / ratio
    side = modules * module
    left, top = box.x() + int((box.width() - side) / 2), box.y() + int((box.height() - side) / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, tile > 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#ffffff"))
    painter.drawRoundedRect(QRectF(left, top, side, side), tile, tile)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    inner = QSize(image.width(), image.height()) * module
    painter.drawImage(QRectF(left + QUIET * module, top + QUIET * module, inner.width(), inner.height()), image)
    painter.restore()
