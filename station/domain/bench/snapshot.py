"""What the bench shows, as one frozen value: any screen (window, test, tracing log) is drawn from it alone."""

from msgspec import Struct

from station.domain.notices import Notice, Text


class Choice(Struct, frozen=True):
    """One thing that can be chosen: by its code (scan), its number key (1-9, 0 = none), or touch. style: plain, route
    or danger; picture: name of a picture of it."""

    key: str
    code: str
    text: Text
    hint: Text | None = None
    number: int = 0
    style: str = "plain"
    picture: str = ""


class UnitRow(Struct, frozen=True):
    """A line in the list on the left. state: done, now, expected, held, problem."""

    title: str
    note: Text
    state: str
    quantity: int = 1


class ParcelCard(Struct, frozen=True):
    """The open parcel: carrier and tracking as shown, codes of authorizations (or the order's number), merchant's
    name."""

    id: str
    carrier: str
    tracking: str
    codes: tuple[str, ...]
    merchant: str
    arrived_at: str
    rows: tuple[UnitRow, ...]
    kind: str = "customer_return"


class ProductCard(Struct, frozen=True):
    """The thing in hand; facts are short remarks (reason of the customer, weight, question n of m)."""

    title: str
    sku: str
    facts: tuple[Text, ...] = ()
    picture: str = ""
    quantity: int = 1


class RouteCard(Struct, frozen=True):
    """Where the unit goes, and why in one line. second: the next best way in words; net: what the way should bring, in
    minor units of currency, for those with the right to see money (None = unknown, or no right)."""

    route: str
    position: str
    grade: str
    why: tuple[Text, ...] = ()
    second: Text | None = None
    net: int | None = None
    currency: str = ""


class LabelCard(Struct, frozen=True):
    """The label on the screen. state: asked, begun, PRINTED, PARTIAL, NOT_SENT, NOT_PRINTED, UNKNOWN or verified."""

    lpn: str
    revision: int
    state: str
    fields: dict[str, str] = {}
    code_2d: str = ""


class Snapshot(Struct, frozen=True):
    """One instruction at a time. stage: -1 (no unit in hand) or 0..4 of identify, inspect, route, label, stow.
    entry: "" (no typing), text, number or pin; busy: an effect is under way."""

    number: int
    step: str
    mode: str
    question: int
    title: Text
    hint: Text | None = None
    choices: tuple[Choice, ...] = ()
    commands: tuple[Choice, ...] = ()
    entry: str = ""
    stage: int = -1
    busy: bool = False
    operator: str = ""
    role: str = ""
    lang: str = "en"
    parcel: ParcelCard | None = None
    product: ProductCard | None = None
    route: RouteCard | None = None
    label: LabelCard | None = None
    tone: str = "plain"
    """plain, question, stop (danger) or locked."""
    picture: str = ""
    """Name of a picture that shows what is asked."""
    remark: Text | None = None
    """A neutral word beside the instruction: it decides nothing."""


class Told(Struct, frozen=True):
    """A numbered notice; numbered ones are never coalesced."""

    number: int
    notice: Notice
