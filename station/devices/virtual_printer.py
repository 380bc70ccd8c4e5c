"""A virtual label printer on loopback, in any of our printer languages, with faults that can be set while it runs.

It ships: the demo and training print on it through the real driver. It speaks ZPL unless told otherwise, answers
questions as a printer of that language does, and every label becomes a PNG. What each language's printer tells is in
`virtual_zpl`, `virtual_tspl` and so on. The pause bit in its ~HQES answer is our assumption, no manual's.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from station.devices.peer import Peer, reset
from station.devices.virtual_brother import Brother
from station.devices.virtual_epl import Epl
from station.devices.virtual_escpos import Escpos
from station.devices.virtual_orders import Ask, Cancel, Order, Print, State, Stream, Tongue
from station.devices.virtual_press import BLOCKS, Label, Press
from station.devices.virtual_tspl import Tspl
from station.devices.virtual_zpl import Zpl

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

TONGUES: dict[str, Callable[[], Tongue]] = {
    "zpl": Zpl,
    "tspl": Tspl,
    "epl": Epl,
    "escpos": Escpos,
    "brother": Brother,
}

_GLANCE = 0.02


class VirtualPrinter:
    """Start it, print on its `port`, read `labels`; `port` 0 takes any free one. Threads end with `stop`."""

    def __init__(  # noqa: PLR0913  each a property of the machine
        self,
        folder: Path,
        *,
        port: int = PORT,
        memory: Path | None = None,
        pace: float = 0.0,
        late: float = 1.5,
        printed: Callable[[Label], None] | None = None,
        language: str = "zpl",
    ) -> None:
        self._tongue = TONGUES[language]()
        deaf = self._tongue.deaf_when_blocked
        self._press = Press(folder, memory=memory, pace=pace, printed=printed, deaf=deaf)
        self._peer = Peer("virtual-printer", self._serve, port)
        self._late = late
        self._fault, self._number = "ok", 0
        self._muted = False
        self._partial: set[socket.socket] = set()
        self._customers: set[socket.socket] = set()
        self._speaking = threading.Lock()

    @property
    def port(self) -> int:
        """The TCP port, known once started."""
        return self._peer.port

    @property
    def fault(self) -> str:
        """What was set last, without its number; "ok" for none."""
        return self._fault

    @property
    def muted(self) -> bool:
        """Whether it has fallen silent, until another fault is set or it has started up again."""
        return self._muted

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
        self._tongue.power_cut(self._state())

    def unplug(self) -> None:
        """Every line breaks; what has come in whole is printed all the same, and new lines are taken."""
        self._peer.drop()

    def cut_power(self) -> None:
        """Off and on again while its lines stay up, as behind a serial cable: what is queued or volatile is lost."""
        self._muted = True
        self._press.switch_off()
        self._tongue.power_cut(self._state())
        self._peer.stopping.wait(self._late)  # it starts up, and says nothing meanwhile
        self._press.switch_on()
        self._muted = False

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
        if name in BLOCKS:
            self._cry()

    def wait_for(self, odometer: int, timeout: float) -> bool:
        """Whether the odometer reached that number within `timeout` seconds."""
        return self._press.wait_for(odometer, timeout)

    def _serve(self, connection: socket.socket) -> None:
        stream = self._tongue.stream()
        try:
            while data := self._receive(connection):
                for piece in self._drops(data):
                    for order in stream.feed(piece):
                        self._obey(connection, order)
                    self._track(connection, stream)
        finally:
            self._partial.discard(connection)
            self._customers.discard(connection)

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

    def _track(self, connection: socket.socket, stream: Stream) -> None:
        if self._fault == "rst_mid" and stream.partial >= max(self._number, 1):
            reset(connection)
        if stream.partial:
            self._partial.add(connection)
        else:
            self._partial.discard(connection)

    def _obey(self, connection: socket.socket, order: Order) -> None:
        match order:
            case Print():
                self._take_job(connection, order)
            case Cancel():
                self._press.cancel(connection if order.own else None)
                self._answer(connection, order.reply)
            case Ask(ordered=True):
                self._press.mark(lambda: self._reply(connection, order.question))
            case Ask():
                self._answer(connection, self._tongue.answer(order.question, self._state()))

    def _take_job(self, connection: socket.socket, order: Print) -> None:
        if self._fault == "silent_drop":
            return
        self._customers.add(connection)
        self._press.accept(order.form, lambda: self._came_out(connection, order.receipt), connection)
        self._cry()
        if self._fault == "rst_after":
            reset(connection)
        self._muted = self._fault == "mute_after"

    def _came_out(self, connection: socket.socket, receipt: bytes) -> None:
        """On the press's thread: the receipt of one copy, and the cry of a printer that has stopped with it."""
        if receipt == b"done":
            self._reply(connection, receipt)
        elif receipt:
            self._send(connection, receipt)
        self._cry()

    def _cry(self) -> None:
        state = self._state()
        if state.block and state.remaining and (words := self._tongue.trouble(state)):
            for connection in list(self._customers):
                self._send(connection, words)

    def _reply(self, connection: socket.socket, question: bytes) -> None:
        self._send(connection, self._tongue.answer(question, self._state()))

    def _send(self, connection: socket.socket, words: bytes) -> None:
        with suppress(OSError):  # the line may have gone while the label was printed
            self._answer(connection, words)

    def _state(self) -> State:
        block, formats, remaining = self._press.state()
        return State(block, formats, remaining, bool(self._partial), self.odometer)

    def _answer(self, connection: socket.socket, reply: bytes) -> None:
        if not reply or self._muted or self._fault == "noreply":
            return
        if self._fault == "late_reply":
            self._peer.stopping.wait(self._late)
        if self._fault == "garbage":
            reply = b"\x00\xfe?noise\r\n"
        with self._speaking:  # the press speaks as well: one word after the other
            for piece in (reply[i : i + 1] for i in range(len(reply))) if self._fault == "split" else (reply,):
                connection.sendall(piece)
