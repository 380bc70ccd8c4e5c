"""A scanner on a pty and the thread that looks after it; it can be pulled out in the middle of a scan and put back."""

import os
import queue
import time

from station.devices.link import open_serial
from station.devices.ports import DeviceChanged, LinkLost, RawScan, Scanner
from station.devices.scanners import LinkScanner
from station.devices.supervisor import supervise_scanner
from tests.contracts.lines import PtyPeer

LONG = 20.0


class Bench:
    """`send` types at the scanner's end; what the station saw is taken by `scans` and the two waits."""

    def __init__(self) -> None:
        self._peer: PtyPeer | None = None
        self._seen: queue.SimpleQueue[tuple[float, object]] = queue.SimpleQueue()
        self._kept: list[bytes] = []
        self._began = 0.0
        self.plug_in()
        self._supervisor = supervise_scanner("scanner", self._open, self._report)
        self._supervisor.start()

    def plug_in(self) -> None:
        """In, under another name, as USB does it."""
        self._began, self._peer = time.monotonic(), PtyPeer(lambda _: b"")

    def unplug(self) -> None:
        """Out, whatever is on the line."""
        peer, self._peer = self._peer, None
        if peer:
            peer.unplug()

    def send(self, data: bytes) -> None:
        if self._peer is None:
            raise AssertionError("it is not plugged in")
        while data:
            data = data[os.write(self._peer._master, data) :]

    def wait_ready(self) -> float:
        """Seconds from plugging in until the station had the line."""
        return self._wait("ready") - self._began

    def wait_lost(self) -> None:
        self._wait("lost")

    def scans(self, number: int) -> list[bytes]:
        """The next so many."""
        while len(self._kept) < number:
            self._take()
        found, self._kept = self._kept[:number], self._kept[number:]
        return found

    def scans_left(self) -> list[bytes]:
        """What nobody asked for."""
        while not self._seen.empty():
            self._take()
        return self._kept

    def close(self) -> None:
        self._supervisor.stop(10.0)
        self.unplug()

    def _open(self) -> Scanner:
        peer = self._peer
        if peer is None:
            raise LinkLost("no such port")
        return LinkScanner("scanner", open_serial(peer.path))

    def _report(self, value: object) -> None:
        self._seen.put((time.monotonic(), value))

    def _wait(self, state: str) -> float:
        while True:
            at, value = self._take()
            if isinstance(value, DeviceChanged) and value.state == state:
                return at

    def _take(self) -> tuple[float, object]:
        at, value = self._seen.get(timeout=LONG)
        if isinstance(value, RawScan):
            self._kept.append(value.data)
        return at, value
