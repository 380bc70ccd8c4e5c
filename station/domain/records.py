"""The records that facts fold into (parcel, unit, container) and the reference values that the office keeps
(authorization, order, product, operator, location). Frozen values with independent facets; no behaviour beyond
derivation."""

from operator import attrgetter

from msgspec import Struct

from station.domain.office import Allotment, PolicyText
from station.domain.questions import Question
from station.domain.stationery import Address


class Line(Struct, frozen=True, omit_defaults=True):
    """One line of an authorization or an order. price is minor units per piece; wanted is refund, exchange, repair or
    none."""

    product: str
    quantity: int
    wanted: str = "refund"
    price: int = 0
    serials: tuple[str, ...] = ()
    reason: str = ""


class Authorization(Struct, frozen=True, omit_defaults=True):
    """The office's promise to take something back (RMA). tracking: numbers of the return parcels, where known."""

    id: str
    merchant: str
    code: str
    lines: tuple[Line, ...]
    order: str = ""
    tracking: tuple[str, ...] = ()
    customer: str = ""
    currency: str = ""
    state: str = "open"


class Order(Struct, frozen=True, omit_defaults=True):
    """What was sold and shipped; tracking: outbound parcel numbers."""

    id: str
    merchant: str
    number: str
    lines: tuple[Line, ...]
    tracking: tuple[str, ...] = ()
    customer: str = ""
    currency: str = ""
    shipped: str = ""


class Product(Struct, frozen=True, omit_defaults=True):
    """A thing that is sold. capture: what the bench must ask (serial, lot, expiry, weight); parts: what belongs in the
    box; label: unit, lot or none; weight and tolerance in grams; price in minor units."""

    id: str
    merchant: str
    sku: str
    title: str
    codes: tuple[str, ...] = ()
    category: str = "general"
    checklist: str = ""
    capture: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    hazard: str = ""
    label: str = "unit"
    weight: int = 0
    tolerance: int = 0
    price: int = 0
    currency: str = ""
    picture: str = ""


class Operator(Struct, frozen=True, omit_defaults=True):
    """Who works. badge: SHA-256 of the badge code; pin: argon2id hash (empty = badge only); role: staff or
    supervisor."""

    id: str
    name: str
    badge: str
    lang: str = "en"
    role: str = "staff"
    pin: str = ""
    active: bool = True


class Location(Struct, frozen=True, omit_defaults=True):
    """A place with a code. kind: cage, bin, position, hold, regrade (units that wait for their second look), safe, pool
    or tote (an empty tote that may be opened). merchant, route, channel, vendor, hazard: what it is kept for."""

    id: str
    code: str
    kind: str
    merchant: str = ""
    route: str = ""
    position: str = ""
    capacity: int = 0
    channel: str = ""
    vendor: str = ""
    hazard: bool = False


class Merchant(Struct, frozen=True, omit_defaults=True):
    """Whose goods. grace: days that another parcel of one authorization may still come; address: where its returns go
    to, if not to the site's own."""

    id: str
    name: str
    currency: str = ""
    grace: int = 14
    address: Address = Address()


class Hold(Struct, frozen=True, omit_defaults=True):
    """Something waits for somebody: who decides, by when (UTC text), and what happens if nobody does."""

    reason: str
    decider: str
    due: str
    default: str


class Parcel(Struct, frozen=True, omit_defaults=True):
    """One box. dock: expected, arrived, staged, opened, closed or refused; match: matched, blind or empty (not asked
    yet); advised: what was said about the money, (line, advice, pieces), while it stands; revision, job, verdict: of
    the label that it got at the dock, if any."""

    id: str
    tracking: str = ""
    carrier: str = ""
    kind: str = "customer_return"
    merchant: str = ""
    dock: str = "expected"
    match: str = ""
    authorizations: tuple[str, ...] = ()
    order: str = ""
    location: str = ""
    arrived_at: str = ""
    opened_at: str = ""
    closed_at: str = ""
    lines: tuple[tuple[str, int, int], ...] = ()
    empty: bool = False
    hold: Hold | None = None
    danger: str = ""
    signals: tuple[str, ...] = ()
    advised: tuple[tuple[str, str, int], ...] = ()
    revision: int = 0
    job: str = ""
    verdict: str = ""


