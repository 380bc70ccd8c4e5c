"""Raw scan -> Reading: what it may be, with its evidence. Pure and total: no text makes it raise, none is guessed at.
Which candidate is meant is decided by the step that expects something. GS1 codes go through our own reading of
element strings (gs1), without biip's objects; biip is asked only where somebody wants every detail (gs1.second)."""

from msgspec import Struct

from station.domain import codes, envelopes
from station.domain.carriers import carriers
from station.domain.gs1.checks import checks_out, digits
from station.domain.gs1.dates import YEAR
from station.domain.gs1.doubt import SEPARATOR_LOST, swallowed
from station.domain.gs1.elements import Element, Message, bracketed, parse, parse_bracketed
from station.domain.gs1.link import is_address
from station.domain.gs1.reading import Candidate, gtins, meaning
from station.domain.gs1.symbols import ELEMENT_STRINGS, Carried, carried
from station.domain.transport import ENVELOPE, EOT, GS, PLAIN, RS, Transport, receive, shown

LONGEST = 512
"""Characters; a longer scan is no code of this trade, but for carriers' two-dimensional labels."""
LONGEST_ENVELOPE = envelopes.LONGEST

COMPRESSED_LINK = "compressed_link"
"""Doubt: a Digital Link that only its resolver can open."""


class Reading(Struct, frozen=True):
    """kind: command, answer, badge, unit, code or bad; text: upper case, printable, without AIM prefix and outer
    blanks; read with its symbology before it, it is the same reading. lookups: identifiers to look up, best first;
    bad: why it cannot be a code (empty, too_long, unprintable). doubt: why a GS1 code is not taken at its word
    (separator_lost, compressed_link, or what is wrong with it); breaches: GS1's rules of what belongs together that it
    breaks; elements: identifiers and values as scanned; candidates: all that it may be."""

    kind: str
    text: str
    symbology: str = ""
    command: str = ""
    question: int = -1
    choice: str = ""
    unit: codes.UnitCode | None = None
    lookups: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    serial: str = ""
    lot: str = ""
    expiry: str = ""
    bad: str = ""
    doubt: str = ""
    breaches: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def read(raw: str, transport: Transport = PLAIN, year: int = YEAR) -> Reading:
    """What a scan says by itself. year: of now, for dates without a century."""
    symbology, text = receive(raw, transport)
    bad = _bad(text)
    if bad:
        return Reading("bad", shown(text[:LONGEST]), shown(symbology), bad=bad)
    text = text.strip(" ")
    return _own(text.upper(), symbology) or _gs1(text, symbology, transport, year) or _foreign(text, symbology)


def _bad(text: str) -> str:
    if not text.strip(f" {GS}"):
        return "empty"
    if text.startswith(ENVELOPE):
        text, longest = text.replace(RS, "").replace(EOT, ""), LONGEST_ENVELOPE
    else:
        longest = LONGEST
    if len(text) > longest:
        return "too_long"
    return "" if text.isprintable() or text.replace(GS, "").isprintable() else "unprintable"


def _own(text: str, symbology: str) -> Reading | None:
    if text.startswith(codes.COMMAND):
        key = _key(text[len(codes.COMMAND) :])
        return Reading("command", shown(text), symbology, command=key, candidates=(_ours("command", key),))
    if text.startswith(codes.ANSWER):
        number, _, choice = text[len(codes.ANSWER) :].partition("-")
        question = int(number) if digits(number) and len(number) < 9 else -1
        found = (_ours("answer", shown(f"{question}:{_key(choice)}")),)
        return Reading("answer", shown(text), symbology, question=question, choice=_key(choice), candidates=found)
    if text.startswith(codes.BADGE):
        hidden = codes.badge_hash(text).upper()
        return Reading("badge", shown(text), symbology, lookups=(hidden,), candidates=(_ours("badge", hidden[:8]),))
    unit = codes.read_unit(text)
    return Reading("unit", shown(text), symbology, unit=unit, lookups=(unit.lpn,), candidates=_unit(unit)) if unit else None


def _ours(kind: str, value: str) -> Candidate:
    return Candidate(kind, value, ("prefix",))


def _unit(unit: codes.UnitCode) -> tuple[Candidate, ...]:
    words = ("check_character", f"revision:{unit.revision}", *(f"route:{unit.route}" for _ in unit.route[:1]))
    return (Candidate("unit", unit.lpn, (*words, *(f"merchant:{unit.merchant}" for _ in unit.merchant[:1]))),)


def _key(text: str) -> str:
    return text.lower().replace("-", "_")


def _gs1(text: str, symbology: str, transport: Transport, year: int) -> Reading | None:
    """None for what is no GS1 code, and for a broken one of which nothing can be read."""
    found = _carried(text, symbology)
    if found is None:
        return None
    evidence = (f"aim:{symbology}",) if symbology else ("form",)
    hidden: tuple[Element, ...] = ()
    if found.kind == "elements" and not transport.proven:
        hidden = swallowed(text, Message(found.elements, found.fault, found.ai, found.at), year)
    if not found.elements or (found.fault and not hidden):
        return _broken(text, symbology, found, evidence)
    doubted = found.elements[-1].ai if hidden and not found.fault else ""
    told = meaning(found.elements, (*evidence, found.kind), year, doubted)
    doubt = SEPARATOR_LOST if hidden else ""
    also = (Candidate("swallowed", bracketed(hidden), (SEPARATOR_LOST,)),) if hidden else ()
    return Reading("code", shown(text.upper()), symbology, lookups=told.lookups or (shown(text.upper()),),
                   serial=told.serial, lot=told.lot, expiry=told.expiry, doubt=doubt, breaches=told.breaches,
                   elements=found.elements, candidates=(*told.candidates, *also))  # fmt: skip


def _carried(text: str, symbology: str) -> Carried | None:
    """What the symbol says it holds; without a symbology only what is GS1 beyond doubt: an address with keys, brackets
    as people write them, separators, or an SSCC or GTIN with its check digit at the front of a whole element string."""
    if symbology in ELEMENT_STRINGS or symbology[:2] == "]E":
        found = carried(symbology, text)
        return found if found.kind == "elements" else None
    if is_address(text):
        return carried(symbology, text)
    if text.startswith("("):
        message = parse_bracketed(text)
    elif GS in text or (not symbology and _fronted(text)):
        message = parse(text)
    else:
        return None
    return None if message.fault else Carried("elements", message.elements)


def _fronted(text: str) -> bool:
    return (text.startswith("01") and checks_out(text[2:16]) and len(text) >= 16) or (
        text.startswith("00") and len(text) >= 20 and checks_out(text[2:20])
    )


def _broken(text: str, symbology: str, found: Carried, evidence: tuple[str, ...]) -> Reading:
    """A GS1 code that is not valid: looked up as the text that it is, and told."""
    plain = _foreign(text, symbology)
    doubt = COMPRESSED_LINK if found.compressed else "" if found.fault == "no_key" else found.fault
    if not doubt:
        return plain
    words = (*evidence, found.kind, f"fault:{doubt}", *(f"ai:{found.ai}" for _ in found.ai[:1]))
    return replace(plain, doubt=doubt, candidates=(*plain.candidates, Candidate("broken", shown(text), words)))


def _foreign(text: str, symbology: str) -> Reading:
    inside = envelopes.numbers(text)
    said, text = text, text.upper()
    plain = "".join(text.split())
    gtin = gtins(plain) if _is_gtin(plain) else ()
    names = carriers(plain)
    ...
