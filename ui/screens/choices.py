"""The grid of choices: few are large, many are small, more than fit can be scrolled by finger."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QScroller, QSizePolicy, QWidget

from ui.presenters.views import ChoiceView
from ui.theme.look import Look
from ui.widgets.cards import ChoiceCard

FEW = 6
"""Up to so many choices stand in large cards."""


def columns_for(count: int, width: int, scale: float) -> int:
    """How many cards stand side by side: one in a narrow place, two usually, three for many."""
    if width < 620 * scale:
        return 1
    if count > 8 and width > 860 * scale:
        return 3
    return 2


class Choices(QScrollArea):
    """Cards of one question. `chosen` tells the key."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.views: tuple[ChoiceView, ...] = ()
        self.cards: list[ChoiceCard] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.inner = QWidget()
        self.inner.setObjectName("cards")
        self.grid = QGridLayout(self.inner)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self.inner)
        grab = QScroller.ScrollerGestureType.TouchGesture
        QScroller.grabGesture(self.viewport(), grab)

    def show_views(self, views: tuple[ChoiceView, ...]) -> None:
        """Another question's choices."""
        self.views = views
        self.setVisible(bool(views))
        while len(self.cards) < len(views):
            card = ChoiceCard(self.look)
            card.chosen.connect(self.chosen)
            self.cards.append(card)
        self.verticalScrollBar().setValue(0)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @Slot()
    def arrange(self) -> None:
        """Put the cards in their places."""
        across = columns_for(len(self.views), self.viewport().width(), self.look.scale)
        rows = -(-len(self.views) // across) if self.views else 0
        self.grid.setSpacing(self.look.u(12))
        room = (self.viewport().height() - (rows - 1) * self.look.u(12)) // max(1, rows)
        small = across == 3 or len(self.views) > FEW or room < self.look.u(84)
        height = max(self.look.touch(66), min(self.look.u(70 if small else 96), room))
        for at, card in enumerate(self.cards):
            card.setVisible(at < len(self.views))
            if at < len(self.views):
                card.show_view(self.views[at], small=small)
                card.setFixedHeight(height)
                self.grid.addWidget(card, at // across, at % across)
        for column in range(3):
            self.grid.setColumnStretch(column, 1 if column < across else 0)
        for row in range(self.grid.rowCount() + 1):
            self.grid.setRowStretch(row, 0)
        self.grid.setRowStretch(rows, 1)

