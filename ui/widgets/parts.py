"""Drawn parts of a step: stages, route band, product, marks, lamps, big title. Each shows one view value."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.presenters.views import BandView, DotView, LampView, MarkView, RowView
from ui.theme.look import Look
from ui.theme.tokens import route_color
from ui.widgets.drawn import LEFT, MIDDLE, WRAP, Drawn, draw_card, draw_text, fit_font, text_height
from ui.widgets.shapes import ICONS, INFO, OTHER, ROUTE_SHAPES, draw_lamp, draw_mark, draw_shape

FIXED = QSizePolicy.Policy.Fixed
WIDE = QSizePolicy.Policy.Expanding
WHITE = QColor("#ffffff")


def mark_colors(look: Look) -> dict[str, QColor]:
    """The palette's colours for draw_mark."""
    return {name: look.color(name) for name in ("ok", "warn", "error", "muted", "text", "surface")}


class BigTitle(Drawn):
    """The one instruction: as large as its words allow within three lines, never cut off."""

    def __init__(self, look: Look, sizes: tuple[int, ...] = (46, 40, 34, 29, 25)) -> None:
        super().__init__(look)
        self.sizes, self.text, self.role, self.middle = sizes, "", "text", False
        self.setSizePolicy(WIDE, FIXED)

    def show_text(self, text: str, role: str = "text", sizes: tuple[int, ...] = ()) -> None:
        """Say something else; role is a colour of the palette, or white; sizes: largest first."""
        sizes = sizes or self.sizes
        if (text, role, sizes) != (self.text, self.role, self.sizes):
            self.text, self.role, self.sizes = text, role, sizes
            self.setAccessibleName(text)
            self._fit()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def relook(self) -> None:
        self._fit()
        super().relook()

    def _fit(self) -> None:
        self._font = fit_font(self.look, self.text, self.sizes, self.width(), self.look.u(self.sizes[0] * 2.8))
        self.setFixedHeight(max(1, text_height(self.text, self._font, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        color = WHITE if self.role == "white" else self.look.color(self.role)
        align = Qt.AlignmentFlag.AlignHCenter if self.middle else LEFT
        draw_text(QPainter(self), self.rect(), self.text, self._font, color, flags=(WRAP | align | MIDDLE).value)


class Stages(Drawn):
    """The five stages as dots: done a disc, now a bar, later a pale disc."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.dots: tuple[DotView, ...] = ()
        self.setSizePolicy(WIDE, FIXED)

    def show_dots(self, dots: tuple[DotView, ...]) -> None:
        """Draw other stages."""
        self.dots = dots
        self.setVisible(bool(dots))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.u(400), self.look.u(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, left = QPainter(self), self.look, 0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for dot in self.dots:
            now = dot.state == "now"
            width, height = look.u(26 if now else 10), look.u(10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color({"done": "ok", "now": "accent"}.get(dot.state, "line")))
            painter.drawRoundedRect(QRectF(left, (self.height() - height) / 2, width, height), height / 2, height / 2)
            font = look.font(16, 700 if now else 400)
            words = QFontMetrics(font).horizontalAdvance(dot.text) + 2
            box = QRect(left + width + look.u(10), 0, words, self.height())
            draw_text(painter, box, dot.text, font, look.color("text" if now else "muted"))
            left = box.right() + look.u(12)


class Band(Drawn):
    """The route: its colour, its shape, its word and position."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view, self.slim = BandView("", "", ""), False
        self.setSizePolicy(WIDE, FIXED)

    def show_view(self, view: BandView, *, slim: bool = False) -> None:
        """Draw another route; slim: much else has to be shown."""
        self.view, self.slim = view, slim
        self.updateGeometry()
        self.setAccessibleName(view.words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.u(500), self.look.u(106 if self.slim else 150))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, view = QPainter(self), self.look, self.view
        color = QColor(route_color(view.route))
        draw_card(painter, self.rect(), color, color, look.u(18), 0)
        side, head = look.u(72 if self.slim else 96), int(self.height() * 0.11)
        shape = QRectF(look.u(34), (self.height() - side) / 2, side, side)
        draw_shape(painter, ROUTE_SHAPES.get(view.route, OTHER), shape, WHITE, 1.9)
        left = look.u(34) + side + look.u(32)
        width = self.width() - left - look.u(20)
        above = QRect(left, head, width, look.u(32))
        draw_text(painter, above, view.above, look.font(25), WHITE)
        below = QRect(left, head + look.u(30), width, self.height() - head - look.u(34))
        font = fit_font(look, view.words, (60, 52, 46, 40, 34, 28), width, below.height())
        draw_text(painter, below, view.words, font, WHITE, flags=(WRAP | LEFT | MIDDLE).value)


class MarkLine(Drawn):
    """A unit in the list, or a line of evidence: state, words, note."""

    def __init__(self, look: Look, *, size: int, side: int) -> None:
        super().__init__(look)
        self.view, self.size_, self.side = RowView("", "", "later"), size, side
        self.setSizePolicy(WIDE, FIXED)

    def show_view(self, view: RowView | MarkView) -> None:
        """Draw another line."""
        self.view = view if isinstance(view, RowView) else RowView(view.text, "", view.mark)
        self.setAccessibleName(self.view.title)
        self.settle()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.settle()

    def relook(self) -> None:
        self.settle()
        super().relook()

    def settle(self) -> None:
        """Take the height that the words need at this width."""
        self.setFixedHeight(self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        words = text_height(self.view.title, self._font(), width - self._left())
        return max(self.look.u(self.side + 4), words + (self.look.u(38) if self.view.note else self.look.u(4)))

    def sizeHint(self) -> QSize:
        return QSize(self.look.u(200), self.heightForWidth(self.width()))

    def _font(self) -> QFont:
        proven = not self.view.note and self.view.state in ("done", "bad")
        return self.look.font(self.size_, 600 if proven else 400)

    def _left(self) -> int:
        inset = 12 if self.view.note else 0
        return self.look.u(self.side + 12 + inset)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, view = QPainter(self), self.look, self.view
        boxed = bool(view.note)
        if boxed and view.state == "now":
            draw_card(painter, self.rect(), look.color("raised"), look.color("raised"), look.u(10), 0)
        side = look.u(self.side)
        draw_mark(
            painter,
            view.state,
            QRectF(look.u(12) if boxed else 1, (self.height() - side) / 2, side, side),
            mark_colors(look),
        )
        width, left = self.width() - self._left(), self._left()
        height = text_height(view.title, self._font(), width)
        note = look.u(20) if boxed else 0
        top = (self.height() - height - note) // 2
        role = {"done": "ok", "bad": "error"}.get(view.state, "text") if not boxed else "text"
        flags = (WRAP | LEFT | MIDDLE).value
        draw_text(painter, QRect(left, top, width, height), view.title, self._font(), look.color(role), flags=flags)
        draw_text(painter, QRect(left, top + height, width, note), view.note, look.font(14), look.color("muted"))


class Remark(Drawn):
    """A neutral word: an i in a ring, and lines of text. Never red, never yellow: it accuses nobody."""

    def __init__(self, look: Look, role: str = "step") -> None:
        super().__init__(look)
        self.text, self.size_ = "", 17 if role == "product" else 19
        self.setSizePolicy(WIDE, FIXED)

    def show_text(self, text: str) -> None:
        """Say something else; without words it takes no room."""
        self.setVisible(bool(text))
        if text != self.text:
            self.text = text
            self.setAccessibleName(text)
            self.settle()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.settle()

    def relook(self) -> None:
        self.settle()
        super().relook()

    def settle(self) -> None:
        """Take the height that the words need at this width."""
        words = text_height(self.text, self.look.font(self.size_), self.width() - self.look.u(30))
        self.setFixedHeight(max(self.look.u(26), words + self.look.u(4)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        side = look.u(20)
        draw_shape(painter, INFO, QRectF(1, look.u(4), side, side), look.color("accent"), 2.2)
        words = QRect(look.u(30), 0, self.width() - look.u(30), self.height())
        flags = (WRAP | LEFT | MIDDLE).value
        draw_text(painter, words, self.text, look.font(self.size_), look.color("text"), flags=flags)


class Lamp(Drawn):
    """A device or sync: colour, shape, word."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.view = LampView("off", "")
        self.setSizePolicy(FIXED, FIXED)

    def show_view(self, view: LampView) -> None:
        """Draw another state."""
        if view != self.view:
            self.view = view
            self.setAccessibleName(view.text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.look.font(16)).horizontalAdvance(self.view.text)
        return QSize(words + self.look.u(24), self.look.u(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, side = QPainter(self), self.look, self.look.u(13)
        color = look.color(self.view.state)
        draw_lamp(painter, self.view.state, QRectF(0, (self.height() - side) / 2, side, side), color)
        words = QRect(side + look.u(8), 0, self.width() - side - look.u(8), self.height())
        draw_text(
            painter, words, self.view.text, look.font(16), look.color("muted" if self.view.state == "ok" else "text")
        )


class IconTile(Drawn):
    """An icon, large, on nothing."""

    def __init__(self, look: Look, icon: str, side: int, role: str = "muted") -> None:
        super().__init__(look)
        self.icon, self.side, self.role = icon, side, role
        self.setSizePolicy(FIXED, FIXED)

    def sizeHint(self) -> QSize:
        return QSize(self.look.u(self.side), self.look.u(self.side))

    def paintEvent(self, event: QPaintEvent) -> None:
        color = WHITE if self.role == "white" else self.look.color(self.role)
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        draw_shape(QPainter(self), ICONS[self.icon], box, color, 1.6)


def label(role: str, *, wrap: bool = True) -> QLabel:
    """A plain line of words; the style sheet knows its role."""
    made = QLabel()
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def show_words(made: QLabel, text: str) -> None:
    """Words in a label; without words it takes no room."""
    made.setText(text)
    made.setVisible(bool(text))
