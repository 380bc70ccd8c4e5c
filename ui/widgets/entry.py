"""The entry field with its keypad. Takes what fingers and keyboards type; tells `entered` on Enter; decides nothing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.presenters.views import EntryView
from ui.theme.look import Look

DIGITS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("", "0", "⌫"))
LETTERS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL⌫", "ZXCVBNM-./")
BACK = "⌫"


def key_button(text: str, role: str, parent: QWidget | None = None) -> QPushButton:
    """A button that never takes the focus and is never a default."""
    made = QPushButton(text, parent)
    made.setProperty("role", role)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAutoDefault(False)
    made.setDefault(False)
    return made


class Keypad(QWidget):
    """Rows of keys; `typed` tells each."""

    typed = Signal(str)

    def __init__(self, rows: tuple[str, ...] | tuple[tuple[str, ...], ...], role: str) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                if text:
                    grid.addWidget(self._key(text, role), y, x)

    def _key(self, text: str, role: str) -> QPushButton:
        made = key_button(text, role, self)
        made.setProperty("char", text)
        made.setAutoRepeat(text == BACK)
        made.clicked.connect(self._tell)
        return made

    @Slot()
    def _tell(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.typed.emit(str(sender.property("char")))


class EntryPart(QWidget):
    """Field, Enter, keypad. Numbers and PINs show their keypad at once; for words it opens by its button."""

    entered = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look, self.view, self.question = look, EntryView("", "", ""), 0
        self.catch: Callable[[str, str], bool] = lambda _char, _draft: False
        self.field = QLineEdit()
        self.field.installEventFilter(self)
        self.field.setMaxLength(4096)
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.enter = key_button("", "enter")
        self.enter.clicked.connect(self.submit)
        self.toggle = key_button("⌨", "key")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._show_keys)
        self.space = key_button("", "key")
        self.space.setProperty("char", " ")
        self.space.clicked.connect(self._type_space)
        self._build()

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(self.space)
        line.addWidget(self.toggle)
        line.addWidget(self.enter)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(10)
        self.box.addLayout(line)
        self.box.addStretch(1)
        self.digits: Keypad | None = None
        self.letters: Keypad | None = None

    def show_view(self, view: EntryView | None, space: str = "", question: int = 0, *, focus: bool = True) -> None:
        """Ask for something else, or for nothing. What was begun for another question goes; space: the key's word;
        focus: whether the keyboard is the field's at once."""
        self.setVisible(view is not None)
        if view is None:
            self.view = EntryView("", "", "")
            self.field.clear()
            return
        if (view.kind, question) != (self.view.kind, self.question):
            self.field.clear()
        if view.kind != self.view.kind:
            self.toggle.setChecked(False)
        self.view, self.question = view, question
        self.space.setText(space)
        hidden = QLineEdit.EchoMode.Password if view.kind == "pin" else QLineEdit.EchoMode.Normal
        self.field.setEchoMode(hidden)
        self.field.setPlaceholderText(view.prompt)
        self.field.setAccessibleName(view.prompt)
        self.enter.setText(view.enter)
        self._show_keys()
        if focus:
            self.field.setFocus()

    @Slot()
    def _show_keys(self) -> None:
        words = self.view.kind == "text"
        self.toggle.setVisible(words)
        self.space.setVisible(words and self.toggle.isChecked())
        if not words and self.digits is None:
            self.digits = self._pad(Keypad(DIGITS, "key"))
        if words and self.toggle.isChecked() and self.letters is None:
            self.letters = self._pad(Keypad(LETTERS, "letter"))
        if self.digits:
            self.digits.setVisible(not words)
        if self.letters:
            self.letters.setVisible(words and self.toggle.isChecked())

    def _pad(self, pad: Keypad) -> Keypad:
        pad.typed.connect(self.type_char)
        self.box.insertWidget(1, pad)
        return pad

    @Slot()
    def _type_space(self) -> None:
        self.type_char(" ")

    @property
    def draft(self) -> str:
        """What has been typed so far."""
        return self.field.text()

    @Slot(str)
    def type_char(self, char: str) -> None:
        """One key of the keypad."""
        if char == BACK:
            self.field.backspace()
        else:
            self.field.insert(char)
        self.field.setFocus()

    @Slot()
    def submit(self) -> None:
        """Enter: tell what was typed and begin anew. Nothing typed tells nothing."""
        text = self.field.text().strip()
        if text and self.isVisible():
            self.field.clear()
            self.entered.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits only where digits are asked; Escape and Tab do nothing; Enter is ours."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.submit()
                return True
            text = event.text()
            if text and self.catch(text, self.field.text()):
                return True
            wrong = (
                self.view.kind != "text"
                and bool(text)
                and text.isprintable()
                and not (text.isascii() and text.isdigit())
            )
            return wrong or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return super().eventFilter(watched, event)
