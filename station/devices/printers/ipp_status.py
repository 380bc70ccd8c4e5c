"""What a printer, or a print queue, says of itself and of a job by IPP -> frozen values. Pure.

Attributes as in RFC 8011 sections 5.3 and 5.4, PWG 5100.3 (media-col) and 5100.11; what CUPS adds is told by name.
Only `job-state` is evidence of a job: counters and reasons of real printers mislead.
"""

from typing import Any

import msgspec

from station.devices.printers.ipp_codec import Group
from station.devices.printers.ipp_page import Page

PRINTER_WANTED = (
    "printer-state printer-state-reasons printer-is-accepting-jobs queued-job-count operations-supported "
    "document-format-supported media-supported media-size-supported media-col-database media-col-ready "
    "printer-make-and-model print-scaling-supported cups-version printer-type device-uri"
).split()

PENDING, HELD, PROCESSING, STOPPED, CANCELLED, ABORTED, COMPLETED = range(3, 10)
PRINTER_IDLE, PRINTER_STOPPED = 3, 5

_CONDITIONS = (
    (("cover-open", "door-open", "interlock-open", "input-tray-missing"), "printer.head_open"),
    (("media-empty", "media-needed"), "printer.paper_out"),
    (("media-jam", "media-path-jam"), "printer.jam"),
    (("marker-supply-empty", "marker-ribbon-empty", "toner-empty"), "printer.ribbon_out"),
    (("paused", "moving-to-paused"), "printer.paused"),
    (("offline", "shutdown", "timed-out", "connecting-to-device"), "printer.offline"),
    (("fuser-over-temp", "marker-head-over-temp"), "printer.too_hot"),
    (("fuser-under-temp",), "printer.too_cold"),
    (("battery-low", "power-low"), "printer.battery_low"),
)
_SEVERITIES = ("-error", "-warning", "-report")
_HARMLESS = ("none", "cups-", "com.", "wifi-", "hold-new-jobs", "spool-area-full-report")


class Status(msgspec.Struct, frozen=True):
    """A printer now. `fault` is the key of what keeps it from printing, or empty; `queued` counts all its jobs.

    `sizes` and `ready` are media in hundredths of a millimetre as (smallest width, largest, smallest height, largest);
    `ready` is empty where it does not tell what is loaded. `spooler` names the device behind a CUPS queue.
    """

    fault: str
    queued: int
    operations: frozenset[int]
    formats: frozenset[str]
    sizes: tuple[tuple[int, int, int, int], ...]
    ready: tuple[tuple[int, int, int, int], ...]
    scalings: frozenset[str]
    spooler: str
    make: str = ""

    def refusal(self, page: Page) -> str:
        """The key of why this page would not come out right, or empty."""
        if page.format not in self.formats:
            return "printer.wrong_format"
        fits = [any(_holds(page, one) for one in sizes) for sizes in (self.sizes, self.ready) if sizes]
        return "" if all(fits) else "printer.wrong_media"

    def medium(self, page: Page) -> tuple[int, int]:
        """The printer's own numbers for that page's medium: what is loaded first, then what it knows."""
        fixed = [(x, y) for x, x_most, y, y_most in (*self.ready, *self.sizes) if (x, y) == (x_most, y_most)]
        return next((one for one in fixed if page.fits(*one)), (page.width, page.height))


class JobState(msgspec.Struct, frozen=True):
    """One look at a job; `worked` is False only where the printer says that it never began to print it."""

    number: int
    state: int
    worked: bool
    reasons: tuple[str, ...]

    @property
    def over(self) -> bool:
        """Whether it will not change any more."""
        return self.state >= CANCELLED


def status(group: Group) -> Status:
    """The answer to Get-Printer-Attributes."""
    return Status(
        fault=_fault(group),
        queued=_one(group, "queued-job-count", int, 0),
        operations=frozenset(_all(group, "operations-supported", int)),
        formats=frozenset(one.lower() for one in _all(group, "document-format-supported", str)),
        sizes=_sizes(_all(group, "media-size-supported", dict))
        + _sizes(one for col in _all(group, "media-col-database", dict) for one in col.get("media-size", ())),
        ready=_sizes(one for col in _all(group, "media-col-ready", dict) for one in col.get("media-size", ())),
        scalings=frozenset(_all(group, "print-scaling-supported", str)),
        spooler=_one(group, "device-uri", str, "unknown:")
        if "cups-version" in group or "printer-type" in group
        else "",
        make=_one(group, "printer-make-and-model", str, ""),
    )


def job_state(group: Group) -> JobState | None:
    """The answer to Get-Job-Attributes; None for one without a number or a state."""
    number, state = _one(group, "job-id", int, 0), _one(group, "job-state", int, 0)
    if not number or not PENDING <= state <= COMPLETED:
        return None
    began = group.get("time-at-processing", [0])
    return JobState(number, state, began != [None], tuple(_all(group, "job-state-reasons", str)))


def _queue(group: Group) -> bool:
    """Only CUPS tells these."""
    return "cups-version" in group or "printer-type" in group


def _fault(group: Group) -> str:
    """The worst of its reasons; without any, a printer that has stopped or takes no jobs is paused.

    The reasons of a queue at rest are what its last job left behind (measured: paper out, for ever): they do not count.
    """
    resting = _queue(group) and _one(group, "printer-state", int, 0) == PRINTER_IDLE
    reasons = [] if resting else _all(group, "printer-state-reasons", str)
    found = [key for names, key in _CONDITIONS for one in reasons if _blocks(one) and _bare(one) in names]
    if found:
        return found[0]
    stopped = _one(group, "printer-state", int, PRINTER_STOPPED) == PRINTER_STOPPED
    if any(one.endswith("-error") for one in reasons if not one.startswith(_HARMLESS)):
        return "printer.fault"
    return "printer.paused" if stopped or not _one(group, "printer-is-accepting-jobs", bool, True) else ""


def _blocks(reason: str) -> bool:
    return not reason.endswith("-report")


def _bare(reason: str) -> str:
    return next((reason.removesuffix(end) for end in _SEVERITIES if reason.endswith(end)), reason)


def _sizes(found: Any) -> tuple[tuple[int, int, int, int], ...]:
    """media-size collections: whole numbers, or ranges for printers that take any size within."""
    spans = [[_span(one.get(side, [None])[0]) for side in ("x-dimension", "y-dimension")] for one in found]
    return tuple((*x, *y) for x, y in spans if x and y)


def _span(side: Any) -> tuple[int, int] | None:
    if isinstance(side, int):
        return side, side
    return side if isinstance(side, tuple) and len(side) == 2 else None


def _holds(page: Page, size: tuple[int, int, int, int]) -> bool:
    """A fixed size must be the page's; a range must hold it."""
    least_x, most_x, least_y, most_y = size
    if (least_x, least_y) == (most_x, most_y):
        return page.fits(least_x, least_y)
    return least_x <= page.width <= most_x and least_y <= page.height <= most_y


def _all(group: Group, name: str, kind: type) -> list[Any]:
    return [one for one in group.get(name, ()) if isinstance(one, kind)]


def _one(group: Group, name: str, kind: type, otherwise: Any) -> Any:
    return next(iter(_all(group, name, kind)), otherwise)
