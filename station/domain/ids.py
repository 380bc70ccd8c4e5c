"""Fresh ids, derived purely from the stamp of an input: the same input always gives the same ids."""

from hashlib import blake2b
from itertools import count
from operator import mul

from msgspec import Struct

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
_VALUES = {symbol: value for value, symbol in enumerate(CROCKFORD)}

LPN_LENGTH = 12


class Stamp(Struct, frozen=True):
    """When an input arrived: UTC text, wall and monotonic milliseconds; entropy (16 bytes) feeds all ids made from
    it."""

    at: str
    wall_ms: int
    mono_ms: int
    entropy: bytes


def _bits(stamp: Stamp, name: str) -> bytes:
    return blake2b(name.encode(), key=stamp.entropy, digest_size=16).digest()


_STRIDE = 0x9E3779B97F4A7C15
"""Odd (the golden ratio's 64 bits): the tails of one stamp lie far apart and never meet."""


def uuid7(stamp: Stamp, n: int) -> str:
    """The n-th UUIDv7 (RFC 9562) of this stamp; n also orders them."""
    tail = (int.from_bytes(stamp.entropy[8:], "big") + n * _STRIDE) & 0x3FFFFFFFFFFFFFFF
    time, rest = f"{stamp.wall_ms & 0xFFFFFFFFFFFF:012x}", f"{1 << 63 | tail:016x}"
    return f"{time[:8]}-{time[8:]}-7{n & 0xFFF:03x}-{rest[:4]}-{rest[4:]}"


def check_character(payload: str) -> str:
    """Check character over Crockford symbols: weighted sum modulo 32 with odd weights growing by 2 finds every single
    wrong symbol and, but for symbols 16 apart, every swap of neighbours."""
    return CROCKFORD[sum(map(mul, count(1, 2), map(_VALUES.__getitem__, payload))) % 32]


def new_lpn(stamp: Stamp, n: int = 0) -> str:
    """A licence plate: 11 random Crockford characters (55 bits) and a check character; never a counter, and never
    digits alone, as other numbers are."""
    number = int.from_bytes(_bits(stamp, f"lpn{n}")[:7], "big")
    payload = "".join(CROCKFORD[(number >> 5 * i) & 31] for i in range(LPN_LENGTH - 1))
    plate = payload + check_character(payload)
    return new_lpn(stamp, n + 1) if plate.isdigit() else plate


def is_lpn(text: str) -> bool:
    """True where text is 12 Crockford characters with the right check character."""
    good = len(text) == LPN_LENGTH and all(c in CROCKFORD for c in text)
    return good and check_character(text[:-1]) == text[-1]


def salt(stamp: Stamp, name: str) -> str:
    """16 random bytes (hex) that keep a commitment from being guessed."""
    return _bits(stamp, f"salt:{name}").hex()
