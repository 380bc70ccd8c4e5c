"""Which carriers may have given a number: formats with their check digits, never a guess. All that fit are named.
Sources: the carriers' published number formats; UPU S10 for posts."""

import re
from collections.abc import Callable

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def _s10(text: str) -> bool:
    total = sum(int(d) * w for d, w in zip(text[2:10], _S10_WEIGHTS, strict=True))
    check = 11 - total % 11
    return int(text[10]) == {10: 0, 11: 5}.get(check, check)


def _ups(text: str) -> bool:
    values = [int(c) if c.isdigit() else (ord(c) - 3) % 10 for c in text[2:17]]
    total = sum(values[0::2]) + 2 * sum(values[1::2])
    return text[17].isdigit() and (10 - total % 10) % 10 == int(text[17])


def _usps(text: str) -> bool:
    digits = [int(c) for c in re.sub(r"^420(\d{5}|\d{9})(?=9\d{21}$)", "", text)]
    total = sum(d * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits[:-1])))
    return (10 - total % 10) % 10 == digits[-1]


def _fedex(text: str) -> bool:
    total = sum(int(d) * w for d, w in zip(text[:11], (3, 1, 7) * 4, strict=False))
    return total % 11 % 10 == int(text[11])


def _dhl(text: str) -> bool:
    return int(text[:9]) % 7 == int(text[9])


FORMATS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("UPS", re.compile(r"1Z[A-Z0-9]{15}\d", re.ASCII), _ups),
    ("Post", re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}", re.ASCII), _s10),
    ("USPS", re.compile(r"(420(\d{5}|\d{9}))?9\d{21}|\d{20}", re.ASCII), _usps),
    ("FedEx", re.compile(r"\d{12}", re.ASCII), _fedex),
    ("DHL", re.compile(r"\d{10}", re.ASCII), _dhl),
)


def carriers(text: str) -> tuple[str, ...]:
    """Names of all carriers whose format and check digit the number satisfies; text is upper case without blanks."""
    return tuple(name for name, shape, check in FORMATS if shape.fullmatch(text) and check(text))
