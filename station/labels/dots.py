"""Black and white dots of one label: packing, hashing, and a PNG for people. Knows nothing of layouts or printers."""

import hashlib
import struct
import zlib
from itertools import groupby

import msgspec

_BLACK_IS_ONE = "1;I"
"""Pillow's name for this packing."""


class Dots(msgspec.Struct, frozen=True):
    """A label as a printer prints it: `height` rows of `width` dots, eight to a byte, left dot first, 1 = black.

    `width` is a multiple of 8, so `rows` is exactly `width // 8 * height` bytes. Anything else is a ValueError.
    """

    width: int
    height: int
    rows: bytes

    def __post_init__(self) -> None:
        if self.width <= 0 or self.width % 8 or self.height <= 0:
            raise ValueError(f"width must be a multiple of 8 and both above 0, not {self.width} x {self.height}")
        if len(self.rows) != self.stride * self.height:
            raise ValueError(f"{self.width} x {self.height} dots do not fill {len(self.rows)} bytes")

    @property
    def stride(self) -> int:
        """Bytes in one row."""
        return self.width // 8

    def sha256(self) -> str:
        """Hex digest over size and dots: two labels with one digest are the same picture."""
        return hashlib.sha256(b"%d %d " % (self.width, self.height) + self.rows).hexdigest()

    def grey(self) -> bytes:
        """One byte per dot: 0 black, 255 white."""
        from PIL import Image

        return Image.frombytes("1", (self.width, self.height), self.rows, "raw", _BLACK_IS_ONE).tobytes("raw", "L")

    def is_black(self, x: int, y: int) -> bool:
        """Whether the dot at column x, row y (both from 0, top left) is black."""
        return bool(self.rows[y * self.stride + x // 8] & (0x80 >> x % 8))

    def png(self) -> bytes:
        """The dots as a 1-bit grey PNG (PNG specification, third edition; there 0 is black)."""
        light = bytes(byte ^ 0xFF for byte in range(256))
        rows = self.rows.translate(light)
        lines = b"".join(b"\0" + rows[at : at + self.stride] for at in range(0, len(rows), self.stride))
        head = struct.pack(">IIBBBBB", self.width, self.height, 1, 0, 0, 0, 0)
        chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def from_grey(width: int, height: int, grey: bytes) -> Dots:
    """Dots from one byte per dot; darker than 128 is black. A ValueError where these are not `width` x `height`."""
    from PIL import Image

    if width <= 0 or height <= 0 or len(grey) != width * height:
        raise ValueError(f"{width} x {height} dots are not {len(grey)} bytes")
    # Bars and white repeat the row above for hundreds of rows: each is packed once, which is what takes the time.
    runs = [(row, len(list(same))) for row, same in groupby(grey[at : at + width] for at in range(0, len(grey), width))]
    different = b"".join(row for row, _ in runs)
    picture = Image.frombuffer("L", (width, len(runs)), different, "raw", "L", 0, 1)
    packed = picture.convert("1", dither=Image.Dither.NONE).tobytes("raw", _BLACK_IS_ONE)
    stride = len(packed) // len(runs)
    rows = (packed[n * stride : (n + 1) * stride] * times for n, (_, times) in enumerate(runs))
    return Dots(width, height, b"".join(rows))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
