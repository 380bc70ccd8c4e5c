"""Every printer language gives back the very dots: the encoders against the virtual printers' own readers."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.virtual_brother import unpack
from station.devices.virtual_orders import Ask, Cancel, Format, Order, Print
from station.devices.virtual_printer import TONGUES
from station.labels import brother, epl, escpos, tspl
from station.labels.dots import Dots
from station.labels.languages import LANGUAGES, encoder

DPI = {"brother": 300}
TRAPS = (
    b"\x1b!R",
    b"\x1b!?",
    b"~!@",
    b"^@",
    b"^ee\r\n",
    b"\x10\x04\x01",
    b"\x10\x05\x02",
    b"\x10\x14\x08",
    b"\r\n",
    b"^XZ",
)
"""Bytes that command one printer or another; shifted and inverted they are still in every label that is big enough."""


def pictures(widest: int = 12) -> st.SearchStrategy[Dots]:
    pieces = st.one_of(st.binary(min_size=1, max_size=6), st.sampled_from(TRAPS), st.sampled_from(TRAPS).map(inverted))
    body = st.lists(pieces, max_size=20).map(b"".join)
    return st.builds(picture, st.integers(1, widest), st.integers(1, 12), body)


def inverted(data: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in data)


def picture(stride: int, height: int, body: bytes) -> Dots:
    size = stride * height
    return Dots(stride * 8, height, (body * (size // max(len(body), 1) + 1)).ljust(size, b"\0")[:size])


def read(language: str, data: bytes, cuts: list[int]) -> list[Order]:
    """What that language's printer makes of the bytes, however they are cut into pieces."""
    edges = sorted({0, len(data), *(cut % len(data) for cut in cuts)})
    stream = TONGUES[language]().stream()
    orders = [order for a, b in pairwise(edges) for order in stream.feed(data[a:b])]
    assert stream.partial == 0
    return orders


def rows(form: Format, dots: Dots) -> bytes:
    """The printed rows at the place and size of the picture; all else must be white."""
    assert form.problems == ()
    assert len(form.rows) == dots.height
    lines = [int.from_bytes(row) >> -form.width % 8 for row in form.rows]
    right = min((line & -line).bit_length() - 1 for line in lines if line) if any(lines) else 0
    whole = int.from_bytes(dots.rows)
    first = [int.from_bytes(dots.rows[at : at + dots.stride]) for at in range(0, len(dots.rows), dots.stride)]
    margin = right - min(((line & -line).bit_length() - 1 for line in first if line), default=0) if whole else 0
    assert margin >= 0
    assert all((line >> margin).bit_length() <= dots.width for line in lines)
    return b"".join((line >> margin).to_bytes(dots.stride) for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
@given(dots=pictures(), cuts=st.lists(st.integers(0, 4000), max_size=6), copies=st.integers(1, 3))
def test_any_dots_come_back(language: str, dots: Dots, cuts: list[int], copies: int) -> None:
    data = encoder(language, DPI.get(language, 203))(dots, "job-7", copies)
    orders = read(language, data, cuts)
    printed = [order.form for order in orders if isinstance(order, Print)]
    assert sum(form.copies for form in printed) == copies
    assert {rows(form, dots) for form in printed} == {dots.rows}


@pytest.mark.parametrize("language", ["tspl", "epl", "escpos", "zpl"])
@given(dots=pictures(), cuts=st.lists(st.integers(0, 4000), max_size=6))
def test_no_dots_command_a_printer(language: str, dots: Dots, cuts: list[int]) -> None:
    data = encoder(language, 203)(dots, "job-7", 2)
    strangers = [order for order in read(language, data, cuts) if not isinstance(order, Print)]
    assert not any(isinstance(order, Cancel) for order in strangers)
    wanted = [escpos.receipt("job-7", n) for n in range(2)] if language == "escpos" else []
    assert [order.question for order in strangers if isinstance(order, Ask)] == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_label_comes_back(language: str) -> None:
    stride = 84 if language == "brother" else 100
    dots = picture(stride, 600, bytes((n * n // 7) & 255 for n in range(9973)))
    orders = read(language, encoder(language, DPI.get(language, 203))(dots, "job-7", 1), [])
    [form] = [order.form for order in orders if isinstance(order, Print)]
    assert rows(form, dots) == dots.rows


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("job", "copies"), [("a^XZ", 1), ("", 1), ("a\r\nP9", 1), ("a", 0), ("a", 10_000)])
def test_a_job_can_carry_no_command(language: str, job: str, copies: int) -> None:
    with pytest.raises(ValueError, match=r"a job is|copies"):
        encoder(language, DPI.get(language, 203))(Dots(8, 1, b"\x01"), job, copies)


def test_frames_byte_for_byte() -> None:
    dots = Dots(16, 2, b"\xf0\x0f\x81\x18")
    assert tspl.encode(dots, "j", 3) == (
        b"\r\nREM j\r\nSIZE 2.0 mm,0.3 mm\r\nGAP 3 mm,0 mm\r\nDIRECTION 0\r\nREFERENCE 0,0\r\nCLS\r\n"
        b"BITMAP 0,0,2,2,0,\x0f\xf0\x7e\xe7\r\nPRINT 3,1\r\n"
    )
    assert epl.encode(dots, "j", 2) == b"\r\n;j\r\nN\r\nq16\r\nQ2,24\r\nGW0,0,2,2,\x0f\xf0\x7e\xe7\r\nP1\r\nP1\r\n"
    assert escpos.encode(dots, "j") == (
        b"\x1b@\x1dv0\x00\x02\x00\x02\x00\xf0\x0f\x81\x18\x1dVB\x00" + escpos.receipt("j", 0)
    )


def test_brother_tells_paper_and_lines_and_mirrors() -> None:
    data = brother.encode(Dots(8, 2, b"\xc0\x00"), "j", roll=brother.ROLLS[5])
    info = data[data.index(b"\x1biz") + 3 :][:10]
    assert info == bytes((0xCE, 0x0A, 62, 0, 2, 0, 0, 0, 0, 0))
    line = data[data.index(b"g\x00") :]
    body = unpack(line[3 : 3 + line[2]])
    assert len(body) == 90
    assert int.from_bytes(body) == 0b11 << 720 - 12 - 8  # 12 dots of margin at the right edge, which comes first
    assert line[3 + line[2] :] == b"Z\x1a"


@given(st.binary(max_size=400), st.integers(1, 300))
def test_packbits_there_and_back(line: bytes, run: int) -> None:
    for data in (line, line + b"\x07" * run + line):
        assert unpack(brother.pack(data)) == data


def test_what_does_not_fit_is_refused() -> None:
    wide = Dots(1600, 1, bytes(200))
    with pytest.raises(ValueError, match="dots"):
        escpos.encode(wide, "j")
    with pytest.raises(ValueError, match="dots"):
        brother.encode(wide, "j")
    with pytest.raises(ValueError, match="300 dpi"):
        encoder("brother", 203)
    with pytest.raises(ValueError, match="no such printer language"):
        encoder("dpl", 203)
