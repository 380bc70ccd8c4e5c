import pytest

from station.sync.client import seconds_told
from station.sync.policy import Answer, Halve, Later, Moved, Rewind, Stopped, Verdict, classify, classify_feed
from station.sync.worker import Tempo, backed_off
from station.wire import Feed, Problem, Stored, encode


def body(value: object) -> bytes:
    return encode(value).encode()


TABLE: list[tuple[Answer, Verdict]] = [
    (Answer(200, body(Stored(7, "ab"))), Moved(7, "ab")),
    (Answer(200, b"<html>please sign in</html>"), Later("not the service")),
    (Answer(200, b""), Later("not the service")),
    (Answer(200, b"\xff"), Later("not the service")),
    (Answer(204), Later("http 204")),
    (Answer(302), Later("http 302")),
    (Answer(0), Later("network")),
    (Answer(400), Later("http 400")),
    (Answer(404), Later("http 404")),
    (Answer(408), Later("http 408")),
    (Answer(425), Later("http 425")),
    (Answer(429, b"", 30.0), Later("http 429", 30.0)),
    (Answer(429, b"", 1e9), Later("http 429", 3600.0)),
    (Answer(500), Later("http 500")),
    (Answer(503, b"", 2.0), Later("http 503", 2.0)),
    (Answer(599), Later("http 599")),
    (Answer(401), Stopped("unauthorized")),
    (Answer(403), Stopped("forbidden")),
    (Answer(403, body(Problem("forbidden", "Revoked.", 403))), Stopped("forbidden", 0, "Revoked.")),
    (Answer(409, body(Problem("gap", "t", 409, expected=12))), Rewind(12)),
    (Answer(409, body(Problem("gap", "t", 409))), Rewind(0)),
    (Answer(409, body(Problem("forked", "t", 409, at=9))), Stopped("forked", 9, "t")),
    (Answer(409, body(Problem("odd", "t", 409))), Later("http 409")),
    (Answer(409, b"proxy"), Later("http 409")),
    (Answer(413), Halve()),
    (Answer(422, body(Problem("malformed", "No.", 422, "seq 3"))), Stopped("malformed", 0, "No. seq 3")),
]


@pytest.mark.parametrize(("answer", "verdict"), TABLE, ids=lambda value: str(getattr(value, "status", "")))
def test_every_answer_has_its_verdict(answer: Answer, verdict: Verdict) -> None:
    assert classify(answer) == verdict


def test_answers_to_the_feed() -> None:
    feed = Feed(3, ())
    assert classify_feed(Answer(200, body(feed))) == feed
    assert classify_feed(Answer(200, b"{}")) == Later("not the service")
    assert classify_feed(Answer(401)) == Stopped("unauthorized")
    assert classify_feed(Answer(422)) == Later("http 422")


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("", 0.0),
        ("17", 17.0),
        ("soon", 0.0),
        ("-3", 0.0),
        ("Sun, 22 Nov 2026 10:01:00 GMT", 60.0),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_read_as_seconds(told: str, seconds: float) -> None:
    assert seconds_told({"retry-after": told, "date": "Sun, 22 Nov 2026 10:00:00 GMT"}) == seconds


def test_waiting_grows_is_bounded_and_spread() -> None:
    tempo = Tempo(first=1, longest=20)
    assert [backed_off(tempo, n, 1.0) for n in (1, 2, 3, 4, 5, 6, 500)] == [1, 2, 4, 8, 16, 20, 20]
    assert backed_off(tempo, 3, 0.0) == 2
