"""The look-up over the window, while it is open: asks, shows the newest answer, goes by itself when nobody needs it.
The bench below keeps its step; scans are the look-up's meanwhile."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from station.domain.answers import Answer, Question
from ui.presenters.look_up import look_view
from ui.presenters.words import Words
from ui.screens.look_up import LookUp
from ui.theme.look import Look

LEFT_MS = 120_000
"""Untouched for so long, it closes: the next scan shall be the bench's."""


class LookingUp(QObject):
    """`ask` is None in a window without a reader behind it: nothing can be looked up then. `turned` tells whether scans
    are the look-up's."""

    turned = Signal(bool)

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._window, self._look = window, look
        self.ask: Callable[[Question], object] | None = None
        self.screen: LookUp | None = None
        self.answer: Answer | None = None
        self._asked: Question | None = None
        self._lang, self._money = "en", False
        self._left = QTimer(self)
        self._left.setSingleShot(True)
        self._left.timeout.connect(self.close)
        look.changed.connect(self._anew)

    @property
    def opened(self) -> bool:
        """Whether it covers the bench."""
        return self.screen is not None

    def open(self, lang: str, *, money: bool) -> None:
        """Cover the bench; money: who asks may see it."""
        if self.ask is None or self.opened:
            return
        self._lang, self._money, self.answer, self._asked = lang, money, None, None
        self._make()
        self.turned.emit(True)

    @Slot()
    def close(self) -> None:
        """The bench again."""
        self._left.stop()
        if self.screen is not None:
            self._drop()
            self.turned.emit(False)

    @Slot(str)
    def heard(self, text: str) -> None:
        """Words that were typed, or a scan."""
        self._question(Question(text, self._lang, self._money))

    @Slot(object)
    def show_answer(self, answer: Answer) -> None:
        """An answer; one to an older question is not shown."""
        if self.screen is not None and answer.question == self._asked:
            self.answer = answer
            self._show()

    def place(self) -> None:
        """Between the top line and the bottom line."""
        if self.screen is not None:
            top, bottom = self._look.touch(56) + self._look.u(4), self._look.touch(62) + self._look.u(22)
            size = self._window.size()
            self.screen.setGeometry(QRect(0, top, size.width(), size.height() - top - bottom))

    @Slot(str, str)
    def _choose(self, type: str, id: str) -> None:
        if self.answer is not None:
            self._question(Question(self.answer.question.text, self._lang, self._money, type, id))

    def _question(self, question: Question) -> None:
        if self.screen is None or self.ask is None:
            return
        self._asked = question
        self._left.start(LEFT_MS)
        self.screen.show_view(look_view(None, Words(self._lang), busy=True))
        self.ask(question)

    def _make(self) -> None:
        self.screen = LookUp(self._look, self._window)
        self.screen.closed.connect(self.close)
        self.screen.asked.connect(self.heard)
        self.screen.chosen.connect(self._choose)
        self.place()
        self.screen.show()
        self.screen.raise_()
        self._show()
        self._left.start(LEFT_MS)

    def _show(self) -> None:
        if self.screen is not None:
            self.screen.show_view(look_view(self.answer, Words(self._lang)))

    def _drop(self) -> None:
        if self.screen is not None:
            self.screen.hide()
            self.screen.deleteLater()
            self.screen = None

    @Slot()
    def _anew(self) -> None:
        """Another size or theme."""
        if self.screen is not None:
            self._drop()
            self._make()
