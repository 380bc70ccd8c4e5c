"""What a document says of itself: its format and the size of its page. Pure.

Knows the two formats that our labels come in for system printers; the first page stands for all.
"""

import re
import struct

import msgspec

_BOX = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([0-9.]{1,12})\s+([0-9.]{1,12})\s*\]")
_POINTS_AT, PWG_HEADER = 352, 1796
"""PWG 5102.4: four bytes of sync word, then the page's header; PageSize (points) stands 352 bytes into it."""

SLACK = 100
"""Hundredths of a millimetre by which a page may be smaller than its label: widths are whole bytes of dots."""


class Page(msgspec.Struct, frozen=True):
    """A MIME type, and the page's size in hundredths of a millimetre."""

    format: str
    width: int
    height: int

    def fits(self, width: int, height: int) -> bool:
        """Whether that medium, in hundredths of a millimetre, is this page's."""
        return 0 <= width - self.width + 10 <= SLACK + 10 and 0 <= height - self.height + 10 <= SLACK + 10


def page_of(document: bytes) -> Page | None:
    """None for a document that is neither PDF nor PWG raster, or does not tell its size."""
    if document.startswith(b"%PDF-"):
        box = _BOX.search(document)
        return _page("application/pdf", float(box[1]), float(box[2])) if box else None
    if document.startswith(b"RaS2") and len(document) >= 4 + PWG_HEADER:
        return _page("image/pwg-raster", *struct.unpack_from(">II", document, 4 + _POINTS_AT))
    return None


def _page(format: str, width: float, height: float) -> Page:
    """Points are 1/72 inch."""
    return Page(format, round(width * 2540 / 72), round(height * 2540 / 72))
