"""The set-up screen: what this station uses above, what is connected below, the result of the last trial between.
Covers the bench; layout and signals only. No button ever has the focus, so that a scan presses none."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QScroller, QVBoxLayout, QWidget

from ui.presenters.setup import FoundView, SetupView, SlotView, UseView
from ui.presenters.views import MarkView, RowView
from ui.theme.look import Look
from ui.widgets.entry import key_button
from ui.widgets.parts import MarkLine, label, show_words


class Setup(QFrame):
    """look_asked, closed, test_asked(role) and use_asked(role, address)."""

    look_asked = Signal()
    closed = Signal()
    test_asked = Signal(str)
    use_asked = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("setup")
        self.look = look
        self.title, self.heading, self.nothing = label("product"), label("heading"), label("hint")
        self.again, self.back = key_button("", "choice", self), key_button("", "enter", self)
        self.said = MarkLine(look, size=21, side=26)
        self.slots: list[_Slot] = []
        self.rows: list[QWidget] = []
        self.again.clicked.connect(self.look_asked)
        self.back.clicked.connect(self.closed)
        self._build()
        self.hide()

    def _build(self) -> None:
        u = self.look.u
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.again)
        head.addWidget(self.back)
        self.cards = QHBoxLayout()
        self.cards.setSpacing(u(14))
        column = QVBoxLayout(self)
        column.setContentsMargins(u(28), u(18), u(28), u(18))
        column.setSpacing(u(12))
        column.addLayout(head)
        column.addLayout(self.cards)
        column.addWidget(self.said)
        column.addWidget(self.heading)
        column.addWidget(self.nothing)
        column.addWidget(self._list(), 1)

    def _list(self) -> QScrollArea:
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        inner = QWidget()
        self.list = QVBoxLayout(inner)
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(self.look.u(8))
        self.list.addStretch(1)
        area.setWidget(inner)
        QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        return area

    def show_view(self, view: SetupView) -> None:
        """Draw another picture."""
        self.title.setText(view.title)
        self.again.setText(view.look)
        self.back.setText(view.close)
        self.again.setEnabled(not view.busy)
        self.heading.setText(view.heading)
        show_words(self.nothing, view.nothing)
        self.said.setVisible(bool(view.said))
        self.said.show_view(MarkView("now" if view.mark == "later" else _mark(view.mark), view.said))
        self._show_slots(view.slots)
        self._show_found(view.found)

    def _show_slots(self, views: tuple[SlotView, ...]) -> None:
        while len(self.slots) < len(views):
            slot = _Slot(self.look)
            slot.test_asked.connect(self.test_asked)
            self.slots.append(slot)
            self.cards.addWidget(slot, 1)
        for slot, view in zip(self.slots, views, strict=True):
            slot.show_view(view)

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
        words.show_view(RowView(view.title, view.note, _mark(view.mark)))
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


class _Slot(QFrame):
    """One role: name, device, state, and the button that tries it out."""

    test_asked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.role = ""
        self.name, self.device = label("heading"), label("product")
        self.state = MarkLine(look, size=17, side=20)
        self.test = key_button("", "choice", self)
        self.test.clicked.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.u(16), look.u(12), look.u(16), look.u(14))
        column.setSpacing(look.u(6))
        for widget in (self.name, self.device, self.state):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.test)

    def show_view(self, view: SlotView) -> None:
        """Draw another one."""
        self.role = view.role
        self.name.setText(view.name)
        self.device.setText(view.device)
        self.state.setVisible(bool(view.note))
        self.state.show_view(MarkView(_mark(view.mark), view.note))
        self.test.setText(view.test)
        self.test.setEnabled(view.enabled)

    @Slot()
    def _tell(self) -> None:
        self.test_asked.emit(self.role)


def _mark(grade: str) -> str:
    """The drawn mark of a grade."""
    return {"ok": "done", "bad": "bad", "warn": "problem"}.get(grade, "later")
