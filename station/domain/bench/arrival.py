"""A parcel's code -> which parcel it is: known already, announced by an authorization, our own order coming back, a
held unit, or unknown. Shared by dock and bench; a bench scan implies arrival."""

from msgspec import Struct

from station.domain.bench.turn import Turn, refs
from station.domain.facts import Draft, Ref, draft
from station.domain.records import Authorization, Order, Parcel
from station.domain.scans import Reading

DUE_DAYS = 2
SHORTEST_TRACKING = 8
LONGEST_TRACKING = 40
"""Characters: carriers' numbers have 8 to 34, digits among them; anything beyond is no parcel's number."""


class Arrival(Struct, frozen=True):
    """What a code led to: a parcel that stands in the records already, or the facts of a new one."""

    parcel: str
    facts: tuple[Draft, ...] = ()
    known: Parcel | None = None


def candidates(turn: Turn, reading: Reading) -> tuple[Ref, ...]:
    """Records that a parcel's code may mean. A parcel in hand wins over the authorization that announced it."""
    parcels = tuple(r for r in refs(turn, reading, "parcel") if _carries(turn, r, reading))
    if parcels:
        return _still_open(turn, parcels) or parcels[-1:]
    promised = refs(turn, reading, "authorization", "order")
    return (*_here_already(turn, promised, reading), *promised)


def _here_already(turn: Turn, promised: tuple[Ref, ...], reading: Reading) -> tuple[Ref, ...]:
    """A slip's code may mean a parcel of that authorization that stands at the dock, or one more of its parcels."""
    by_slip = [r for r in promised if r.type == "authorization" and not _announces(turn, r, reading)]
    found = [ref for r in by_slip for ref in turn.known.code(r.id.upper()) if ref.type == "parcel"]
    return tuple(r for r in found if (p := turn.known.parcel(r.id)) and p.dock in ("arrived", "staged"))


def _announces(turn: Turn, ref: Ref, reading: Reading) -> bool:
    authorization = turn.known.authorization(ref.id)
    return authorization is not None and named(reading, authorization.tracking)


def _carries(turn: Turn, ref: Ref, reading: Reading) -> bool:
    parcel = turn.known.parcel(ref.id)
    return parcel is not None and parcel.tracking in reading.lookups


def _still_open(turn: Turn, parcels: tuple[Ref, ...]) -> tuple[Ref, ...]:
    return tuple(r for r in parcels if (p := turn.known.parcel(r.id)) and p.dock != "closed")


def plausible(reading: Reading) -> bool:
    """True where an unknown code may be a parcel's number; only then may it stand in a fact."""
    plain = "".join(reading.text.split())
    fits = SHORTEST_TRACKING <= len(plain) <= LONGEST_TRACKING
    numbered = any(c.isdigit() for c in plain)
    return bool(reading.carriers) or (fits and numbered and plain.isascii() and plain.isalnum())


def named(reading: Reading, tracking: tuple[str, ...]) -> bool:
    """True where one of these numbers is the one that was read."""
    return any(number.upper() in reading.lookups for number in tracking)


def arrive(turn: Turn, ref: Ref | None, reading: Reading, merchant: str = "") -> Arrival:
    """The parcel behind a candidate; None = unknown parcel (blind) of the merchant, if one was named."""
    if ref and ref.type == "parcel":
        parcel = turn.known.parcel(ref.id)
        return Arrival(ref.id, known=parcel)
    if ref and ref.type == "authorization":
        authorization = turn.known.authorization(ref.id)
        return _announced(turn, authorization, reading) if authorization else arrive(turn, None, reading)
    if ref and ref.type == "order":
        order = turn.known.order(ref.id)
        return _returned(turn, order, reading) if order else arrive(turn, None, reading)
    here = Ref("parcel", turn.id(2))
    facts = (_arrived(turn, here, reading, merchant), draft("parcel.unmatched", here, merchant=merchant))
    return Arrival(here.id, facts)


def match_facts(turn: Turn, here: Ref, authorizations: tuple[Authorization, ...], evidence: str) -> Draft:
    """The parcel belongs to these authorizations."""
    first = authorizations[0]
    about = (here, *(Ref("authorization", a.id) for a in authorizations))
    return draft("parcel.matched", *about, merchant=first.merchant, authorizations=[a.id for a in authorizations],
                 order=first.order, evidence=evidence)  # fmt: skip


def _announced(turn: Turn, authorization: Authorization, reading: Reading) -> Arrival:
    """By its return tracking number or by the code on the slip; all authorizations that name this number are in the
    box."""
    here = Ref("parcel", turn.id(2))
    found = [turn.known.authorization(r.id) for r in refs(turn, reading, "authorization")]
    same = tuple(a for a in found if a and a.merchant == authorization.merchant) or (authorization,)
    evidence = "tracking" if named(reading, authorization.tracking) else "code"
    arrived = _arrived(turn, here, reading, authorization.merchant, by_code=evidence == "code")
    return Arrival(here.id, (arrived, match_facts(turn, here, same, evidence)))


def _returned(turn: Turn, order: Order, reading: Reading) -> Arrival:
    """Our own outbound parcel comes back (return to sender), or a return that names its order number."""
    here = Ref("parcel", turn.id(2))
    outbound = named(reading, order.tracking)
    kind = "return_to_sender" if outbound else "customer_return"
    arrived = _arrived(turn, here, reading, order.merchant, kind, by_code=not outbound)
    matched = draft("parcel.matched", here, Ref("order", order.id), merchant=order.merchant, order=order.id,
                    evidence="outbound_tracking" if outbound else "order_number")  # fmt: skip
    return Arrival(here.id, (arrived, matched))


def _arrived(
    turn: Turn, here: Ref, reading: Reading, merchant: str, kind: str = "customer_return", *, by_code: bool = False
) -> Draft:
    """by_code: the scan was no tracking number, so none is told."""
    tracking = "" if by_code else reading.tracking
    carrier = reading.carriers[0] if len(reading.carriers) == 1 and not by_code else ""
    return draft("parcel.arrived", here, merchant=merchant, tracking=tracking, carrier=carrier, kind=kind,
                 due=turn.later(DUE_DAYS))  # fmt: skip
