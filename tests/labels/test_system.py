"""Pages for system printers: the very dots, at true size, read by others than us."""

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.labels import pdf, pwg
from station.labels.dots import Dots, from_grey
from station.labels.render import PDFIUM

ROWS = st.one_of(
    st.binary(min_size=37, max_size=37),
    st.sampled_from([bytes(37), b"\xff" * 37, b"\xaa\x55" * 18 + b"\xaa", b"\0" * 18 + b"\x01" + b"\0" * 18]),
)


@st.composite
def pictures(draw: st.DrawFn) -> Dots:
    rows = [row * draw(st.integers(1, 3)) for row in draw(st.lists(ROWS, min_size=1, max_size=12))]
    data = b"".join(rows)
    return Dots(296, len(data) // 37, data)


@given(pictures())
def test_dots_survive_both_formats(dots: Dots) -> None:
    assert pdf.decode(pdf.encode(dots, "J1", dpi=203)) == dots
    assert pwg.decode(pwg.encode(dots, "J1", dpi=203)) == dots


def test_long_runs_and_many_equal_rows() -> None:
    wide = Dots(8 * 300, 600, (b"\0" * 150 + bytes(range(150))) * 600)
    assert pwg.decode(pwg.encode(wide, "J1", dpi=300)) == wide


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_page_has_its_true_size_and_renders_to_the_very_dots(dpi: int) -> None:
    width = int(4 * dpi) // 8 * 8
    dots = Dots(width, dpi, bytes((x * 7 + y) & 255 for y in range(dpi) for x in range(width // 8)))
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf.encode(dots, "J1", dpi=dpi))
        page = document[0]
        size = page.get_size()
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        rows = [bytes(bitmap.buffer)[at : at + width] for at in range(0, bitmap.stride * dpi, bitmap.stride)]
        found = (bitmap.width, bitmap.height)
        bitmap.close()
        page.close()
        document.close()
    assert size == pytest.approx((width * 72 / dpi, 72), abs=0.001)
    assert found == (width, dpi)
    assert from_grey(width, dpi, b"".join(rows)) == dots


@pytest.mark.parametrize("encode", [pdf.encode, pwg.encode])
def test_only_our_own_names_and_numbers(encode: object) -> None:
    assert callable(encode)
    for job, copies in (("a)b", 1), ("", 1), ("J1", 0)):
        with pytest.raises(ValueError, match=r"job|copies"):
            encode(Dots(8, 1, b"\0"), job, copies, dpi=203)


def test_other_documents_are_refused() -> None:
    with pytest.raises(ValueError, match="no picture"):
        pdf.decode(b"%PDF-1.4")
    with pytest.raises(ValueError, match="no PWG"):
        pwg.decode(b"RaS2")
    with pytest.raises(ValueError, match="cut short"):
        pwg.decode(pwg.encode(Dots(8, 2, b"\0\1"), "J1", dpi=203)[:-3])
