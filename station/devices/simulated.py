"""A simulated scanner and a simulated scale: far ends on loopback TCP that speak the wire protocol to the real drivers.

They ship, for the demo and for training. The simulated printer is `virtual_printer.py`.
"""

import socket
import threading
from typing import Literal

from station.devices.framing import Lines
from station.devices.peer import Peer

ScaleMood = Literal["stable", "motion", "overload", "under_zero", "busy", "silent", "garbage"]


class VirtualScanner:
    """A scanner that scans when told to; `heard` holds what the station sent back (beeps)."""

    def __init__(self, port: int = 0, *, suffix: bytes = b"\r") -> None:
        self._peer = Peer("virtual-scanner", self._serve, port)
        self._suffix = suffix
        self._hearing = threading.Condition()
        self.heard = b""

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
        connections = self._peer.connections()
        for connection in connections:
            connection.sendall(raw)
        return bool(connections)

    def wait_heard(self, wanted: bytes, timeout: float) -> bool:
        """Whether the station has sent `wanted` back within `timeout` seconds."""
        with self._hearing:
            return self._hearing.wait_for(lambda: wanted in self.heard, timeout)

    def _serve(self, connection: socket.socket) -> None:
        while data := connection.recv(4096):
            with self._hearing:
                self.heard += data
                self._hearing.notify_all()


class VirtualScale:
    """An MT-SICS scale: `put` a weight on it, or set a mood; it answers S and SI."""

    def __init__(self, port: int = 0) -> None:
        self._peer = Peer("virtual-scale", self._serve, port)
        self._grams, self._mood = 0, "stable"

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

    def reply_to(self, command: bytes) -> bytes:
        """The scale's answer to one command, without a line."""
        if command not in (b"S", b"SI"):
            return b"ES\r\n"
        weight = b"%d.%03d kg" % divmod(self._grams, 1000)
        replies = {
            "stable": b"S S %12s\r\n" % weight,
            "motion": b"S D %12s\r\n" % weight,
            "overload": b"S +\r\n",
            "under_zero": b"S -\r\n",
            "busy": b"S I\r\n",
            "garbage": b"S S  12.5 xx\r\n",
        }
        return replies.get(self._mood, b"")

    def _serve(self, connection: socket.socket) -> None:
        lines = Lines()
        while data := connection.recv(4096):
            for command in lines.feed(data):
                connection.sendall(self.reply_to(command))
