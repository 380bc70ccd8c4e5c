import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.framing import Lines, split_stx


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[a:b] for a, b in pairwise(edges)]


CUTS = st.lists(st.integers(0, 10_000), max_size=12)


@given(st.binary(max_size=300), CUTS)
def test_lines_do_not_depend_on_the_pieces(data: bytes, cuts: list[int]) -> None:
    lines = Lines(b"\r\n\t")
    frames = [frame for piece in pieces(data, cuts) for frame in lines.feed(piece)]
    wanted = [frame for frame in re.split(rb"[\r\n\t]", data)[:-1] if frame]
    assert frames == wanted
    assert lines.flush() == re.split(rb"[\r\n\t]", data)[-1]
    assert not lines.pending


@given(st.lists(st.integers(0, 20), max_size=8), CUTS)
def test_too_long_frames_are_dropped_whole(lengths: list[int], cuts: list[int]) -> None:
    data = b"".join(b"a" * length + b"\r" for length in lengths)
    lines = Lines(b"\r", limit=10)
    frames = [frame for piece in pieces(data, cuts) for frame in lines.feed(piece)]
    assert [len(frame) for frame in frames] == [length for length in lengths if 0 < length <= 10]
    assert lines.overflows == sum(length > 10 for length in lengths)


def test_the_limit_itself_is_no_overflow() -> None:
    lines = Lines()
    assert lines.feed(b"x" * 4096 + b"\r") == [b"x" * 4096]
    assert lines.feed(b"x" * 4097 + b"\rnext\n") == [b"next"]
    assert lines.overflows == 1


def test_a_dropped_overflow_does_not_swallow_the_next_frame() -> None:
    lines = Lines(limit=4)
    lines.feed(b"12345")
    assert lines.pending
    lines.drop()
    assert lines.feed(b"678\r") == [b"678"]


@pytest.mark.parametrize(
    ("data", "frames"),
    [
        (b"\x02a,b\x03\r\n\x02c\x03", [b"a,b", b"c"]),
        (b"noise\x02a\x03noise", [b"a"]),
        (b"\x02cut\x02whole\x03", [b"whole"]),
        (b"\x02open", []),
        (b"closed\x03", []),
        (b"\x03\x02\x03", [b""]),
    ],
)
def test_stx_frames(data: bytes, frames: list[bytes]) -> None:
    assert split_stx(data) == frames


@given(st.lists(st.binary(max_size=20).filter(lambda body: not set(body) & {2, 3})))
def test_stx_frames_come_back(bodies: list[bytes]) -> None:
    assert split_stx(b"".join(b"\x02" + body + b"\x03\r\n" for body in bodies)) == bodies
