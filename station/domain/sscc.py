"""Serial Shipping Container Codes: built, shown, and given. Responsible for the digits alone; whether a number is taken
knows the station's file."""

import re

from station.domain import ids
from station.domain.gs1.digits import check_digit
from station.domain.stationery import Company

_PREFIX = re.compile(r"[0-9]{4,12}")


def sscc(prefix: str, serial: int, extension: int = 0) -> str:
    """18 digits: extension, company prefix, serial, check digit (GS1 General Specifications, 3.2).

    ValueError for a prefix that is not 4 to 12 digits, or a serial that has no room beside it: a serial is never cut.
    """
    room = 16 - len(prefix)
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"a GS1 company prefix is 4 to 12 digits, not {prefix!r}")
    if not 0 <= extension <= 9 or not 0 <= serial < 10**room:
        raise ValueError(f"an SSCC of prefix {prefix} has serials 0 to {10**room - 1}, not {serial} ({extension})")
    payload = f"{extension}{prefix}{serial:0{room}}"
    return payload + check_digit(payload)


def fresh(company: Company, stamp: ids.Stamp, n: int = 0) -> str:
    """The n-th new number of this stamp: this station's own digits, then random ones that fill all the room (extension
    digit included). Never a counter: a restore or a clone would repeat it, and there is none to be lost."""
    room = 17 - len(company.prefix) - len(company.digits)
    number = int(ids.salt(stamp, f"sscc{n}"), 16) % 10**room
    digits = company.digits + (f"{number:0{room}}" if room else "")
    return sscc(company.prefix, int(digits[1:]), int(digits[0]))


def shown(prefix: str, whole: str) -> str:
    """As people read it: (00), extension, prefix, serial, check digit; one of another prefix in one piece."""
    if not prefix or not whole[1:].startswith(prefix):
        return f"(00) {whole}"
    return f"(00) {whole[0]} {whole[1 : 1 + len(prefix)]} {whole[1 + len(prefix) : 17]} {whole[17]}"
