"""Texts: languages and their fallbacks, plurals, numbers, days and money."""

import gettext
import io
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files

import pytest

from resources.compile import mo_bytes
from station import texts


def catalogue(**words: str) -> gettext.NullTranslations:
    return gettext.GNUTranslations(io.BytesIO(mo_bytes(words)))


@pytest.mark.parametrize(
    ("wish", "got"),
    [
        ("en", "en"),
        ("en_GB.UTF-8", "en"),
        ("zh_CN", "zh_CN"),
        ("zh-Hant-HK", "zh_TW"),
        ("zh_TW", "zh_TW"),
        ("zh", "zh_CN"),
        ("es-MX", "es"),
        ("C", "en"),
        ("", "en"),
    ],
)
def test_the_nearest_language_serves(wish: str, got: str) -> None:
    assert texts.nearest(wish) == got


def test_every_language_says_its_own_word() -> None:
    said = {texts.say(lang, "route.return_to_vendor") for lang in texts.languages()}
    assert len(said) == len(texts.languages()) == 4
    assert "route.return_to_vendor" not in said


OWN = {
    "why.too_old": "too old",
    "check.lid_whole": "lid whole",
    "check.lid_whole.not_sure": "not sure",
    "reason.x": "x",
}


@pytest.mark.parametrize("key", OWN)
def test_names_that_a_site_has_chosen_are_said_in_plain_letters(key: str) -> None:
    assert {texts.say(lang, key) for lang in texts.languages()} == {OWN[key]}
    assert not texts.has("en", key)


def test_spanish_addresses_people_in_one_form() -> None:
    """As titles and notices do (usted), so do the checklists."""
    said = (files("resources") / "locale/es/LC_MESSAGES/returns.po").read_text("utf-8")
    familiar = r'^msgstr "(?:.*[.:;?!] )?(?:Mira|Busca|Quita|Ponlo|Escanea|Pega|Pulsa|Escribe|Abre|prueba)\b(?! de).*'
    assert re.findall(familiar, said, re.MULTILINE) == []


def test_every_reason_to_refuse_a_row_has_a_short_form_for_the_summary() -> None:
    said = (files("resources") / "locale/en/LC_MESSAGES/returns.po").read_text("utf-8")
    reasons = re.findall(r'^msgid "(import\.refused\.[^"]+)"', said, re.MULTILINE)
    assert reasons
    assert [key for key in reasons if not texts.has("en", key.replace(".refused.", ".why."))] == []


def test_an_unknown_key_is_said_as_it_stands() -> None:
    assert texts.say("es", "no.such_key") == "no.such_key"
    assert texts.say("es", "no.such_key", n=3) == "no.such_key"
    assert not texts.has("es", "no.such_key")
    assert texts.say("es", "") == ""


def test_placeholders_are_filled_and_missing_ones_stay_visible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_catalogue", lambda _: catalogue(greet="{who} at {place}"))
    assert texts.say("en", "greet", who="{x}", place="7") == "{x} at 7"
    assert texts.say("en", "greet", who="A") == "A at {place}"
    assert texts.say("en", "greet") == "{who} at {place}"


def test_english_stands_in_where_a_language_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_catalogue", lambda lang: catalogue(only="here") if lang == "en" else catalogue())
    assert texts.say("zh_TW", "only") == "here"


def test_plurals_follow_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {
        "en": catalogue(**{"unit.one": "{n} unit", "unit.other": "{n} units"}),
        "zh_CN": catalogue(**{"unit.other": "{n} 件"}),
    }
    monkeypatch.setattr(texts, "_catalogue", lambda lang: words[lang])
    assert texts.say_n("en", "unit", 1) == "1 unit"
    assert texts.say_n("en", "unit", 0) == "0 units"
    assert texts.say_n("en", "unit", 1240) == "1,240 units"
    assert texts.say_n("zh_CN", "unit", 1) == "1 件"


def test_numbers_have_the_marks_of_the_language() -> None:
    assert texts.number("en", 1234567) == "1,234,567"
    assert texts.number("es", 1234567) == "1.234.567"
    assert [texts.permille(lang, 125) for lang in ("en", "es")] == ["12.5 %", "12,5 %"]
    assert [texts.permille("en", n) for n in (0, 1000)] == ["0 %", "100 %"]


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (123456, "EUR", "€1,234.56"),
        (1200, "EUR", "€12.00"),
        (-5, "USD", "-$0.05"),
        (1234, "JPY", "¥1,234"),
        (1234, "KWD", "KWD\N{NO-BREAK SPACE}1.234"),
        (1234, "IQD", "IQD\N{NO-BREAK SPACE}1.234"),
        (1234, "AFN", "AFN\N{NO-BREAK SPACE}12.34"),
        (100, "XXQ", "XXQ\N{NO-BREAK SPACE}1.00"),
    ],
)
def test_money_keeps_every_digit(minor: int, currency: str, said: str) -> None:
    assert texts.money("en", minor, currency) == said


def test_money_in_spanish_and_chinese() -> None:
    assert texts.money("es", 123456, "EUR") == "1.234,56\N{NO-BREAK SPACE}€"
    assert texts.money("zh_CN", 123456, "CNY") == "¥1,234.56"


def test_days_and_times_are_those_of_the_moments_own_zone() -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert texts.date("en", late) == "Mar 1, 2026"
    assert texts.clock("es", late) == "23:30"
    assert texts.moment("zh_CN", late.astimezone(UTC)).startswith("2026年3月2日")
    assert texts.date("es", date(2026, 3, 1), "short") == "1/3/26"


def test_saying_a_text_does_not_load_babel() -> None:
    code = "import sys; from station import texts; texts.say('es', 'route.restock'); sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
