"""What scales of each protocol say: the far end of `scale_words.py`, for the demo and for tests. Pure.

Written from the makers' side: digits of a display, states and noise; it shares no table with the drivers.
"""

from fractions import Fraction
from typing import Literal

ScaleMood = Literal[
    "stable", "motion", "overload", "under_zero", "busy", "silent", "unknown_unit", "noise", "jumping", "faulty"
]

_PER_GRAM = {
    "g": Fraction(1),
    "kg": Fraction(1, 1000),
    "lb": 1 / Fraction("453.59237"),
    "oz": 1 / Fraction("28.349523125"),
}
_STEP = {"g": 0, "kg": 3, "lb": 3, "oz": 2}
NOISE = b"\x91\xa5\x00\xff~\x8d\x13"
"""What a line at another speed sounds like: no protocol's frame, and none of their ends."""


def display(grams: int, unit: str) -> str:
    """The figures on the scale: as many places as it shows, rounded as it rounds."""
    places = _STEP[unit]
    steps = round(grams * _PER_GRAM[unit] * 10**places)
    whole, rest = divmod(steps, 10**places)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)


def sics(grams: int, mood: str, unit: str) -> bytes:
    """An answer to S or SI."""
    shown = display(grams, unit)
    said = {
        "stable": f"S S {shown:>10} {unit}",
        "motion": f"S D {shown:>10} {unit}",
        "overload": "S +",
        "under_zero": "S -",
        "busy": "S I",
        "unknown_unit": f"S S {shown:>10} xx",
        "faulty": "EL",
    }
    return said[mood].encode() + b"\r\n"


def toledo(grams: int, mood: str, unit: str) -> bytes:
    """An answer to W: six places, or a status with bit 6 set."""
    said = {
        "stable": f"{display(grams, unit):0>6}",
        "motion": "?A",
        "overload": "?B",
        "under_zero": "?D",
        "busy": "?H",
        "unknown_unit": "?@",
        "faulty": "?@",
    }
    return b"\x02" + said[mood].encode() + b"\r"


def nci(grams: int, mood: str, unit: str) -> bytes:
    """An answer to W."""
    bars = {"overload": "^^^^^^", "under_zero": "______", "busy": "------"}
    shown = bars.get(mood, f"{display(grams, unit):>7}")
    unit = "xx" if mood == "unknown_unit" else unit
    status = {"motion": "10", "overload": "02", "under_zero": "01", "faulty": "08"}.get(mood, "00")
    return f"\n{shown}{unit}\r\n{status}\r\x03".encode()


def cas(grams: int, mood: str, unit: str) -> bytes:
    """A line of the stream."""
    head = {"motion": "US", "overload": "OL"}.get(mood, "ST")
    shown = f"{display(grams, unit):0>8}" if mood != "under_zero" else f"-{display(grams + 10, unit):0>7}"
    shown = "ERR 01  " if mood in ("busy", "faulty") else shown
    unit = "xx" if mood == "unknown_unit" else unit
    return f"{head},GS,1".encode() + b"\xc4," + f"{shown} {unit:>2}\r\n".encode()


SPOKEN = {"sics": sics, "toledo": toledo, "nci": nci, "cas": cas}
ENDS = {"sics": b"\r\n", "toledo": b"", "nci": b"\r", "cas": b""}
"""The bytes that end a command; where none are given, a command is one byte."""
ASKS = {"sics": (b"S", b"SI"), "toledo": (b"W",), "nci": (b"W",), "cas": ()}
BAD = {"sics": b"ES\r\n", "toledo": b"\x02?`\r", "nci": b"\n?\r\x03", "cas": b""}
"""What is said to a command that it does not know."""
