"""Modules of Code 128 and DataMatrix, and reading both back from dots. Where they stand on a label is draw's matter."""

from functools import cache
from typing import Any

from station.labels.dots import Dots
from station.labels.values import Code, LabelRefused

LONGEST = 64
"""Characters in one payload. Far more than our own codes need; a scan of 4 KB must not reach the encoder."""


def check_payload(kind: str, text: str) -> None:
    """Refuse a payload that a scanner would not give back exactly: empty, too long, or not printable ASCII."""
    if not 1 <= len(text) <= LONGEST or any(not " " <= char <= "~" for char in text):
        said = f"{kind} takes 1 to {LONGEST} printable ASCII characters, not {text[: LONGEST + 1]!a}"
        raise LabelRefused("label.refused.payload", said, code=kind)


def bars(text: str) -> str:
    """Code 128 as its modules, "1" for a bar, without quiet zones."""
    check_payload("code128", text)
    return str(_code128()(text).build()[0])


def matrix(text: str) -> list[bytes]:
    """DataMatrix (square) as rows of bytes, 1 for a dark module, without quiet zone."""
    check_payload("datamatrix", text)
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
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
    """Every Code 128 and DataMatrix that stands in the dots, upright and dark on light, as a scanner would see them."""
    import zxingcpp

    kinds = {zxingcpp.BarcodeFormat.Code128: "code128", zxingcpp.BarcodeFormat.DataMatrix: "datamatrix"}
    formats: Any = list(kinds)  # taken as a list, though the package's stub wants its own type
    picture = memoryview(dots.grey()).cast("B", (dots.height, dots.width))
    found = zxingcpp.read_barcodes(
        picture,
        formats=formats,
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
        binarizer=zxingcpp.Binarizer.FixedThreshold,
    )
    return {Code(kinds[one.format], bytes(one.bytes)) for one in found}


@cache
def _code128() -> Any:
    from barcode.codex import Code128

    return Code128
