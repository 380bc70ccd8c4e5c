"""The bench's state: who works, where, and on which step. One frozen value per step, holding just what that step needs;
records are named by id and read anew, so that nothing is kept twice. A confirmation is a step, never a dialog."""

from msgspec import Struct


class Session(Struct, frozen=True):
    """Who is signed in, since when (UTC text), in which mode (bench, dock) and language."""

    id: str
    operator: str
    name: str
    lang: str
    role: str
    mode: str
    opened_at: str


class _Step(Struct, frozen=True, tag=True, omit_defaults=True):
    """What every step shares: its name is its tag."""


class SignedOut(_Step, frozen=True, tag="signed_out"):
    """Nobody works; a badge or an operator's PIN opens a session. operator: whose PIN is asked or being checked."""

    operator: str = ""
    checking: bool = False


class Ready(_Step, frozen=True, tag="ready"):
    """Waiting for a parcel at the bench. tote: container that was scanned instead, whose label may be asked for."""

    tote: str = ""


class Dock(_Step, frozen=True, tag="dock"):
    """Waiting for parcels at the dock. cage: sticky location id; last: the parcel just taken in."""

    cage: str = ""
    last: str = ""
    count: int = 0


class PickParcel(_Step, frozen=True, tag="pick_parcel"):
    """A code fits several records: the operator says which. options are `type:id`."""

    code: str
    options: tuple[str, ...]


class Blind(_Step, frozen=True, tag="blind"):
    """An unknown parcel: whose goods are in it? code: what was scanned."""

    code: str
    carrier: str = ""


class Opening(_Step, frozen=True, tag="opening"):
    """The parcel is known: look at it, open it."""


class Identify(_Step, frozen=True, tag="identify"):
    """Scan what is inside. last: the unit done just before (what undo takes out again); count: pieces that the next
    scan stands for."""

    last: str = ""
    count: int = 1


class Mismatch(_Step, frozen=True, tag="mismatch"):
    """A product that is on no line: instead of an expected one, or extra? before: the unit that this thing was when it
    was returned before, by its old label."""

    product: str
    scan: str = ""
    serial: str = ""
    lot: str = ""
    expiry: str = ""
    quantity: int = 1
    before: str = ""


class Describe(_Step, frozen=True, tag="describe"):
    """A unit without a code: type words; products found by them are offered. words stand in erasable storage
    (secret)."""

    options: tuple[str, ...] = ()
    words: str = ""
    quantity: int = 1


class Quantity(_Step, frozen=True, tag="quantity"):
    """How many pieces are in the lot? unit is empty before it is found: then `product` waits for its count."""

    unit: str = ""
    purpose: str = "lot"


class Checking(_Step, frozen=True, tag="checking"):
    """One question of the checklist. answers: (question, answer) so far."""

    unit: str
    checklist: str
    question: str
    answers: tuple[tuple[str, str], ...] = ()


class Capture(_Step, frozen=True, tag="capture"):
    """The product, or an answer, asks for something: field is serial, lot, expiry or weight; rest: what is asked after
    it; then: the checklist goes on there (question "" = it is at its end; none = it begins)."""

    unit: str
    field: str
    rest: tuple[str, ...] = ()
    then: Checking | None = None


class SerialDoubt(_Step, frozen=True, tag="serial_doubt"):
    """The serial is not the shipped one: scan again, hold, or go on with the signal told."""

    unit: str
    serial: str
    signal: str
    rest: tuple[str, ...] = ()
    then: Checking | None = None


class Photo(_Step, frozen=True, tag="photo"):
    """A picture of the unit is wanted. why: the answer that asks for it (`question.answer`, or empty: the product);
    missed: why there is none (a key); rest, then: as in Capture."""

    unit: str
    why: str = ""
    missed: str = ""
    rest: tuple[str, ...] = ()
    then: Checking | None = None


class Caring(_Step, frozen=True, tag="caring"):
    """One care task before the label: done, or failed. certifying: it is done, its certificate is asked for; reason: of
    the label that is printed anew after it; then: the checklist asked for the task, and goes on there."""

    unit: str
    task: str
    certificate: bool = False
    certifying: bool = False
    reason: str = ""
    then: Checking | None = None


