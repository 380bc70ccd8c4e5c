"""Our own codes: how unit labels, badges, commands and answers on the screen are written as barcodes, and read back.
Letters, digits and hyphens only, so that every symbology and most keyboard layouts carry them."""

from hashlib import sha256

from msgspec import Struct

from station.domain.ids import CROCKFORD, is_lpn

COMMAND = "CMD-"
ANSWER = "ANS-"
BADGE = "BDG-"


class UnitCode(Struct, frozen=True):
    """What a unit's label says: LPN, revision (0 = pre-printed, not ours yet), and from the 2D code route and
    merchant."""

    lpn: str
    revision: int = 0
    route: str = ""
    merchant: str = ""


def unit_1d(lpn: str, revision: int) -> str:
    """Payload of the label's Code 128."""
    return f"{lpn}-{revision}"


def unit_2d(lpn: str, revision: int, route: str, merchant: str) -> str:
    """Payload of the label's DataMatrix: enough to handle a unit that this station has never heard of."""
    return f"{lpn}-{revision}-{route}-{merchant}".upper()


def read_unit(text: str) -> UnitCode | None:
    """A unit's code, or a bare pre-printed LPN; None for anything else. Digits alone are none, they may be anybody's:
    one UPC in 16 and one FedEx number in 32 has the right last sign."""
    lpn, *rest = text.split("-", 3)
    if not is_lpn(lpn) or (rest and not _is_number(rest[0])) or (not rest and lpn.isdigit()):
        return None
    rest += [""] * (3 - len(rest))
    return UnitCode(lpn, int(rest[0] or 0), rest[1].lower(), rest[2])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def command(key: str) -> str:
    """The code of a command, the same on every sheet and screen."""
    return COMMAND + key.upper().replace("_", "-")


def answer(question: int, key: str) -> str:
    """The code of a choice on the screen; it names its question, so that a second read is recognised."""
    return f"{ANSWER}{question}-{key.upper().replace('_', '-')}"


def badge(entropy: bytes) -> str:
    """A badge's code from at least 10 random bytes: 16 Crockford characters (80 bits), not guessable."""
    number = int.from_bytes(entropy[:10], "big")
    return BADGE + "".join(CROCKFORD[(number >> 5 * i) & 31] for i in range(16))


def badge_hash(code: str) -> str:
    """What is kept of a badge: SHA-256, hex; the badge itself is written down nowhere."""
    return sha256(code.strip().upper().encode()).hexdigest()
