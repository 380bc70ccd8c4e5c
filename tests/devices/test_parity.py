"""Seven bits and parity over eight."""

import pytest

from station.devices.link import Link
from station.devices.parity import HURT, SevenBits, in_bits, with_parity


class Loop:
    """A line that gives back what was written."""

    def __init__(self) -> None:
        self.wire = b""
        self.closed = False

    def read(self, timeout: float) -> bytes:
        data, self.wire = self.wire, b""
        return data

    def write(self, data: bytes) -> None:
        self.wire += data

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("odd", [False, True])
def test_every_character_comes_back(odd: bool) -> None:
    loop = Loop()
    link = SevenBits(loop, odd=odd)
    link.write(bytes(range(128)))
    assert all((byte.bit_count() % 2 == 1) is odd for byte in loop.wire)
    assert link.read(0) == bytes(range(128))
    link.close()
    assert loop.closed


def test_a_letter_on_the_wire() -> None:
    assert with_parity(ord("A"), 0) == 0x41  # two bits are set
    assert with_parity(ord("W"), 0) == 0xD7  # five are
    assert with_parity(ord("A"), 1) == 0xC1


@pytest.mark.parametrize("bit", range(8))
def test_a_byte_with_one_wrong_bit_is_told(bit: int) -> None:
    loop = Loop()
    loop.wire = bytes(with_parity(byte, 0) ^ 1 << bit for byte in b"W1.234\r")
    assert SevenBits(loop).read(0) == bytes((HURT,)) * 7


def test_eight_bits_are_left_alone() -> None:
    loop = Loop()

    def opener() -> Link:
        return loop

    assert in_bits(opener, "8N1")() is loop
    assert isinstance(in_bits(opener, "7E1")(), SevenBits)
