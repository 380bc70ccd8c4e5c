"""Seven data bits and a parity bit over a line of eight bits: on the wire the two are the same.

Done here and not by the port, so that a byte that was hurt on its way is refused instead of handed on, and so that ptys
and USB converters that know no parity can do it. Not responsible for opening lines.
"""

from station.devices.link import Link, Opener

BITS = ("8N1", "7E1", "7O1")
"""Data bits, parity, stop bits; seven bits without parity make a shorter character and cannot be had this way."""

HURT = 0x1A
"""What a byte with a wrong parity bit is read as (SUB); no protocol of ours uses it."""


def with_parity(byte: int, odd: int) -> int:
    """Seven bits with the eighth that makes their sum even (`odd` 0) or odd (1)."""
    return byte & 0x7F | ((byte & 0x7F).bit_count() + odd) % 2 << 7


class SevenBits:
    """Implements Link over a link of eight bits."""

    def __init__(self, link: Link, *, odd: bool = False) -> None:
        self._link = link
        self._coded = bytes(with_parity(byte, odd) for byte in range(256))
        self._decoded = bytes(byte & 0x7F if with_parity(byte, odd) == byte else HURT for byte in range(256))

    def read(self, timeout: float) -> bytes:
        """See Link.read."""
        return self._link.read(timeout).translate(self._decoded)

    def write(self, data: bytes) -> None:
        """See Link.write."""
        self._link.write(data.translate(self._coded))

    def close(self) -> None:
        """See Link.close."""
        self._link.close()


def in_bits(opener: Opener, bits: str) -> Opener:
    """The same line with characters of these bits, one of BITS."""
    return opener if bits == "8N1" else lambda: SevenBits(opener(), odd=bits == "7O1")
