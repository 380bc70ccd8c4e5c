"""A virtual ZPL label printer on loopback, with faults that can be set while it runs.

It ships: the demo and training print on it through the real driver. It answers ~HS, ~HQES, ~JA and the odometer
question as a Zebra does; every label becomes a PNG. The pause bit in its ~HQES answer is our assumption, no manual's.
"""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from station.devices.peer import Peer, reset
from station.devices.virtual_press import BLOCKS, Label, Press
from station.devices.virtual_zpl import ZplStream, read_format

PORT = 9100

TALKING_FAULTS = frozenset(
    (
        "noreply",
        "stall",
        "rst_mid",
        "rst_after",
        "slow",
        "garbage",
        "split",
        "silent_drop",
        "late_reply",
        "mute_after",
    )
)
"""noreply: never answers. stall: accepts, never reads. rst_mid:N: resets after N bytes of a job. rst_after: takes the
job, then resets. slow: reads in drops. garbage: answers noise. split: answers byte by byte. silent_drop: swallows jobs.
late_reply: answers too late. mute_after: takes the job, then answers nothing more."""

_HQES_BITS = {"paper_out": 0x1, "ribbon_out": 0x2, "head_open": 0x4, "pause": 0x10000}
_GLANCE = 0.02


class VirtualPrinter:
    """Start it, print on its `port`, read `labels`; `port` 0 takes any free one. Threads end with `stop`."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = PORT,
        memory: Path | None = None,
        pace: float = 0.0,
        late: float = 1.5,
        printed: Callable[[Label], None] | None = None,
    ) -> None:
        self._press = Press(folder, memory=memory, pace=pace, printed=printed)
        self._peer = Peer("virtual-printer", self._serve, port)
        self._late = late
        self._fault, self._number = "ok", 0
        self._muted = False
        self._partial: set[socket.socket] = set()

    @property
    def port(self) -> int:
        """The TCP port, known once started."""
        return self._peer.port

    @property
    def odometer(self) -> int:
        """Labels ever put out."""
        return self._press.odometer

    @property
    def labels(self) -> list[Label]:
        """Labels put out since it was made, oldest first: the truth that verdicts are held against."""
        return list(self._press.labels)

    def start(self) -> None:
        """Switch on. Raises OSError where the port is taken."""
        self._press.switch_on()
        try:
            self._peer.start()
        except OSError:
            self._press.switch_off()
            raise

    def stop(self) -> None:
        """Switch off: lines break, queued labels are lost, the odometer stays. May be called twice."""
        self._press.switch_off()
        self._peer.stop()

    def set_fault(self, fault: str) -> None:
        """One of "ok", "out_after:N", BLOCKS and TALKING_FAULTS; each replaces the one before. Raises ValueError."""
        name, _, number = fault.partition(":")
        if name not in {"ok", "out_after", *BLOCKS, *TALKING_FAULTS}:
            raise ValueError(f"no such fault: {fault}")
        self._fault, self._number, self._muted = name, int(number or 0), False
        if name == "out_after":
            self._press.block("", after=self._number)
        else:
            self._press.block(name if name in BLOCKS else "")

    def wait_for(self, odometer: int, timeout: float) -> bool:
        """Whether the odometer reached that number within `timeout` seconds."""
        return self._press.wait_for(odometer, timeout)

    def _serve(self, connection: socket.socket) -> None:
        stream = ZplStream()
        try:
            while data := self._receive(connection):
                for piece in self._drops(data):
                    for token in stream.feed(piece):
                        self._obey(connection, token)
                    self._track(connection, stream)
        finally:
            self._partial.discard(connection)

    def _receive(self, connection: socket.socket) -> bytes:
        data = b"" if self._stalled() else connection.recv(65536)
        return b"" if self._stalled() else data  # a fault may be set while we wait for bytes

    def _stalled(self) -> bool:
        """Wait while stalled; whether the printer is switched off within it."""
        while self._fault == "stall":
            if self._peer.stopping.wait(_GLANCE):
                return True
        return False

    def _drops(self, data: bytes) -> Iterator[bytes]:
        """What came in, in pieces as small as the present fault needs them."""
        step = {"slow": 256, "rst_mid": 64}.get(self._fault, len(data))
        for start in range(0, len(data), step):
            if self._fault == "slow":
                self._peer.stopping.wait(0.002)
            yield data[start : start + step]

    def _track(self, connection: socket.socket, stream: ZplStream) -> None:
        if self._fault == "rst_mid" and stream.partial >= max(self._number, 1):
            reset(connection)
        if stream.partial:
            self._partial.add(connection)
        else:
            self._partial.discard(connection)

    def _obey(self, connection: socket.socket, token: bytes) -> None:
        if token.startswith(b"^XA"):
            self._take_job(connection, token)
        elif token == b"~JA":
            self._press.cancel()
        else:
            self._answer(connection, self._reply_to(token))

    def _take_job(self, connection: socket.socket, token: bytes) -> None:
        if self._fault == "silent_drop":
            return
        self._press.accept(read_format(token))
        if self._fault == "rst_after":
            reset(connection)
        self._muted = self._fault == "mute_after"

    def _reply_to(self, question: bytes) -> bytes:
        if question == b"~HS":
            return self._host_status()
        if question == b"~HQES":
            return self._errors()
        return b'"%d"' % self.odometer if b"odometer.total_label_count" in question else b'"?"'

    def _host_status(self) -> bytes:
        block, formats, remaining = self._press.state()
        paper, paused = int(block == "paper_out"), int(bool(block))
        partial = int(bool(self._partial))
        one = f"030,{paper},{paused},1218,{formats:03d},0,0,{partial},000,0,0,0"
        two = f"000,0,{int(block == 'head_open')},{int(block == 'ribbon_out')},0,2,4,0,{remaining:08d},1,000"
        return b"".join(b"\x02%s\x03\r\n" % row.encode() for row in (one, two, "0000,0"))

    def _errors(self) -> bytes:
        bits = _HQES_BITS.get(self._press.state()[0], 0)
        rows = (
            "",
            "  PRINTER STATUS",
            f"   ERRORS:         {int(bits > 0)} 00000000 {bits:08X}",
            "   WARNINGS:       0 00000000 00000000",
        )
        return b"\x02" + "\r\n".join(rows).encode() + b"\r\n\x03"

    def _answer(self, connection: socket.socket, reply: bytes) -> None:
        if self._muted or self._fault == "noreply":
            return
        if self._fault == "late_reply":
            self._peer.stopping.wait(self._late)
        if self._fault == "garbage":
            reply = b"\x00\xfe?noise\r\n"
        for piece in (reply[i : i + 1] for i in range(len(reply))) if self._fault == "split" else (reply,):
            connection.sendall(piece)
