"""What can be pressed: choice cards and commands. A press is told by `chosen` with the key; nothing is decided here."""

from PySide6.QtCore import QRect, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.presenters.views import ChoiceView, CommandView
from ui.theme.look import Look
from ui.theme.tokens import route_color
from ui.widgets.code import code_side, draw_code
from ui.widgets.drawn import CENTER, LEFT, MIDDLE, WRAP, DrawnButton, draw_card, draw_text, fit_font, text_height
from ui.widgets.icons import draw_icon
from ui.widgets.shapes import ICONS, OTHER, ROUTE_SHAPES, draw_shape

SMALL_CODE, CODE = 58, 92


class ChoiceCard(DrawnButton):
    """Number, picture, words, hint and code. `small` for many choices."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.view = ChoiceView("", "", "")
        self.small = False
        self.clicked.connect(self._tell)

    def show_view(self, view: ChoiceView, *, small: bool) -> None:
        """Draw another choice."""
        if (view, small) != (self.view, self.small):
            self.view, self.small = view, small
            self.setAccessibleName(view.text)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.u(300), self.look.touch(70 if self.small else 96))

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.view.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        danger = self.view.style == "danger"
        line = look.color("error" if danger else "line")
        ground = look.color("pressed" if self.isDown() else "surface")
        draw_card(painter, self.rect(), ground, look.color("accent") if self.isDown() else line, look.u(14))
        left = self._draw_number(painter, look.u(10 if self.small else 16))
        left = self._draw_picture(painter, self._draw_route(painter, left))
        right = self._draw_code(painter)
        self._draw_words(painter, QRect(left, look.u(6), right - left - look.u(5), self.height() - look.u(12)))

    def _draw_number(self, painter: QPainter, left: int) -> int:
        if not self.view.number:
            return left
        look, side = self.look, self.look.u(32 if self.small else 38)
        box = QRect(left, (self.height() - side) // 2, side, side)
        draw_card(painter, box, QColor(0, 0, 0, 0), look.color("muted"), look.u(7))
        draw_text(painter, box, self.view.number, look.font(20), look.color("muted"), flags=CENTER.value)
        return left + side + look.u(10 if self.small else 16)

    def _draw_route(self, painter: QPainter, left: int) -> int:
        if not self.view.route:
            return left
        side = self.look.u(38 if self.small else 44)
        box = QRect(left, (self.height() - side) // 2, side, side)
        color = QColor(route_color(self.view.route))
        draw_card(painter, box, color, color, self.look.u(10))
        inner = QRectF(box).adjusted(*(self.look.u(9) * sign for sign in (1, 1, -1, -1)))
        draw_shape(painter, ROUTE_SHAPES.get(self.view.route, OTHER), inner, QColor("#ffffff"), 2.2)
        return left + side + self.look.u(9 if self.small else 14)

    def _draw_picture(self, painter: QPainter, left: int) -> int:
        if not self.view.picture or self.width() < self.look.u(340):
            return left
        side = self.look.u(34 if self.small else 42)
        box = QRectF(left, (self.height() - side) / 2, side, side)
        draw_icon(painter, self.view.picture, box, self.look.palette.muted)
        return left + side + self.look.u(14)

    def _draw_code(self, painter: QPainter) -> int:
        side = code_side(
            self.view.code, min(self.look.u(SMALL_CODE if self.small else CODE), self.height() - self.look.u(16))
        )
        if not side:
            return self.width() - self.look.u(10)
        left = self.width() - side - self.look.u(8 if self.small else 14)
        draw_code(painter, self.view.code, QRect(left, (self.height() - side) // 2, side, side), tile=self.look.u(5))
        return left

    def _draw_words(self, painter: QPainter, box: QRect) -> None:
        look, view = self.look, self.view
        sizes = (19, 17, 15, 13) if self.small else (25, 22, 19, 17, 15)
        hint_font = look.font(14 if self.small else 16)
        hint_height = min(text_height(view.hint, hint_font, box.width()), QFontMetrics(hint_font).lineSpacing() * 2)
        font = fit_font(look, view.text, sizes, box.width(), box.height() - hint_height)
        words_height = min(text_height(view.text, font, box.width()), box.height() - hint_height)
        top = box.y() + (box.height() - words_height - hint_height) // 2
        flags = (WRAP | LEFT | MIDDLE).value
        color = look.color("error" if view.style == "danger" else "text")
        draw_text(painter, QRect(box.x(), top, box.width(), words_height), view.text, font, color, flags=flags)
        below = QRect(box.x(), top + words_height, box.width(), hint_height)
        draw_text(painter, below, view.hint, hint_font, look.color("muted"), flags=flags)


class CommandButton(DrawnButton):
    """A command of the bottom bar or of the step: code (or icon), words, function key."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.view = CommandView("", "")
        self.clicked.connect(self._tell)

    def show_view(self, view: CommandView) -> None:
        """Draw another command."""
        if view != self.view:
            self.view = view
            self.setEnabled(view.enabled)
            self.setAccessibleName(view.text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        words = QFontMetrics(look.font(19, 700)).horizontalAdvance(self.view.text)
        return QSize(self._mark_side() + words + look.u(34), look.touch(62))

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(self.view.key)

    def _code_room(self) -> int:
        return self.look.touch(62) - 6

    def _mark_side(self) -> int:
        return code_side(self.view.code, self._code_room()) or (self.look.u(34) if self.view.icon else -self.look.u(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        ground = look.color("pressed" if self.isDown() else "surface")
        draw_card(painter, self.rect(), ground, look.color("accent" if self.isDown() else "line"), look.u(12))
        color = look.color(("error" if self.view.style == "danger" else "text") if self.isEnabled() else "off")
        side, left = self._mark_side(), look.u(10)
        box = QRect(left, (self.height() - max(0, side)) // 2, max(0, side), max(0, side))
        if code_side(self.view.code, self._code_room()):
            draw_code(painter, self.view.code, box, tile=look.u(4))
        elif self.view.icon in ICONS:
            inner = QRectF(box).adjusted(*(look.u(4) * sign for sign in (1, 1, -1, -1)))
            draw_shape(painter, ICONS[self.view.icon], inner, color)
        words = QRect(left + side + look.u(8), 0, self.width() - left - side - look.u(16), self.height())
        self._draw_words(painter, words, color)

    def _draw_words(self, painter: QPainter, box: QRect, color: QColor) -> None:
        look = self.look
        if self.view.hotkey:
            key = QRect(box.x(), box.y() + box.height() // 2 + look.u(8), box.width(), look.u(18))
            draw_text(painter, key, self.view.hotkey, look.font(12), look.color("muted"))
            box = box.adjusted(0, 0, 0, -look.u(14))
        weight = 700 if self.isEnabled() else 400
        draw_text(painter, box, self.view.text, look.font(19, weight), color)
