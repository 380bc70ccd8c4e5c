"""The thing in hand: its picture (an icon of ours, or a file) and remarks."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.presenters.views import ProductView
from ui.theme.look import Look
from ui.widgets.drawn import Drawn, draw_card
from ui.widgets.parts import label, show_words

PLAIN = "box"


@lru_cache(maxsize=64)
def icon_text(name: str) -> str:
    """An icon's SVG by name; the plain box where there is none of that name."""
    plain = name if name.isidentifier() else PLAIN
    place = files("resources") / "icons" / f"{plain}.svg"
    if not place.is_file():
        place = files("resources") / "icons" / f"{PLAIN}.svg"
    return place.read_text(encoding="utf-8")


class Picture(Drawn):
    """A square tile with the product's picture."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.name = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        """Draw another picture: an icon's name or a file's path."""
        self.name = name
        self.relook()

    def relook(self) -> None:
        self.setFixedSize(self.look.u(84), self.look.u(84))
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
        from PySide6.QtSvg import QSvgRenderer

        text = icon_text(self.name or PLAIN).replace("currentColor", self.look.palette.text)
        inset = self.look.u(15)
        QSvgRenderer(QByteArray(text.encode())).render(
            painter, QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        )


class ProductPart(QWidget):
    """Picture, title, remarks."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.picture, self.title, self.remarks = Picture(look), label("product"), label("remarks")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.remarks)
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
