"""Values and layout -> a label that has been proved readable. Does not send anything and does not know printers."""

from station.labels import codes, draw, render
from station.labels.dots import Dots
from station.labels.layout import Code128, Datamatrix, Layout
from station.labels.values import Code, Label, LabelRefused, LabelValues


def make(values: LabelValues, layout: Layout, dpi: int) -> Label:
    """Draw, render, and read every code back out of the very dots that will be printed.

    Raises LabelRefused when a payload cannot be coded, does not fit, or is not read back byte for byte.
    """
    dots = render.render(draw.page(values, layout, dpi), draw.page_size(layout, dpi))
    return Label(dots, dots.sha256(), check(dots, wanted(values, layout)))


def wanted(values: LabelValues, layout: Layout) -> tuple[Code, ...]:
    """The codes that this layout carries, as they must be read back."""
    said = {
        Code128: ("code128", values.code_1d, values.gs1_1d),
        Datamatrix: ("datamatrix", values.code_2d, values.gs1_2d),
    }
    found = (said[type(one)] for one in layout.elements if isinstance(one, Code128 | Datamatrix))
    return tuple(_code(symbol, text, gs1=gs1) for symbol, text, gs1 in found)


def _code(symbol: str, text: str, *, gs1: bool) -> Code:
    kind = codes.kind_of(symbol, gs1=gs1)
    return Code(kind, codes.data_of(kind, text, gs1=gs1))


def check(dots: Dots, expected: tuple[Code, ...]) -> tuple[Code, ...]:
    """The expected codes, once each is found in the dots and no other is. Raises LabelRefused naming the code."""
    found = codes.read(dots)
    for code in expected:
        if code not in found:
            said = f"{code.kind} cannot be read back from the drawn label"
            raise LabelRefused("label.refused.unreadable", said, code=code.kind)
    for stranger in found.difference(expected):
        said = f"the drawn label holds another {stranger.kind}: {stranger.data!r}"
        raise LabelRefused("label.refused.stranger", said, code=stranger.kind)
    return expected
