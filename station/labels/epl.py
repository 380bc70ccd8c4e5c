"""EPL2 around finished dots: graphics only, no text, so no user's words can become a command.

Source of the frame: Zebra, EPL Programming Guide (N, q, Q, GW, P). In GW a set bit is white. One `P1` a copy: with
error reporting on, the printer acknowledges each. A picture whose dots would spell an immediate command (^) is sent in
several GWs.
"""

import re

from station.labels import jobs, tiles
from station.labels.dots import Dots

IMMEDIATE = re.compile(rb"\^(?:@|ee|default|sc)")
"""What an EPL printer obeys in front of everything that waits: reset, status, factory settings."""

_INVERTED = bytes(byte ^ 0xFF for byte in range(256))


def encode(dots: Dots, job: str, copies: int = 1, *, gap_dots: int = 24) -> bytes:
    """One print job; `gap_dots` lie between two labels (16 to 240). Raises ValueError like `jobs.check`."""
    jobs.check(job, copies)
    lines = [
        b"",
        f";{job}".encode(),
        b"N",
        f"q{dots.width}".encode(),
        f"Q{dots.height},{gap_dots}".encode(),
        *(_graphic(tile) for tile in tiles.cut(dots, IMMEDIATE, _INVERTED)),
        *[b"P1"] * copies,
        b"",
    ]
    return b"\r\n".join(lines)


def _graphic(tile: tiles.Tile) -> bytes:
    return f"GW{tile.column * 8},{tile.row},{tile.stride},{tile.height},".encode() + tile.data
