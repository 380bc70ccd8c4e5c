"""A simulated scanner and a simulated scale: far ends on loopback TCP that speak the wire protocol to the real drivers.

They ship, for the demo and for training. The simulated printer is `virtual_printer.py`.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from station.devices.framing import Lines
from station.devices.peer import Peer
from station.devices.virtual_scale import ASKS, BAD, ENDS, NOISE, SPOKEN, ScaleMood


class VirtualScanner:
    """A scanner that scans when told to; `heard` holds what the station sent back (beeps)."""

    def __init__(self, port: int = 0, *, suffix: bytes = b"\r") -> None:
        self._peer = Peer("virtual-scanner", self._serve, port)
        self._suffix = suffix
        self._hearing = threading.Condition()
        self.heard = b""
        self.on_heard: Callable[[bytes], object] = len
        """Is given what the station sent, on the connection's thread."""

    @property
    def port(self) -> int:
        """The TCP port, known once started."""
        return self._peer.port

    def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        self._peer.start()

    def stop(self) -> None:
        """Hang up and end. May be called twice."""
        self._peer.stop()

    def unplug(self) -> None:
        """Break the present line; the station may connect anew."""
        self._peer.drop()

    def wait_connected(self, timeout: float) -> bool:
        """Whether a station is listening."""
        return self._peer.wait_connected(timeout)

    def scan(self, code: bytes) -> bool:
        """One scan with its suffix; whether anybody was there to hear it."""
        return self.send(code + self._suffix)

    def send(self, raw: bytes) -> bool:
        """Bytes as they are: pieces of a scan, noise."""
        heard = [_sent(connection, raw) for connection in self._peer.connections()]
        return any(heard)

    def wait_heard(self, wanted: bytes, timeout: float) -> bool:
        """Whether the station has sent `wanted` back within `timeout` seconds."""
        with self._hearing:
            return self._hearing.wait_for(lambda: wanted in self.heard, timeout)

    def _serve(self, connection: socket.socket) -> None:
        while data := connection.recv(4096):
            with self._hearing:
                self.heard += data
                self._hearing.notify_all()
            self.on_heard(data)


def _sent(connection: socket.socket, raw: bytes) -> bool:
    """False where the other end is gone and its line's thread has not seen it yet: a look at what is connected."""
    try:
        connection.sendall(raw)
    except OSError:
        return False
    return True


class VirtualScale:
    """A scale that speaks `protocol` and shows `unit`: `put` a weight on it, or set a mood.

    One that talks by itself (CAS) does so every `every` seconds.
    """

    def __init__(self, port: int = 0, *, protocol: str = "sics", unit: str = "kg", every: float = 0.02) -> None:
        self._peer = Peer("virtual-scale", self._serve, port)
        self._protocol, self._unit, self._every = protocol, unit, every
        self._grams, self._mood, self._turn = 0, "stable", 0

    @property
    def port(self) -> int:
        """The TCP port, known once started."""
        return self._peer.port

    def start(self) -> None:
        """Listen. Raises OSError where the port is taken."""
        self._peer.start()

    def stop(self) -> None:
        """Hang up and end. May be called twice."""
        self._peer.stop()

    def unplug(self) -> None:
        """Break the present line; the station may connect anew."""
        self._peer.drop()

    def put(self, grams: int, mood: ScaleMood = "stable") -> None:
        """What lies on the platform from now on, and how the scale answers."""
        self._grams, self._mood = grams, mood

    def say(self) -> bytes:
        """What it tells of this moment, without a line. `jumping`: a gram more each time, each called stable."""
        mood, grams = self._mood, self._grams
        if mood == "silent":
            return b""
        if mood == "noise":
            return NOISE
        if mood == "jumping":
            self._turn += 1
            mood, grams = "stable", grams + self._turn
        return SPOKEN[self._protocol](grams, mood, self._unit)

    def reply_to(self, command: bytes) -> bytes:
        """The scale's answer to one command, without a line."""
        return self.say() if command in ASKS[self._protocol] else BAD[self._protocol]

    def hear(self, lines: Lines, data: bytes) -> bytes:
        """The answers to what has come in; `lines` holds the half command."""
        ends = ENDS[self._protocol]
        commands = lines.feed(data) if ends else [bytes((byte,)) for byte in data]
        return b"".join(self.reply_to(command) for command in commands)

    def _serve(self, connection: socket.socket) -> None:
        if not ASKS[self._protocol]:
            self._talk(connection)
            return
        lines = Lines(ENDS[self._protocol])
        while data := connection.recv(4096):
            connection.sendall(self.hear(lines, data))

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(self._every)
        while not self._peer.stopping.is_set():
            connection.sendall(self.say())
            with suppress(TimeoutError):
                if not connection.recv(4096):
                    return
