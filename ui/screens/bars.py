"""Top and bottom: modes and person above; commands, devices and sync below. Always there, always at the same place."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QWidget

from ui.presenters.status import StatusView
from ui.presenters.views import CommandView, FrameView, TabView
from ui.presenters.words import DOT
from ui.theme.look import Look
from ui.widgets.cards import CommandButton
from ui.widgets.entry import key_button
from ui.widgets.parts import Lamp, label


class Flow(QLayout):
    """Widgets side by side, and in a further row where the width ends. right: flush with the right edge."""

    def __init__(self, parent: QWidget, look: Look, gap: int, *, right: bool = False) -> None:
        super().__init__(parent)
        self.look, self.gap, self.right = look, gap, right
        self.items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self.items.append(item)

    def count(self) -> int:
        return len(self.items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self.items[index] if 0 <= index < len(self.items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self.items.pop(index) if 0 <= index < len(self.items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(self._tall(row) for row in self._rows(width)) + self.look.u(6) * max(0, len(self._rows(width)) - 1)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self.items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self.look.u(self.gap) * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        shown = [item.sizeHint() for item in self.items if not item.isEmpty()]
        widest = max((size.width() for size in shown), default=0)
        return QSize(widest, max((size.height() for size in shown), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        rows = self._rows(rect.width())
        top = rect.y() + max(0, rect.height() - self.heightForWidth(rect.width())) // 2
        for row in rows:
            self._lay(row, QPoint(rect.x(), top), rect.width())
            top += self._tall(row) + self.look.u(6)

    def _lay(self, row: list[QLayoutItem], at: QPoint, width: int) -> None:
        left = at.x() + (max(0, width - self._wide(row)) if self.right else 0)
        for item in row:
            size = item.sizeHint()
            item.setGeometry(QRect(QPoint(left, at.y()), QSize(min(size.width(), width), size.height())))
            left += size.width() + self.look.u(self.gap)

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        for item in self.items:
            if item.isEmpty():
                continue
            if rows and self._wide([*rows[-1], item]) <= width:
                rows[-1].append(item)
            else:
                rows.append([item])
        return rows

    def _wide(self, row: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in row) + self.look.u(self.gap) * (len(row) - 1)

    @staticmethod
    def _tall(row: list[QLayoutItem]) -> int:
        return max(item.sizeHint().height() for item in row)


class CommandRow(QWidget):
    """Commands side by side; `chosen` tells the key."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.buttons: list[CommandButton] = []
        self.flow = Flow(self, look, 10)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_views(self, views: tuple[CommandView, ...]) -> None:
        """Another set of commands."""
        while len(self.buttons) < len(views):
            button = CommandButton(self.look)
            button.chosen.connect(self.chosen)
            self.flow.addWidget(button)
            self.buttons.append(button)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(views))
            if at < len(views):
                button.show_view(views[at])
        self.setVisible(bool(views))
        self.updateGeometry()


class Bottom(QFrame):
    """Commands on the left, lamps on the right."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("bottom")
        self.look = look
        self.commands = CommandRow(look)
        self.lamps: list[Lamp] = []
        self.status = QWidget()
        self.flow = Flow(self.status, look, 16, right=True)
        row = QHBoxLayout(self)
        row.addWidget(self.commands, 0)
        row.addWidget(self.status, 1)
        look.changed.connect(self.relook)
        self.relook()

    @Slot()
    def relook(self) -> None:
        """The scale changed."""
        u = self.look.u
        self.layout().setContentsMargins(u(20), u(9), u(20), u(9))  # type: ignore[union-attr]  # set just above
        self.setFixedHeight(self.look.touch(62) + u(22))

    def show_status(self, view: StatusView) -> None:
        """Other lamps."""
        while len(self.lamps) < len(view.lamps):
            self.lamps.append(Lamp(self.look))
            self.flow.addWidget(self.lamps[-1])
        for at, lamp in enumerate(self.lamps):
            lamp.setVisible(at < len(view.lamps))
            if at < len(view.lamps):
                lamp.show_view(view.lamps[at])
        self.flow.invalidate()


class Top(QFrame):
    """Station, modes, person and language, clock."""

    chosen = Signal(str)
    menu_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("top")
        self.look = look
        self.tabs: list[tuple[QWidget, str]] = []
        self.shown: tuple[TabView, ...] = ()
        self.station, self.clock = label("station", wrap=False), label("clock", wrap=False)
        self.person = key_button("", "person")
        self.person.clicked.connect(self.menu_asked)
        self.row = QHBoxLayout(self)
        self.row.addWidget(self.station)
        self.row.addSpacing(18)
        self.row.addStretch(1)
        self.row.addWidget(self.person)
        self.row.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignVCenter)
        look.changed.connect(self.relook)
        self.relook()

    @Slot()
    def relook(self) -> None:
        """The scale changed."""
        u = self.look.u
        self.setFixedHeight(self.look.touch(56) + u(4))
        self.row.setContentsMargins(u(20), u(4), u(20), u(4))
        self.row.setSpacing(u(8))

    def show_view(self, view: FrameView) -> None:
        """Another person, mode or minute."""
        self.station.setText(view.station)
        self.clock.setText(view.clock)
        self.person.setText(DOT.join(part for part in (view.person, view.lang) if part))
        if view.tabs != self.shown:
            self._show_tabs(view.tabs)

    def _show_tabs(self, tabs: tuple[TabView, ...]) -> None:
        for widget, _ in self.tabs:
            self.row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.shown, self.tabs = tabs, []
        for at, tab in enumerate(tabs):
            button = key_button(tab.text, "tab")
            button.setCheckable(True)
            button.setChecked(tab.current)
            button.setEnabled(tab.current or bool(tab.press))
            button.setProperty("press", tab.press)
            button.clicked.connect(self._tell)
            self.row.insertWidget(2 + at, button)
            self.tabs.append((button, tab.press))

    @Slot()
    def _tell(self) -> None:
        sender = self.sender()
        for (button, press), tab in zip(self.tabs, self.shown, strict=True):
            if button is sender and isinstance(button, type(self.person)):
                button.setChecked(tab.current)
                if press:
                    self.chosen.emit(press)
