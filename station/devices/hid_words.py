"""Reports of HID point-of-sale scanners -> scans. Pure: no device and no library.

USB HID Point of Sale usage tables: usage page 0x8C, usage 0x02. Input report 2: length, AIM identifier in three bytes,
data in 56; Honeywell ends it with its own code letter at 60 and, at 62, whether more reports of this scan follow.
"""

import msgspec

PAGE, USAGE, REPORT = 0x8C, 0x02, 0x02
DATA_AT, DATA_END, MORE_AT = 4, 60, 62
HONEYWELL = 0x0C2E
HONEYWELL_MODE = (254, 1)
"""Feature report that puts a Honeywell scanner into this mode."""


class Report(msgspec.Struct, frozen=True):
    """One input report: AIM identifier (may be empty), data, and whether the scan goes on in the next one."""

    aim: bytes
    data: bytes
    more: bool


def parse(raw: bytes) -> Report | None:
    """One report with its number in front -> Report; None for any other, or one that says it is longer than it is."""
    body = raw[1:]
    if raw[:1] != bytes((REPORT,)) or len(body) < DATA_AT:
        return None
    length = body[0]
    if not 0 < length <= min(len(body), DATA_END) - DATA_AT:
        return None
    aim = bytes(body[1:DATA_AT])
    more = len(body) > MORE_AT and body[MORE_AT] == 1
    return Report(aim if aim.startswith(b"]") else b"", bytes(body[DATA_AT : DATA_AT + length]), more)


class Reports:
    """Reports in their order -> scans; a report that does not belong to the scan begun ends it, and it is dropped."""

    def __init__(self) -> None:
        self._aim, self._data, self._open = b"", b"", False
        self.dropped = 0

    @property
    def pending(self) -> bool:
        """Whether a scan has begun that is not complete."""
        return self._open

    def feed(self, raw: bytes) -> bytes:
        """The scan that this report completes, its AIM identifier in front, or empty."""
        report = parse(raw)
        if report is None or (self._open and report.aim != self._aim):
            self.drop()
        if report is None:
            return b""
        self._aim, self._data, self._open = report.aim, self._data + report.data, report.more
        if report.more:
            return b""
        scan, self._data = self._aim + self._data.rstrip(b"\r\n"), b""
        return scan

    def drop(self) -> None:
        """Forget a half scan."""
        self.dropped += self._open
        self._data, self._open = b"", False
