"""The TSPL that the virtual printer understands. Pure.

Only what a bitmap label needs (SIZE CLS BITMAP PRINT), OUT, @LABEL, and the immediate ESC ! commands, which are obeyed
wherever they stand, picture data included. Any other command is named in `problems`.
"""

import re

from station.devices.virtual_canvas import Canvas
from station.devices.virtual_orders import MAX_HELD, Ask, Cancel, Format, Order, Print, State

_IMMEDIATE = re.compile(rb"\x1b!([?S.RC])|~!@")
_BITMAP = re.compile(rb"BITMAP (\d+),(\d+),(\d+),(\d+),([012]),")
_PRINT = re.compile(rb"PRINT (\d+)(?:,(\d+))?")
_SIZE = re.compile(rb"SIZE ([\d.]+) mm,\s*([\d.]+) mm")
_SET = re.compile(rb"@LABEL\s*=\s*(\d{1,9})")
_IGNORED = (b"GAP", b"DIRECTION", b"REFERENCE", b"SET ")
_BLOCK_BITS = {"head_open": 0x01, "paper_out": 0x04, "ribbon_out": 0x08, "pause": 0x10}


class TsplStream:
    """Implements virtual_orders.Stream."""

    def __init__(self, dots_per_mm: float = 8.0) -> None:
        self._held = bytearray()
        self._tail = b""
        self._per_mm = dots_per_mm
        self._canvas, self._size = Canvas(), (0, 0)
        self._job, self._problems, self._began = "", list[str](), False

    @property
    def partial(self) -> int:
        """See Stream.partial."""
        return len(self._held) + self._began

    def feed(self, data: bytes) -> list[Order]:
        """See Stream.feed."""
        orders, rest = self._immediate(data)
        self._held += rest
        if len(self._held) > MAX_HELD:
            self._held.clear()
        while (line := self._next()) is not None:
            orders.extend(self._obey(line))
        return orders

    def _immediate(self, data: bytes) -> tuple[list[Order], bytes]:
        """Immediate commands in whatever has come in, and what is left of it: a cancel takes all that came before.

        A match that ends within the tail has been told before.
        """
        seen, old, orders = self._tail + data, len(self._tail), list[Order]()
        for match in _IMMEDIATE.finditer(seen):
            if match.end() <= old:
                continue
            cancel = match[1] in (b".", b"R", b"C")
            orders.append(Cancel() if cancel else Ask(match[0]))
            if cancel:
                self._held.clear()
                self._began = False
                data = seen[match.end() :]
        self._tail = seen[-2:]
        return orders, data

    def _next(self) -> bytes | None:
        """The next whole line; a BITMAP's data are counted, not searched."""
        immediate = _IMMEDIATE.match(self._held)
        if immediate:
            del self._held[: immediate.end()]
        if picture := _BITMAP.match(self._held):
            end = picture.end() + int(picture[3]) * int(picture[4])
            return self._take(end, end + 2) if len(self._held) >= end + 2 else None
        if self._held.startswith(b"BITMAP") and len(self._held) < 40:
            return None
        end = self._held.find(b"\r\n")
        return None if end < 0 else self._take(end, end + 2)

    def _take(self, end: int, after: int) -> bytes:
        line = bytes(self._held[:end])
        del self._held[:after]
        return line

    def _obey(self, line: bytes) -> list[Order]:
        if size := _SIZE.fullmatch(line):
            self._size = (round(float(size[1]) * self._per_mm), round(float(size[2]) * self._per_mm))
        elif line == b"CLS":
            self._canvas, self._began = Canvas(), True
        elif picture := _BITMAP.match(line):
            self._draw(picture, line[picture.end() :])
        elif sheets := _PRINT.fullmatch(line):
            return [Print(self._finish(int(sheets[1]) * int(sheets[2] or 1)))]
        elif line.startswith(b"REM "):
            self._job = line[4:].decode("utf-8", "replace")
        else:
            return self._speak(line)
        return []

    def _speak(self, line: bytes) -> list[Order]:
        if line.startswith(b"OUT ") or _SET.fullmatch(line):
            return [Ask(line, ordered=True)]
        if line and not line.startswith(_IGNORED):
            self._problems.append(f"{line[:20].decode('ascii', 'replace')}: not understood")
        return []

    def _draw(self, picture: re.Match[bytes], data: bytes) -> None:
        x, y, step = (int(picture[n]) for n in (1, 2, 3))
        light = bytes(byte ^ 0xFF for byte in data)
        self._canvas.mark(x, y, step, light)

    def _finish(self, copies: int) -> Format:
        width, height = self._canvas.extent()
        form = Format(self._job, width, self._canvas.rows(width, height), copies, tuple(self._problems))
        self._job, self._problems, self._began = "", [], False
        return form


class Tspl:
    """Implements virtual_orders.Tongue. @LABEL counts since power-on and can be set; it is 0 after a power cut."""

    name = "tspl"
    deaf_when_blocked = False

    def __init__(self) -> None:
        self._base = 0

    def stream(self) -> TsplStream:
        """See Tongue.stream."""
        return TsplStream()

    def power_cut(self, state: State) -> None:
        """The counter begins at 0 again."""
        self._base = state.odometer

    def answer(self, question: bytes, state: State) -> bytes:
        """See Tongue.answer."""
        if question == b"\x1b!?":
            return bytes((_BLOCK_BITS.get(state.block, 0) or (0x20 if state.remaining else 0),))
        if question == b"~!@":
            return b"%d\r" % (state.odometer // 20)
        if told := _SET.fullmatch(question):
            self._base = state.odometer - int(told[1])
            return b""
        if question == b"OUT @LABEL":
            return b"%d\r\n" % (state.odometer - self._base)
        words = re.fullmatch(rb'OUT "([^"]*)"', question)
        return words[1] + b"\r\n" if words else b""

    def trouble(self, state: State) -> bytes:
        """See Tongue.trouble."""
        return b""
