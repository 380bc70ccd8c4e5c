"""Digits of GS1: the check digit, and one number written in its several lengths."""

_THREE = str.maketrans("0123456789", "0369258147")
"""A digit times three, of which only the last digit counts."""


def digits(text: str) -> bool:
    """Only 0-9, at least one."""
    return text.isascii() and text.isdigit()


def check_digit(payload: str) -> str:
    """The mod 10 check digit of GS1 for these digits (weights 3 and 1 from the right)."""
    threes = payload[::-2].translate(_THREE)
    total = sum(map(int, threes)) + sum(map(int, payload[-2::-2]))
    return str(-total % 10)


def checks_out(number: str) -> bool:
    """Digits whose last is their check digit."""
    return digits(number) and check_digit(number[:-1]) == number[-1]


def gtins(text: str) -> tuple[str, ...]:
    """The same GTIN with 14, 13, 12 and 8 digits, as far as its leading zeros allow."""
    full = text.zfill(14)
    return tuple(full[14 - n :] for n in (14, 13, 12, 8) if full[: 14 - n].strip("0") == "")


def upc_a(number: str) -> str:
    """The twelve digits that the eight of a UPC-E stand for; "" where they are none."""
    if not (digits(number) and len(number) == 8 and number[0] in "01"):
        return ""
    system, body, check = number[0], number[1:7], number[7]
    last = int(body[5])
    if last < 3:
        long = f"{body[:2]}{last}0000{body[2:5]}"
    elif last < 5:
        long = f"{body[:last]}00000{body[last:5]}"
    else:
        long = f"{body[:5]}0000{last}"
    return f"{system}{long}{check}" if checks_out(f"{system}{long}{check}") else ""
