"""The look-up screen: a field, the hits, and one of them told whole. Layout and signals only."""

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from station.domain.answers import Section
from ui.presenters.look_up import HitView, LookView
from ui.theme.look import Look
from ui.widgets.drawn import LEFT, MIDDLE, WRAP, DrawnButton, draw_card, draw_text, text_height
from ui.widgets.entry import EntryPart, key_button
from ui.widgets.parts import BigTitle, IconTile, label, show_words


class HitButton(DrawnButton):
    """One hit to choose."""

    def __init__(self, look: Look, view: HitView, parent: QWidget) -> None:
        super().__init__(look, parent)
        self.view = view
        self.setAccessibleName(f"{view.kind} {view.title}")

    def sizeHint(self) -> QSize:
        return QSize(self.look.u(300), self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        note = text_height(self.view.note, self.look.font(14), width - self.look.u(28))
        return max(self.look.touch(60), self.look.u(58) + note)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, view = QPainter(self), self.look, self.view
        ground = look.color("pressed" if self.isDown() else "raised" if view.current else "surface")
        draw_card(painter, self.rect(), ground, look.color("accent" if view.current else "line"), look.u(12))
        left, width = look.u(14), self.width() - look.u(28)
        draw_text(painter, QRect(left, look.u(7), width, look.u(18)), view.kind, look.font(13), look.color("muted"))
        title = QRect(left, look.u(25), width, look.u(25))
        draw_text(painter, title, view.title, look.font(18, 700), look.color("text"))
        note = QRect(left, look.u(50), width, self.height() - look.u(56))
        flags = (WRAP | LEFT | MIDDLE).value
        draw_text(painter, note, view.note, look.font(14), look.color("muted"), flags=flags)


class LookUp(QFrame):
    """Shows one LookView. `asked` tells words, `chosen` a hit (type, id), `closed` that it is enough."""

    asked = Signal(str)
    chosen = Signal(str, str)
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("look_up")
        self.look = look
        self.title, self.hint, self.counted, self.told = BigTitle(look), label("hint"), label("line"), label("more")
        self.back, self.entry = key_button("", "choice", self), EntryPart(look)
        self.idle = IconTile(look, "search", 190, "line")
        self.hits, self.hit_box = _scroll()
        self.whole, self.whole_box = _scroll()
        self.back.clicked.connect(self.closed)
        self.entry.entered.connect(self.asked)
        self._build()

    def _build(self) -> None:
        u = self.look.u
        column, head = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(u(36), u(20), u(36), u(16))
        column.setSpacing(u(10))
        head.setSpacing(u(20))
        head.addWidget(self.title, 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addWidget(self.entry)
        column.addWidget(self.counted)
        row = QHBoxLayout()
        row.setSpacing(u(20))
        row.addWidget(self.hits, 2)
        row.addWidget(self.whole, 5)
        column.addLayout(row, 1)
        column.addWidget(self.idle, 1, Qt.AlignmentFlag.AlignCenter)

    def show_view(self, view: LookView) -> None:
        """Another answer."""
        self.title.show_text(view.title, sizes=(34, 29, 25))
        show_words(self.hint, view.hint)
        show_words(self.counted, view.counted)
        self.back.setText(view.back)
        self.entry.show_view(view.entry, view.space)
        self._show_hits(view.hits)
        self._show_whole(view.sections, view.told)
        self.hits.setVisible(bool(view.hits))
        self.whole.setVisible(bool(view.sections or view.told))
        self.idle.setVisible(not view.hits)

    def _show_hits(self, hits: tuple[HitView, ...]) -> None:
        _empty(self.hit_box)
        for hit in hits:
            button = HitButton(self.look, hit, self.hits)
            button.clicked.connect(self._choose)
            button.setFixedHeight(button.heightForWidth(max(1, self.width() * 2 // 7 - self.look.u(60))))
            self.hit_box.addWidget(button)
        self.hit_box.addStretch(1)

    def _show_whole(self, sections: tuple[Section, ...], told: str) -> None:
        _empty(self.whole_box)
        for section in sections:
            self.whole_box.addWidget(_section(self.look, section))
        if told:
            words = label("more")
            words.setText(told)
            self.whole_box.addWidget(words)
        self.whole_box.addStretch(1)
        self.whole.verticalScrollBar().setValue(0)

    @Slot()
    def _choose(self) -> None:
        sender = self.sender()
        if isinstance(sender, HitButton):
            self.chosen.emit(sender.view.type, sender.view.id)


def _section(look: Look, section: Section) -> QFrame:
    """A card: heading, and rows of label and value."""
    card = QFrame()
    card.setProperty("role", "card")
    grid = QGridLayout(card)
    grid.setContentsMargins(look.u(18), look.u(14), look.u(18), look.u(14))
    grid.setHorizontalSpacing(look.u(20))
    grid.setVerticalSpacing(look.u(5))
    grid.setColumnStretch(1, 1)
    heading = label("product")
    show_words(heading, section.title)
    grid.addWidget(heading, 0, 0, 1, 2)
    for at, (name, value) in enumerate(section.rows, 1):
        left, right = label("line", wrap=False), label("value")
        left.setText(name)
        right.setText(value)
        grid.addWidget(left, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(right, at, 1)
    return card


def _scroll() -> tuple[QScrollArea, QVBoxLayout]:
    """A column that a finger can move."""
    area, inner = QScrollArea(), QWidget()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner.setObjectName("cards")
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    area.setWidget(inner)
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
    return area, column


def _empty(box: QVBoxLayout) -> None:
    while item := box.takeAt(0):
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
