"""Zebra scanners that speak SSI: each scan is acknowledged, or asked for again; beeps and lights until acknowledged.

The scanner must be set up to send its codes as packets ("packeted decode data"). Not responsible for the packets'
bytes (`ssi_words.py`) nor for what a scan means.
"""

import time
from collections import deque

from station.devices import ssi_words as ssi
from station.devices.link import Link
from station.devices.ports import LinkLost, RawScan
from station.devices.ssi_words import Packet, Packets

TRIES = 3
RED = 0x01
"""The scanner's own light."""

GOOD = (Packet(ssi.LED_OFF, data=bytes((RED,))), Packet(ssi.BEEP, data=bytes((ssi.ONE_HIGH,))))
BAD = (Packet(ssi.LED_ON, data=bytes((RED,))), Packet(ssi.BEEP, data=bytes((ssi.THREE_LOW,))))
"""The light stays until the next good read."""


class SsiScanner:
    """Implements Scanner over an open link. `answer`: seconds within which the scanner acknowledges."""

    def __init__(self, device: str, link: Link, *, answer: float = 0.3, stale: float = 0.2) -> None:
        self._device, self._link = device, link
        self._answer, self._stale = answer, stale
        self._packets = Packets()
        self._scans: deque[bytes] = deque()
        self._asked: deque[Packet] = deque()
        self._tries = 0
        self._sent = self._heard = 0.0
        self._last: Packet | None = None
        self._pieces = False

    def read(self, timeout: float) -> RawScan | None:
        """See Scanner.read."""
        deadline = time.monotonic() + timeout
        while not self._scans and (left := deadline - time.monotonic()) > 0:
            self._listen(min(left, self._stale))
        return RawScan(self._device, self._scans.popleft()) if self._scans else None

    def tell(self, good: bool) -> None:  # noqa: FBT001  see Scanner.tell
        """See Scanner.tell. What was asked for before and not yet done is forgotten: only the last read counts."""
        busy = bool(self._tries)
        self._asked = deque([*list(self._asked)[: int(busy)], *(GOOD if good else BAD)])
        if not busy:
            self._send_next()

    def close(self) -> None:
        """See Scanner.close."""
        self._link.close()

    def _listen(self, left: float) -> None:
        try:
            data = self._link.read(left)
        except LinkLost:
            self._packets.drop()
            raise
        now = time.monotonic()
        if data:
            self._heard = now
            self._take(data)
        elif self._packets.pending and now - self._heard >= self._stale:
            self._packets.drop()
            self._write(Packet(ssi.CMD_NAK, data=bytes((ssi.RESEND,))))
        if self._tries and now - self._sent >= self._answer:
            self._again()

    def _take(self, data: bytes) -> None:
        hurt = self._packets.hurt
        for packet in self._packets.feed(data):
            self._hear(packet)
        if self._packets.hurt > hurt:
            self._write(Packet(ssi.CMD_NAK, data=bytes((ssi.RESEND,))))

    def _hear(self, packet: Packet) -> None:
        if packet.opcode == ssi.CMD_ACK:
            self._done()
        elif packet.opcode == ssi.CMD_NAK:
            self._again() if packet.data[:1] == bytes((ssi.RESEND,)) else self._done()
        else:
            self._write(Packet(ssi.CMD_ACK))
            if packet.opcode == ssi.DECODE_DATA:
                self._scanned(packet)

    def _scanned(self, packet: Packet) -> None:
        """A packet sent again because our acknowledgement was lost is no second scan, and a piece of a code none: one
        that takes several packets (250 characters) is none of ours, and told as no good."""
        known = self._last is not None and self._last.data == packet.data
        self._last = packet
        if (packet.status & ssi.AGAIN and known) or len(packet.data) < 2:
            return
        piece, self._pieces = self._pieces, bool(packet.status & ssi.GOES_ON)
        if piece or self._pieces:
            if not self._pieces:
                self.tell(good=False)
            return
        code = packet.data[1:].rstrip(b"\r\n")
        prefix = b"" if code.startswith(b"]") else ssi.AIM_OF.get(packet.data[0], b"")
        self._scans.append(prefix + code)

    def _send_next(self) -> None:
        if self._asked:
            self._tries, self._sent = 1, time.monotonic()
            self._write(self._asked[0])

    def _again(self) -> None:
        """The same command once more, marked as such, until it has been tried often enough."""
        if not self._tries:
            return
        if self._tries >= TRIES:
            self._done()
            return
        self._tries, self._sent = self._tries + 1, time.monotonic()
        self._write(Packet(self._asked[0].opcode, ssi.AGAIN, self._asked[0].data))

    def _done(self) -> None:
        if self._tries:
            self._tries = 0
            self._asked.popleft()
            self._send_next()

    def _write(self, packet: Packet) -> None:
        self._link.write(ssi.encode(packet))
