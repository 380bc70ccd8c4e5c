"""Raw scan -> Reading: what it may be, with its evidence. Pure and total: no text makes it raise, none is guessed at.
Which candidate is meant is decided by the step that expects something. GS1 codes go through our own reading of
element strings (gs1), without biip's objects; biip is asked only where somebody wants every detail (gs1.second)."""

from msgspec import Struct
from msgspec.structs import replace

from station.domain import codes, envelopes
from station.domain.carriers import carriers
from station.domain.gs1.checks import checks_out, digits
from station.domain.gs1.dates import YEAR
from station.domain.gs1.doubt import SEPARATOR_LOST, swallowed
from station.domain.gs1.elements import Element, Message, bracketed, parse, parse_bracketed
from station.domain.gs1.link import is_address
from station.domain.gs1.reading import Candidate, gtins, meaning
from station.domain.gs1.symbols import ELEMENT_STRINGS, Carried, carried, upc_a
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
    if unit is None:
        return None
    return Reading("unit", shown(text), symbology, unit=unit, lookups=(unit.lpn,), candidates=_unit(unit))


def _ours(kind: str, value: str) -> Candidate:
    return Candidate(kind, value, ("prefix",))


def _unit(unit: codes.UnitCode) -> tuple[Candidate, ...]:
    words = ("check_character", f"revision:{unit.revision}", *(f"route:{unit.route}" for _ in unit.route[:1]))
    return (Candidate("unit", unit.lpn, (*words, *(f"merchant:{unit.merchant}" for _ in unit.merchant[:1]))),)


def _key(text: str) -> str:
    return text.lower().replace("-", "_")


def _gs1(text: str, symbology: str, transport: Transport, year: int) -> Reading | None:
    """None for what is no GS1 code. What stands before a fault is looked up; the fault is told as doubt."""
    found = _carried(text, symbology)
    if found is None:
        return None
    plain = _foreign(text, symbology)
    if not _may_be_more(found, symbology):
        plain = Reading("code", shown(text.upper()), symbology)
    hidden = () if transport.proven or plain.carriers else _hidden(text, found, year)
    doubt = SEPARATOR_LOST if hidden else "" if plain.carriers else _doubt(found)
    if not found.elements and not doubt:
        return plain
    doubted = found.elements[-1].ai if hidden and not found.fault else ""
    told = meaning(found.elements, (*_aim(symbology), found.kind), year, doubted)
    also = tuple(c for c in plain.candidates if c.kind != "text" or not told.candidates)
    lookups = tuple(dict.fromkeys((*told.lookups, *plain.lookups))) or (plain.text,)
    candidates = (*told.candidates, *also, *_doubtful(plain.text, found, doubt, hidden))
    return replace(plain, lookups=lookups, serial=told.serial, lot=told.lot, expiry=told.expiry, doubt=doubt,
                   breaches=told.breaches, elements=found.elements, candidates=candidates)  # fmt: skip


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


def _carried(text: str, symbology: str) -> Carried | None:
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


def _foreign(text: str, symbology: str) -> Reading:
    """A carrier's number, a retail number, or any text. Of a carrier's two-dimensional label only the number inside is
    told: the rest of it may be somebody's address."""
    text = next(iter(envelopes.numbers(text)), text).upper()
    plain = "".join(text.split())
    names = carriers(plain)
    number = _number(plain, symbology)
    whole = () if GS in text else (text,)
    zip_first = _without_zip(plain)
    lookups = (*whole, plain, *number, *zip_first) if whole else (*zip_first, plain)
    found = [Candidate("carrier", name, ("format", "check_digit")) for name in names]
    if number and checks_out(plain):
        found.insert(0, Candidate("gtin", plain.zfill(14), (*_aim(symbology), "length", "check_digit")))
    return Reading("code", shown(text), symbology, lookups=tuple(dict.fromkeys(map(shown, lookups))), carriers=names,
                   candidates=(*found, *_text(found, text)))  # fmt: skip


def _aim(symbology: str) -> tuple[str, ...]:
    """What says that it is such a code: its symbol, or only its form."""
    return (f"aim:{symbology}",) if symbology else ("form",)


def _text(found: list[Candidate], text: str) -> tuple[Candidate, ...]:
    """Whatever else it is, it may be a merchant's own number or word."""
    return () if found else (Candidate("text", shown(text)),)


def _number(plain: str, symbology: str) -> tuple[str, ...]:
    """A retail number in all its lengths, without its add-on; UPC-E as the UPC-A that it stands for, too."""
    if symbology == "]E3":
        plain = plain[:13]
    if not (len(plain) in (8, 12, 13, 14) and digits(plain)):
        return ()
    long = upc_a(plain)
    return (*gtins(plain), *(gtins(long) if long else ()))


def _without_zip(text: str) -> tuple[str, ...]:
    """USPS labels carry 420 and the ZIP code before the number."""
    if not (text.startswith("420") and digits(text) and len(text) in (30, 34)):
        return ()
    return (text[8:] if len(text) == 30 else text[12:],)
