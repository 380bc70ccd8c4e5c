"""The colours, by role. Each text colour stands at 4.5:1 or better on each ground it is used on (tested)."""

from msgspec import Struct


class Palette(Struct, frozen=True):
    """One theme: grounds (ground, surface, raised), texts (text, muted), lines, and a colour per meaning."""

    name: str
    ground: str
    surface: str
    raised: str
    pressed: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    ok: str
    warn: str
    error: str
    off: str
    stop: str
    stop_deep: str


LIGHT = Palette(
    name="light",
    ground="#f3f5f8",
    surface="#ffffff",
    raised="#e7eaf0",
    pressed="#d6e4f5",
    line="#d5dae2",
    text="#14181f",
    muted="#535d6d",
    accent="#0b5cad",
    on_accent="#ffffff",
    ok="#0b7038",
    warn="#8a4f00",
    error="#b3261e",
    off="#6a7382",
    stop="#b3161b",
    stop_deep="#8c0f14",
)

DARK = Palette(
    name="dark",
    ground="#10131a",
    surface="#1a2029",
    raised="#2a303d",
    pressed="#23405f",
    line="#353d4a",
    text="#f2f4f8",
    muted="#a9b2c0",
    accent="#78b4ff",
    on_accent="#08172a",
    ok="#5fd18b",
    warn="#f2b455",
    error="#ff8f86",
    off="#8f99a8",
    stop="#a31318",
    stop_deep="#7a0c10",
)

PALETTES = {"light": LIGHT, "dark": DARK}

ROUTE_COLORS = {
    "restock": "#0b7038",
    "resale": "#6a3db5",
    "refurbish": "#7c5100",
    "return_to_vendor": "#0b5cad",
    "liquidate": "#9a3b12",
    "donate": "#00696f",
    "recycle": "#47650f",
    "destroy": "#2b3038",
    "ship_back": "#8a2a66",
    "quarantine": "#b3161b",
}
"""The same in both themes, as on the totes; white words and shapes stand on them."""

OTHER_ROUTE = "#4a5361"


def route_color(route: str) -> str:
    """A route's own colour; grey for one that this version does not know."""
    return ROUTE_COLORS.get(route, OTHER_ROUTE)


def contrast(one: str, other: str) -> float:
    """Contrast of two #rrggbb colours after WCAG 2, from 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return float(0.2126 * r + 0.7152 * g + 0.0722 * b)
