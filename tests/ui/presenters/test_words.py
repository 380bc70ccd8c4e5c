"""Keys to words, times, tails."""

from datetime import datetime, timedelta, timezone

import pytest

from station.domain.notices import Text
from ui.presenters.words import Words, age_words, lpn_words, tracking_tail, when_words

NOW = datetime(2026, 11, 22, 0, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-21T23:10:00.000000Z", "today 00:10"),
        ("2026-11-21T22:59:00.000000Z", "yesterday 23:59"),
        ("2026-11-02T08:00:00.000000Z", "Nov 2, 2026 09:00"),
        ("not a time", "not a time"),
    ],
)
def test_a_time_is_told_in_the_sites_zone(at: str, said: str) -> None:
    assert when_words(at, NOW, Words("en")) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (47 * 60, "47 h"), (48 * 60, "2 d"), (-5, "0 min")]
)
def test_an_age_is_one_figure(minutes: int, said: str) -> None:
    at = (NOW - timedelta(minutes=minutes)).isoformat()
    assert age_words(at, NOW, Words("en")) == said


def test_arguments_that_are_keys_are_put_into_words_first() -> None:
    text = Text("ui.why", {"why": "@route.resale,@route.restock"})
    assert Words("en").text(text) == "Why: Resale, Restock"
    assert Words("zh_CN").text(text).count("、") == 1


def test_an_unknown_key_shows_itself_but_a_missing_hint_is_none() -> None:
    words = Words("es")
    assert words.text(Text("step.nobody_knows")) == "step.nobody_knows"
    assert words.hint(Text("step.nobody_knows.hint")) == ""
    assert words.hint(Text("What a person wrote")) == "What a person wrote"
    assert words.text(None) == ""


def test_a_language_nobody_knows_is_english() -> None:
    assert Words("xx").lang == "en"


def test_tails_and_plates() -> None:
    assert tracking_tail("UPS", "1Z999AA10123456784") == "UPS · · · 6784"
    assert tracking_tail("", "12345") == "12345"
    assert tracking_tail("", "") == ""
    assert lpn_words("K7Q2M9XW4TRD") == "K7Q2 M9XW 4TRD"
