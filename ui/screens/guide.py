"""The demo's guide: a small window beside the station's. Lists the morning's beats, plays them, and scans a code that
is typed or picked. Layout and signals only."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget

from station import texts


class Guide(QWidget):
    """play(first, last) asks for beats by number; scan(code) for one pull of the scanner's trigger."""

    play = Signal(int, int)
    scan = Signal(str)

    def __init__(self, beats: Sequence[str], people: Mapping[str, str], lang: str = "en") -> None:
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        self._beats, self._next, self._lang = list(beats), 0, lang
        self.setWindowTitle(texts.say(lang, "ui.guide.title"))
        self._list = QListWidget()
        self._list.addItems([f"{n}. {beat}" for n, beat in enumerate(beats, 1)])
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._says = QLabel(texts.say(lang, "ui.guide.hint"))
        self._says.setWordWrap(True)
        self._code = QLineEdit()
        self._code.setPlaceholderText(texts.say(lang, "ui.guide.code"))
        self._code.returnPressed.connect(self._scanned)
        self._buttons = [self._button("ui.guide.next", self._play_next), self._button("ui.guide.all", self._play_all)]
        self._lay_out(people)

    def _lay_out(self, people: Mapping[str, str]) -> None:
        column = QVBoxLayout(self)
        column.addWidget(self._says)
        column.addWidget(self._list)
        row = QHBoxLayout()
        for button in self._buttons:
            row.addWidget(button)
        column.addLayout(row)
        badges = QHBoxLayout()
        for name, code in people.items():
            badge = QPushButton(name)
            badge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            badge.setProperty("code", code)
            badge.clicked.connect(self._badge)
            badges.addWidget(badge)
        column.addLayout(badges)
        column.addWidget(self._code)
        self.resize(420, 560)

    def stand_beside(self, window: QWidget) -> None:
        """Shown at the window's right edge, as far as the screen is wide."""
        edge = window.frameGeometry().right() + 8
        widest = self.screen().availableGeometry().right() - self.width()
        self.move(min(edge, widest), window.frameGeometry().top())
        self.show()

    def _button(self, key: str, act: object) -> QPushButton:
        button = QPushButton(texts.say(self._lang, key))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(act)
        return button

    @Slot()
    def _badge(self) -> None:
        self.scan.emit(str(self.sender().property("code")))

    @Slot()
    def _scanned(self) -> None:
        code = self._code.text().strip()
        self._code.clear()
        if code:
            self.scan.emit(code)

    @Slot()
    def _play_next(self) -> None:
        self._start(self._next)

    @Slot()
    def _play_all(self) -> None:
        self._start(len(self._beats) - 1)

    def _start(self, last: int) -> None:
        if self._next < len(self._beats):
            for button in self._buttons:
                button.setEnabled(False)
            self._list.setCurrentRow(self._next)
            self.play.emit(self._next, last)

    @Slot(int, str)
    def played(self, n: int, problem: str) -> None:
        """Beat n is over; problem says what went wrong, empty = nothing."""
        self._list.item(n).setText(f"{'✗' if problem else '✓'} {n + 1}. {self._beats[n]}")
        self._next = n if problem else n + 1
        over = self._next >= len(self._beats)
        key = "ui.guide.over" if over else "ui.guide.astray" if problem else "ui.guide.hint"
        self._says.setText(texts.say(self._lang, key, problem=problem))
        for button in self._buttons:
            button.setEnabled(not over)
