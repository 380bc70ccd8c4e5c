"""Weights as scales write them -> whole grams, exactly. Pure: no line, no protocol, no floating point.

A reading is accepted only if it is a plain decimal in a unit we know; everything else is an error with a reason, never
0 g.
"""

from fractions import Fraction

from station.devices.ports import Reading

GRAMS = {
    "mg": Fraction("0.001"),
    "g": Fraction(1),
    "kg": Fraction(1000),
    "t": Fraction(1_000_000),
    "lb": Fraction("453.59237"),
    "oz": Fraction("28.349523125"),
}
"""Grams in one of each unit, exactly (international avoirdupois pound and ounce)."""

UNREADABLE = Reading(None, "error", "scale.unreadable")
OVERLOAD = Reading(None, "overload", "scale.overload")
UNDER_ZERO = Reading(None, "under_zero", "scale.under_zero")
SILENT = Reading(None, "error", "scale.silent")
OFFLINE = Reading(None, "error", "scale.offline")


def to_grams(number: Fraction, unit: str) -> int | None:
    """Whole grams, half to even, or None for a unit that we do not know."""
    factor = GRAMS.get(unit)
    return None if factor is None else round(number * factor)


def weighed(digits: str, unit: str, *, moving: bool = False) -> Reading:
    """`digits` is a plain decimal in ASCII, with a minus sign or without."""
    number = Fraction(digits)
    grams = to_grams(number, unit)
    if grams is None:
        return Reading(None, "error", "scale.unknown_unit")
    if number < 0:
        return UNDER_ZERO
    return Reading(grams, "motion", "scale.motion") if moving else Reading(grams, "stable")


def unsettled(reading: Reading) -> Reading:
    """A stable weight of which we cannot be sure (yet)."""
    return Reading(reading.grams, "motion", "scale.motion") if reading.state == "stable" else reading
