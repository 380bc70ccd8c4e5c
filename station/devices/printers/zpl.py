"""What a ZPL printer is asked: ~HS and the odometer (SGD), ~HQES where ~HS stays unanswered, ~JA to cancel.

Zebra's manual: ~HS may stay unanswered in exactly the fault states. ~HS is answered behind the job's last byte, so it
is the fence as well.
"""

from collections.abc import Callable
from typing import TypeVar

from station.devices.link import Opener
from station.devices.printers import host_status
from station.devices.printers.judge import USUAL, Look, Timing
from station.devices.printers.raw import RawPrinter
from station.devices.printers.talk import Silent, Talk, whole

STATUS, ERRORS, CANCEL = b"~HS\r\n", b"~HQES\r\n", b"~JA\r\n"
ODOMETER = b'! U1 getvar "odometer.total_label_count"\r\n'


T = TypeVar("T")


class ZplDialect:
    """Implements raw.Dialect."""

    counts = True
    keeps_line = False
    remembers = True

    def check(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.check; the odometer of a printer that has a fault is not asked for."""
        look = self._status(talk, timeout)
        return look, 0 if look.fault or not look.idle else self._odometer(talk, timeout)

    def explain(self, talk: Talk, timeout: float) -> str:
        """See Dialect.explain."""
        return talk.ask(ERRORS, _whole(host_status.complete_errors, host_status.parse_errors), timeout)

    def begin(self, talk: Talk, data: bytes) -> None:
        """See Dialect.begin."""

    def fence(self, talk: Talk, timeout: float) -> None:
        """See Dialect.fence."""
        self._status(talk, timeout)

    def look(self, talk: Talk, timeout: float) -> tuple[Look, int]:
        """See Dialect.look."""
        return self._status(talk, timeout), self._odometer(talk, timeout)

    def cancel(self, talk: Talk, timeout: float) -> None:
        """See Dialect.cancel."""
        talk.send(CANCEL)

    def _status(self, talk: Talk, timeout: float) -> Look:
        hear = _whole(host_status.complete_host_status, host_status.parse_host_status)
        return talk.ask(STATUS, hear, timeout).look()

    def _odometer(self, talk: Talk, timeout: float) -> int:
        return talk.ask(ODOMETER, _whole(host_status.complete_odometer, host_status.parse_odometer), timeout)


class ZplPrinter(RawPrinter):
    """Implements LabelPrinter for ZPL."""

    def __init__(self, opener: Opener, timing: Timing = USUAL, *, shared: bool = False) -> None:
        super().__init__(opener, ZplDialect, timing, shared=shared)


def _whole(complete: Callable[[bytes], bool], parse: Callable[[bytes], T | None]) -> Callable[[bytes], T | None]:
    """Hears a whole answer; one that is whole and unreadable is noise at once."""

    def hear(got: bytes) -> T | None:
        if not complete(got):
            return None
        if (value := parse(got)) is None:
            raise Silent("printer.unreadable")
        return value

    return whole(hear)
