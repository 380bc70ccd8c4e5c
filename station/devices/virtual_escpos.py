"""The ESC/POS that the virtual printer understands. Pure.

Only what a raster label needs (ESC @, GS L, GS v 0, GS V, GS ( H, GS g 2) and the real-time commands (DLE EOT, DLE DC4
8), which are obeyed wherever they stand, picture data included. A cut ends a label.
"""

import re

from station.devices.virtual_canvas import Canvas
from station.devices.virtual_orders import MAX_HELD, Ask, Cancel, Format, Order, Print, State

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
CLEARED = b"\x37\x25\x00"

_REAL_TIME = re.compile(rb"\x10\x04[\x01-\x04]|\x10\x05[\x01\x02]|" + re.escape(CLEAR), re.DOTALL)
_FIXED = 0x12
_ERRORS = {"head_open": (0x04, 0), "paper_out": (0x20, 0), "wrong_media": (0x40, 0x04), "low_battery": (0x40, 0x40)}
_LENGTHS = {b"\x1b@": 2, b"\x1dL": 4, b"\x1dV": 4, b"\x1d(H": 11, b"\x1dg2": 6}


class EscposStream:
    """Implements virtual_orders.Stream."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._tail = b""
        self._problems: list[str] = []
        self._begin()

    @property
    def partial(self) -> int:
        """See Stream.partial."""
        return len(self._held) + self._row

    def feed(self, data: bytes) -> list[Order]:
        """See Stream.feed."""
        orders = self._real_time(data)
        self._held += data
        if len(self._held) > MAX_HELD or any(isinstance(order, Cancel) for order in orders):
            del self._held[: self._held.rfind(CLEAR) + len(CLEAR)]
            self._begin()
        while (command := self._next()) is not None:
            orders.extend(self._obey(command))
        return orders

    def _begin(self) -> None:
        self._canvas, self._row, self._margin = Canvas(), 0, 0

    def _real_time(self, data: bytes) -> list[Order]:
        seen = self._tail + data
        found = [match for match in _REAL_TIME.finditer(seen) if match.end() > len(self._tail)]
        self._tail = seen[-len(CLEAR) + 1 :]
        return [Cancel(CLEARED) if match[0] == CLEAR else Ask(match[0]) for match in found]

    def _next(self) -> bytes | None:
        """The next whole command; what is none of ours is dropped byte by byte."""
        while self._held:
            if skipped := _REAL_TIME.match(self._held):
                del self._held[: skipped.end()]
                continue
            size = self._size()
            if size is None or len(self._held) < size:
                return None
            if size:
                command = bytes(self._held[:size])
                del self._held[:size]
                return command
            del self._held[:1]
        return None

    def _size(self) -> int | None:
        """Bytes of the command in front; None while that cannot be told, 0 for a stranger."""
        held = bytes(self._held[:8])
        if held.startswith(b"\x1dv0"):
            wide, high = int.from_bytes(held[4:6], "little"), int.from_bytes(held[6:8], "little")
            return 8 + wide * high if len(held) == 8 else None
        for head, size in _LENGTHS.items():
            if held.startswith(head):
                return size
        known = (*_LENGTHS, b"\x1dv0", CLEAR, b"\x10\x04\x01", b"\x10\x05\x01")
        return None if any(head.startswith(held) for head in known) else 0

    def _obey(self, command: bytes) -> list[Order]:
        if command == b"\x1b@":
            self._begin()
        elif command.startswith(b"\x1dL"):
            self._margin = int.from_bytes(command[2:4], "little")
        elif command.startswith(b"\x1dv0"):
            self._draw(command)
        elif command.startswith(b"\x1dV"):
            return [Print(self._finish())]
        else:
            return [Ask(command, ordered=True)]
        return []

    def _draw(self, command: bytes) -> None:
        step, high = int.from_bytes(command[4:6], "little"), int.from_bytes(command[6:8], "little")
        self._canvas.mark(self._margin, self._row, step, command[8:])
        self._row += high

    def _finish(self) -> Format:
        width, height = self._canvas.extent()
        form = Format("", width, self._canvas.rows(width, height), 1, tuple(self._problems))
        self._begin()
        return form


class Escpos:
    """Implements virtual_orders.Tongue. The cutter's count is saved now and then; offline it hears only real time."""

    name = "escpos"
    deaf_when_blocked = True

    def __init__(self) -> None:
        self._forgotten = 0

    def stream(self) -> EscposStream:
        """See Tongue.stream."""
        return EscposStream()

    def power_cut(self, state: State) -> None:
        """The cutter's counter was last saved some cuts ago."""
        self._forgotten += min(1, state.odometer)

    def answer(self, question: bytes, state: State) -> bytes:
        """See Tongue.answer."""
        if question.startswith(b"\x10\x04"):
            return bytes((_FIXED | self._bits(question[2], state.block),))
        if question.startswith(b"\x1d(H"):
            return b"\x37\x22" + question[7:11] + b"\x00"
        if question.startswith(b"\x1dg2"):
            return b"_%d\x00" % (state.odometer - self._forgotten)
        return b""

    def trouble(self, state: State) -> bytes:
        """See Tongue.trouble."""
        return b""

    def _bits(self, number: int, block: str) -> int:
        cause, error = _ERRORS.get(block, (0, 0))
        bits = {1: 0x08 if block else 0, 2: cause, 3: error, 4: 0x60 if block == "paper_out" else 0}
        return bits[number]
