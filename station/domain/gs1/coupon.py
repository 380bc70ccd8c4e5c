"""North American coupon codes: AI (8110) after the Coupon Application Guideline of GS1 US, AI (8112) after the positive
offer file. They lie in returned boxes and must be told from product codes, no more."""

from calendar import monthrange
from collections.abc import Callable

ANY = "0123456789"
PREFIX = "0123456"
"""Length digits of a company prefix: six digits and so many more."""
SHORT = "12345"
REQUIREMENT = "012349"
NO_PREFIX = 9
"""Length digit of an optional prefix that is not there."""


class Broken(Exception):
    """A coupon ends here; carries the word for why."""


class Digits:
    """A coupon's digits, taken from the front. What cannot be taken raises Broken."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def begins(self, digit: str) -> bool:
        """Takes the digit that announces an optional field, where it stands there."""
        there = self._text.startswith(digit, self._at)
        self._at += there
        return there

    def left(self) -> int:
        return len(self._text) - self._at

    def take(self, count: int, truncated: str) -> str:
        if self.left() < count:
            raise Broken(truncated)
        self._at += count
        return self._text[self._at - count : self._at]

    def one(self, allowed: str, missing: str, invalid: str) -> int:
        digit = self.take(1, missing)
        if digit not in allowed:
            raise Broken(invalid)
        return int(digit)

    def sized(self, allowed: str, base: int, name: str, vli: str = "") -> None:
        """A length digit, then so many digits and `base` more."""
        size = self.one(allowed, f"missing_{vli or name}_vli", f"invalid_{name}_length")
        self.take(size + base, f"truncated_{name}")


def coupon(text: str) -> str:
    """Empty, or the word for what is wrong with the value of (8110)."""
    return _judge(text, _coupon)


def offer(text: str) -> str:
    """Empty, or the word for what is wrong with the value of (8112)."""
    return _judge(text, _offer)


def _judge(text: str, walk: Callable[[Digits], None]) -> str:
    if not (text.isascii() and text.isdigit()):
        return "non_digit_character"
    digits = Digits(text)
    try:
        walk(digits)
    except Broken as broken:
        return f"coupon_{broken}"
    return "coupon_excess_data" if digits.left() else ""


def _offer(digits: Digits) -> None:
    digits.one("01", "missing_format_code", "invalid_format_code")
    digits.sized(PREFIX, 6, "funder")
    digits.take(6, "truncated_offer_code")
    digits.sized(ANY, 6, "serial_number")


def _coupon(digits: Digits) -> None:
    digits.sized(PREFIX, 6, "gcp")
    digits.take(6, "truncated_offer_code")
    digits.sized(SHORT, 0, "save_value")
    _purchase(digits, "1st")
    if digits.begins("1"):
        rules = "additional_purchase_rules_code"
        digits.one("0123", f"missing_{rules}", f"invalid_{rules}")
        _further(digits, "2nd")
    if digits.begins("2"):
        _further(digits, "3rd")
    expires = _day(digits, "expiration", "exipiration") if digits.begins("3") else ""
    starts = _day(digits, "start", "start") if digits.begins("4") else ""
    if expires and starts and expires < starts:
        raise Broken("expiration_before_start")
    _rest(digits)


def _purchase(digits: Digits, which: str) -> None:
    digits.sized(SHORT, 0, f"{which}_purchase_requirement")
    code = f"{which}_purchase_requirement_code"
    digits.one(REQUIREMENT, f"missing_{code}", f"invalid_{code}")
    digits.take(3, f"truncated_{which}_purchase_family_code")


def _further(digits: Digits, which: str) -> None:
    """A second or third purchase names a company of its own, or none."""
    _purchase(digits, which)
    name = f"{which}_purchase_gcp"
    size = digits.one(f"{PREFIX}{NO_PREFIX}", f"missing_{name}_vli", f"invalid_{name}_length")
    if size != NO_PREFIX:
        digits.take(size + 6, f"truncated_{name}")


def _day(digits: Digits, name: str, spelt: str) -> str:
    """Six digits of a date; the published word for a bad expiration date is misspelt."""
    text = digits.take(6, f"too_short_for_{name}_date")
    month, day = int(text[2:4]), int(text[4:])
    if not (1 <= month <= 12 and 1 <= day <= monthrange(2000 + int(text[:2]), month)[1]):
        raise Broken(f"invalid_{spelt}_date")
    return text


def _rest(digits: Digits) -> None:
    """Serial number, retailer and the flags."""
    if digits.begins("5"):
        digits.sized(ANY, 6, "serial_number")
    if digits.begins("6"):
        digits.sized("1234567", 6, "retailer_gcp_or_gln")
    if digits.begins("9"):
        digits.one("01256", "missing_save_value_code", "invalid_save_value_code")
        item = "save_value_applies_to_item"
        digits.one("012", f"missing_{item}", f"invalid_{item}")
        digits.one(ANY, "missing_store_coupon_flag", "")
        digits.one("01", "missing_dont_multiply_flag", "invalid_dont_multiply_flag")
