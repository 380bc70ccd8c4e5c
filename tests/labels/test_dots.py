"""Packing, hashing and the PNG of dots."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.labels.dots import Dots, from_grey


@st.composite
def any_dots(draw: st.DrawFn) -> Dots:
    across, height = draw(st.integers(1, 6)), draw(st.integers(1, 20))
    return Dots(across * 8, height, draw(st.binary(min_size=across * height, max_size=across * height)))


@given(any_dots())
def test_grey_and_back_is_the_same_picture(dots: Dots) -> None:
    assert from_grey(dots.width, dots.height, dots.grey()) == dots


@given(any_dots())
def test_png_holds_the_dots_as_white_is_one(dots: Dots) -> None:
    png = dots.png()
    assert struct.unpack(">II", png[16:24]) == (dots.width, dots.height)
    length = int.from_bytes(png[33:37])
    lines = zlib.decompress(png[41 : 41 + length])
    rows = b"".join(lines[at + 1 : at + 1 + dots.stride] for at in range(0, len(lines), dots.stride + 1))
    assert bytes(byte ^ 0xFF for byte in rows) == dots.rows


def test_left_dot_is_the_high_bit_and_darker_than_half_is_black() -> None:
    dots = from_grey(8, 2, bytes([127, 128, 255, 255, 255, 255, 255, 0]) + b"\xff" * 8)
    assert dots.rows == b"\x81\x00"
    assert dots.is_black(0, 0)
    assert not dots.is_black(1, 0)


def test_digest_tells_shapes_apart() -> None:
    assert Dots(8, 2, b"\0\0").sha256() != Dots(16, 1, b"\0\0").sha256()


@pytest.mark.parametrize(("width", "height", "rows"), [(7, 1, b"\0"), (8, 0, b""), (8, 2, b"\0"), (0, 1, b"")])
def test_wrong_sizes_are_refused(width: int, height: int, rows: bytes) -> None:
    with pytest.raises(ValueError, match=r"multiple of 8|do not fill"):
        Dots(width, height, rows)
