"""A PDF page whose unit is one dot -> dots. PDFium is not thread-safe: this module holds its one lock."""

from threading import Lock

from station.labels.dots import Dots, from_grey

PDFIUM = Lock()
"""Held around every call into PDFium, wherever in the program it is made."""


def render(pdf: bytes, size: tuple[int, int]) -> Dots:
    """The first page at one dot a unit; `size` is its width and height. Darker than half grey is black."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        page = document[0]
        bitmap = page.render(scale=1, grayscale=True)
        found, stride, grey = (bitmap.width, bitmap.height), bitmap.stride, bytes(bitmap.buffer)
        bitmap.close()
        page.close()
        document.close()
    if found != size:
        raise ValueError(f"page is {found[0]} x {found[1]} dots, not {size[0]} x {size[1]}")
    if stride != size[0]:
        grey = b"".join(grey[at : at + size[0]] for at in range(0, stride * size[1], stride))
    return from_grey(*size, grey)
