"""Elements -> what the bench can do with them: identifiers to look up, serial, lot, day of expiry, and every candidate
with its evidence. Decides nothing."""

from typing import NamedTuple

from station.domain.gs1.associations import breaches
from station.domain.gs1.dates import day_of
from station.domain.gs1.digits import gtins
from station.domain.gs1.element import Element
from station.domain.gs1.link import unescape
from station.domain.reading import Candidate


class Meaning(NamedTuple):
    """serial, lot: upper case, as the bench compares them; expiry: ISO 8601; breaches: `rule:ai:other`, a verdict
    apart; doubt: why a value is not told. own: what a company wrote for itself, as our return labels' authorization;
    every company may, so it is looked up after all else."""

    lookups: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    serial: str = ""
    lot: str = ""
    expiry: str = ""
    candidates: tuple[Candidate, ...] = ()
    breaches: tuple[str, ...] = ()


KINDS = {
    "00": "sscc", "01": "gtin", "02": "content", "03": "gtin", "10": "lot", "15": "best_before", "17": "expiry",
    "21": "serial", "22": "variant", "235": "serial", "250": "second_serial", "253": "document", "255": "coupon",
    "37": "count", "400": "order", "401": "consignment", "402": "shipment", "403": "routing", "410": "location",
    "414": "location", "416": "location", "417": "party", "7020": "refurbishment_lot", "7021": "functional_status",
    "7022": "revision_status", "7023": "assembly", "8003": "grai", "8004": "giai", "8006": "itip",
    "8010": "component", "8011": "component_serial", "8013": "model", "8017": "provider", "8018": "recipient",
    "8110": "coupon", "8112": "coupon", "8200": "address",
}  # fmt: skip
"""Identifiers that matter to returns, in our words; the others are `element`."""
CHECKED = frozenset({"00", "01", "02", "03", "253", "255", "402", "410", "411", "412", "413", "414", "415", "416",
                     "417", "8003", "8006", "8013", "8017", "8018", "8026"})  # fmt: skip
"""Identifiers whose value has a check digit (or pair), which has been verified."""
RETURN_TO = tuple(f"43{n}" for n in range(10, 20))
SHIP_TO = tuple(f"43{n:02}" for n in range(10))


def meaning(elements: tuple[Element, ...], evidence: tuple[str, ...], year: int, doubted: str = "") -> Meaning:
    """doubted: the identifier whose value may hold others; it is a candidate, and told nowhere else."""
    sure = {e.ai: e.value for e in reversed(elements) if e.ai != doubted}
    found = [_candidate(e, evidence, year, doubted) for e in elements]
    address = address_of(elements, RETURN_TO) if "00" in sure else ()
    if address:
        found.append(Candidate("return_to", ", ".join(address), (*evidence, "ai:431n")))
    serial = (sure.get("21") or sure.get("235") or "").upper()
    broken = tuple(":".join(b) for b in breaches(elements)) if len(elements) > 1 or "01" not in sure else ()
    lookups = tuple(dict.fromkeys(text.upper() for e in elements if e.ai != doubted for text in _lookups(e)))
    own = (sure["91"].upper(),) if "91" in sure else ()
    expiry = day_of(sure["17"], year) if "17" in sure else ""
    return Meaning(lookups, own, serial, sure.get("10", "").upper(), expiry, tuple(found), broken)


def _candidate(element: Element, evidence: tuple[str, ...], year: int, doubted: str) -> Candidate:
    ai, value = element
    kind = KINDS.get(ai, "element")
    words = (*evidence, f"ai:{ai}", "check_digit") if ai in CHECKED else (*evidence, f"ai:{ai}")
    if kind in ("expiry", "best_before"):
        value = day_of(value, year)
    return Candidate(kind, value, (*words, "doubtful") if ai == doubted else words)


def _lookups(element: Element) -> tuple[str, ...]:
    ai, value = element
    match ai:
        case "00":
            return "00" + value, value
        case "01" | "03":
            return gtins(value)
        case "8006":
            return gtins(value[:14])
        case "8003":
            return value, value[1:]
        case "253" | "400" | "401" | "402" | "8004":
            return (value,)
    return ()


def address_of(elements: tuple[Element, ...], ais: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of an address, percent encoding undone, in the order of their identifiers. Of people, perhaps: for the
    screen, never for a fact."""
    values = {e.ai: e.value for e in elements}
    lines = (unescape(values[ai], query=True) or "" for ai in ais if ai in values)
    return tuple(line for line in lines if line.isprintable())
