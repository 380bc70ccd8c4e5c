"""A scanner and the hand that holds it, for the contract suite and the fault matrix: plain and SSI over TCP and a pty,
HID-POS over a library that hands out real reports."""

import queue
import threading
from typing import Any

from station.devices.feedback import Feedback
from station.devices.hid import open_hid
from station.devices.hid_words import PAGE, REPORT, USAGE
from station.devices.link import Link, open_serial, open_tcp
from station.devices.ports import Scanner
from station.devices.scanners import LinkScanner
from station.devices.simulated import VirtualScanner
from station.devices.ssi import SsiScanner
from station.devices.virtual_ssi import VirtualSsi
from tests.contracts.lines import KINDS, PtyPeer

LONG = 3.0
"""A time-out that is never waited out unless something is broken."""
GOOD, BAD = b"\x1b7,", b"\x1b8,"
KINDS_OF_SCANNER = [(kind, line) for kind in ("plain", "ssi") for line in KINDS] + [("hid", "usb")]


class Wire:
    """The scanner's end of a line: bytes out, bytes in, and a plug."""

    def __init__(self, line: str) -> None:
        self.heard = b""
        self._hearing = threading.Condition()
        self.tells: VirtualSsi | None = None
        self.virtual = VirtualScanner() if line == "tcp" else None
        self.peer: PtyPeer | None = None
        if self.virtual:
            self.virtual.on_heard = self._hear
            self.virtual.start()
        else:
            self.peer = PtyPeer(self._hear)

    def open(self) -> Link:
        if self.peer:
            return open_serial(self.peer.path)
        if self.virtual is None:
            raise AssertionError("neither pty nor TCP")
        self.virtual.unplug()  # the line before this one is not to be taken for it
        link = open_tcp("127.0.0.1", self.virtual.port)
        assert self.virtual.wait_connected(LONG)
        return link

    def send(self, raw: bytes) -> None:
        if self.peer:
            self.peer.send(raw)
        elif self.virtual:
            self.virtual.send(raw)

    def unplug(self) -> None:
        if self.peer:
            self.peer.unplug()
        elif self.virtual:
            self.virtual.unplug()

    def close(self) -> None:
        self.unplug()
        if self.virtual:
            self.virtual.stop()

    def wait_heard(self, wanted: bytes, timeout: float = LONG) -> bool:
        with self._hearing:
            return self._hearing.wait_for(lambda: wanted in self.heard, timeout)

    def wait_done(self, number: int, timeout: float = LONG) -> bool:
        """Whether an SSI scanner has obeyed so many commands."""
        with self._hearing:
            return self._hearing.wait_for(lambda: self.tells is not None and len(self.tells.done) >= number, timeout)

    def _hear(self, data: bytes) -> bytes:
        with self._hearing:
            self.heard += data
            if self.tells:
                self.tells.hear(data)
            self._hearing.notify_all()
        return b""


class FakeHid:
    """hidapi with one scanner: `reports` are handed out one by one, as the operating system does."""

    def __init__(self, vendor: int = 0x05E0, serial: str = "S1") -> None:
        self._found = {"path": b"1-1", "vendor_id": vendor, "product_id": 0x1701, "serial_number": serial}
        self.listed: list[dict[str, Any]] = [
            {**self._found, "path": b"1-0", "usage_page": 1, "usage": 6},
            {**self._found, "usage_page": PAGE, "usage": USAGE},
        ]
        self.reports: queue.SimpleQueue[list[int] | OSError] = queue.SimpleQueue()
        self.opened: list[bytes] = []
        self.features: list[list[int]] = []
        self.open = True

    def enumerate(self, vendor_id: int = 0, product_id: int = 0) -> list[dict[str, Any]]:
        return self.listed

    def device(self) -> "FakeHid":
        return self

    def open_path(self, path: bytes) -> None:
        if path != b"1-1":
            raise OSError("open failed")
        self.opened.append(path)

    def read(self, size: int, timeout_ms: int = 0) -> list[int]:
        if not self.open:
            raise ValueError("not open")
        try:
            given = self.reports.get(timeout=timeout_ms / 1000)
        except queue.Empty:
            return []
        if isinstance(given, OSError):
            self.reports.put(given)  # gone is gone
            raise given
        return given[:size]

    def send_feature_report(self, data: list[int]) -> int:
        self.features.append(data)
        return len(data)

    def close(self) -> None:
        self.open = False

    def scan(self, code: bytes, aim: bytes = b"]C0") -> None:
        for raw in reports_of(code, aim):
            self.reports.put(raw)

    def unplug(self) -> None:
        self.reports.put(OSError("read error"))


def reports_of(code: bytes, aim: bytes = b"]C0", size: int = 56) -> list[list[int]]:
    """A scan as the input reports of a Honeywell: 56 bytes at a time, its own code letter, and whether more follow."""
    pieces = [code[at : at + size] for at in range(0, len(code), size)] or [b""]
    return [_report(piece, aim, more=number < len(pieces)) for number, piece in enumerate(pieces, 1)]


def _report(piece: bytes, aim: bytes, *, more: bool) -> list[int]:
    body = bytes((len(piece),)) + aim.ljust(3, b"\0") + piece.ljust(56, b"\0") + b"j\0" + bytes((more,))
    return [REPORT, *body]


class ScannerPair:
    """Scanner and hand. `scan` pulls the trigger; a plain or an SSI scanner's line is `wire`."""

    def __init__(self, kind: str, line: str) -> None:
        self.kind, self.line = kind, line
        self.wire = Wire(line) if kind != "hid" else None
        self.api = FakeHid()
        self.ssi = VirtualSsi(self.wire.send) if self.wire else None
        self.scanner: Scanner = self.open()

    def open(self) -> Scanner:
        """Anew, as after a loss."""
        if self.wire is None:
            return open_hid("scanner-1", "S1", self.api)
        if self.kind == "ssi":
            self.wire.tells = self.ssi
            return SsiScanner("scanner-1", self.wire.open(), answer=0.1, stale=0.1)
        feedback = Feedback(good=GOOD, bad=BAD)
        return LinkScanner("scanner-1", self.wire.open(), gap=0.05, stale=0.1, feedback=feedback)

    def scan(self, code: bytes) -> None:
        if self.wire is None:
            self.api.scan(code, b"")
        elif self.kind == "ssi" and self.ssi:
            self.ssi.scan(code)
        else:
            self.wire.send(code + b"\r")

    def unplug(self) -> None:
        (self.wire or self.api).unplug()

    def close(self) -> None:
        self.scanner.close()
        if self.wire:
            self.wire.close()
