"""The thing in hand: its picture (an icon of ours, or a file), remarks, and what does not add up about it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.presenters.views import ProductView
from ui.theme.look import Look
from ui.widgets.drawn import Drawn, draw_card
from ui.widgets.icons import PLAIN, draw_icon
from ui.widgets.parts import Remark, label, show_words


class Picture(Drawn):
    """A square tile with a picture. side: in units of the design."""

    def __init__(self, look: Look, side: int = 84) -> None:
        super().__init__(look)
        self.name, self.side = "", side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        """Draw another picture: an icon's name or a file's path."""
        if name != self.name:
            self.name = name
            self.relook()

    def relook(self) -> None:
        self.setFixedSize(self.look.u(self.side), self.look.u(self.side))
        super().relook()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self.look
        draw_card(painter, self.rect(), look.color("raised"), look.color("raised"), look.u(12), 0)
        photo = QPixmap(self.name) if "/" in self.name else QPixmap()
        if photo.isNull():
            self._draw_icon(painter)
            return
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        shown = photo.scaled(self.size(), keep, smooth)
        painter.drawPixmap((self.width() - shown.width()) // 2, (self.height() - shown.height()) // 2, shown)

    def _draw_icon(self, painter: QPainter) -> None:
        inset = self.look.u(self.side * 0.18)
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        draw_icon(painter, self.name or PLAIN, box, self.look.palette.text)


class ProductPart(QWidget):
    """Picture, title, remarks."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.picture, self.title, self.remarks = Picture(look), label("product"), label("remarks")
        self.signals = Remark(look, "product")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.remarks)
        words.addWidget(self.signals)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(self.picture)
        row.addLayout(words, 1)

    def show_view(self, view: ProductView | None) -> None:
        """Another thing, or none."""
        self.setVisible(view is not None)
        if view is not None:
            self.picture.show_name(view.picture)
            self.title.setText(view.title)
            show_words(self.remarks, view.remarks)
            self.signals.show_text("\n".join(view.signals))
