"""Small ZPL jobs for tests: a known picture, coded as the labels room codes it."""

import base64
import binascii
import zlib

WIDTH, ROWS = 20, [bytes((0b10101010, n & 255, 0b11110000)) for n in range(40)]


def zpl_job(job: str = "job-1", copies: int = 1, *, hexa: bool = False, rows: list[bytes] | None = None) -> bytes:
    rows = ROWS if rows is None else rows
    dots = b"".join(rows)
    coded = base64.b64encode(zlib.compress(dots, 9))
    data = dots.hex().upper().encode() if hexa else b":Z64:%s:%04X" % (coded, binascii.crc_hqx(coded, 0))
    size, step = len(dots), len(rows[0])
    head = f"^XA^FX{job}^FS^PW{WIDTH}^LL{len(rows)}^LH0,0^FO0,0^GFA,{size},{size},{step},".encode()
    return head + data + b"^FS^PQ%d,0,1,N^XZ" % copies


def wide_job(job: str = "job-1", copies: int = 1) -> bytes:
    """A job of some 9 kB: long enough to be cut in the middle."""
    return zpl_job(job, copies, hexa=True, rows=[bytes((n * m) & 255 for m in range(3)) for n in range(1500)])
