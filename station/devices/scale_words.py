"""What scales are asked and what they answer: MT-SICS, Toledo 8217, NCI and CAS as pure functions of one frame.

Not responsible for lines, time-outs or for whom to believe (`scales.py`). Sources: the makers' manuals of MT-SICS level
0; of the 8217 (`W`; status bits motion, over, under zero, outside zero capture); of NCI's SCP-01 (`W`; two status
characters); of CAS's 22 byte stream.
"""

import re
from collections.abc import Callable

import msgspec

from station.devices.ports import Reading, ScaleState
from station.devices.weights import OVERLOAD, UNDER_ZERO, UNREADABLE, weighed

Parse = Callable[[bytes, str], Reading]
"""One frame without its end, and the unit of a scale that names none, -> Reading."""


class Protocol(msgspec.Struct, frozen=True):
    """How a make of scale talks. `ask`: what is sent for one answer, empty where it talks by itself; `ends`: the bytes
    that end a frame; `bits`: of a character on a serial line, unless its settings say otherwise."""

    ask: bytes
    ends: bytes
    parse: Parse
    bits: str = "8N1"


_DECIMAL = r"\d{1,9}(?:\.\d{1,9})?"
_SICS = re.compile(rf"S\s+([SD])\s+(-?{_DECIMAL})\s+(\S+)", re.ASCII)
_SICS_WORDS: dict[str, Reading] = {"S +": OVERLOAD, "S -": UNDER_ZERO, "S I": Reading(None, "error", "scale.busy")}


def parse_sics(frame: bytes, _unit: str = "") -> Reading:
    """One MT-SICS answer. It names its unit."""
    text = frame.decode("ascii", "replace").strip()
    if match := _SICS.fullmatch(text):
        return weighed(match[2], match[3], moving=match[1] == "D")
    return _SICS_WORDS.get(" ".join(text.split()), UNREADABLE)


_TOLEDO = re.compile(r" *(-?)(\d{1,6}(\.\d{1,5})?)N?", re.ASCII)
_TOLEDO_BITS: tuple[tuple[int, ScaleState, str], ...] = (
    (0x02, "overload", "scale.overload"),
    (0x04, "under_zero", "scale.under_zero"),
    (0x01, "motion", "scale.motion"),
    (0x08, "error", "scale.not_zeroed"),
)


def parse_toledo(frame: bytes, unit: str) -> Reading:
    """STX weight, or STX ? status. It names no unit; in all but grams its weight has a point, or a byte was lost.

    In motion it tells no weight, so that there is none.
    """
    _, start, body = frame.rpartition(b"\x02")
    if not start:
        return UNREADABLE
    if len(body) == 2 and body[:1] == b"?":
        return _first_bit(body[1], _TOLEDO_BITS)
    match = _TOLEDO.fullmatch(body.decode("ascii", "replace"))
    if match is None or not (match[3] or unit == "g"):
        return UNREADABLE
    return weighed(match[1] + match[2], unit)


_NCI = re.compile(rf"\n *(-?) *({_DECIMAL}|[_^-]+) *([a-z]{{1,2}}) *\r\n(..+)\r\Z", re.ASCII)
_NCI_FIRST: tuple[tuple[int, ScaleState, str], ...] = ((0x0C, "error", "scale.fault"),)
_NCI_SECOND: tuple[tuple[int, ScaleState, str], ...] = (
    (0x0C, "error", "scale.fault"),
    (0x02, "overload", "scale.overload"),
    (0x01, "under_zero", "scale.under_zero"),
)


def parse_nci(frame: bytes, _unit: str = "") -> Reading:
    """LF weight unit CR LF status CR. Status: motion, zero, faults of memory; under, over, faults of calibration."""
    match = _NCI.search(frame.decode("ascii", "replace"))
    if match is None or not all(_is_status(char) for char in match[4]):
        return UNREADABLE
    first, second = ord(match[4][0]), ord(match[4][1])
    for fault in (_first_bit(second, _NCI_SECOND), _first_bit(first, _NCI_FIRST)):
        if fault != UNREADABLE:
            return fault
    if not match[2][0].isdigit():
        return UNREADABLE
    return weighed(match[1] + match[2], match[3], moving=bool(first & 1))


def _is_status(char: str) -> bool:
    """Bits 4 and 5 are always set; bit 6 tells that another one follows."""
    return ord(char) & 0x30 == 0x30 and ord(char) < 0x80


_CAS = re.compile(rb"(ST|US|OL),(GS|NT),(?:..,)?([ +-]*)(\d{1,8}(?:\.\d{1,5})?) *([a-z]{1,2})", re.DOTALL)
_CAS_LENGTHS = (20, 16)
"""With identity and lamps, and without; any other has lost a byte."""


def parse_cas(frame: bytes, _unit: str = "") -> Reading:
    """ST or US or OL, GS or NT, identity and lamps, weight in 8 places, unit in 2."""
    if len(frame) not in _CAS_LENGTHS:
        return UNREADABLE
    if frame.startswith(b"OL,"):
        return OVERLOAD
    match = _CAS.fullmatch(frame)
    if match is None or match[3].strip() not in (b"", b"+", b"-"):
        return UNREADABLE
    sign = "-" if b"-" in match[3] else ""
    return weighed(sign + match[4].decode(), match[5].decode(), moving=match[1] == b"US")


def _first_bit(status: int, bits: tuple[tuple[int, ScaleState, str], ...]) -> Reading:
    """What the status says, the weightiest first; UNREADABLE where it says nothing of the kind."""
    return next((Reading(None, state, detail) for bit, state, detail in bits if status & bit), UNREADABLE)


PROTOCOLS = {
    "sics": Protocol(b"SI\r\n", b"\r\n", parse_sics),
    "toledo": Protocol(b"W", b"\r", parse_toledo, "7E1"),
    "nci": Protocol(b"W\r", b"\x03", parse_nci, "7E1"),
    "cas": Protocol(b"", b"\r\n", parse_cas),
}
"""By the word of the settings. Each asks for the weight of this moment, whatever it is."""
