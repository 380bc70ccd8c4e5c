"""Brother raster (QL and TD, 300 dpi) around finished dots: raster lines only, no text.

Source of the frame: Brother, Raster Command Reference QL-800 series and QL-1100 series (ESC i a, ESC i z, ESC i M,
ESC i K, ESC i d, M, g, Z, control codes 0C and 1A; printable dots and margins of each roll). The first dot of a raster
line is the right edge of the label, so every row is mirrored. The printer tells each page's end by itself.
"""

from collections.abc import Iterator
from itertools import groupby

import msgspec

from station.labels import jobs
from station.labels.dots import Dots


class Roll(msgspec.Struct, frozen=True):
    """A roll: width and length in mm (0 = continuous), printable dots, unused dots right of them, head in bytes."""

    width: int
    length: int
    dots: int
    right: int
    head: int = 90


ROLLS = (
    Roll(12, 0, 106, 29),
    Roll(29, 0, 306, 6),
    Roll(38, 0, 413, 12),
    Roll(50, 0, 554, 12),
    Roll(54, 0, 590, 0),
    Roll(62, 0, 696, 12),
    Roll(102, 0, 1164, 56, 162),
    Roll(17, 54, 165, 0),
    Roll(29, 90, 306, 6),
    Roll(62, 29, 696, 12),
    Roll(62, 100, 696, 12),
    Roll(102, 51, 1164, 56, 162),
    Roll(102, 152, 1164, 56, 162),
)

_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_CLEAR, _RESET, _RASTER, _TELL = b"\0" * 400, b"\x1b@", b"\x1bia\x01", b"\x1bi!\x00"
_CUT_EACH, _CUT_AT_END, _PACKED = b"\x1biM\x40\x1biA\x01", b"\x1biK\x08", b"M\x02"
_PRINT, _PRINT_LAST = b"\x0c", b"\x1a"


def narrowest(width: int) -> Roll:
    """The narrowest continuous roll that takes so many dots. Raises ValueError where none does."""
    fitting = [roll for roll in ROLLS if not roll.length and roll.dots >= width]
    if not fitting:
        raise ValueError(f"no roll takes {width} dots; the widest takes {max(roll.dots for roll in ROLLS)}")
    return min(fitting, key=lambda roll: roll.dots)


def encode(dots: Dots, job: str, copies: int = 1, *, roll: Roll | None = None) -> bytes:
    """One print job at 300 dpi on `roll`, else on the narrowest continuous one. A printer with another one refuses it.

    Raises ValueError like `jobs.check` and for a picture wider than the roll.
    """
    jobs.check(job, copies)
    roll = roll or narrowest(dots.width)
    if dots.width > roll.dots:
        raise ValueError(f"{dots.width} dots are wider than the roll's {roll.dots}")
    lines = b"".join(_lines(dots, roll))
    pages = (_page(dots, roll, number) + lines for number in range(copies))
    return _CLEAR + _RESET + _RASTER + _TELL + _PRINT.join(pages) + _PRINT_LAST


def _page(dots: Dots, roll: Roll, number: int) -> bytes:
    """Print information (what paper must be loaded, how many lines follow), cutting, margin, compression."""
    told = 0x80 | 0x40 | 0x08 | 0x04 | 0x02
    kind = 0x0B if roll.length else 0x0A
    info = bytes((told, kind, roll.width, roll.length)) + dots.height.to_bytes(4, "little") + bytes((number > 0, 0))
    margin = (0 if roll.length else 35).to_bytes(2, "little")
    return b"\x1biz" + info + _CUT_EACH + _CUT_AT_END + b"\x1bid" + margin + _PACKED


def _lines(dots: Dots, roll: Roll) -> Iterator[bytes]:
    free = roll.head * 8 - dots.width - roll.right
    for at in range(0, len(dots.rows), dots.stride):
        row = dots.rows[at : at + dots.stride]
        if not any(row):
            yield b"Z"
            continue
        line = (int.from_bytes(row[::-1].translate(_MIRRORED)) << free).to_bytes(roll.head)
        packed = pack(line)
        yield b"g\x00" + bytes((len(packed),)) + packed


def pack(line: bytes) -> bytes:
    """PackBits (TIFF 6.0, section 9): runs as (257 - n, byte), other bytes as (n - 1, bytes), n at most 128."""
    out, plain = bytearray(), bytearray()
    for value, group in groupby(line):
        count = len(list(group))
        if count < 3:
            plain += bytes((value,)) * count
            continue
        _put_plain(out, plain)
        for _ in range(count // 128):
            out += bytes((129, value))
        if rest := count % 128:
            out += bytes((257 - rest, value)) if rest > 1 else bytes((0, value))
    _put_plain(out, plain)
    return bytes(out)


def _put_plain(out: bytearray, plain: bytearray) -> None:
    for at in range(0, len(plain), 128):
        piece = plain[at : at + 128]
        out += bytes((len(piece) - 1,)) + piece
    plain.clear()
