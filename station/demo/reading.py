"""Reads the codes of a label's picture, as a scanner would. Independent of how labels are drawn."""

import struct
import zlib
from pathlib import Path


def read_codes(path: Path) -> tuple[str, ...]:
    """Texts of all barcodes in a 1-bit PNG file of the virtual printer."""
    import zxingcpp

    width, height, grey = _grey(path.read_bytes())
    image = memoryview(grey).cast("B", (height, width))
    return tuple(found.text for found in zxingcpp.read_barcodes(image))


def _grey(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and one byte a dot (0 black, 255 white) of a 1-bit greyscale PNG with unfiltered rows."""
    width, height = struct.unpack(">II", png[16:24])
    at, packed = 8, b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += size + 12
    raw = zlib.decompress(packed)
    stride = (width + 7) // 8 + 1
    rows = (raw[y * stride + 1 : (y + 1) * stride] for y in range(height))
    return width, height, b"".join(_dots(row, width) for row in rows)


def _dots(row: bytes, width: int) -> bytes:
    bits = bin(int.from_bytes(b"\x01" + row, "big"))[3 : 3 + width]
    return bits.encode().translate(bytes.maketrans(b"01", b"\x00\xff"))
