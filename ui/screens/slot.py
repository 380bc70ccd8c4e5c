"""One card of the set-up screen: role, device, state, and its keys. Draws one SlotView; decides nothing."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.presenters.setup_parts import KeyView, SlotView
from ui.presenters.views import CommandView, MarkView
from ui.screens.bars import Flow
from ui.theme.look import Look
from ui.widgets.cards import CommandButton
from ui.widgets.entry import key_button
from ui.widgets.parts import MarkLine, label


class SlotCard(QFrame):
    """acted(role, act)."""

    acted = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.look, self.role = look, ""
        self.name, self.device, self.picture = label("heading"), label("product"), QLabel()
        self.state = MarkLine(look, size=17, side=20)
        self.large = CommandButton(look, self)
        self.large.chosen.connect(self._tell_large)
        self.keys: list[QPushButton] = []
        self.row = QWidget()
        self.flow = Flow(self.row, look, 8)
        self._build()

    def _build(self) -> None:
        u = self.look.u
        column = QVBoxLayout(self)
        column.setContentsMargins(u(16), u(12), u(16), u(14))
        column.setSpacing(u(6))
        for widget in (self.name, self.device, self.state, self.picture):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.large)
        column.addWidget(self.row)

    def show_view(self, view: SlotView) -> None:
        """Draw another one."""
        self.role = view.role
        self.name.setText(view.name)
        self.device.setText(view.device)
        self.state.setVisible(bool(view.note))
        self.state.show_view(MarkView(mark_name(view.mark), view.note))
        self._show_picture(view.picture)
        self.large.setVisible(view.large is not None)
        if view.large:
            self.large.show_view(CommandView(view.large.act, view.large.text, view.large.code, view.large.hotkey))
        self._show_keys(view.keys)

    def _show_picture(self, data: bytes) -> None:
        pixmap = QPixmap()
        self.picture.setVisible(bool(data) and pixmap.loadFromData(data))
        if not pixmap.isNull():
            high = self.look.u(150)
            self.picture.setPixmap(pixmap.scaledToHeight(high, Qt.TransformationMode.SmoothTransformation))

    def _show_keys(self, views: tuple[KeyView, ...]) -> None:
        while len(self.keys) < len(views):
            made = key_button("", "choice", self.row)
            made.clicked.connect(self._tell)
            self.keys.append(made)
            self.flow.addWidget(made)
        for at, key in enumerate(self.keys):
            key.setVisible(at < len(views))
            if at < len(views):
                key.setText(views[at].text)
                key.setEnabled(views[at].enabled)
                key.setProperty("act", views[at].act)
        self.flow.invalidate()
        self.row.updateGeometry()

    @Slot(str)
    def _tell_large(self, act: str) -> None:
        self.acted.emit(self.role, act)

    @Slot()
    def _tell(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self.acted.emit(self.role, str(sender.property("act")))


def mark_name(grade: str) -> str:
    """The drawn mark of a grade."""
    return {"ok": "done", "bad": "bad", "warn": "problem"}.get(grade, "later")
