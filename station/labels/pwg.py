"""PWG raster around finished dots, for driverless printers that take no PDF: PWG 5102.4, one page, `black_1`.

Rows that repeat are sent once; within a row, runs of one byte and stretches of different ones (its section 4.4).
"""

import struct

from station.labels import jobs
from station.labels.dots import Dots

SYNC, HEADER = b"RaS2", 1796
BLACK = 3
"""cupsColorSpace: 1 = black."""

_LONGEST = 128
_MOST_ROWS = 256


def encode(dots: Dots, job: str, copies: int = 1, *, dpi: int) -> bytes:
    """One document. Its page stands once: `copies` are asked of the printer by whoever sends it.

    Raises ValueError for another job or number than `jobs.check` allows.
    """
    jobs.check(job, copies)
    return SYNC + _header(dots, dpi) + _rows(dots)


def decode(document: bytes) -> Dots:
    """The first page of such a document. Raises ValueError for any other."""
    if not document.startswith(SYNC) or len(document) < 4 + HEADER:
        raise ValueError("no PWG raster")
    width, height = struct.unpack_from(">II", document, 4 + 372)
    stride, at, rows = width // 8, 4 + HEADER, b""
    while len(rows) < stride * height:
        if at >= len(document):
            raise ValueError("cut short")
        row, again, at = b"", document[at] + 1, at + 1
        while len(row) < stride:
            piece, at = _unpacked(document, at)
            row += piece
        rows += row * again
    return Dots(width, height, rows)


def _header(dots: Dots, dpi: int) -> bytes:
    """Big-endian; offsets as in PWG 5102.4 table 1, everything else is 0."""
    head = bytearray(HEADER)
    head[0:10] = b"PwgRaster\0"
    points = (round(dots.width * 72 / dpi), round(dots.height * 72 / dpi))
    for at, values in (
        (276, (dpi, dpi)),
        (340, (1,)),
        (352, points),
        (372, (dots.width, dots.height)),
        (384, (1, 1, dots.stride, 0, BLACK)),
        (420, (1,)),
        (452, (1, 1, 1)),
    ):
        struct.pack_into(f">{len(values)}I", head, at, *values)
    return bytes(head)


def _rows(dots: Dots) -> bytes:
    rows = [dots.rows[at : at + dots.stride] for at in range(0, len(dots.rows), dots.stride)]
    out, first = [], 0
    while first < len(rows):
        last = first
        while last + 1 < len(rows) and last - first + 1 < _MOST_ROWS and rows[last + 1] == rows[first]:
            last += 1
        out.append(bytes([last - first]) + _packed(rows[first]))
        first = last + 1
    return b"".join(out)


def _packed(row: bytes) -> bytes:
    """n (0 to 127) and a byte: n + 1 times that byte; 257 - n and n bytes: these."""
    out, at = bytearray(), 0
    while at < len(row):
        run = _run(row, at)
        if run > 1 or at + 1 == len(row):
            out += bytes([run - 1, row[at]])
            at += run
            continue
        end = at + 1
        while end < len(row) and end - at < _LONGEST and _run(row, end) == 1:
            end += 1
        out += bytes([(257 - (end - at)) & 255]) + row[at:end] if end - at > 1 else bytes([0, row[at]])
        at = end
    return bytes(out)


def _run(row: bytes, at: int) -> int:
    end = at + 1
    while end < len(row) and end - at < _LONGEST and row[end] == row[at]:
        end += 1
    return end - at


def _unpacked(document: bytes, at: int) -> tuple[bytes, int]:
    count = document[at]
    if count < _LONGEST:
        return document[at + 1 : at + 2] * (count + 1), at + 2
    return document[at + 1 : at + 258 - count], at + 258 - count
