"""Cuts a picture so that no piece's bytes spell a command that a printer obeys in the middle of picture data.

Some printers look for immediate commands (status, reset, clear) in everything that comes in, dots included. Not
responsible for which commands those are: each language names its own.
"""

import re
from collections.abc import Iterator

import msgspec

from station.labels.dots import Dots


class Tile(msgspec.Struct, frozen=True):
    """A piece of a picture: its left byte column, top row, bytes a row, rows, and its bytes row by row, 1 = black."""

    column: int
    row: int
    stride: int
    height: int
    data: bytes


def cut(dots: Dots, danger: re.Pattern[bytes], light: bytes | None = None) -> Iterator[Tile]:
    """Tiles that fill the picture, as few as do; `light` translates the bytes first (a language where 0 is black)."""
    data = dots.rows.translate(light) if light else dots.rows
    yield from _halved(Tile(0, 0, dots.stride, dots.height, data), danger)


def _halved(tile: Tile, danger: re.Pattern[bytes]) -> Iterator[Tile]:
    """Halves of a dangerous tile, of its columns first: neighbours in a row come apart by it."""
    if not danger.search(tile.data):
        yield tile
        return
    for half in _columns(tile) if tile.stride > 1 else _rows(tile):
        yield from _halved(half, danger)


def _columns(tile: Tile) -> tuple[Tile, Tile]:
    left = tile.stride // 2
    lines = [tile.data[at : at + tile.stride] for at in range(0, len(tile.data), tile.stride)]
    return (
        Tile(tile.column, tile.row, left, tile.height, b"".join(line[:left] for line in lines)),
        Tile(tile.column + left, tile.row, tile.stride - left, tile.height, b"".join(line[left:] for line in lines)),
    )


def _rows(tile: Tile) -> tuple[Tile, Tile]:
    top = tile.height // 2
    at = top * tile.stride
    return (
        Tile(tile.column, tile.row, tile.stride, top, tile.data[:at]),
        Tile(tile.column, tile.row + top, tile.stride, tile.height - top, tile.data[at:]),
    )
