"""Zebra's Simple Serial Interface: packets with a check sum, in and out. Pure: no line and no clock.

A packet is length, opcode, source, status, data, and two bytes that make the sum of all bytes zero (modulo 65536); its
length counts everything but those two. Source: Simple Serial Interface Programmer's Guide.
"""

import msgspec

CMD_ACK, CMD_NAK, BEEP, LED_ON, LED_OFF, DECODE_DATA = 0xD0, 0xD1, 0xE6, 0xE7, 0xE8, 0xF3
HOST, DECODER = 0x04, 0x00
AGAIN = 0x01
"""Status bit of a packet that is sent once more."""
GOES_ON = 0x02
"""Status bit of a packet whose code goes on in the next one."""
RESEND = 1
"""Why a packet was not taken: its check sum was wrong."""
ONE_HIGH, THREE_LOW = 0x00, 0x07
"""Beep codes: one short high, three short low."""
SHORTEST = 4

AIM_OF = {0x0F: b"]C1"}
"""Symbologies of which the code itself does not tell that it is one of GS1's. The others send it in their data."""


class Packet(msgspec.Struct, frozen=True):
    """A packet whose check sum was right; `status` as sent."""

    opcode: int
    status: int = 0
    data: bytes = b""


def encode(packet: Packet, source: int = HOST) -> bytes:
    """The bytes on the line."""
    head = bytes((SHORTEST + len(packet.data), packet.opcode, source, packet.status)) + packet.data
    return head + (-sum(head) & 0xFFFF).to_bytes(2, "big")


class Packets:
    """Packets as they drip in; `hurt` counts those whose check sum was wrong."""

    def __init__(self) -> None:
        self._held = b""
        self.hurt = 0

    @property
    def pending(self) -> bool:
        """Whether part of a packet has come in."""
        return bool(self._held)

    def feed(self, data: bytes) -> list[Packet]:
        """The packets that `data` completes, in order."""
        self._held += data
        found = []
        while self._held and len(self._held) >= self._held[0] + 2:
            size = self._held[0]
            if size < SHORTEST:  # no packet begins like this: noise, or a wake-up's null
                self._held = self._held[1:]
                continue
            whole, self._held = self._held[: size + 2], self._held[size + 2 :]
            if sum(whole[:size]) + int.from_bytes(whole[size:], "big") & 0xFFFF:
                self.hurt += 1
                self._held = b""  # where the next one begins cannot be known; the scanner sends it again
                break
            found.append(Packet(whole[1], whole[3], whole[SHORTEST:size]))
        return found

    def drop(self) -> None:
        """Forget a half packet."""
        self._held = b""
