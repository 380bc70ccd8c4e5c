"""The Brother raster that the virtual printer understands. Pure.

Invalidate, ESC @, ESC i S, a, z, M, A, K, d, !, M, g, Z, and the two print codes. Each page that came out is told by a
"printing completed" status, and what stops a job by an "error occurred" status.
"""

from station.devices.virtual_canvas import Canvas
from station.devices.virtual_orders import MAX_HELD, Ask, Cancel, Format, Order, Print, State

_LENGTHS = {b"z": 13, b"M": 4, b"A": 4, b"K": 4, b"d": 5, b"!": 4, b"a": 4, b"S": 3}
_ERRORS = {
    "paper_out": (0x02, 0),
    "no_media": (0x01, 0),
    "wrong_media": (0, 0x01),
    "head_open": (0, 0x10),
    "low_battery": (0, 0),
    "pause": (0x10, 0),
}
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def block(state: State, kind: int, *, width_mm: int = 62) -> bytes:
    """The 32 bytes of a status; `kind` 0 reply, 1 printing completed, 2 error occurred, 6 phase change."""
    one, two = _ERRORS.get(state.block, (0, 0))
    battery = 3 if state.block == "low_battery" else 0
    head = bytes((0x80, 0x20, 0x42, 0x34, 0x38, 0x30, battery, 0, one, two, width_mm, 0x0A, 0, 0, 0x3F, 0, 0, 0))
    phase = 1 if state.remaining and not state.block else 0
    return head + bytes((kind, phase)) + bytes(12)


class BrotherStream:
    """Implements virtual_orders.Stream."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._problems: list[str] = []
        self._nothing = 0
        self._begin()

    @property
    def partial(self) -> int:
        """See Stream.partial."""
        return len(self._held) + len(self._lines)

    def feed(self, data: bytes) -> list[Order]:
        """See Stream.feed."""
        self._held += data
        if len(self._held) > MAX_HELD:
            self._held.clear()
        orders: list[Order] = []
        while (command := self._next()) is not None:
            orders.extend(self._obey(command))
        return orders

    def _begin(self) -> None:
        self._lines: list[bytes] = []

    def _next(self) -> bytes | None:
        size = self._size()
        if not size or len(self._held) < size:
            return None
        command = bytes(self._held[:size])
        del self._held[:size]
        return command

    def _size(self) -> int:
        """Bytes of the command in front, 0 while that cannot be told."""
        held = bytes(self._held[:3])
        if held[:1] == b"\x1b":
            if held[1:2] == b"@":
                return 2
            return _LENGTHS.get(held[2:3], 3) if len(held) == 3 else 0
        if held[:1] == b"g":
            return 3 + held[2] if len(held) == 3 else 0
        return {b"": 0, b"M": 2}.get(held[:1], 1)

    def _obey(self, command: bytes) -> list[Order]:
        if command == b"\x1b@":
            self._begin()
            return [Cancel(own=True)]
        if command == b"\x1biS":
            return [Ask(command)]
        if command in (b"\x0c", b"\x1a"):
            return [Print(self._finish(), b"done")]
        if command[:1] == b"g":
            self._lines.append(unpack(command[3:]))
        elif command == b"Z":
            self._lines.append(b"")
        elif command != b"\0" and command[:1] not in (b"\x1b", b"M"):
            self._problems.append(f"{command!r}: not understood")
        return []

    def _finish(self) -> Format:
        """Rows as they lie on the paper: the head's first dot is the right edge."""
        head = max((len(line) for line in self._lines), default=90) or 90
        canvas = Canvas()
        for number, line in enumerate(self._lines):
            canvas.mark(0, number, head, line.ljust(head, b"\0")[::-1].translate(_MIRRORED))
        form = Format("", head * 8, canvas.rows(head * 8, len(self._lines)), 1, tuple(self._problems))
        self._begin()
        return form


class Brother:
    """Implements virtual_orders.Tongue."""

    name = "brother"
    deaf_when_blocked = False

    def stream(self) -> BrotherStream:
        """See Tongue.stream."""
        return BrotherStream()

    def power_cut(self, state: State) -> None:
        """Nothing to forget: it counts nothing."""

    def answer(self, question: bytes, state: State) -> bytes:
        """See Tongue.answer."""
        return block(state, 1 if question == b"done" else 0)

    def trouble(self, state: State) -> bytes:
        """See Tongue.trouble."""
        return block(state, 2)


def unpack(packed: bytes) -> bytes:
    """PackBits (TIFF 6.0, section 9) -> bytes; what is cut short ends there."""
    out, at = bytearray(), 0
    while at < len(packed):
        count = packed[at]
        if count < 128:
            out += packed[at + 1 : at + 2 + count]
            at += 2 + count
        elif count > 128:
            out += packed[at + 1 : at + 2] * (257 - count)
            at += 2
        else:
            at += 1
    return bytes(out)
