"""Black and white dots -> PNG, by zlib alone (the device room has no picture library)."""

import struct
import zlib


def write_png(width: int, rows: list[bytes]) -> bytes:
    """One-bit greyscale PNG; each row is (width + 7) // 8 bytes, a set bit is a black dot, first dot highest."""
    header = struct.pack(">IIBBBBB", width, len(rows), 1, 0, 0, 0, 0)
    invert = bytes(255 - value for value in range(256))
    body = b"".join(b"\0" + row.translate(invert) for row in rows)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(body, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
