"""A scale at the end of a line, for the contract suite and the fault matrix: protocol x (TCP, pty)."""

import threading

from station.devices.framing import Lines
from station.devices.link import Link, open_serial, open_tcp
from station.devices.parity import in_bits, with_parity
from station.devices.scale_words import PROTOCOLS
from station.devices.scales import LineScale
from station.devices.simulated import VirtualScale
from station.devices.virtual_scale import ENDS
from tests.contracts.lines import KINDS, PtyPeer

ANSWER, POLL = 0.3, 0.01
PATIENT_S = 5.0
"""For an answer that is to come, however busy the machine is."""
EVERY = 0.02
BAUD = 9600
ABSENT = "/dev/no-such-port"
"""A pty's name is soon another's: one that is unplugged is not to be found under it."""


class ScalePair:
    """The driver and its far end. On a pty the wire is as the protocol wants it: 7E1 where its maker says so."""

    def __init__(self, protocol: str, line: str, unit: str = "kg", *, answer: float = ANSWER) -> None:
        self.protocol, self.line, self.unit = protocol, line, unit
        self.virtual = VirtualScale(protocol=protocol, unit=unit, every=EVERY)
        self.peer: PtyPeer | None = None
        self._stop, self._talker = threading.Event(), threading.Thread(target=self._talk)
        self._plug_in()
        self.scale = self.driver(answer)

    def driver(self, answer: float) -> LineScale:
        """One that waits for an answer that long."""
        return LineScale(self.open, PROTOCOLS[self.protocol], unit=self.unit, answer=answer, poll=POLL)

    @property
    def seven(self) -> bool:
        return self.line == "pty" and PROTOCOLS[self.protocol].bits == "7E1"

    def open(self) -> Link:
        """A fresh line to wherever the scale is now."""
        if self.peer is None:
            return open_tcp("127.0.0.1", self.virtual.port)
        path = self.peer.path if self._plugged else ABSENT
        return in_bits(lambda: open_serial(path), PROTOCOLS[self.protocol].bits)()

    def unplug(self) -> None:
        """Pull it out; it stays out."""
        self._plugged = False
        if self.peer is None:
            self.virtual.stop()
            return
        self._stop.set()
        if self._talker.is_alive():
            self._talker.join()
        self.peer.unplug()

    def plug_in(self) -> None:
        """And back in: on a pty under another name, as USB does it."""
        self.unplug()
        self._plug_in()

    def close(self) -> None:
        self.scale.close()
        self.unplug()

    def _plug_in(self) -> None:
        self._plugged = True
        if self.line == "tcp":
            self.virtual.start()
            return
        self._stop.clear()
        lines = Lines(ENDS[self.protocol])
        self.peer = PtyPeer(lambda data: self._wire(self.virtual.hear(lines, self._unwire(data))))
        if PROTOCOLS[self.protocol].ask == b"":
            self._talker = threading.Thread(target=self._talk)
            self._talker.start()

    def _talk(self) -> None:
        while self.peer and not self._stop.wait(EVERY):
            self.peer.send(self._wire(self.virtual.say()))

    def _wire(self, data: bytes) -> bytes:
        if self.peer and self.peer.speed() not in (0, BAUD):
            return bytes(byte ^ 0x5A | 0x80 for byte in data)
        return bytes(with_parity(byte, 0) for byte in data) if self.seven else data

    def _unwire(self, data: bytes) -> bytes:
        """A scale does not understand what comes at another speed or with a wrong parity; we let it."""
        return bytes(byte & 0x7F for byte in data) if self.seven else data


EVERYWHERE = [(protocol, line) for protocol in PROTOCOLS for line in KINDS]
