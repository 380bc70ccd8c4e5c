"""Which stretch of the journal a span of time is, found by halving instead of by an index that each step pays for.
Pure: asks for the time of single facts only."""

from bisect import bisect_left
from collections.abc import Callable

import msgspec
from msgspec import Struct

SLACK = 2000
"""Facts that are looked at beyond both ends, as a clock may be set back while the station works."""


class _At(Struct):
    at: str


_times = msgspec.json.Decoder(_At)


def at(record: str) -> str:
    """The time of a fact from its text, without the rest."""
    return _times.decode(record).at


def stretch(head: int, time_of: Callable[[int], str], start: str, end: str) -> tuple[int, int]:
    """First and last seq between which all facts of [start, end) lie; some in it may not, so the reader compares each
    one's own time. Times are UTC text. Clock jumps: a clock that ran backwards for at most SLACK facts
    hides none; one set wrong for longer is a matter for the service, which knows the offset."""
    seqs = range(1, head + 1)
    first = bisect_left(seqs, start, key=time_of) + 1
    last = bisect_left(seqs, end, key=time_of)
    return max(1, first - SLACK), min(head, last + SLACK)
