"""Everything that reaches the bench from outside, results of effects included."""

from msgspec import Struct, field

from station.domain.bench.news import RulesChanged, RulesRefused
from station.domain.ids import Stamp


class Scan(Struct, frozen=True, tag=True):
    """A barcode as a scanner sent it (AIM prefix included where it sends one); device names the scanner."""

    text: str
    device: str = ""


class Typed(Struct, frozen=True, tag=True):
    """Text that was typed or keyed into the window's entry field; treated like a scan unless the step asks for
    words."""

    text: str


class Press(Struct, frozen=True, tag=True):
    """A choice or command by key or touch. question is the number it was shown with; key as in Choice.key."""

    question: int
    key: str


class PinChecked(Struct, frozen=True, tag=True):
    """A PIN was compared (never by the engine). wait_s: seconds until another try is allowed."""

    operator: str
    good: bool
    wait_s: int = 0


class ApprovalAnswered(Struct, frozen=True, tag=True):
    """A supervisor who is elsewhere has answered. request: of which question; answer: given or refused; approver: an
    operator's id."""

    request: str
    answer: str
    approver: str


class HoldDue(Struct, frozen=True, tag=True):
    """Nobody has decided about a held unit by this time (due: as its hold says), or its merchant has, elsewhere (the
    question among the reference values says so). Left alone while a parcel is open."""

    unit: str
    due: str


class Weighed(Struct, frozen=True, tag=True):
    """The scale's answer: grams where state is stable, else None; state: stable, motion, overload, under_zero, error,
    silent."""

    question: int
    grams: int | None
    state: str
    device: str = ""


class PhotoTaken(Struct, frozen=True, tag=True):
    """A picture of the unit lies in the evidence store under its SHA-256; type: its media type."""

    unit: str
    sha256: str
    type: str = field(name="media")  # `type` is the tag's name


class PhotoMissed(Struct, frozen=True, tag=True):
    """There is no picture; why: a catalogue key (photo.no_camera)."""

    unit: str
    why: str


class PrintBegun(Struct, frozen=True, tag=True):
    """The printer is about to get the first byte; odometer: its count before. Told before the byte is sent."""

    job: str
    printer: str
    odometer: int
    dots_sha256: str


class PrintEnded(Struct, frozen=True, tag=True):
    """What became of a job: NOT_SENT, PRINTED, PARTIAL, NOT_PRINTED or UNKNOWN, with its evidence (words or a key)."""

    job: str
    verdict: str
    evidence: str
    count: int | None = None


class DeviceChanged(Struct, frozen=True, tag=True):
    """A device's state changed: up, down or trouble, with a reason key."""

    device: str
    before: str
    after: str
    evidence: str = ""


class Imported(Struct, frozen=True, tag=True):
    """Reference data came in from a file."""

    what: str
    sha256: str
    rows: int
    refused: int


class EpochOpened(Struct, frozen=True, tag=True):
    """A new run of the journal begins: enrolled, restored or continued after a fork."""

    why: str
    previous: str
    last_seq: int


Input = (
    Scan | Typed | Press | PinChecked | ApprovalAnswered | Weighed | PhotoTaken | PhotoMissed | PrintBegun | PrintEnded
    | HoldDue | DeviceChanged | Imported | EpochOpened | RulesChanged | RulesRefused
)  # fmt: skip


class Posted(Struct, frozen=True):
    """An input with the stamp of its arrival; id names it as the cause of facts."""

    input: Input
    stamp: Stamp
    id: str
