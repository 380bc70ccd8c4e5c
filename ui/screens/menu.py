"""The small panel under the person: language, theme and, for supervisors, the devices. Not modal: a scan while it is
open is a scan."""

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from station.domain import codes
from station.texts import NAMES
from ui.presenters.keys import SET_UP_KEY
from ui.presenters.setup import SET_UP
from ui.presenters.views import CommandView
from ui.presenters.words import Words
from ui.theme.look import Look
from ui.widgets.cards import CommandButton
from ui.widgets.entry import key_button
from ui.widgets.parts import label


class Menu(QFrame):
    """Four languages, two themes, and the way to the set-up screen."""

    language_asked = Signal(str)
    theme_asked = Signal(str)
    setup_asked = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("menu")
        self.look = look
        self.heading = label("heading")
        self.buttons = {name: key_button("", "choice", self) for name in (*NAMES, "light", "dark")}
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 14)
        grid.setSpacing(10)
        grid.addWidget(self.heading, 0, 0, 1, 2)
        for at, (name, button) in enumerate(self.buttons.items()):
            button.setCheckable(True)
            button.setProperty("name", name)
            button.clicked.connect(self._ask)
            grid.addWidget(button, 1 + at // 2, at % 2)
        self.setup = CommandButton(look, self)
        self.setup.chosen.connect(self._set_up)
        grid.addWidget(self.setup, 1 + (len(self.buttons) + 1) // 2, 0, 1, 2)
        self.hide()

    def open(self, lang: str, right: int, top: int, *, setup: bool = False) -> None:
        """Show it under the person, or close it if it is open. setup: whether devices may be set up."""
        if self.isVisible():
            self.hide()
            return
        words = Words(lang)
        self.heading.setText(words.say("ui.menu"))
        for name, button in self.buttons.items():
            button.setText(NAMES.get(name) or words.say(f"ui.theme.{name}"))
            button.setChecked(name in (words.lang, self.look.palette.name))
        self.setup.show_view(CommandView(SET_UP, words.say("ui.setup.open"), codes.command(SET_UP), SET_UP_KEY))
        self.setup.setVisible(setup)
        self.adjustSize()
        size = self.sizeHint()
        self.setGeometry(QRect(right - size.width(), top, size.width(), size.height()))
        self.show()
        self.raise_()

    @Slot(str)
    def _set_up(self, _: str) -> None:
        self.hide()
        self.setup_asked.emit()

    @Slot()
    def _ask(self) -> None:
        sender = self.sender()
        name = str(sender.property("name") or "") if isinstance(sender, QWidget) else ""
        self.hide()
        if name in NAMES:
            self.language_asked.emit(name)
        elif name:
            self.theme_asked.emit(name)
