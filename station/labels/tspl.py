"""TSPL around finished dots: pictures only, no text, so no user's words can become a command.

Source of the frame: TSC, TSPL/TSPL2 Programming (SIZE, GAP, CLS, BITMAP, PRINT). In BITMAP a set bit is white. A
picture whose dots would spell one of the immediate commands (ESC ! and ~!) is sent in several BITMAPs.
"""

import re

from station.labels import jobs, tiles
from station.labels.dots import Dots

IMMEDIATE = re.compile(rb"\x1b!|~!")
"""What a TSC printer obeys wherever it stands: status, reset, cancel; mileage, model, memory."""

_INVERTED = bytes(byte ^ 0xFF for byte in range(256))


def encode(dots: Dots, job: str, copies: int = 1, *, dpi: int = 203, gap_mm: int = 3) -> bytes:
    """One print job; `gap_mm` lies between two labels, 0 = continuous paper. Raises ValueError like `jobs.check`."""
    jobs.check(job, copies)
    lines = [
        b"",
        f"REM {job}".encode(),
        f"SIZE {_mm(dots.width, dpi)} mm,{_mm(dots.height, dpi)} mm".encode(),
        f"GAP {gap_mm} mm,0 mm".encode(),
        b"DIRECTION 0",
        b"REFERENCE 0,0",
        b"CLS",
        *(_bitmap(tile) for tile in tiles.cut(dots, IMMEDIATE, _INVERTED)),
        f"PRINT {copies},1".encode(),
        b"",
    ]
    return b"\r\n".join(lines)


def _bitmap(tile: tiles.Tile) -> bytes:
    head = f"BITMAP {tile.column * 8},{tile.row},{tile.stride},{tile.height},0,"
    return head.encode() + tile.data


def _mm(dots: int, dpi: int) -> str:
    """Dots in millimetres with one decimal, exact: tenths = dots * 254 / dpi, rounded."""
    tenths = (dots * 508 + dpi) // (2 * dpi)
    return f"{tenths // 10}.{tenths % 10}"
