"""ESC/POS around finished dots: raster pictures and cuts only, no text, so no user's words can become a command.

Source of the frame: Epson, ESC/POS Command Reference (GS v 0, GS V 66, GS L, GS ( H). A printer obeys DLE EOT, DLE ENQ
and DLE DC4 wherever they stand, picture data included: bands that would spell one are sent shifted by a few dots and
moved back by the left margin. Each copy ends with a process id, which the printer sends back when it has been printed.
"""

import re
import zlib
from collections.abc import Iterator

from station.labels import jobs
from station.labels.dots import Dots

IMMEDIATE = re.compile(rb"\x10[\x04\x05\x14]")
BAND = 256
"""Rows in one GS v 0: within every model's buffer."""

_RESET, _CUT = b"\x1b@", b"\x1dVB\x00"
_DIGITS = bytes(range(0x20, 0x7F))


def encode(dots: Dots, job: str, copies: int = 1, *, widest: int = 832) -> bytes:
    """One print job. `widest` is the printer's printable width in dots (576 for 80 mm paper at 203 dpi, 832 for 4 in).

    Raises ValueError like `jobs.check`, for a picture that is too wide, and for one that cannot be sent safely.
    """
    jobs.check(job, copies)
    if dots.width > widest:
        raise ValueError(f"{dots.width} dots are wider than the printer's {widest}")
    picture = _RESET + b"".join(_bands(dots, widest)) + _CUT
    return b"".join(picture + receipt(job, number) for number in range(copies))


def receipt(job: str, number: int) -> bytes:
    """The command that asks for a process id: two characters for the job, two for the copy (from 0)."""
    mark = zlib.crc32(job.encode())
    return b"\x1d(H\x06\x0000" + _two(mark) + _two(number)


def _two(number: int) -> bytes:
    size = len(_DIGITS)
    return bytes((_DIGITS[number // size % size], _DIGITS[number % size]))


def _bands(dots: Dots, widest: int) -> Iterator[bytes]:
    """All bands begin at one dot: 0 where the picture is safe as it is, else 8, which leaves room to shift."""
    step = dots.stride
    rows = [dots.rows[at : at + step] for at in range(0, len(dots.rows), step)]
    groups = [rows[at : at + BAND] for at in range(0, len(rows), BAND)]
    if all(_safe(_raster(group, step)) for group in groups):
        yield from (_raster(group, step) for group in groups)
        return
    if dots.width + 8 > widest:
        raise ValueError(f"{dots.width} dots leave no room to send them safely within {widest}")
    for group in groups:
        yield from _shifted(group, step)


def _shifted(rows: list[bytes], step: int) -> Iterator[bytes]:
    for shift in range(8):
        wide = [(int.from_bytes(row) << 8 - shift).to_bytes(step + 1) for row in rows]
        band = b"\x1dL" + bytes((8 - shift, 0)) + _raster(wide, step + 1)
        if _safe(band):
            yield band
            return
    if len(rows) == 1:
        raise ValueError("one row of this picture would command the printer however it is shifted")
    half = len(rows) // 2
    yield from _shifted(rows[:half], step)
    yield from _shifted(rows[half:], step)


def _raster(rows: list[bytes], step: int) -> bytes:
    return b"\x1dv0\x00" + step.to_bytes(2, "little") + len(rows).to_bytes(2, "little") + b"".join(rows)


def _safe(band: bytes) -> bool:
    return IMMEDIATE.search(band) is None
