"""The EPL2 that the virtual printer understands. Pure.

Only what a bitmap label needs (N q Q GW P ;), US, and the immediate ^ commands, which are obeyed wherever they stand.
With error reporting on (US) each label that came out is acknowledged. Any other command is named in `problems`.
"""

import re

from station.devices.virtual_canvas import Canvas
from station.devices.virtual_lines import LineStream
from station.devices.virtual_orders import Ask, Cancel, Format, Order, Print, State

ACK, NAK = b"\x06", b"\x15"

_IMMEDIATE = re.compile(rb"\^ee\r\n|\^@")
_GRAPHIC = re.compile(rb"GW(\d+),(\d+),(\d+),(\d+),")
_PRINT = re.compile(rb"P(\d+)(?:,(\d+))?")
_WIDTH = re.compile(rb"q(\d+)")
_HEIGHT = re.compile(rb"Q(\d+),B?(\d+)")
_CODES = {"paper_out": b"07", "ribbon_out": b"07", "pause": b"10", "head_open": b"11"}


class EplStream(LineStream):
    """Implements virtual_orders.Stream."""

    immediate, picture, opening, head, tail = _IMMEDIATE, _GRAPHIC, b"GW", 30, 4

    def __init__(self) -> None:
        super().__init__()
        self._canvas, self._width, self._height = Canvas(), 0, 0
        self._job, self._problems = "", list[str]()
        self._reports = False

    def answer(self, match: re.Match[bytes]) -> Order:
        """See LineStream.answer."""
        return Cancel() if match[0] == b"^@" else Ask(b"^ee")

    def obey(self, line: bytes) -> list[Order]:
        """See LineStream.obey."""
        if line == b"N":
            self._canvas, self._began = Canvas(), True
        elif line == b"US":
            self._reports = True
        elif picture := _GRAPHIC.match(line):
            light = bytes(byte ^ 0xFF for byte in line[picture.end() :])
            self._canvas.mark(int(picture[1]), int(picture[2]), int(picture[3]), light)
        elif sets := _PRINT.fullmatch(line):
            return [self._finish(int(sets[1]) * int(sets[2] or 1))]
        elif line:
            self._set(line)
        return []

    def _set(self, line: bytes) -> None:
        if width := _WIDTH.fullmatch(line):
            self._width = int(width[1])
        elif height := _HEIGHT.fullmatch(line):
            self._height = int(height[1])
        elif line.startswith(b";"):
            self._job = line[1:].decode("utf-8", "replace")
        else:
            self._problems.append(f"{line[:20].decode('ascii', 'replace')}: not understood")

    def _finish(self, copies: int) -> Print:
        """The picture stays in the printer: a second P prints it again."""
        self._began = False
        width, height = self._width or self._canvas.extent()[0], self._height or self._canvas.extent()[1]
        form = Format(self._job, width, self._canvas.rows(width, height), copies, tuple(self._problems))
        return Print(form, ACK if self._reports else b"")


class Epl:
    """Implements virtual_orders.Tongue."""

    name = "epl"
    deaf_when_blocked = False

    def stream(self) -> EplStream:
        """See Tongue.stream."""
        return EplStream()

    def power_cut(self, state: State) -> None:
        """Nothing to forget: it counts nothing."""

    def answer(self, question: bytes, state: State) -> bytes:
        """See Tongue.answer."""
        return _CODES.get(state.block, b"00") + b"\r\n" if question == b"^ee" else b""

    def trouble(self, state: State) -> bytes:
        """See Tongue.trouble."""
        return NAK + _CODES.get(state.block, b"01") + b"P%03dL00000\r\n" % min(state.remaining, 999)
