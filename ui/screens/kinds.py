"""The five kinds of screen: each a Step in its own surroundings. Built when first needed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.texts import NAMES
from ui.presenters.views import View
from ui.screens.side import Side
from ui.screens.step import LETTERS_WIDE, Step
from ui.theme.look import Look
from ui.widgets.entry import key_button
from ui.widgets.parts import IconTile


class Screen(QFrame):
    """What all kinds share: a Step, and its signals handed on."""

    chosen = Signal(str)
    entered = Signal(str)
    language_asked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.step = Step(look)
        self.step.chosen.connect(self.chosen)
        self.step.entered.connect(self.entered)
        self.build()

    def build(self) -> None:
        """Put the Step into its surroundings."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.step)

    def show_view(self, view: View) -> None:
        """Another picture."""
        self.step.show_view(view)


class BenchScreen(Screen):
    """The bench: parcel on the left, the step beside it. The dock: what was taken in on the left."""

    def build(self) -> None:
        self.side = Side(self.look)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(self.step, 1)

    def show_view(self, view: View) -> None:
        self.side.setVisible(view.side is not None)
        if view.side is not None:
            self.side.show_view(view.side)
        super().show_view(view)


class FaceScreen(Screen):
    """Sign-in and lock: a large picture, the step in the middle, the languages for whoever comes next."""

    def __init__(self, look: Look, icon: str) -> None:
        self.icon = icon
        super().__init__(look)
        self.setObjectName("face")

    def build(self) -> None:
        self.box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.box.setSpacing(0)
        self.tile = IconTile(self.look, self.icon, 150, "accent")
        self.box.addStretch(1)
        self.box.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.step, 100)
        middle.addStretch(1)
        self.box.addLayout(middle, 6)
        self.box.addLayout(self._languages())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, self.look.u(12), 0, self.look.u(18))
        column.addLayout(self.box)
        self.step.title.middle = True
        self.step.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.step.entry.toggle.toggled.connect(self._show_tile)

    def _languages(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        self.buttons = {lang: key_button(name, "language", self) for lang, name in NAMES.items()}
        for lang, button in self.buttons.items():
            button.setCheckable(True)
            button.setProperty("lang", lang)
            button.clicked.connect(self._ask)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _show_tile(self) -> None:
        """A keypad needs the room of the picture."""
        entry = self.step.entry
        keys = entry.view.kind in ("number", "pin") or entry.toggle.isChecked()
        self.tile.setVisible(not keys)

    def _ask(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.language_asked.emit(str(sender.property("lang")))

    def show_view(self, view: View) -> None:
        for lang, button in self.buttons.items():
            button.setChecked(lang == view.lang)
        self.step.setMaximumWidth(max(self.look.u(860 if view.choices else 700), LETTERS_WIDE + 2 * self.look.u(36)))
        super().show_view(view)
        self._show_tile()


class StopScreen(Screen):
    """Danger: the whole work area is red; nothing else is shown."""

    def build(self) -> None:
        self.setObjectName("stop")
        row = QHBoxLayout(self)
        row.setContentsMargins(self.look.u(36), self.look.u(20), 0, 0)
        left: QWidget = IconTile(self.look, "stop", 190, "white")
        row.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.step, 1)


def make_screen(kind: str, look: Look) -> Screen:
    """The screen of a kind; bench and dock are alike but for their left column."""
    if kind in ("sign_in", "locked"):
        return FaceScreen(look, "badge" if kind == "sign_in" else "lock")
    return StopScreen(look) if kind == "stop" else BenchScreen(look)
