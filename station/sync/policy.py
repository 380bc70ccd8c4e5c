"""What an answer of the service means: one pure function, one table. 200 alone moves nothing, and no answer whatever
takes a fact away."""

from typing import TypeVar

import msgspec
from msgspec import Struct

from station.wire import Feed, Problem, Stored

T = TypeVar("T")

LONGEST_RETRY_AFTER = 3600.0
"""Seconds: a longer wish of a server is taken for a mistake."""


class Answer(Struct, frozen=True):
    """What came back. status 0: nothing did (refused, cut, too slow). retry_after in seconds, 0 = not told."""

    status: int
    body: bytes = b""
    retry_after: float = 0.0


class Moved(Struct, frozen=True):
    """The service tells how far it holds this run, and the hash of that fact; to be compared with ours."""

    stored_through: int
    hash: str


class Rewind(Struct, frozen=True):
    """The service lacks facts before these; expected is the next it wants, 0 = from this run's first."""

    expected: int


class Halve(Struct, frozen=True):
    """Too much at once."""


class Later(Struct, frozen=True):
    """Nothing was decided: the same again, after at least `seconds` (0 = by our own back-off)."""

    reason: str
    seconds: float = 0.0


class Stopped(Struct, frozen=True):
    """A person must look. reason: unauthorized, forbidden, forked, malformed, too_large; at: the seq of a fork."""

    reason: str
    at: int = 0
    detail: str = ""


Verdict = Moved | Rewind | Halve | Later | Stopped


def classify(answer: Answer) -> Verdict:
    """The verdict on the answer to a batch."""
    match answer.status:
        case 200:
            stored = _read(answer.body, Stored)
            return Moved(stored.stored_through, stored.hash) if stored else Later("not the service")
        case 409:
            return _conflict(_read(answer.body, Problem))
        case 413:
            return Halve()
        case 422:
            return _stop(answer, "malformed")
        case _:
            return classify_other(answer)


def classify_other(answer: Answer) -> Later | Stopped:
    """The verdict on what is neither success nor about the facts themselves; holds for the feed too. Anything unknown
    (a captive portal, a proxy's 404) is tried again: only the service's own words may stop sync."""
    match answer.status:
        case 401:
            return _stop(answer, "unauthorized")
        case 403:
            return _stop(answer, "forbidden")
        case 0:
            return Later("network")
        case status:
            return Later(f"http {status}", min(answer.retry_after, LONGEST_RETRY_AFTER))


def classify_feed(answer: Answer) -> Feed | Later | Stopped:
    """A page of the feed, or why there is none."""
    if answer.status != 200:
        return classify_other(answer)
    feed = _read(answer.body, Feed)
    return feed if feed is not None else Later("not the service")


def _conflict(problem: Problem | None) -> Verdict:
    if problem is None:
        return Later("http 409")
    if problem.type == "gap":
        return Rewind(problem.expected)
    if problem.type == "forked":
        return Stopped("forked", problem.at, problem.title)
    return Later("http 409")


def _stop(answer: Answer, reason: str) -> Stopped:
    problem = _read(answer.body, Problem)
    detail = f"{problem.title} {problem.detail}".strip() if problem else ""
    return Stopped(reason, 0, detail)


def _read(body: bytes, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
