"""From what a scanner sent to what the symbol holds: prefixes and suffixes that the scanner adds, the AIM symbology
identifier, separators in whatever shape they arrive. Knows no code's meaning."""

from typing import NamedTuple

from msgspec import Struct

GS, RS, EOT = "\x1d", "\x1e", "\x04"
CARET = "^]"
"""GS as a terminal shows it: Ctrl and ]. Neither sign is one of the 82 of GS1 values."""
PICTURES = {"\x1d": "\u241d", "\x1e": "\u241e", "\x1c": "\u241c", "\x1f": "\u241f", "\x04": "\u2404"}
"""Separators of codes and the printable pictures of them, in which we tell them and take them back."""
ELEMENT_STRINGS = frozenset({"]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1"})
"""Symbols whose FNC1 in first place says that GS1 data follow."""
COMPOSITE = "|]e0"
"""Between an EAN/UPC number and the composite part beside it."""
ENVELOPE = "[)>"
"""ISO/IEC 15434: these contents hold RS and EOT, too."""
_TO_PICTURE = str.maketrans(PICTURES)
_FROM_PICTURE = str.maketrans({picture: sign for sign, picture in PICTURES.items()})

SYMBOLOGIES = {
    "A": "Code 39", "C": "Code 128", "E": "EAN/UPC", "F": "Codabar", "G": "Code 93", "H": "Code 11", "I": "ITF",
    "J": "DotCode", "L": "PDF417", "M": "MSI", "Q": "QR Code", "R": "Industrial 2 of 5", "S": "Straight 2 of 5",
    "U": "MaxiCode", "X": "other", "d": "Data Matrix", "e": "GS1 DataBar", "h": "Han Xin", "z": "Aztec",
}  # fmt: skip
"""ISO/IEC 15424, by the letter of the identifier."""
EXACT = {"]C1": "GS1-128", "]d2": "GS1 DataMatrix", "]Q3": "GS1 QR Code", "]J1": "GS1 DotCode", "]E4": "EAN-8",
         "]e1": "GS1 Composite", "]e2": "GS1 Composite"}  # fmt: skip


class Transport(Struct, frozen=True):
    """How a scanner is set up: what it adds before and after each code, and what it sends for GS (empty: GS itself).
    proven: the set-up code came through whole, so that a code without separators really has none."""

    prefix: str = ""
    suffix: str = ""
    separator: str = ""
    proven: bool = False


PLAIN = Transport()


class Received(NamedTuple):
    """symbology: AIM identifier or ""; text: what the symbol holds, GS as 0x1D, letters as they were."""

    symbology: str
    text: str


def receive(raw: str, transport: Transport = PLAIN) -> Received:
    """Never raises."""
    text = raw.strip("\r\n\t ")
    text = text.removeprefix(transport.prefix)
    text = text.removesuffix(transport.suffix) if transport.suffix else text
    if not text.isascii() and any(picture in text for picture in PICTURES.values()):
        text = text.translate(_FROM_PICTURE)
    symbology, text = _identifier(text)
    return Received(symbology, _separators(symbology, text, transport.separator))


def _identifier(text: str) -> tuple[str, str]:
    if len(text) >= 3 and text[0] == "]" and text[1].isascii() and text[1].isalpha() and text[2].isalnum():
        return text[:3], text[3:]
    return "", text


def _separators(symbology: str, text: str, substitute: str) -> str:
    """Substitutes become GS where the symbol holds GS1 data, or may: other codes keep such signs as they are."""
    if symbology[1:2] == "E":
        number, mark, composite = text.partition(COMPOSITE)
        return number + mark + _separators("]e0", composite, substitute) if mark else text
    if symbology not in ELEMENT_STRINGS and (symbology or not text[:2].isdigit()):
        return text
    for sign in (substitute, CARET):
        text = text.replace(sign, GS) if sign and sign in text else text
    return text.removeprefix(GS)


def symbology_name(symbology: str) -> str:
    """In words; "" for none or one that nobody knows."""
    return EXACT.get(symbology) or SYMBOLOGIES.get(symbology[1:2], "")


def shown(text: str) -> str:
    """Every character printable: separators as their pictures, what else cannot be shown as a replacement sign."""
    if text.isprintable():
        return text
    text = text.translate(_TO_PICTURE)
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)
