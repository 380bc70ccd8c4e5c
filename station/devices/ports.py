"""What the rest of the station knows of a scanner, a scale, a label printer and a camera: small ports, frozen values.

Not responsible for protocols, threads or links; no clock is read here. Words that end in people's eyes are keys of the
text catalogue (`printer.paper_out`).
"""

from threading import Event
from typing import Literal, Protocol

import msgspec

ScaleState = Literal["stable", "motion", "overload", "under_zero", "error"]
DeviceState = Literal["ready", "attention", "lost"]
Verdict = Literal["NOT_SENT", "PRINTED", "PARTIAL", "NOT_PRINTED", "UNKNOWN"]


class RawScan(msgspec.Struct, frozen=True):
    """The bytes of one whole scan, without its terminator, as the device sent them."""

    device: str
    data: bytes


class Reading(msgspec.Struct, frozen=True):
    """One answer of a scale; `grams` is set only in the states stable and motion, and a fault is never 0 g.

    `detail` is a key (`scale.silent`) or empty.
    """

    grams: int | None
    state: ScaleState
    detail: str = ""


class Ready(msgspec.Struct, frozen=True):
    """A printer that would print now; `odometer` counts every label that it has ever put out."""

    odometer: int


class Outcome(msgspec.Struct, frozen=True):
    """How a print job ended, as far as evidence goes.

    `count` is the number of labels that the odometer moved by, None where it could not be read. `evidence` is a short
    machine text without personal data.
    """

    verdict: Verdict
    count: int | None
    evidence: str


class DeviceChanged(msgspec.Struct, frozen=True):
    """A device went from one state to another; `detail` is a key, empty for ready."""

    device: str
    state: DeviceState
    detail: str = ""


class NotReady(Exception):
    """The printer would not print now; `reason` is a key such as `printer.head_open`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Picture(msgspec.Struct, frozen=True):
    """A picture that is ready to be kept: small, upright, without anything but its pixels. type: its media type."""

    data: bytes
    type: str = "image/jpeg"


class NoPicture(Exception):
    """There is no picture; `reason` is a key such as `photo.none_came`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LinkLost(Exception):
    """The line broke, could not be opened, or did not take our bytes in time (`gave_up`: we let go, not it)."""

    def __init__(self, what: str, *, gave_up: bool = False) -> None:
        super().__init__(what)
        self.gave_up = gave_up


class Scanner(Protocol):
    """A source of scans."""

    def read(self, timeout: float) -> RawScan | None:
        """The next whole scan, or None after `timeout` seconds. Raises LinkLost; a scan cut short by it is dropped."""

    def tell(self, good: bool) -> None:  # noqa: FBT001  the port's only argument, a plain yes or no
        """Let the scanner beep good or bad where it can. Raises LinkLost."""

    def close(self) -> None:
        """Give the line back. May be called twice."""


class Scale(Protocol):
    """A weighing platform that is asked, never listened to."""

    def weigh(self, timeout: float) -> Reading:
        """The first stable weight within `timeout` seconds, else the last state seen. Raises for no device fault."""

    def close(self) -> None:
        """Give the line back. May be called twice."""


class LabelPrinter(Protocol):
    """A printer that takes finished bytes in its own language and can be asked what it has done."""

    def ready(self) -> Ready:
        """The odometer of a printer that would print now. Raises NotReady; nothing has been sent then."""

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        """Send `data`, which prints `copies` labels, and wait for evidence.

        `before` is what `ready` said and what has been committed since. NOT_SENT only if not one byte went out: sending
        again is safe then, and only then. Never raises for a device fault.
        """

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        """What became of a job begun at `before_odometer` before a restart; UNKNOWN where it cannot be known."""

    def close(self) -> None:
        """Give the line back. May be called twice."""


class Camera(Protocol):
    """Takes pictures that are evidence, one when asked."""

    def ready(self) -> None:
        """Returns where a picture could be taken now. Raises NotReady (`photo.no_folder`)."""

    def take(self, timeout: float, given_up: Event) -> Picture:
        """A picture of what lies there from now on, within `timeout` seconds. Raises NoPicture; at once, once
        `given_up` is set."""

    def close(self) -> None:
        """Give the camera back. May be called twice."""
