"""The TSPL that the virtual printer understands. Pure.

Only what a bitmap label needs (SIZE CLS BITMAP PRINT), OUT, @LABEL, and the immediate ESC ! commands, which are obeyed
wherever they stand, picture data included. Any other command is named in `problems`.
"""

import re

from station.devices.virtual_canvas import Canvas
from station.devices.virtual_lines import LineStream
from station.devices.virtual_orders import Ask, Cancel, Format, Order, Print, State

_IMMEDIATE = re.compile(rb"\x1b!([?S.RC])|~!@")
_BITMAP = re.compile(rb"BITMAP (\d+),(\d+),(\d+),(\d+),([012]),")
_PRINT = re.compile(rb"PRINT (\d+)(?:,(\d+))?")
_SIZE = re.compile(rb"SIZE ([\d.]+) mm,\s*([\d.]+) mm")
_SET = re.compile(rb"@LABEL\s*=\s*(\d{1,9})")
_IGNORED = (b"GAP", b"DIRECTION", b"REFERENCE", b"SET ")
_BLOCK_BITS = {"head_open": 0x01, "paper_out": 0x04, "ribbon_out": 0x08, "pause": 0x10}


class TsplStream(LineStream):
    """Implements virtual_orders.Stream."""

    immediate, picture, opening, head, tail = _IMMEDIATE, _BITMAP, b"BITMAP", 40, 2

    def __init__(self, dots_per_mm: float = 8.0) -> None:
        super().__init__()
        self._per_mm = dots_per_mm
        self._canvas, self._size = Canvas(), (0, 0)
        self._job, self._problems = "", list[str]()

    def answer(self, match: re.Match[bytes]) -> Order:
        """See LineStream.answer."""
        return Cancel() if match[1] in (b".", b"R", b"C") else Ask(match[0])

    def obey(self, line: bytes) -> list[Order]:
        """See LineStream.obey."""
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
