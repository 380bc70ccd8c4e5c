"""What the bench wants done after the commit. Print is durable (a job row in the deciding transaction); the others are
ephemeral: the start derives them again from the state."""

from msgspec import Struct


class Print(Struct, frozen=True):
    """One label: finished words in the operator's language and the payloads of both codes; with gs1_1d or gs1_2d that
    payload is GS1 elements in brackets. of: what it is stuck on (unit, parcel, container), `unit` that record's id;
    label: its kind."""

    job: str
    unit: str
    revision: int
    layout: str
    lang: str
    code_1d: str
    code_2d: str
    fields: dict[str, str]
    gs1_1d: bool = False
    gs1_2d: bool = False
    of: str = "unit"
    label: str = "unit"


class Weigh(Struct, frozen=True):
    """Ask the scale; the answer names the question."""

    question: int


class CheckPin(Struct, frozen=True):
    """Compare a typed PIN with the operator's hash."""

    operator: str
    pin: str
    hash: str


class TakePhoto(Struct, frozen=True):
    """Ask a camera; the answer names the unit. id names the question; why: what the picture is to show (a key)."""

    id: str
    unit: str
    why: str


Effect = Print | Weigh | CheckPin | TakePhoto


class Job(Struct, frozen=True):
    """A row of the spool. unit: id of what is labelled; state: asked, begun, ended or withdrawn; odometer: the
    printer's count before the first byte."""

    id: str
    unit: str
    state: str
    print: Print
    printer: str = ""
    odometer: int = -1
    verdict: str = ""


class Secret(Struct, frozen=True):
    """Erasable text behind a commitment in a fact: commitment = SHA-256(salt || text), hex."""

    commitment: str
    kind: str
    salt: str
    text: str
