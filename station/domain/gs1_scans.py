"""Scans that hold GS1 data -> Reading, with what speaks for it and what against. Element strings go through our own
reading, without biip's objects; biip is asked only where somebody wants every detail (gs1.second)."""

from collections.abc import Callable

from station.domain.gs1.digits import checks_out, upc_a
from station.domain.gs1.doubt import SEPARATOR_LOST, swallowed
from station.domain.gs1.element import Element, Message
from station.domain.gs1.elements import bracketed, parse, parse_bracketed
from station.domain.gs1.link import is_address
from station.domain.gs1.reading import KINDS, meaning
from station.domain.gs1.symbols import Carried, carried
from station.domain.numbers import aim
from station.domain.reading import Candidate, Reading
from station.domain.transport import ELEMENT_STRINGS, GS, shown

COMPRESSED_LINK = "compressed_link"
"""Doubt: a Digital Link that only its resolver can open."""


def read_gs1(text: str, symbology: str, year: int, plain: Callable[[], Reading], *, proven: bool) -> Reading | None:
    """None for what is no GS1 code. plain: the same scan as a number; asked for where it may be one. proven: this
    scanner does send separators. What stands before a fault is looked up; the fault is told as doubt."""
    found = held(text, symbology)
    if found is None:
        return None
    other = plain() if _may_be_more(found, symbology) else Reading("code", shown(text.upper()), symbology)
    sent = any(c.kind == "carrier" and len(c.evidence) > 1 for c in other.candidates)
    hidden = () if proven or sent else _hidden(text, found, year)
    doubt = SEPARATOR_LOST if hidden else "" if sent else _doubt(found)
    if not found.elements and not doubt:
        return other
    doubted = found.elements[-1].ai if hidden and not found.fault else ""
    told = meaning(found.elements, (*aim(symbology), found.kind), year, doubted)
    also = tuple(c for c in other.candidates if c.kind != "text" or not told.candidates)
    best = (*told.lookups, *other.lookups) if symbology or not sent else (*other.lookups, *told.lookups)
    lookups = tuple(dict.fromkeys((*best, *told.own))) or (other.text,)
    candidates = (*told.candidates, *also, *_doubtful(other.text, found, doubt, hidden))
    tracking = other.tracking if sent else _sscc(found) or next(iter(told.lookups), other.tracking)
    return Reading("code", other.text, symbology, lookups=lookups, carriers=other.carriers, tracking=tracking,
                   serial=told.serial, lot=told.lot, expiry=told.expiry, doubt=doubt, breaches=told.breaches,
                   elements=found.elements, candidates=candidates)  # fmt: skip


def _sscc(found: Carried) -> str:
    return next((element.value for element in found.elements if element.ai == "00"), "")


def kind_of(text: str, symbology: str) -> str:
    """The kind of the first element that has one; "" for what is no GS1 code."""
    found = held(text, symbology)
    if found is None or not found.elements:
        return ""
    return next((KINDS[e.ai] for e in found.elements if e.ai in KINDS), "element")


def _may_be_more(found: Carried, symbology: str) -> bool:
    """Where no product is named, or nobody says that it is GS1, it may be a carrier's number, too."""
    return not symbology or bool(found.fault) or not any(e.ai == "01" for e in found.elements)


def _hidden(text: str, found: Carried, year: int) -> tuple[Element, ...]:
    if found.kind != "elements" or found.number or text.startswith("("):
        return ()
    return swallowed(text, Message(found.elements, found.fault, found.ai, found.at), year)


def _doubt(found: Carried) -> str:
    """Other web addresses are nobody's fault."""
    if found.compressed:
        return COMPRESSED_LINK
    if found.kind == "number" and (checks_out(found.number) or upc_a(found.number)) and len(found.number) in (8, 12):
        return ""  # UPC as the scanner was told to send it, not as the standard has it
    stranger = found.kind == "address" and not found.elements and found.fault != "incorrect_check_digit"
    return "" if stranger else found.fault


def _doubtful(text: str, found: Carried, doubt: str, hidden: tuple[Element, ...]) -> tuple[Candidate, ...]:
    if hidden:
        return (Candidate("swallowed", bracketed(hidden), (SEPARATOR_LOST,)),)
    where = (f"ai:{found.ai}",) if found.ai.isprintable() and found.ai else ()
    return (Candidate("broken", text, (f"fault:{doubt}", *where)),) if doubt else ()


def held(text: str, symbology: str) -> Carried | None:
    """What the symbol says it holds; without a symbology only what is GS1 beyond doubt: an address, brackets as people
    write them, separators, or an SSCC or GTIN with its check digit at the front of a whole element string."""
    if symbology in ELEMENT_STRINGS or symbology[:2] == "]E":
        found = carried(symbology, text)
        return found if found.kind == "elements" or found.fault else None
    if is_address(text):
        return carried(symbology, text)
    if text.startswith("("):
        message = parse_bracketed(text.replace(" ", ""))
    elif GS in text or (not symbology and _fronted(text)):
        message = parse(text)
    else:
        return None
    return None if message.fault else Carried("elements", message.elements)


def _fronted(text: str) -> bool:
    """(01) with a GTIN, (00) with an SSCC."""
    length = {"01": 16, "00": 20}.get(text[:2], 0)
    return bool(length) and len(text) >= length and checks_out(text[2:length])
