"""Serial truth, offline: what the office's orders and the units in the file say about a serial that was read. Pure; it
judges the goods, never the customer: what is doubtful is told with its evidence and decided by a person."""

from collections.abc import Iterator

from msgspec import Struct

from station.domain.bench.known import Known
from station.domain.records import Authorization, Order, Unit

HERE, RETURNED, SWAPPED, UNKNOWN = "here", "returned", "swapped", "unknown"
THIS_CUSTOMER, ANOTHER_CUSTOMER, ANOTHER_ORDER = "this_customer", "another_customer", "another_order"

SIGNALS = {
    RETURNED: "returned_twice",
    SWAPPED: "serial_not_shipped",
    ANOTHER_CUSTOMER: "serial_other_customer",
    THIS_CUSTOMER: "serial_other_order",
    ANOTHER_ORDER: "serial_other_order",
}
MOST_SHOWN = 8
"""Serials, orders or units that are named as evidence; a pallet's order lists hundreds."""


class Truth(Struct, frozen=True):
    """verdict: here (shipped with this order), this_customer (with another order of the same customer),
    another_customer, another_order (one of the two customers is not known), returned (already, and not sold again
    since), swapped (other serials of the product were shipped with this order) or unknown. evidence: `order:ID`,
    `unit:ID`, `found:TIME`, `shipped:SERIAL`; signal: what is raised, "" = no doubt."""

    verdict: str
    evidence: tuple[str, ...] = ()
    signal: str = ""


class Own(Struct, frozen=True):
    """What the unit's parcel says by itself: its orders, their customers, and the serials shipped of this product."""

    orders: frozenset[str]
    customers: frozenset[str]
    serials: tuple[str, ...]


def truth(known: Known, unit: Unit, serial: str) -> Truth:
    """What is known about this serial of this unit's product; raises Wanted for what it must know first."""
    serial = serial.upper()
    own = _own(known, unit)
    others = tuple(o for o in _carrying(known, unit, serial) if o.id not in own.orders)
    before = tuple(u for u in _returned(known, unit, serial) if not _sold_again(known, unit, serial, u))
    if before:
        return _told(RETURNED, (word for u in before for word in (f"unit:{u.id}", f"found:{u.found_at}")))
    if serial in own.serials:
        return _told(HERE, (f"order:{id}" for id in sorted(own.orders)))
    if others:
        return _elsewhere(own, others)
    if own.serials:
        return _told(SWAPPED, (f"shipped:{one}" for one in own.serials))
    return Truth(UNKNOWN)


def _told(verdict: str, evidence: Iterator[str], *, doubted: bool = True) -> Truth:
    words = tuple(dict.fromkeys(evidence))[: 2 * MOST_SHOWN]
    return Truth(verdict, words, SIGNALS.get(verdict, "") if doubted else "")


def _elsewhere(own: Own, others: tuple[Order, ...]) -> Truth:
    """Shipped with an order that is not this parcel's. Where the parcel's own order is not known, that is where it
    belongs rather than a doubt, unless it was another customer's."""
    same = tuple(o for o in others if o.customer and o.customer in own.customers)
    verdict = THIS_CUSTOMER if same else ANOTHER_ORDER
    if not same and own.customers and all(o.customer for o in others):
        verdict = ANOTHER_CUSTOMER
    words = [f"order:{o.id}" for o in same or others][:MOST_SHOWN]
    words += [f"shipped:{one}" for one in own.serials][:MOST_SHOWN]
    return _told(verdict, iter(words), doubted=bool(own.orders or own.serials) or verdict == ANOTHER_CUSTOMER)


def _own(known: Known, unit: Unit) -> Own:
    parcel = known.parcel(unit.parcel)
    promised = [a for id in (parcel.authorizations if parcel else ()) if (a := known.authorization(id))]
    ids = [a.order for a in promised] + [parcel.order if parcel else ""]
    orders = [o for id in dict.fromkeys(filter(None, ids)) if (o := known.order(id))]
    sources: list[Order | Authorization] = [*orders, *promised]
    lines = (line for one in sources for line in one.lines if line.product == unit.product)
    serials = (serial.upper() for line in lines for serial in line.serials)
    customers = frozenset(one.customer for one in sources if one.customer)
    return Own(frozenset(o.id for o in orders), customers, tuple(dict.fromkeys(serials)))


def _carrying(known: Known, unit: Unit, serial: str) -> tuple[Order, ...]:
    """Orders of this merchant with which this serial of this product was shipped. Other products have serials of
    their own: numbers alone repeat."""
    found = (known.order(ref.id) for ref in known.code(serial) if ref.type == "order")
    return tuple(o for o in found if o and o.merchant == unit.merchant and _ships(o, unit.product, serial))


def _ships(order: Order, product: str, serial: str) -> bool:
    lines = (line for line in order.lines if line.product == product)
    return any(serial == one.upper() for line in lines for one in line.serials)


def _returned(known: Known, unit: Unit, serial: str) -> tuple[Unit, ...]:
    """Other units with this serial: of the same product, as far as both are known."""
    found = (known.unit(ref.id) for ref in known.code(serial) if ref.type == "unit" and ref.id != unit.id)
    return tuple(u for u in found if u and u.serial.upper() == serial and _same(u, unit))


def _same(one: Unit, other: Unit) -> bool:
    products = {one.product, other.product} - {""}
    return len(products) < 2 and (not one.merchant or not other.merchant or one.merchant == other.merchant)


def _sold_again(known: Known, unit: Unit, serial: str, before: Unit) -> bool:
    """It went out once more after it had come back: an order shipped later says so."""
    return any(o.shipped > before.found_at for o in _carrying(known, unit, serial))
