"""The set-up screen: what this station uses above, what is connected below, the result of the last trial between.
Covers the bench; layout and signals only. No button ever has the focus, so that a scan presses none."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QScroller,
    QVBoxLayout,
    QWidget,
)

from ui.presenters.setup_parts import FoundView, SetupView, SlotView, UseView
from ui.presenters.views import CommandView, EntryView, MarkView, RowView
from ui.screens.slot import SlotCard, mark_name
from ui.theme.look import Look
from ui.widgets.cards import CommandButton
from ui.widgets.entry import EntryPart, key_button
from ui.widgets.parts import MarkLine, label, show_words

CARD = 290
"""A card is at least so wide, in units of the look."""


class Setup(QFrame):
    """look_asked, closed, left (out of picking), acted(role, act), use_asked(role, address), host_entered(address)."""

    look_asked = Signal()
    closed = Signal()
    left = Signal()
    acted = Signal(str, str)
    use_asked = Signal(str, str)
    host_entered = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("setup")
        self.look = look
        self.title, self.heading, self.nothing = label("product"), label("heading"), label("hint")
        self.again, self.back = key_button("", "choice", self), CommandButton(look, self)
        self.no_pick = key_button("", "choice", self)
        self.said = MarkLine(look, size=21, side=26)
        self.entry = EntryPart(look)
        self.slots: list[SlotCard] = []
        self.rows: list[QWidget] = []
        self.found: tuple[FoundView, ...] | None = None
        self.again.clicked.connect(self.look_asked)
        self.back.chosen.connect(self.closed)
        self.no_pick.clicked.connect(self.left)
        self.entry.entered.connect(self.host_entered)
        self._build()
        self.hide()

    def _build(self) -> None:
        u = self.look.u
        head, below = QHBoxLayout(), QHBoxLayout()
        for widget, stretch in ((self.title, 1), (self.again, 0), (self.back, 0)):
            head.addWidget(widget, stretch)
        below.addWidget(self.heading, 1)
        below.addWidget(self.no_pick)
        self.cards, self.list = QGridLayout(), QVBoxLayout()
        self.cards.setSpacing(u(14))
        self.list.setSpacing(u(8))
        inner = QWidget()
        parts = QVBoxLayout(inner)
        parts.setContentsMargins(0, 0, u(6), 0)
        parts.setSpacing(u(12))
        for layout in (self.cards, below, self.list):
            parts.addLayout(layout)
        parts.insertWidget(2, self.nothing)
        parts.addWidget(self.entry)
        parts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(u(28), u(18), u(22), u(18))
        column.setSpacing(u(12))
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(_scrolled(inner), 1)

    def show_view(self, view: SetupView) -> None:
        """Draw another picture."""
        self.title.setText(view.title)
        self.again.setText(view.look)
        self.again.setEnabled(not view.busy)
        self.back.show_view(CommandView(view.close.act, view.close.text, view.close.code, view.close.hotkey))
        self.heading.setText(view.heading)
        show_words(self.nothing, view.nothing)
        self.no_pick.setVisible(bool(view.back))
        self.no_pick.setText(view.back)
        self.entry.show_view(EntryView("text", view.prompt, view.enter) if view.prompt else None, focus=False)
        self.said.setVisible(bool(view.said))
        self.said.show_view(MarkView("now" if view.mark == "later" else mark_name(view.mark), view.said))
        self._show_slots(view.slots)
        if view.found != self.found:
            self.found = view.found
            self._show_found(view.found)

    def _show_slots(self, views: tuple[SlotView, ...]) -> None:
        while len(self.slots) < len(views):
            slot = SlotCard(self.look)
            slot.acted.connect(self.acted)
            self.slots.append(slot)
        self._lay(len(views))
        for at, slot in enumerate(self.slots):
            slot.setVisible(at < len(views))
            if at < len(views):
                slot.show_view(views[at])

    def _lay(self, count: int) -> None:
        """As many side by side as there is room for; all equally wide."""
        across = max(1, min(count, (self.width() - self.look.u(56)) // self.look.u(CARD)))
        for at, slot in enumerate(self.slots):
            self.cards.addWidget(slot, at // across, at % across)
        for at in range(self.cards.columnCount()):
            self.cards.setColumnStretch(at, 1 if at < across else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay(sum(slot.isVisibleTo(self) for slot in self.slots) or 1)

    def _show_found(self, views: tuple[FoundView, ...]) -> None:
        for row in self.rows:
            self.list.removeWidget(row)
            row.deleteLater()
        self.rows = [self._row(view) for view in views]
        for n, row in enumerate(self.rows):
            self.list.insertWidget(n, row)

    def _row(self, view: FoundView) -> QWidget:
        row = QFrame()
        row.setProperty("role", "card")
        line = QHBoxLayout(row)
        line.setContentsMargins(self.look.u(14), self.look.u(8), self.look.u(10), self.look.u(8))
        line.setSpacing(self.look.u(10))
        words = MarkLine(self.look, size=18, side=22)
        words.show_view(RowView(view.title, view.note, mark_name(view.mark)))
        line.addWidget(words, 1)
        if view.role:
            used = label("remarks", wrap=False)
            used.setText(view.role)
            line.addWidget(used)
        for use in view.uses:
            line.addWidget(self._use(use, row))
        return row

    def _use(self, view: UseView, parent: QWidget) -> QPushButton:
        made = key_button(view.text, "choice", parent)
        made.setProperty("use", [view.role, view.address])
        made.clicked.connect(self._used)
        return made

    @Slot()
    def _used(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            role, address = sender.property("use")
            self.use_asked.emit(role, address)


def _scrolled(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
    area.setWidget(inner)
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
    return area
