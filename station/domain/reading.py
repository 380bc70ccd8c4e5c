"""What a scan may be: the value that passes from reading it to the steps of the bench."""

from msgspec import Struct

from station.domain import codes
from station.domain.gs1.element import Element


class Candidate(Struct, frozen=True):
    """One thing that a scan may be. kind: gtin, serial, sscc, carrier, unit, command ...; value: printable; evidence:
    words of what speaks for it (`aim:]d2`, `ai:01`, `check_digit`, `doubtful` ...)."""

    kind: str
    value: str
    evidence: tuple[str, ...] = ()


class Reading(Struct, frozen=True):
    """kind: command, answer, badge, unit, code or bad; text: upper case, printable, without AIM prefix and outer
    blanks; read with its symbology before it, it is the same reading. unit: what our label says; of a `code` a bare
    plate, if it is ours at all. lookups: identifiers to look up, best first; tracking: of a `code`, the one of them
    that it is kept by if it is a parcel's: without blanks, ZIP code and identifier, however the label says it. bad: why
    it cannot be a code (empty, too_long, unprintable). doubt: why a GS1 code is not taken at its word (separator_lost,
    compressed_link, or what is wrong with it); breaches: GS1's rules of what belongs together that it breaks; elements:
    identifiers and values as scanned; candidates: all that it may be."""

    kind: str
    text: str
    symbology: str = ""
    command: str = ""
    question: int = -1
    choice: str = ""
    unit: codes.UnitCode | None = None
    lookups: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    tracking: str = ""
    serial: str = ""
    lot: str = ""
    expiry: str = ""
    bad: str = ""
    doubt: str = ""
    breaches: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()
    candidates: tuple[Candidate, ...] = ()
