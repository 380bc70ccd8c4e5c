"""Icons of ours, drawn in any colour and size. Which icon stands for what is not decided here."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

PLAIN = "box"
OF_CATEGORY = {
    "apparel": "shirt",
    "books": "book",
    "cosmetics": "bottle",
    "electronics": "plug",
    "home": "lamp",
    "media": "book",
    "phones": "phone",
    "shoes": "shoe",
    "tablets": "screen",
    "toys": "toy",
}
"""A product without a picture of its own shows its category's."""


@lru_cache(maxsize=256)
def icon_name(name: str) -> str:
    """The icon of that name or category; the plain box where there is none."""
    named = OF_CATEGORY.get(name, name)
    known = named.isidentifier() and _place(named).is_file()
    return named if known else PLAIN


def _place(name: str) -> Traversable:
    return files("resources") / "icons" / f"{name}.svg"


@lru_cache(maxsize=128)
def _renderer(name: str, color: str) -> "QSvgRenderer":
    from PySide6.QtSvg import QSvgRenderer

    text = _place(icon_name(name)).read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", color).encode()))


def draw_icon(painter: QPainter, name: str, box: QRectF, color: str) -> None:
    """Draw an icon into a box; color is #rrggbb."""
    _renderer(name, color).render(painter, box)
