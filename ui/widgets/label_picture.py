"""The label on the screen: a picture to compare with, never a code to scan.

Reading the label back is the proof that it came out and sticks on the unit. A readable code on the screen would make
that proof worthless, so the codes are patterns in grey, without a finder: they look like codes, no reader takes them.
"""

from hashlib import blake2b

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.presenters.views import LabelView
from ui.theme.look import Look
from ui.widgets.drawn import Drawn, draw_card, draw_text, fit_font

INK = QColor("#14181f")
CODE_INK = QColor("#767d88")
PAPER = QColor("#ffffff")


class LabelPicture(Drawn):
    """The label as it comes out, simplified."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view: LabelView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_view(self, view: LabelView) -> None:
        """Draw another label."""
        self.view = view
        self.setAccessibleName(view.number)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.u(380), self.look.u(148))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.view is None:
            return
        painter, look = QPainter(self), self.look
        draw_card(painter, self.rect(), PAPER, QColor("#b9c0ca"), look.u(6), 1)
        bits = _bits(self.view.seed)
        self._draw_square(painter, bits)
        left, width = look.u(110), self.width() - look.u(122)
        font = fit_font(look, self.view.title, (25, 21, 18, 16, 14), width, look.u(38))
        draw_text(painter, QRect(left, look.u(10), width, look.u(34)), self.view.title, font, INK)
        top = look.u(46)
        for line in self.view.lines[:2]:
            draw_text(painter, QRect(left, top, width, look.u(19)), line, look.font(14), INK)
            top += look.u(19)
        self._draw_bars(painter, bits, QRectF(left, top + look.u(4), look.u(210), self.height() - top - look.u(34)))
        number = QRect(left, self.height() - look.u(28), width, look.u(20))
        draw_text(painter, number, self.view.number, look.font(14), INK)

    def _draw_square(self, painter: QPainter, bits: str) -> None:
        module, top = self.look.u(5), (self.height() - 14 * self.look.u(5)) // 2
        for at, bit in enumerate(bits[: 14 * 14]):
            if bit == "1":
                x, y = at % 14, at // 14
                painter.fillRect(self.look.u(22) + x * module, top + y * module, module, module, CODE_INK)

    def _draw_bars(self, painter: QPainter, bits: str, box: QRectF) -> None:
        step = max(1, int(box.width() / 100))
        for at in range(0, 100, 2):
            width = step * (1 + int(bits[at : at + 2], 2) % 2)
            painter.fillRect(QRectF(box.x() + at * step, box.y(), width, box.height()), CODE_INK)


def _bits(seed: str) -> str:
    """A pattern that goes with a label's code and cannot be read as one."""
    digest = blake2b(seed.encode(), digest_size=32).digest()
    return "".join(f"{byte:08b}" for byte in digest)
