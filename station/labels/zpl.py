"""ZPL II around finished dots: one graphic field, no text, so no user's words can become a command.

Source of the frame: Zebra, ZPL II Programming Guide, `^GF` and "alternative data compression" (:Z64:).
"""

import base64
import binascii
import re
import zlib

from station.labels import jobs
from station.labels.dots import Dots

LEVEL, PATIENT = 6, 8
"""Of zlib. 8 saves one to three per cent of a label and takes more than twice as long, 9 saves nothing more."""
NEAR, FINE = 5_600, 130_000
"""Bytes. A label of 203 dpi is to take less than 8 kB on the wire: one that comes near to it is packed again with
patience. Pictures of more than `FINE` are of finer ones, which take more anyway."""
_GRAPHIC = re.compile(rb"\^GFA,(\d+),(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-Fa-f]{4})")


def encode(dots: Dots, job: str, copies: int = 1) -> bytes:
    """One print job. `job` (letters, digits, hyphen, at most 64) travels as a comment; `copies` 1 to 9999.

    Raises ValueError for another job or number: both are our own, never a user's.
    """
    jobs.check(job, copies)
    size = len(dots.rows)
    frame = f"^XA^FX{job}^FS^PW{dots.width}^LL{dots.height}^LH0,0^FO0,0^GFA,{size},{size},{dots.stride},"
    return frame.encode() + _z64(dots.rows) + f"^FS^PQ{copies},0,1,N^XZ\n".encode()


def decode(stream: bytes) -> list[Dots]:
    """Every `^GFA …:Z64:` picture in `stream`, in order. Raises ValueError when a checksum or size does not hold."""
    return [_unpack(*found.groups()) for found in _GRAPHIC.finditer(stream)]


def _z64(rows: bytes) -> bytes:
    text = base64.b64encode(_packed(rows))
    return b":Z64:%b:%04X" % (text, binascii.crc_hqx(text, 0))


def _packed(rows: bytes) -> bytes:
    quick = zlib.compress(rows, LEVEL)
    return zlib.compress(rows, PATIENT) if len(quick) > NEAR and len(rows) <= FINE else quick


def _unpack(total: bytes, size: bytes, stride: bytes, text: bytes, crc: bytes) -> Dots:
    if binascii.crc_hqx(text, 0) != int(crc, 16):
        raise ValueError(f"picture damaged: its checksum is not {crc.decode()}")
    rows = zlib.decompress(base64.b64decode(text, validate=True))
    if not len(rows) == int(total) == int(size) or len(rows) % int(stride):
        raise ValueError(f"picture of {len(rows)} bytes was announced as {int(size)} of {int(stride)} a row")
    return Dots(int(stride) * 8, len(rows) // int(stride), rows)
