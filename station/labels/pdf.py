"""PDF around finished dots, for system printers: one page of the label's true size that holds one picture.

The very dots that were read back are what is printed; no text, so no user's words and no missing font. Source of the
file: ISO 32000-1, sections 7.5 (structure) and 8.9.5 (images).
"""

import math
import re
import zlib

from station.labels import jobs
from station.labels.dots import Dots

_STREAM = re.compile(rb"/Width (\d+) /Height (\d+) .*?/Length (\d+) >>\nstream\n", re.DOTALL)


def encode(dots: Dots, job: str, copies: int = 1, *, dpi: int) -> bytes:
    """One document; `job` is its title. Its page stands once: `copies` are asked of the printer by whoever sends it.

    Raises ValueError for another job or number than `jobs.check` allows.
    """
    jobs.check(job, copies)
    # Rounded down: a page that is larger by a hair is rendered one dot larger.
    width, height = (f"{math.floor(side * 720_000 / dpi) / 10_000:.4f}" for side in (dots.width, dots.height))
    draw = f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode()
    picture = zlib.compress(dots.rows, 9)
    image = (
        f"/Type /XObject /Subtype /Image /Width {dots.width} /Height {dots.height} /ColorSpace /DeviceGray"
        f" /BitsPerComponent 1 /Decode [1 0] /Interpolate false /Filter /FlateDecode"
    )
    page = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 5 0 R"
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R /ViewerPreferences << /PrintScaling /None >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< {page} /Resources << /XObject << /I 4 0 R >> >> >>".encode(),
            _stream(image, picture),
            _stream("", draw),
            f"<< /Title ({job}) >>".encode(),
        ]
    )


def decode(document: bytes) -> Dots:
    """The picture of such a document. Raises ValueError for any other."""
    found = _STREAM.search(document)
    if found is None:
        raise ValueError("no picture in this document")
    width, height, size = (int(one) for one in found.groups())
    return Dots(width, height, zlib.decompress(document[found.end() : found.end() + size]))


def _stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    """Header, objects, cross-reference table, trailer; the last object is the document's title."""
    out, at = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, one in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in at)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, size - 1, len(out))
    return out + table + trailer
