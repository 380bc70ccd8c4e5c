"""Every word that a human reads: texts by key from one gettext catalogue; numbers, dates and money in local form.

Responsible for the choice of language and for filling in; the words stand in `resources/locale`. A text is never a
reason to fail: what a language lacks is said in English, and an unknown key is said as it stands. Babel is imported
when the first number, date or plural is asked for, because it would cost the window a tenth of its start.
"""

import datetime as dt
import gettext
import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("en", "zh_CN", "zh_TW", "es")
NAMES = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文", "es": "Español"}

# Digits after the point by ISO 4217; all others have two. The CLDR's own figures round differently (IQD, AFN and more).
_NO_MINOR = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_DIGITS = {
    **dict.fromkeys(_NO_MINOR.split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}

OF_THE_SITE = ("why.", "check.", "flag.", "channel.", "reason.")
"""Keys that end in a name which a site's own policy, checklist or office has chosen."""

Width = Literal["short", "medium", "long"]


class _Arguments(dict[str, object]):
    """What was not given stays visible as its placeholder."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def languages() -> tuple[str, ...]:
    """All languages that a text can be had in, English first."""
    return LANGUAGES


def name_of(lang: str) -> str:
    """A language's name in that language, for the list to choose from."""
    return NAMES[nearest(lang)]


@cache
def nearest(lang: str) -> str:
    """The language that serves a wish best: `zh-Hant-HK` -> zh_TW, `es_MX.UTF-8` -> es, what is not known -> en."""
    first, *rest = lang.partition(".")[0].replace("-", "_").lower().split("_")
    if first == "zh":
        return "zh_TW" if {"tw", "hk", "mo", "hant"} & set(rest) else "zh_CN"
    return first if first in LANGUAGES else "en"


def say(lang: str, key: str, /, **args: object) -> str:
    """The text of a key with its `{name}` placeholders filled; where no language has it, the key itself, or, where a
    site may have chosen the name, that name in plain letters (`why.too_old` -> "too old")."""
    text = _find(nearest(lang), key) or _own_name(key)
    return text.format_map(_Arguments(args)) if args else text


def say_n(lang: str, key: str, n: int, /, **args: object) -> str:
    """The text of `key.one`, `key.other` (or another plural form of the language); `{n}` is the number, formatted."""
    form = str(_locale(nearest(lang)).plural_form(n))
    chosen = f"{key}.{form}" if has(lang, f"{key}.{form}") else f"{key}.other"
    return say(lang, chosen, **{"n": number(lang, n), **args})


def has(lang: str, key: str) -> bool:
    """Whether some text stands behind the key, in this language or in English."""
    return _find(nearest(lang), key) is not None


def number(lang: str, n: int | Decimal) -> str:
    """A number with the language's own marks: 1,234 or 1.234."""
    from babel.numbers import format_decimal

    return format_decimal(n, locale=_locale(nearest(lang)), decimal_quantization=False)


def permille(lang: str, n: int) -> str:
    """Thousandths as per cent with the language's own marks: 12.5 % or 12,5 %."""
    return f"{number(lang, Decimal(n) / 10)} %"


def date(lang: str, day: dt.date, width: Width = "medium") -> str:
    """A day; of a moment (datetime), the day in the moment's own time zone."""
    from babel.dates import format_date

    return format_date(day, width, locale=_locale(nearest(lang)))


def clock(lang: str, moment: dt.datetime, width: Width = "short") -> str:
    """The time of day, in the moment's own time zone."""
    from babel.dates import format_time

    return format_time(moment, width, tzinfo=moment.tzinfo, locale=_locale(nearest(lang)))


def moment(lang: str, when: dt.datetime, width: Width = "medium") -> str:
    """Day and time of day, in the moment's own time zone."""
    from babel.dates import format_datetime

    return format_datetime(when, width, tzinfo=when.tzinfo, locale=_locale(nearest(lang)))


def money(lang: str, minor: int, currency: str) -> str:
    """An amount in minor units (cents) of an ISO 4217 code: 123456, EUR -> €1,234.56. No digit is rounded away."""
    from babel.numbers import format_currency

    digits = _DIGITS.get(currency, 2)
    amount = Decimal(minor).scaleb(-digits)
    said = format_currency(amount, currency, locale=_locale(nearest(lang)), decimal_quantization=False)
    return re.sub(
        rf"(?<={re.escape(currency)})(?=\d)", "\N{NO-BREAK SPACE}", said
    )  # a code, unlike a sign, stands apart


def country(lang: str, code: str) -> str:
    """A country's name by its ISO 3166 code of two letters; the code where it has none."""
    return str(_locale(nearest(lang)).territories.get(code, code))


def _own_name(key: str) -> str:
    return key.rpartition(".")[2].replace("_", " ") if key.startswith(OF_THE_SITE) else key


def _find(lang: str, key: str) -> str | None:
    for tried in (lang, "en"):
        text = _catalogue(tried).gettext(key) if key else key
        if text != key:
            return text
    return None


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    """All texts of a language; a catalogue that knows no key where the file is missing."""
    path = files("resources") / "locale" / lang / "LC_MESSAGES" / "returns.mo"
    try:
        with path.open("rb") as stream:
            return gettext.GNUTranslations(stream)
    except FileNotFoundError:
        return gettext.NullTranslations()


@cache
def _locale(lang: str) -> "Locale":
    from babel import Locale

    return Locale.parse(lang)
