"""Check characters of transport numbers: a method and its parameters give a function from the digits before the check
character to that character. Which part of a number they stand in is the format's business.
Sources: UPU S10; ISO/IEC 7064 (mod 37, 36); ISO/IEC 7812-1 (Luhn); the carriers' label specifications."""

from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[str], str]
"""ASCII digits and capital letters -> the check character that belongs to them."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def weighted_10(even: int, odd: int) -> Check:
    """Places counted from the left, the first being even; a letter's value is (its ASCII code - 3) mod 10."""

    def check(text: str) -> str:
        values = [int(c) if c.isdigit() else (ord(c) - 3) % 10 for c in text]
        return str(-(even * sum(values[0::2]) + odd * sum(values[1::2])) % 10)

    return check


def luhn() -> Check:
    """Every second digit from the right is doubled, and the digits of the products are added."""

    def check(text: str) -> str:
        last = len(text) - 1
        doubled = (int(c) * 2 if (last - i) % 2 == 0 else int(c) for i, c in enumerate(text))
        return str(-sum(n // 10 + n % 10 for n in doubled) % 10)

    return check


def remainder_7() -> Check:
    """The number's remainder by 7, so never 7, 8 or 9."""
    return lambda text: str(int(text) % 7)


def weighted_remainder(weights: tuple[int, ...], modulo: int) -> Check:
    """The weighted sum's remainder, of which 10 is written 0."""
    return lambda text: str(sum(int(c) * w for c, w in zip(text, weights, strict=True)) % modulo % 10)


def s10() -> Check:
    """Eight digits: 11 minus the weighted sum's remainder by 11; 10 is written 0 and 11 is written 5."""

    def check(text: str) -> str:
        rest = 11 - sum(int(c) * w for c, w in zip(text, _S10_WEIGHTS, strict=True)) % 11
        return str({10: 0, 11: 5}.get(rest, rest))

    return check


def mod_37_36() -> Check:
    """ISO/IEC 7064 hybrid system: the check character is a digit or a letter."""

    def check(text: str) -> str:
        product = 36
        for c in text:
            total = (product + _ALPHABET.index(c)) % 36 or 36
            product = total * 2 % 37
        return _ALPHABET[(37 - product) % 36]

    return check


METHODS: dict[str, tuple[Callable[..., Check], tuple[str, ...]]] = {
    "weighted_10": (weighted_10, ("even", "odd")),
    "luhn": (luhn, ()),
    "remainder_7": (remainder_7, ()),
    "weighted_remainder": (weighted_remainder, ("weights", "modulo")),
    "s10": (s10, ()),
    "mod_37_36": (mod_37_36, ()),
}
"""Name in a carrier's file -> the maker of its check and the parameters that it takes."""


_LETTERS = ("weighted_10", "mod_37_36")


def make(method: str, parameters: Mapping[str, Any]) -> Check:
    """The check of that name, "" where a text is not of its kind. KeyError where there is none of that name, TypeError
    where parameters do not fit."""
    check = METHODS[method][0](**parameters)
    weights = {"weights": _S10_WEIGHTS} if method == "s10" else parameters
    length = len(weights.get("weights", ()))

    def guarded(text: str) -> str:
        is_ours = text.isascii() and (text.isdigit() or (method in _LETTERS and text.isalnum() and text.isupper()))
        return check(text) if is_ours and len(text) == (length or len(text)) else ""

    return guarded
