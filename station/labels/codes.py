"""Modules of Code 128 and DataMatrix, plain or with GS1 elements, and reading them back from dots. Where they stand on
a label is draw's matter, which elements mean what the domain's."""

from functools import cache
from typing import Any

from station.domain.gs1.elements import parse_bracketed, write
from station.labels.dots import Dots
from station.labels.values import Code, LabelRefused

LONGEST = 64
"""Characters in one payload. Far more than our own codes need; a scan of 4 KB must not reach the encoder."""
LONGEST_GS1 = 160
"""Characters of GS1 elements with their brackets: a return label's SSCC, address and number."""
FNC1 = "\xf1"
"""How python-barcode is told the sign that makes a Code 128 a GS1-128, and that ends an element."""
KINDS = {"]C0": "code128", "]C1": "gs1-128", "]d1": "datamatrix", "]d2": "gs1-datamatrix"}
"""AIM symbology identifier -> the word of a `Code` for it."""


def kind_of(symbol: str, *, gs1: bool) -> str:
    """The word of a `Code` for `code128` or `datamatrix`, plain or GS1."""
    return {"code128": "gs1-128", "datamatrix": "gs1-datamatrix"}[symbol] if gs1 else symbol


def data_of(kind: str, text: str, *, gs1: bool) -> bytes:
    """What a scanner gives for a payload: the text itself, or the element string, separated by GS."""
    return (elements(kind, text) if gs1 else text).encode("ascii", "replace")


def elements(kind: str, text: str) -> str:
    """`(00)340…(4318)08019` -> the element string with its separators. LabelRefused for what the standard forbids."""
    message = parse_bracketed(text[:LONGEST_GS1])
    if not text or len(text) > LONGEST_GS1 or message.fault:
        said = f"{kind} takes GS1 elements in brackets, not {text[:LONGEST_GS1]!a} ({message.fault} {message.ai})"
        raise LabelRefused("label.refused.elements", said, code=kind)
    return write(message.elements)


def check_payload(kind: str, text: str) -> None:
    """Refuse a payload that a scanner would not give back exactly: empty, too long, or not printable ASCII."""
    if not 1 <= len(text) <= LONGEST or any(not " " <= char <= "~" for char in text):
        said = f"{kind} takes 1 to {LONGEST} printable ASCII characters, not {text[: LONGEST + 1]!a}"
        raise LabelRefused("label.refused.payload", said, code=kind)


def bars(text: str, *, gs1: bool = False) -> str:
    """Code 128 as its modules, "1" for a bar, without quiet zones; with `gs1` the elements of a GS1-128."""
    if gs1:
        return str(_code128()(FNC1 + elements("gs1-128", text).replace("\x1d", FNC1)).build()[0])
    check_payload("code128", text)
    return str(_code128()(text).build()[0])


def matrix(text: str, *, gs1: bool = False) -> list[bytes]:
    """DataMatrix (square) as rows of bytes, 1 for a dark module, without quiet zone; with `gs1` a GS1 DataMatrix."""
    if gs1:
        elements("gs1-datamatrix", text)
    else:
        check_payload("datamatrix", text)
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True, gs1=gs1)
    image: Any = made.to_image(scale=1, add_quiet_zones=False)
    view = memoryview(image)
    across = view.shape[1] if view.shape else 0
    flat = bytes(1 if grey < 128 else 0 for grey in view.tobytes())
    return [flat[at : at + across] for at in range(0, len(flat), across)]


def runs(row: bytes) -> list[tuple[int, int]]:
    """(start, length) of every stretch of dark modules in a row."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found


def read(dots: Dots) -> set[Code]:
    """Every Code 128 and DataMatrix, GS1 or not, upright and dark on light in the dots, as a scanner would see them."""
    import zxingcpp

    formats: Any = [
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.DataMatrix,
    ]  # taken as a list, though the package's stub wants its own type
    picture = memoryview(dots.grey()).cast("B", (dots.height, dots.width))
    found = zxingcpp.read_barcodes(
        picture,
        formats=formats,
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
        binarizer=zxingcpp.Binarizer.FixedThreshold,
    )
    return {Code(KINDS.get(one.symbology_identifier, one.symbology_identifier), bytes(one.bytes)) for one in found}


@cache
def _code128() -> Any:
    from barcode.codex import Code128

    class Whole(Code128):  # type: ignore[misc]  # barcode has no types
        """python-barcode 0.16.1 takes the digits 99 that a code begins with for a change of its code set, and leaves
        them out (WhyNotHugo/python-barcode, issue 251). What follows Start C is never such a change."""

        def _try_to_optimize(self, encoded: list[int]) -> list[int]:
            return encoded if encoded[1] == 99 else super()._try_to_optimize(encoded)

    return Whole
