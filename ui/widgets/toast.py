"""Notices over the work, each with colour and shape; sounds after the picture. Order is the engine's, none is lost."""

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.presenters.views import ToastView
from ui.theme.look import Look
from ui.widgets.drawn import LEFT, MIDDLE, WRAP, Drawn, draw_card, draw_text, text_height
from ui.widgets.shapes import CHECK, circle, draw_shape, regular, strokes

MOST = 2
GAP_MS = 140
_MARKS = {
    "ok": (circle(10.8), strokes(CHECK)),
    "info": (circle(10.8), strokes([(12, 11), (12, 17)], [(12, 7), (12, 7.2)])),
    "warn": (regular(3, 12.5).translated(0, 2.5), strokes([(12, 9), (12, 14.5)], [(12, 17.6), (12, 17.9)])),
    "error": (regular(8, 11.5, 22.5), strokes([(8.5, 8.5), (15.5, 15.5)], [(15.5, 8.5), (8.5, 15.5)])),
}
_COLORS = {"ok": "#0b7038", "info": "#0b5cad", "warn": "#8a4f00", "error": "#b3161b"}


class Strip(Drawn):
    """One notice."""

    gone = Signal()

    def __init__(self, look: Look, view: ToastView, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.view = view
        self.setAccessibleName(view.text)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.gone)
        if not view.stays:
            self.timer.start(view.ms)

    def width_for(self, most: int) -> int:
        """Pixels across: good news takes only the room of its words, a warning or an error all there is."""
        if self.view.severity in ("warn", "error"):
            return most
        words = QFontMetrics(self._font()).horizontalAdvance(self.view.text)
        return min(most, words + self.look.u(100))

    def height_for(self, width: int) -> int:
        """Pixels that the words need at a width."""
        return text_height(self.view.text, self._font(), width - self.look.u(84)) + self.look.u(26)

    def _font(self) -> QFont:
        return self.look.font(21, 600)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.gone.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, white = QPainter(self), self.look, QColor("#ffffff")
        draw_card(painter, self.rect(), QColor(_COLORS[self.view.severity]), white, look.u(12), 2)
        side = look.u(30)
        box = QRectF(look.u(18), (self.height() - side) / 2, side, side)
        for path in _MARKS[self.view.severity]:
            draw_shape(painter, path, box, white, 2.2)
        words = QRect(look.u(64), 0, self.width() - look.u(80), self.height())
        draw_text(painter, words, self.view.text, self._font(), white, flags=(WRAP | LEFT | MIDDLE).value)


class Toasts(QWidget):
    """The newest notices, oldest on top, over the modes and stages: never over the instruction or a choice."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.strips: list[Strip] = []
        self.area = QRect(0, 0, 960, 640)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def add(self, view: ToastView) -> None:
        """Show a notice and sound it. A success does not push out an error."""
        strip = Strip(self.look, view, self)
        strip.gone.connect(self._drop)
        self.strips.append(strip)
        while len(self.strips) > MOST:
            self._remove(next((old for old in self.strips[:-1] if not old.view.stays), self.strips[0]))
        self.settle()
        sound(view.beeps)

    def next_input(self) -> None:
        """Somebody acted: errors have been seen."""
        for strip in [strip for strip in self.strips if strip.view.stays]:
            self._remove(strip)
        self.settle()

    @Slot()
    def _drop(self) -> None:
        sender = self.sender()
        if isinstance(sender, Strip) and sender in self.strips:
            self._remove(sender)
            self.settle()

    def _remove(self, strip: Strip) -> None:
        self.strips.remove(strip)
        strip.timer.stop()
        strip.hide()
        strip.deleteLater()

    def place(self, area: QRect) -> None:
        """Take the head of an area."""
        self.area = area
        self.settle()

    def settle(self) -> None:
        """Put the strips one under the other."""
        self.setVisible(bool(self.strips))
        area = self.area
        width, top = area.width() - self.look.u(40), 0
        for strip in self.strips:
            wide = strip.width_for(width)
            height = strip.height_for(wide)
            strip.setGeometry((width - wide) // 2, top, wide, height)
            strip.show()
            top += height + self.look.u(6)
        self.setGeometry(area.x() + self.look.u(20), area.y() + self.look.u(4), width, top)
        self.raise_()


def sound(beeps: int) -> None:
    """One beep for ok, two for a warning, three for an error: told apart without looking."""
    for at in range(beeps):
        QTimer.singleShot(at * GAP_MS, QApplication.beep)
