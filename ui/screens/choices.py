"""The grid of choices: few are large, many are small, more than fit can be scrolled by finger."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QSizePolicy, QWidget

from ui.presenters.views import ChoiceView
from ui.theme.look import Look
from ui.widgets.cards import ChoiceCard

FEW = 6
"""Up to so many choices stand in large cards."""


def columns_for(count: int, width: float, height: float) -> int:
    """How many cards stand side by side: one in a narrow place, two where all fit, else three. In design units."""
    if width < 620:
        return 1
    return 2 if -(-count // 2) * 78 <= height + 12 or width < 860 else 3


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
        self.setWidget(self.inner)
        grab = QScroller.ScrollerGestureType.TouchGesture
        look.changed.connect(self.arrange)
        QScroller.grabGesture(self.viewport(), grab)

    def show_views(self, views: tuple[ChoiceView, ...]) -> None:
        """Another question's choices."""
        self.views = views
        self.setVisible(bool(views))
        while len(self.cards) < len(views):
            card = ChoiceCard(self.look, self.inner)
            card.chosen.connect(self.chosen)
            self.cards.append(card)
        self.verticalScrollBar().setValue(0)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @Slot()
    def arrange(self) -> None:
        """Put the cards in their places, by hand: a layout would settle only after another turn of the event loop."""
        u, gap, count = self.look.u, self.look.u(12), len(self.views)
        width, height = self.viewport().width(), self.viewport().height()
        across = columns_for(count, width / self.look.scale, height / self.look.scale)
        rows = -(-count // across)
        room = (height - (rows - 1) * gap) // max(1, rows)
        small = across == 3 or count > FEW or room < u(84)
        tall = max(self.look.touch(66), min(u(78 if small else 116), room))
        self.inner.setMinimumHeight(rows * tall + max(0, rows - 1) * gap)
        wide = (width - (across - 1) * gap) // across
        for at, card in enumerate(self.cards):
            card.setVisible(at < count)
            if at < count:
                card.show_view(self.views[at], small=small)
                card.setGeometry(at % across * (wide + gap), at // across * (tall + gap), wide, tall)
