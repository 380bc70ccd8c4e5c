"""What the components of a GS1 value must be beyond their length and characters: check digits, dates, codes from
lists. Each check takes the component and gives "" or one word for what is wrong (the words of the GS1 syntax tests,
in small letters)."""

from calendar import monthrange
from collections.abc import Callable

from station.domain.gs1.codes import ALPHA2, COUNTRIES, CURRENCIES, PACKAGES
from station.domain.gs1.coupon import coupon, offer
from station.domain.gs1.digits import check_digit, digits

CSET82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
CSET32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
SHORTEST_PREFIX = 4
SHORTEST_IBAN = 11


def _check(text: str) -> str:
    return "" if check_digit(text[:-1]) == text[-1] else "incorrect_check_digit"


def _pair(text: str) -> str:
    """Two check characters over the 82 (GS1 General Specifications 7.9.5): weights are primes from the right, modulo
    1021, written in two of 32 characters."""
    if len(text) < 2:
        return "too_short_for_check_pair"
    if any(c not in CSET32 for c in text[-2:]):
        return "invalid_cset32_character"
    total = sum(CSET82.index(c) * weight for c, weight in zip(reversed(text[:-2]), PRIMES, strict=False)) % 1021
    return "" if CSET32[total >> 5] + CSET32[total & 31] == text[-2:] else "incorrect_check_pair"


def _prefix(text: str) -> str:
    if len(text) < SHORTEST_PREFIX:
        return "too_short_for_gcp"
    return "" if digits(text[:SHORTEST_PREFIX]) else "invalid_gcp_prefix"


def _prefix2(text: str) -> str:
    return _prefix(text[1:])


def _longday(text: str) -> str:
    return _date(int(text[:4]) or 4, text[4:])


def _day(text: str) -> str:
    return _date(2000 + int(text[:2]), text[2:])


def _day0(text: str) -> str:
    return _date(2000 + int(text[:2]), text[2:], first=0)


def _date(year: int, text: str, first: int = 1) -> str:
    month, day = int(text[:2]), int(text[2:])
    if not 1 <= month <= 12:
        return "illegal_month"
    return "" if first <= day <= monthrange(year, month)[1] else "illegal_day"


def _time(text: str) -> str:
    return _hour(text[:2]) or _minute(text[2:])


def _hour(text: str) -> str:
    return "" if text < "24" else "illegal_hour"


def _minute(text: str) -> str:
    return "" if text < "60" else "illegal_minute"


def _second(text: str) -> str:
    return "" if text < "60" else "illegal_second"


def _country999(text: str) -> str:
    return "" if text == "999" or text in COUNTRIES else "not_iso3166_or_999"


def _percent(text: str) -> str:
    escapes = text.split("%")[1:]
    whole = all(len(e) >= 2 and all(c in "0123456789ABCDEFabcdef" for c in e[:2]) for e in escapes)
    return "" if whole else "invalid_percent_sequence"


def _importer(text: str) -> str:
    if len(text) != 1:
        return "importer_idx_must_be_one_character"
    return "" if text.isalnum() or text in "-_" else "invalid_import_idx_character"


def _sequence(text: str) -> str:
    position, slash, end = text.partition("/")
    if not (slash and digits(position) and digits(end)):
        return "position_in_sequence_malformed"
    if position[0] == "0" or end[0] == "0":
        return "illegal_zero_prefix"
    return "" if int(position) <= int(end) else "position_exceeds_end"


def _pieces(text: str) -> str:
    half = len(text) // 2
    piece, total = int(text[:half]), int(text[half:])
    if not piece:
        return "zero_piece_number"
    if not total:
        return "zero_total_pieces"
    return "" if piece <= total else "piece_number_exceeds_total"


def _iban(text: str) -> str:
    """ISO 13616: the first four characters go last, letters become 10 to 35, the number modulo 97 is 1."""
    if len(text) < SHORTEST_IBAN:
        return "iban_too_short"
    if not all(c.isdigit() or "A" <= c <= "Z" for c in text):
        return "invalid_iban_character"
    if text[:2] not in ALPHA2:
        return "illegal_iban_country_code"
    number = "".join(str(int(c, 36)) for c in text[4:] + text[:4])
    return "" if int(number) % 97 == 1 else "incorrect_iban_checksum"


def _unpadded(text: str) -> str:
    return "illegal_zero_prefix" if len(text) > 1 and text[0] == "0" else ""


def _medium(text: str) -> str:
    return "" if "01" <= text <= "10" or "80" <= text <= "99" else "invalid_media_type"


def _allowed(values: "frozenset[str] | str", fault: str) -> Callable[[str], str]:
    return lambda text: "" if text in values else fault


CHECKS: dict[str, Callable[[str], str]] = {
    "check": _check,
    "pair": _pair,
    "prefix": _prefix,
    "prefix2": _prefix2,
    "day0": _day0,
    "day": _day,
    "longday": _longday,
    "time": _time,
    "hour": _hour,
    "minute": _minute,
    "second": _second,
    "country": _allowed(COUNTRIES, "not_iso3166"),
    "country999": _country999,
    "alpha2": _allowed(ALPHA2, "not_iso3166_alpha2"),
    "currency": _allowed(CURRENCIES, "not_iso4217"),
    "package": _allowed(PACKAGES, "invalid_package_type"),
    "percent": _percent,
    "yesno": _allowed("01", "not_zero_or_one"),
    "winding": _allowed("019", "invalid_winding_direction"),
    "sex": _allowed("0129", "invalid_biological_sex_code"),
    "latitude": lambda text: "" if int(text) <= 1_800_000_000 else "invalid_latitude",
    "longitude": lambda text: "" if int(text) <= 3_600_000_000 else "invalid_longitude",
    "minus": lambda text: "" if not text.strip("-") else "not_hyphen",
    "nonzero": lambda text: "" if text.strip("0") else "illegal_zero_value",
    "zero": lambda text: "not_zero" if text.strip("0") else "",
    "letter": lambda text: "requires_non_digit_character" if digits(text) else "",
    "importer": _importer,
    "sequence": _sequence,
    "pieces": _pieces,
    "iban": _iban,
    "unpadded": _unpadded,
    "medium": _medium,
    "coupon": coupon,
    "offer": offer,
}
