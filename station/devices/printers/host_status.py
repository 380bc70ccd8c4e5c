"""What a ZPL printer says of itself: answers to ~HS, ~HQES and the odometer question -> frozen values.

Pure. Fields and bits as in Zebra's ZPL II programming guide (~HS, ~HQES) and its SGD command list. Anything that does
not have exactly that shape is None: noise must never look like a healthy printer.
"""

import re

import msgspec

from station.devices.framing import split_stx
from station.devices.printers.judge import Look

_FIELDS = (12, 11, 2)
_ODOMETER = re.compile(rb'"(\d{1,12})"')
_ERRORS = re.compile(rb"ERRORS:\s+([01])\s+([0-9A-Fa-f]{8})\s+([0-9A-Fa-f]{8})")

_ERROR_BITS = (
    (0x0001, "printer.paper_out"),
    (0x0002, "printer.ribbon_out"),
    (0x0004, "printer.head_open"),
    (0x0008, "printer.cutter_fault"),
    (0x0010, "printer.too_hot"),
    (0x0020, "printer.too_hot"),
    (0xFFFFFFC0, "printer.fault"),
)


class HostStatus(msgspec.Struct, frozen=True):
    """One answer to ~HS: `formats` wait in the buffer, `remaining` copies of the present one are still to print."""

    paper_out: bool
    paused: bool
    buffer_full: bool
    partial: bool
    corrupt_memory: bool
    too_cold: bool
    too_hot: bool
    head_open: bool
    ribbon_out: bool
    formats: int
    remaining: int

    @property
    def fault(self) -> str:
        """The key of the worst thing that keeps it from printing, or empty. Pause is last: every fault also pauses."""
        said = (
            (self.head_open, "printer.head_open"),
            (self.paper_out, "printer.paper_out"),
            (self.ribbon_out, "printer.ribbon_out"),
            (self.corrupt_memory, "printer.fault"),
            (self.too_hot, "printer.too_hot"),
            (self.too_cold, "printer.too_cold"),
            (self.paused, "printer.paused"),
        )
        return next((key for set_, key in said if set_), "")

    @property
    def idle(self) -> bool:
        """Whether nothing at all is left to print: no format, no copy, no half-received format."""
        return not (self.formats or self.remaining or self.partial or self.buffer_full)

    def look(self) -> Look:
        """The same for the judge."""
        return Look(self.fault, self.idle, self.formats + self.remaining)


def parse_host_status(data: bytes) -> HostStatus | None:
    """Exactly three STX .. ETX frames of 12, 11 and 2 numbers -> HostStatus, else None."""
    rows = [_numbers(frame) for frame in split_stx(data)]
    if tuple(len(row) for row in rows) != _FIELDS:
        return None
    one, two, _ = rows
    return HostStatus(
        paper_out=bool(one[1]),
        paused=bool(one[2]),
        formats=one[4],
        buffer_full=bool(one[5]),
        partial=bool(one[7]),
        corrupt_memory=bool(one[9]),
        too_cold=bool(one[10]),
        too_hot=bool(one[11]),
        head_open=bool(two[2]),
        ribbon_out=bool(two[3]),
        remaining=two[8],
    )


def complete_host_status(data: bytes) -> bool:
    """Whether three frames have come in, readable or not."""
    return len(split_stx(data)) >= len(_FIELDS)


def parse_odometer(data: bytes) -> int | None:
    """A quoted number and nothing else -> labels ever printed."""
    match = _ODOMETER.fullmatch(data.strip(b"\r\n\0 "))
    return int(match[1]) if match else None


def complete_odometer(data: bytes) -> bool:
    """Whether an opening and a closing quote have come in."""
    return data.count(b'"') >= 2


def parse_errors(data: bytes) -> str | None:
    """An answer to ~HQES -> the key of its first error, empty for none, None for noise."""
    match = _ERRORS.search(data)
    if match is None:
        return None
    group = int(match[3], 16)
    named = next((key for bits, key in _ERROR_BITS if group & bits), "")
    return named or ("printer.fault" if match[1] == b"1" else "")


def complete_errors(data: bytes) -> bool:
    """Whether the ERRORS line has come in whole."""
    return _ERRORS.search(data) is not None


def _numbers(frame: bytes) -> list[int]:
    parts = [part.strip() for part in frame.split(b",")]
    return [int(part) for part in parts] if all(part.isdigit() and len(part) <= 12 for part in parts) else []
