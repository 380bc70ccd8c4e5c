"""Fonts of which the parts that a label embeds are made once: nearly all labels need the same letters. Not for choosing
fonts (fonts.py), and imported with the first one, as reportlab is."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfdoc, ttfonts

KEPT = 64
"""Subsets of one font that are remembered: ASCII and the few other letters of one text each, some 40 kB."""


class KeptFont(ttfonts.TTFont):  # type: ignore[misc]  # reportlab has no types
    """A TrueType font that makes no subset, and writes down no table of widths, twice."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"label-{path.stem}", str(path), subfontIndex=0)
        made = self.face.makeSubset
        kept = lru_cache(KEPT)(lambda letters: made(list(letters)))
        self.face.makeSubset = lambda letters: kept(tuple(letters))

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # reportlab's name
        """Puts the font's subsets into the document, as reportlab does."""
        fonts = doc.idToObject["BasicFonts"].dict
        before = set(fonts)
        super().addObjects(doc)
        for name in set(fonts) - before:
            fonts[name].Widths = _written(tuple(fonts[name].Widths.sequence))


@lru_cache(KEPT)
def _written(widths: tuple[float, ...]) -> bytes:
    """The array as it stands in a file; reportlab formats numbers slowly."""
    whole: bytes = pdfdoc.PDFArray(list(widths)).format(None)
    return whole
