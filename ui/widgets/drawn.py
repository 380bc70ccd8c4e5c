"""The ground of all drawn widgets: colours and sizes come from one Look and follow it. Draws nothing itself."""

from PySide6.QtCore import QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.theme.look import Look

WRAP = Qt.TextFlag.TextWordWrap
LEFT = Qt.AlignmentFlag.AlignLeft
MIDDLE = Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


class Drawn(QWidget):
    """A widget that draws itself."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        look.changed.connect(self.relook)

    @Slot()
    def relook(self) -> None:
        """Sizes or colours changed."""
        self.updateGeometry()
        self.update()


class DrawnButton(QAbstractButton):
    """A touch area that draws itself. Never takes the focus: a scanner's space or Enter must press nothing."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self.relook)

    @Slot()
    def relook(self) -> None:
        """Sizes or colours changed."""
        self.updateGeometry()
        self.update()


def draw_text(painter: QPainter, box: QRect, text: str, font: QFont, color: QColor, *, flags: int = 0) -> None:
    """Words in a box; with WRAP, over several lines, else cut with … where they are too long."""
    painter.setFont(font)
    painter.setPen(QPen(color))
    wraps = bool(flags & WRAP.value)
    shown = text if wraps else QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, flags or (LEFT | MIDDLE).value, shown)


def text_height(text: str, font: QFont, width: int) -> int:
    """Pixels that a wrapped text takes."""
    if not text:
        return 0
    box = QFontMetrics(font).boundingRect(QRect(0, 0, max(1, width), 10_000), (WRAP | LEFT).value, text)
    return box.height()


def draw_card(painter: QPainter, box: QRect, ground: QColor, line: QColor, radius: int, width: float = 2) -> None:
    """A rounded card with its line inside the box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, width))
    painter.setBrush(ground)
    half = width / 2
    painter.drawRoundedRect(QRectF(box).adjusted(half, half, -half, -half), radius, radius)


def fit_font(look: Look, text: str, sizes: tuple[int, ...], width: int, height: int) -> QFont:
    """The first of the sizes at which a bold wrapped text fits; else the last."""
    for size in sizes:
        font = look.font(size, 700)
        box = QFontMetrics(font).boundingRect(QRect(0, 0, max(1, width), 10_000), (WRAP | LEFT).value, text)
        if box.height() <= height and box.width() <= width:
            return font
    return look.font(sizes[-1], 700)
