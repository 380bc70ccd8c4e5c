"""Every real driver beside its virtual printer, over TCP and over a serial line: what the contract suite and the fault
matrix have in common."""

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from station.devices.link import Link, open_serial, open_tcp
from station.devices.png import write_png
from station.devices.ports import LabelPrinter
from station.devices.printers.choose import RAW_PRINTERS
from station.devices.printers.judge import Timing
from station.devices.virtual_orders import Print
from station.devices.virtual_printer import TONGUES, VirtualPrinter
from station.labels.dots import Dots
from station.labels.languages import encoder
from tests.contracts.lines import KINDS, PtyPeer
from tests.devices.waits import waits

LANGUAGES = tuple(RAW_PRINTERS)
LINES = KINDS
QUICK = Timing(answer=0.3, poll=0.01, quiet=0.2, patience=1.0)
LATE = 1.5
"""A late answer comes after that many times what a driver waits for one."""
COUNTING = ("zpl", "tspl", "escpos")
"""Those that keep an odometer; the others tell each label by a receipt."""

BAUD = 115_200


class Bridge:
    """A serial cable into the virtual printer's TCP port; spoken to at another speed it carries noise."""

    def __init__(self, port: int, baud: int = BAUD) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._baud = baud
        self._plug = threading.Lock()
        self.at_any_speed = False
        self.peer = PtyPeer(self._hear)
        self._kept = os.open(self.peer.path, os.O_RDWR | os.O_NOCTTY)  # so that no other pty gets its name meanwhile
        self._thread = threading.Thread(target=self._back)
        self._thread.start()

    def close(self) -> None:
        """Both ends come off; may be called twice."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
        self.peer.unplug()
        if self._kept >= 0:
            os.close(self._kept)
            self._kept = -1

    def unplug(self) -> None:
        """The station's end comes off, the printer's stays."""
        with self._plug:
            self.peer.unplug()

    def _hear(self, data: bytes) -> bytes:
        with suppress(OSError):  # a cable that has come off swallows it
            self._socket.sendall(self._garbled(data))
        return b""

    def _back(self) -> None:
        with suppress(OSError):
            while data := self._socket.recv(4096):
                with self._plug:
                    self.peer.send(self._garbled(data))

    def _garbled(self, data: bytes) -> bytes:
        right = self.at_any_speed or self.peer.speed() == self._baud
        return data if right else bytes((byte * 37 + 11) & 0xFF for byte in data[::2])


def picture(seed: int = 0) -> Dots:
    """A small label, another one for each seed."""
    return Dots(64, 40, bytes((n * n + seed * 7 + n // 5) & 0xFF for n in range(8 * 40)))


def job(language: str, copies: int = 1, seed: int = 0) -> bytes:
    return encoder(language, 300)(picture(seed), f"job-{seed}", copies)


class Pair:
    """One virtual printer, one real driver, and the line between them: of LINES, or `shared` (TCP, not ours alone).
    timing: of the driver; without it, it waits long, but for a printer that is silent by order."""

    def __init__(
        self, language: str, line: str, folder: Path, timing: Timing | None = None, *, pace: float = 0.0
    ) -> None:
        self.language, self._shared = language, line == "shared"
        brisk = timing or QUICK
        self.virtual = VirtualPrinter(folder, port=0, late=brisk.answer * LATE, pace=pace, language=language)
        self._timing, self._write_s = timing or waits(self.virtual, QUICK, 3 * QUICK.patience), brisk.patience
        self.virtual.start()
        self.bridge = Bridge(self.virtual.port) if line == "pty" else None
        self.printer = self.driver()

    def open(self, baud: int = BAUD) -> Link:
        if self.bridge:
            return open_serial(self.bridge.peer.path, baud=baud, write_timeout=self._write_s)
        return open_tcp("127.0.0.1", self.virtual.port, write_timeout=self._write_s)

    def open_second(self) -> Link:
        """Another station's line; only a network printer has one."""
        return open_tcp("127.0.0.1", self.virtual.port)

    def driver(self, opener: Callable[[], Link] | None = None) -> LabelPrinter:
        """Another driver on the same printer."""
        return RAW_PRINTERS[self.language](opener or self.open, self._timing, shared=self._shared)

    def out(self, seed: int = 0) -> int:
        """How many labels with this very picture have come out: the truth."""
        wanted = self._picture(seed)
        return sum(label.path.read_bytes() == wanted for label in self.virtual.labels)

    def close(self) -> None:
        self.printer.close()
        if self.bridge:
            self.bridge.close()
        self.virtual.stop()

    def _picture(self, seed: int) -> bytes:
        orders = TONGUES[self.language]().stream().feed(job(self.language, 1, seed))
        [form] = [order.form for order in orders if isinstance(order, Print)]
        return write_png(form.width, form.rows)
