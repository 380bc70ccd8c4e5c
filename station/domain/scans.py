"""Raw scan -> Reading: what it may be, with its evidence. Pure and total: no text makes it raise, none is guessed at.
Which candidate is meant is decided by the step that expects something. Order: our own codes, GS1, then numbers."""

from msgspec.structs import replace

from station.domain import codes
from station.domain.carriers import Carriers
from station.domain.gs1.digits import checks_out, digits
from station.domain.numbers import read_number
from station.domain.reading import Candidate, Reading
from station.domain.transport import ELEMENT_STRINGS, ENVELOPE, EOT, GS, PLAIN, RS, Transport, receive, shown

__all__ = ["GS", "LONGEST", "Reading", "classify", "read", "warm"]

LONGEST = 512
"""Characters; a longer scan is no code of this trade, but for carriers' two-dimensional labels."""
LONGEST_ENVELOPE = 4096
YEAR = 2026
"""Taken for now where nobody says otherwise; only dates near fifty years away read differently a few years on."""


def read(raw: str, transport: Transport = PLAIN, year: int = YEAR, book: Carriers | None = None) -> Reading:
    """What a scan says by itself. year: of now, for dates without a century; book: the carriers that are known."""
    symbology, text = receive(raw, transport)
    bad = _bad(text)
    if bad:
        return Reading("bad", shown(text[:LONGEST]), shown(symbology), bad=bad)
    text = text.strip(" ")

    def number() -> Reading:
        return _perhaps_ours(read_number(text, symbology, book))

    ours = _own(text.upper(), symbology)
    if ours or not _may_be_gs1(text, symbology):
        return ours or number()
    from station.domain.gs1_scans import read_gs1  # the table of identifiers is read with the first such scan

    return read_gs1(text, symbology, year, number, proven=transport.proven) or number()


def _perhaps_ours(number: Reading) -> Reading:
    """A bare plate has no mark of ours, and one text in 32 of its signs passes for one: it stays a number that may be a
    plate, too. What a carrier's format proves, and what stands in a symbol of GS1, is none."""
    unit = None if number.carriers or _is_gs1(number.symbology) else codes.read_unit(number.text)
    return replace(number, unit=unit, candidates=(*_unit(unit), *number.candidates)) if unit else number


def _is_gs1(symbology: str) -> bool:
    return symbology in ELEMENT_STRINGS or symbology[:2] == "]E"


def _may_be_gs1(text: str, symbology: str) -> bool:
    return _is_gs1(symbology) or GS in text or text.startswith(("(", "00", "01", "http", "HTTP"))


def classify(raw: str, transport: Transport = PLAIN) -> str:
    """The kind of a scan alone: a Candidate's kind (the first GS1 element's that has one), `bad` or `code`. The light
    path: no candidates, dates, associations or doubts."""
    symbology, text = receive(raw, transport)
    if _bad(text):
        return "bad"
    text = text.strip(" ")
    own = _own(text.upper(), symbology)
    if own:
        return own.kind
    if _may_be_gs1(text, symbology):
        from station.domain.gs1_scans import kind_of

        kind = kind_of(text, symbology)
        if kind:
            return kind
    if not _is_gs1(symbology) and codes.read_unit(text.upper()):
        return "unit"
    return "gtin" if checks_out(text) and len(text) in (8, 12, 13, 14) else "code"


def warm() -> None:
    """Reads the table of GS1 identifiers now, so that the first such scan does not wait for it."""
    read(f"]d201040063813339311727033110L7{GS}21SN5")


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
    unit = codes.read_unit(text) if "-" in text else None
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
