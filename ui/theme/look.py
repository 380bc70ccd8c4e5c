"""The look in force: palette, scale, and the style sheet made from them. Every drawn widget holds this one object."""

import re
from functools import cache
from importlib.resources import files

from msgspec import structs
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont

from ui.theme.tokens import LIGHT, PALETTES, Palette

FONTS = (
    "Noto Sans", "Segoe UI", "SF Pro Text", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Droid Sans Fallback",
    "WenQuanYi Zen Hei", "DejaVu Sans",
)  # fmt: skip
TOUCH = 56
"""No touch target is lower, in pixels."""
READ = 13
"""No text is smaller, in pixels."""
DESIGN_SIZE = (1280, 800)


class Look(QObject):
    """Palette and scale; `changed` tells drawn widgets to take their sizes anew."""

    changed = Signal()

    def __init__(self, theme: str = "light", scale: float = 1.0) -> None:
        super().__init__()
        self.palette: Palette = PALETTES.get(theme, LIGHT)
        self.scale = scale

    def u(self, size: float) -> int:
        """A length of the design in pixels, at least 1."""
        return max(1, round(size * self.scale))

    def touch(self, size: float) -> int:
        """A touch target's length in pixels."""
        return max(TOUCH, self.u(size))

    def color(self, role: str) -> QColor:
        """A colour of the palette by its role."""
        return QColor(getattr(self.palette, role))

    def font(self, size: float, weight: int = 400) -> QFont:
        """The window's font at a size of the design."""
        font = QFont(list(FONTS))
        font.setPixelSize(max(READ, self.u(size)))
        font.setWeight(QFont.Weight(weight))
        return font

    def change(self, theme: str, scale: float) -> bool:
        """Take another theme or scale; True where something changed."""
        palette = PALETTES.get(theme, self.palette)
        if (palette, scale) == (self.palette, self.scale):
            return False
        self.palette, self.scale = palette, scale
        self.changed.emit()
        return True

    def sheet(self) -> str:
        """The style sheet for the window."""
        fonts = ", ".join(f'"{name}"' for name in FONTS)
        tokens = {**structs.asdict(self.palette), "fonts": fonts}
        text = re.sub(r"(\d+)([utf])\b", self._size, _template())
        return re.sub(r"@(\w+)", lambda found: tokens[found[1]], text)

    def _size(self, found: re.Match[str]) -> str:
        least = {"u": 1, "t": TOUCH - 4, "f": READ}[found[2]]
        return f"{max(least, self.u(int(found[1])))}px" if found[1] != "0" else "0"


def scale_for(width: int, height: int) -> float:
    """The scale for a window's size, in steps of 0.05, so that dragging its edge does not restyle at every pixel."""
    fit = min(width / DESIGN_SIZE[0], height / DESIGN_SIZE[1])
    return min(3.0, max(0.8, round(fit * 20) / 20))


@cache
def _template() -> str:
    text = files("ui.theme").joinpath("window.qss").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
