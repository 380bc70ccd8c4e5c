"""A Zebra scanner that speaks SSI, seen from its own side: sends a scan until it is acknowledged, beeps and lights when
told. For tests; the line belongs to whoever calls it."""

from collections.abc import Callable

from station.devices import ssi_words as ssi
from station.devices.ssi_words import Packet, Packets

CODE_128 = 0x03
SENDS = 3
"""A scan is sent so many times, then given up with the scanner's own error tone."""


class VirtualSsi:
    """`hear` what the station says; `send` puts bytes on the line. `deaf`: so many commands it does not answer;
    `refuses`: so many it says it got hurt."""

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send = send
        self._packets = Packets()
        self._waiting: Packet | None = None
        self._sent = 0
        self.deaf = self.refuses = 0
        self.done: list[tuple[int, bytes]] = []
        """The commands it obeyed, in order: opcode and data. One that is sent again is obeyed again."""
        self.acknowledged = self.given_up = 0

    def scan(self, code: bytes, kind: int = CODE_128) -> None:
        """The trigger was pulled."""
        self._waiting, self._sent = Packet(ssi.DECODE_DATA, data=bytes((kind,)) + code), 0
        self.resend()

    def resend(self) -> None:
        """Nobody acknowledged in time; the second time on, the packet is marked as one that was sent before."""
        if self._waiting is None:
            return
        if self._sent == SENDS:
            self._waiting, self.given_up = None, self.given_up + 1
            return
        again = ssi.AGAIN if self._sent else 0
        self._sent += 1
        self._send(ssi.encode(Packet(self._waiting.opcode, again, self._waiting.data), ssi.DECODER))

    def hear(self, data: bytes) -> None:
        """Bytes from the station."""
        for packet in self._packets.feed(data):
            self._take(packet)

    def _take(self, packet: Packet) -> None:
        if packet.opcode == ssi.CMD_ACK:
            self.acknowledged += self._waiting is not None
            self._waiting = None
        elif packet.opcode == ssi.CMD_NAK:
            self.resend()
        elif self.deaf:
            self.deaf -= 1
        elif self.refuses:
            self.refuses -= 1
            self._send(ssi.encode(Packet(ssi.CMD_NAK, data=bytes((ssi.RESEND,))), ssi.DECODER))
        else:
            self.done.append((packet.opcode, packet.data))
            self._send(ssi.encode(Packet(ssi.CMD_ACK), ssi.DECODER))
