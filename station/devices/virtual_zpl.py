"""The ZPL that the virtual printer understands: a byte stream -> formats and questions, a format -> dots.

Pure. Only what a bitmap label needs (^PW ^LL ^LH ^FO ^GF ^FX ^PQ); any other command is named in `problems`, so that a
test or a person sees that a label leant on something the virtual printer cannot prove.
"""

import base64
import binascii
import re
import zlib

from station.devices.virtual_canvas import Canvas
from station.devices.virtual_orders import MAX_DOTS, MAX_HELD, Ask, Cancel, Format, Order, Print, State

_TOKENS = re.compile(rb'\^XA|~HS|~HQES|~JA|! U1 getvar "([^"\r\n]{0,64})"\r?\n')
_TOKEN_TAIL = 96
_IGNORED = frozenset((b"FS", b"XA", b"XZ", b"CI", b"MM", b"MN", b"PO", b"PR", b"MD"))


class ZplStream:
    """Cuts what comes in on one connection into formats (^XA .. ^XZ) and immediate questions."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._inside = False
        self._searched = 0

    @property
    def partial(self) -> int:
        """Bytes of a format that has begun and not ended."""
        return len(self._held) if self._inside else 0

    def feed(self, data: bytes) -> list[Order]:
        """See Stream.feed."""
        return [_order(token) for token in self.tokens(data)]

    def tokens(self, data: bytes) -> list[bytes]:
        """Whole tokens in order: a format's body between ^XA and ^XZ as b"^XA" + body, questions as they were sent."""
        self._held += data
        found = []
        while (token := self._next()) is not None:
            found.append(token)
        return found

    def _next(self) -> bytes | None:
        return self._format() if self._inside else self._outside()

    def _format(self) -> bytes | None:
        end = self._held.find(b"^XZ", max(self._searched - 2, 0))
        if end < 0:
            self._searched = len(self._held)
            if len(self._held) > MAX_HELD:
                self._consume(len(self._held), inside=False)
            return None
        body = bytes(self._held[:end])
        self._consume(end + 3, inside=False)
        return b"^XA" + body

    def _outside(self) -> bytes | None:
        match = _TOKENS.search(self._held)
        if match is None:
            del self._held[:-_TOKEN_TAIL]
            return None
        token = match.group()
        self._consume(match.end(), inside=token == b"^XA")
        return self._next() if token == b"^XA" else token

    def _consume(self, count: int, *, inside: bool) -> None:
        del self._held[:count]
        self._inside, self._searched = inside, 0


def read_format(body: bytes) -> Format:
    """One format's text -> Format; never raises, what was not understood stands in `problems`."""
    reader = _Reader()
    for piece in body.split(b"^")[1:]:
        reader.take(piece[:2].upper(), piece[2:])
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._canvas = Canvas()
        self._sizes: dict[bytes, int] = {}
        self._home = self._at = (0, 0)
        self._job, self._copies = "", 1
        self._problems: list[str] = []

    def take(self, code: bytes, rest: bytes) -> None:
        try:
            self._obey(code, rest)
        except (ValueError, IndexError, zlib.error, binascii.Error) as fault:
            self._problems.append(f"^{code.decode('ascii', 'replace')}: {fault}")

    def finish(self) -> Format:
        width, height = self._canvas.extent()
        width = min(self._sizes.get(b"PW", width), MAX_DOTS)
        height = min(self._sizes.get(b"LL", height), MAX_DOTS)
        return Format(self._job, width, self._canvas.rows(width, height), self._copies, tuple(self._problems))

    def _obey(self, code: bytes, rest: bytes) -> None:
        match code:
            case b"PW" | b"LL":
                self._sizes[code] = max(int(rest), 1)
            case b"LH":
                self._home = _point(rest)
            case b"FO":
                self._at = _point(rest)
            case b"GF":
                self._draw(rest)
            case b"FX":
                self._job = self._job or rest.decode("utf-8", "replace").strip()
            case b"PQ":
                self._copies = min(max(int(rest.split(b",")[0]), 1), 9999)
            case _ if code not in _IGNORED:
                raise ValueError("not understood")

    def _draw(self, rest: bytes) -> None:
        kind, _, total, per_row, data = rest.split(b",", 4)
        if kind != b"A":
            raise ValueError("only ^GFA is understood")
        size, step = int(total), int(per_row)
        dots = _graphic(data)
        if len(dots) != size or step < 1 or size % step:
            raise ValueError(f"{len(dots)} bytes of {size}, {step} a row")
        x, y = self._home[0] + self._at[0], self._home[1] + self._at[1]
        self._canvas.mark(x, y, step, dots)


def _point(rest: bytes) -> tuple[int, int]:
    x, y = rest.split(b",")[:2]
    return min(max(int(x), 0), MAX_DOTS), min(max(int(y), 0), MAX_DOTS)


def _graphic(data: bytes) -> bytes:
    """:Z64:base64:crc, :B64:base64:crc or plain hex -> dots. Raises ValueError and friends."""
    text = b"".join(data.split())
    if not text.startswith(b":"):
        return bytes.fromhex(text.decode("ascii"))
    _, kind, coded, check = text.split(b":")
    if binascii.crc_hqx(coded, 0) != int(check, 16):
        raise ValueError("checksum does not fit")
    raw = base64.b64decode(coded, validate=True)
    if kind == b"Z64":
        return zlib.decompress(raw)
    if kind == b"B64":
        return raw
    raise ValueError("unknown coding")


def _order(token: bytes) -> Order:
    if token.startswith(b"^XA"):
        return Print(read_format(token))
    return Cancel() if token == b"~JA" else Ask(token)


_HQES_BITS = {"paper_out": 0x1, "ribbon_out": 0x2, "head_open": 0x4, "pause": 0x10000}


class Zpl:
    """Implements virtual_orders.Tongue. The odometer survives a power cut. ~HS is answered while labels are printed."""

    name = "zpl"
    deaf_when_blocked = False

    def stream(self) -> ZplStream:
        """See Tongue.stream."""
        return ZplStream()

    def power_cut(self, state: State) -> None:
        """The odometer is kept."""

    def answer(self, question: bytes, state: State) -> bytes:
        """See Tongue.answer."""
        if question == b"~HS":
            return _host_status(state)
        if question == b"~HQES":
            return _errors(state)
        return b'"%d"' % state.odometer if b"odometer.total_label_count" in question else b'"?"'

    def trouble(self, state: State) -> bytes:
        """See Tongue.trouble."""
        return b""


def _host_status(state: State) -> bytes:
    paper, paused = int(state.block == "paper_out"), int(bool(state.block))
    one = f"030,{paper},{paused},1218,{state.formats:03d},0,0,{int(state.partial)},000,0,0,0"
    head, ribbon = int(state.block == "head_open"), int(state.block == "ribbon_out")
    two = f"000,0,{head},{ribbon},0,2,4,0,{state.remaining:08d},1,000"
    return b"".join(b"\x02%s\x03\r\n" % row.encode() for row in (one, two, "0000,0"))


def _errors(state: State) -> bytes:
    bits = _HQES_BITS.get(state.block, 0)
    rows = (
        "",
        "  PRINTER STATUS",
        f"   ERRORS:         {int(bits > 0)} 00000000 {bits:08X}",
        "   WARNINGS:       0 00000000 00000000",
    )
    return b"\x02" + "\r\n".join(rows).encode() + b"\r\n\x03"
