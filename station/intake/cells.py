"""What one cell says: whole numbers, money, dates, codes, words of a list. Refuses in doubt, never guesses; no
floats."""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from station.intake.refusals import RowRefused

YES, NO = ("1", "yes", "true", "y", "si", "sí", "是", "x"), ("0", "no", "false", "n", "否")
WHOLE_UNITS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
MILS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
FORMULA_FAULTS = frozenset(
    "#N/A #REF! #NAME? #VALUE! #DIV/0! #NULL! #NUM! #SPILL! #CALC! #FIELD! #GETTING_DATA "
    "#NV #BEZUG! #WERT! #ZAHL! #¡REF! #¿NOMBRE? #¡VALOR! #¡DIV/0! #¡NULO! #¡NUM!".split()
)
"""What a spreadsheet writes where a formula came to nothing, in English, German and Spanish (Chinese has the English
ones)."""
LARGEST = 10**12
"""Money and quantities beyond this are a slip of the keyboard, not goods."""

_whole = re.compile(r"[+-]?\d+(\.0+)?")
_scientific = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_plain = re.compile(r"[+-]?\d+([.,]\d+)?")
_turned = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}|\d{2}:\d{2}:\d{2}|true|false")
_dates_iso = re.compile(r"\d{4}-\d{2}-\d{2}.*")


def whole(column: str, cell: str) -> int:
    """A whole number, as 7, -7 or 7.0."""
    if not cell.isascii() or not _whole.fullmatch(cell):
        raise RowRefused("import.refused.number", column=column, cell=cell)
    value = int(cell.partition(".")[0])
    if abs(value) > LARGEST:
        raise RowRefused("import.refused.number", column=column, cell=cell)
    return value


@lru_cache(4096)
def money(column: str, cell: str, currency: str, decimal: str = "") -> int:
    """Minor units of the currency. `1,250`, or `1.250` where the currency has no such places, is refused unless the
    mapping says which sign is the decimal one."""
    places = digits(currency)
    text = _with_point(re.sub(r"[\s']", "", cell), decimal or ("." if places == 3 and "," not in cell else ""))
    try:
        amount = Decimal(text).scaleb(places)
    except InvalidOperation:
        raise RowRefused("import.refused.money", column=column, cell=cell) from None
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount <= LARGEST:
        raise RowRefused("import.refused.money", column=column, cell=cell)
    return int(amount)


def _with_point(text: str, decimal: str) -> str:
    """The number with a decimal point and no separators of thousands; empty where it cannot be read without doubt."""
    if not decimal and "," in text and "." in text:
        decimal = max(",.", key=text.rindex)
    if decimal:
        other = "," if decimal == "." else "."
        return text.replace(other, "").replace(decimal, ".") if _grouped(text, other, decimal) else ""
    doubtful = len(text.replace(",", ".").partition(".")[2]) == 3  # 1,250 may be a thousand, or one and a bit
    return "" if doubtful or not text.isascii() or not _plain.fullmatch(text) else text.replace(",", ".")


def _grouped(text: str, other: str, decimal: str) -> bool:
    o, d = re.escape(other), re.escape(decimal)
    return text.isascii() and bool(re.fullmatch(rf"[+-]?(\d+|\d{{1,3}}({o}\d{{3}})+)({d}\d+)?", text))


def digits(currency: str) -> int:
    """Decimal places of a currency (ISO 4217; the CLDR's own figures round differently)."""
    return 0 if currency in WHOLE_UNITS else 3 if currency in MILS else 2


@cache
def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows the code."""
    from babel.numbers import is_currency as known

    return known(code, "en")


@lru_cache(1024)
def moment(column: str, cell: str, patterns: tuple[str, ...], tz: str) -> str:
    """UTC text with microseconds; a time without zone is the site's. ISO, or one of the mapping's patterns."""
    try:
        found = datetime.fromisoformat(cell) if _dates_iso.fullmatch(cell) else _by_pattern(cell, patterns)
        there = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(tz))
        utc = (there - (there.utcoffset() or timedelta())).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise RowRefused("import.refused.date", column=column, cell=cell) from None
    return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def _by_pattern(cell: str, patterns: tuple[str, ...]) -> datetime:
    for pattern in patterns:
        try:
            return datetime.strptime(cell, pattern)  # noqa: DTZ007  # the caller gives it the site's zone
        except ValueError:
            continue
    raise ValueError(cell)


def word(column: str, cell: str, allowed: tuple[str, ...]) -> str:
    """One of a list of words, case and spaces aside."""
    said = cell.casefold().replace(" ", "_").replace("-", "_")
    for one in allowed:
        if one.casefold() == said:
            return one
    raise RowRefused("import.refused.word", column=column, cell=cell, allowed=", ".join(allowed))


def truth(column: str, cell: str) -> bool:
    """Yes or no."""
    said = cell.casefold()
    if said not in YES + NO:
        raise RowRefused("import.refused.word", column=column, cell=cell, allowed="yes, no")
    return said in YES


def code(column: str, cell: str) -> str:
    """An identifier. Refused is what a spreadsheet made of one: the fault of a formula, a rounded number (9.78E+12),
    whose last digits are lost, a moment or a truth value (a sheet's cells tell no other way that they are no text)."""
    if cell.upper() in FORMULA_FAULTS:
        raise RowRefused("import.refused.formula", column=column, cell=cell)
    if _scientific.fullmatch(cell):
        raise RowRefused("import.refused.scientific", column=column, cell=cell)
    if _turned.fullmatch(cell):
        raise RowRefused("import.refused.turned", column=column, cell=cell)
    if len(cell) > 80:
        raise RowRefused("import.refused.too_long", column=column, cell=cell)
    return cell


def gtin_fault(text: str) -> bool:
    """True where a text looks like a GTIN (8, 12, 13 or 14 digits) and its check digit is wrong (GS1, modulo 10)."""
    if len(text) not in (8, 12, 13, 14) or not (text.isascii() and text.isdigit()):
        return False
    total = sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(text[:-1])))
    return (total + int(text[-1])) % 10 != 0