class Unit(Struct, frozen=True, omit_defaults=True):
    """A thing in hand: one item, or a lot of identical ones. label: none, asked, printed, verified or void.
    line: authorization (or order) id and line number, `id/0`; verdict: the last print verdict; round: how often it was
    graded; net: expected net recovery in minor units of the policy, None = unknown; care: (task, done | failed);
    decided: (reason, decision) of holds that are over, (answer, decision) by a merchant elsewhere; photos: SHA-256."""

    id: str
    parcel: str = ""
    merchant: str = ""
    quantity: int = 1
    product: str = ""
    match: str = "unresolved"
    line: str = ""
    serial: str = ""
    lot: str = ""
    expiry: str = ""
    method: str = ""
    grams: int = 0
    answers: tuple[tuple[str, str], ...] = ()
    grade: str = ""
    function: str = ""
    cosmetic: int = 0
    completeness: str = ""
    flags: tuple[str, ...] = ()
    round: int = 0
    route: str = ""
    channel: str = ""
    rule: str = ""
    reasons: tuple[str, ...] = ()
    net: int | None = None
    next_best: str = ""
    table: str = ""
    policy: str = ""
    care: tuple[tuple[str, str], ...] = ()
    photos: tuple[str, ...] = ()
    lpn: str = ""
    revision: int = 0
    label: str = "none"
    job: str = ""
    verdict: str = ""
    retired: tuple[str, ...] = ()
    container: str = ""
    place: str = ""
    hold: Hold | None = None
    decided: tuple[tuple[str, str], ...] = ()
    danger: str = ""
    signals: tuple[str, ...] = ()
    split_into: tuple[str, ...] = ()
    found_at: str = ""
    found_by: str = ""
    graded_at: str = ""
    graded_by: str = ""
    stowed_at: str = ""

    @property
    def stage(self) -> str:
        """Derived, never stored: found, identified, graded, routed, labelled, verified, stowed, held or split."""
        if self.hold:
            return "held"
        if self.split_into and not self.quantity:
            return "split"
        if self.container:
            return "stowed"
        if self.label in ("verified", "printed", "asked"):
            return {"verified": "verified", "printed": "labelled", "asked": "routed"}[self.label]
        if self.route:
            return "routed"
        return "graded" if self.grade else "identified" if self.product else "found"


class Container(Struct, frozen=True, omit_defaults=True):
    """A tote or pallet that holds goods of one merchant and route, and of one channel or vendor, or dangerous ones,
    where its rule says so. state: open or closed; capacity in pieces, 0 = unknown; sscc: the 18 digits that it was
    given when it was closed first, and keeps; revision, job, verdict: of its last label."""

    id: str
    code: str = ""
    merchant: str = ""
    route: str = ""
    type: str = "tote"
    position: str = ""
    state: str = "open"
    count: int = 0
    capacity: int = 0
    channel: str = ""
    vendor: str = ""
    hazard: bool = False
    sscc: str = ""
    revision: int = 0
    job: str = ""
    verdict: str = ""

    @property
    def full(self) -> bool:
        return 0 < self.capacity <= self.count


Folded = Parcel | Unit | Container
Reference = Authorization | Order | Product | Operator | Location | PolicyText | Allotment | Question
"""Records made by facts, and values that the office sends."""

FOLDED: dict[str, type[Parcel] | type[Unit] | type[Container]] = {
    "parcel": Parcel,
    "unit": Unit,
    "container": Container,
}
REFERENCE: dict[str, type[Reference]] = {
    "authorization": Authorization, "order": Order, "product": Product, "operator": Operator, "location": Location,
    "policy": PolicyText, "allotment": Allotment, "question": Question,
}  # fmt: skip


def codes(record: Folded | Reference) -> tuple[str, ...]:  # noqa: C901  # a line for each type
    """Every identifier by which a scan or a look-up finds this record; a parcel is found by its authorizations' ids
    too."""
    found: tuple[str, ...] = ()
    match record:
        case Parcel():
            found = (record.tracking, *record.authorizations, record.order)
        case Unit():
            found = (record.lpn, record.serial, *record.retired)
        case Container():
            found = (record.code, record.sscc)
        case Location():
            found = (record.code,)
        case Authorization():
            found = (record.code, *record.tracking)
        case Order():
            serials = tuple(serial for line in record.lines for serial in line.serials)
            found = (record.number, *record.tracking, *serials)
        case Product():
            found = (record.sku, *record.codes)
        case Operator():
            found = (record.badge,) if record.active else ()
    return tuple(dict.fromkeys(filter(None, found)))


_CODED = {
    Parcel: attrgetter("tracking", "authorizations", "order"),
    Unit: attrgetter("lpn", "serial", "retired"),
    Container: attrgetter("code", "sscc"),
}
"""What codes() reads of a record that facts make."""


def recoded(now: Folded | None, before: Folded | None) -> bool:
    """Whether the record is found by other codes than before; most steps change none."""
    if now is None or before is None:
        return True
    read = _CODED[type(now)]
    return bool(read(now) != read(before))