class Labelling(_Step, frozen=True, tag="labelling"):
    """The label is asked for or out: stick it on and scan it. then: stow or hold (where the unit goes next)."""

    unit: str
    job: str
    then: str = "stow"


class Rerouting(_Step, frozen=True, tag="rerouting"):
    """Another route is wanted: which, and then why. reason: said already, a supervisor is asked."""

    unit: str
    job: str
    to: str = ""
    reason: str = ""


class Stowing(_Step, frozen=True, tag="stowing"):
    """The unit goes into a tote of its merchant and route: scan the tote. job: of a label that was ordered beside it
    (its route, where it bears no plate; the tote that was just closed)."""

    unit: str
    job: str = ""


class FullTote(_Step, frozen=True, tag="full_tote"):
    """A tote is said to be full: scan it, it is closed."""

    unit: str


class Voiding(_Step, frozen=True, tag="voiding"):
    """A label is out and shall not be: peel it off, destroy it, confirm with VOID."""

    unit: str


class TakingOut(_Step, frozen=True, tag="taking_out"):
    """A stowed unit comes out again: scan the tote, then the unit. tote: scanned already."""

    unit: str
    tote: str = ""
    approver: str = ""


class Approving(_Step, frozen=True, tag="approving"):
    """Somebody with the right must agree: badge, then PIN. purpose: take_out, reopen_tote (container: which), or
    override (route: what is asked for; request: by which name one who is elsewhere answers). operator: whose PIN is
    being checked."""

    unit: str
    purpose: str
    operator: str = ""
    checking: bool = False
    container: str = ""
    route: Rerouting | None = None
    request: str = ""


class Holding(_Step, frozen=True, tag="holding"):
    """Hold: why? unit is empty where the whole parcel is held."""

    unit: str = ""


class HoldPlace(_Step, frozen=True, tag="hold_place"):
    """The held unit (or parcel) goes to the hold place: scan the place. kind: hold, or regrade (a second look)."""

    unit: str = ""
    kind: str = "hold"


class Resuming(_Step, frozen=True, tag="resuming"):
    """A held unit or parcel was scanned: go on with which decision?"""

    unit: str = ""
    parcel: str = ""


class Danger(_Step, frozen=True, tag="danger"):
    """Stop: what danger? unit is empty where the parcel itself is dangerous."""

    unit: str = ""
    danger: str = ""


class Reopening(_Step, frozen=True, tag="reopening"):
    """A closed parcel was scanned: open it again? why?"""

    parcel: str


class Closing(_Step, frozen=True, tag="closing"):
    """The parcel is to be closed: what is missing stands on the screen."""


class Locked(_Step, frozen=True, tag="locked"):
    """The bench is locked over a step that is kept."""

    under: "Step"
    operator: str = ""
    checking: bool = False


class TakeOver(_Step, frozen=True, tag="take_over"):
    """Another operator's badge at a locked bench: take over this parcel?"""

    under: "Step"
    operator: str


Step = (
    SignedOut | Ready | Dock | PickParcel | Blind | Opening
    | Identify | Mismatch | Describe | Quantity | Capture | SerialDoubt
    | Photo | Checking | Caring | Labelling | Rerouting | Stowing | FullTote | Voiding
    | TakingOut | Approving | Holding | HoldPlace | Resuming | Danger
    | Reopening | Closing | Locked | TakeOver
)  # fmt: skip


def name_of(step: Step) -> str:
    """The step's name: its tag."""
    return str(step.__struct_config__.tag)


class Bench(Struct, frozen=True, omit_defaults=True):
    """The whole state. parcel: the open parcel's id; question: number of the question on the screen (its codes name
    it); depth: rows of the session that stand below this one; last, last_ms: SHA-256 of the last scan and its time, so
    that a double read is known; used: pieces of limits (key, since, pieces) that this station has spent."""

    step: Step
    session: Session | None = None
    parcel: str = ""
    question: int = 0
    depth: int = 0
    last: str = ""
    last_ms: int = 0
    used: tuple[tuple[str, str, int], ...] = ()


class Saved(Struct, frozen=True):
    """A row of the session: the state at that depth, and the seq of the first fact that its step told."""

    bench: Bench
    first_seq: int


NOT_WORKING = (SignedOut, Locked, TakeOver)
"""Steps on which nobody is at work: commands and the thing in hand are not shown."""
