"""Bytes as they drip in -> whole frames, whatever the pieces they came in.

Pure: no clock and no line. The owner of the clock calls `flush` or `drop` when a line has fallen silent.
"""

LIMIT = 4096
"""Bytes without a terminator beyond which a frame is thrown away (no barcode and no reply is that long)."""

STX, ETX = b"\x02", b"\x03"


class Lines:
    """Frames that end in any one of `terminators`; empty frames are skipped, so CR LF ends one frame, not two.

    A frame beyond `limit` bytes is thrown away whole, its tail included, and counted in `overflows`.
    """

    def __init__(self, terminators: bytes = b"\r\n", limit: int = LIMIT) -> None:
        self._ends = frozenset(terminators)
        self._limit = limit
        self._held = bytearray()
        self._skipping = False
        self.overflows = 0
        self.ended = False
        """True once any terminator has been seen: this device does send them."""

    @property
    def pending(self) -> bool:
        """Whether part of a frame, good or overflowing, has come in."""
        return bool(self._held) or self._skipping

    def feed(self, data: bytes) -> list[bytes]:
        """The frames that `data` completes, in order."""
        return [frame for byte in data if (frame := self._take(byte))]

    def flush(self) -> bytes:
        """The frame held so far as a whole one (a scanner without a suffix), or empty."""
        frame = bytes(self._held)
        self.drop()
        return frame

    def drop(self) -> None:
        """Forget a half frame."""
        self._held.clear()
        self._skipping = False

    def _take(self, byte: int) -> bytes:
        if byte in self._ends:
            self.ended = True
            return self.flush()
        if not self._skipping:
            self._held.append(byte)
            self._overflow()
        return b""

    def _overflow(self) -> None:
        if len(self._held) > self._limit:
            self._held.clear()
            self._skipping = True
            self.overflows += 1


def split_stx(data: bytes) -> list[bytes]:
    """The contents of every complete STX .. ETX frame in `data`; what lies between frames is not looked at.

    A second STX before the ETX begins the frame anew: the first was cut short.
    """
    frames = []
    for piece in data.split(ETX)[:-1]:
        _, start, body = piece.rpartition(STX)
        if start:
            frames.append(body)
    return frames
