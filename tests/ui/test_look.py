"""Colours that can be read, codes that can be scanned, a label picture that cannot."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.ui import samples as s
from ui.picture import Shot, grab
from ui.theme.look import Look, scale_for
from ui.theme.tokens import DARK, LIGHT, ROUTE_COLORS, Palette, contrast
from ui.widgets.code import code_image


def codes_in(path: Path) -> set[str]:
    import zxingcpp

    image = QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, step = image.width(), image.height(), image.bytesPerLine()
    rows = bytes(image.constBits())
    packed = b"".join(rows[y * step : y * step + width] for y in range(height))
    grey: Any = memoryview(packed).cast("B", (height, width))
    return {found.text for found in zxingcpp.read_barcodes(grey)}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read(palette: Palette) -> None:
    texts = (palette.text, palette.muted, palette.ok, palette.warn, palette.error)
    for text, ground in product(texts, (palette.ground, palette.surface)):
        assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(palette.text, palette.raised) >= 4.5
    assert contrast(palette.muted, palette.raised) >= 4.5
    assert contrast(palette.off, palette.surface) >= 3
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast("#ffffff", palette.stop) >= 4.5


@pytest.mark.parametrize("route", ROUTE_COLORS)
def test_white_stands_on_every_route(route: str) -> None:
    assert contrast("#ffffff", ROUTE_COLORS[route]) >= 4.5


def test_the_scale_follows_the_window() -> None:
    assert scale_for(1280, 800) == 1.0
    assert scale_for(1024, 768) == 0.8
    assert scale_for(1920, 1080) == 1.35
    assert scale_for(200, 200) == 0.8


def test_no_token_and_no_unit_is_left_in_the_sheet() -> None:
    sheet = Look("dark", 1.35).sheet()
    assert "@" not in sheet
    assert "min-height: 70px" in sheet


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1024, 768), (1280, 800), (1920, 1080)])
def test_every_code_on_the_screen_scans(qtbot: QtBot, tmp_path: Path, theme: str, size: tuple[int, int]) -> None:
    path = grab(s.GRADE, s.SENT, tmp_path / "a.png", Shot(s.NOW, theme=theme, size=size))
    assert codes_in(path) == {choice.code for choice in (*s.GRADE.choices, *s.GRADE.commands)}


def test_the_label_on_the_screen_proves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    path = grab(s.LABELLING, s.SENT, tmp_path / "a.png", Shot(s.NOW))
    assert codes_in(path) == {choice.code for choice in (*s.LABELLING.choices, *s.LABELLING.commands)}


def test_a_text_that_no_code_can_carry_is_left_out() -> None:
    assert code_image("").isNull()
    assert code_image("鞋").isNull()
    assert code_image("A1").width() % 2 == 0


def test_a_picture_that_cannot_be_written_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="could not be written"):
        grab(s.READY, s.SENT, tmp_path / "no" / "where.png", Shot(s.NOW))
