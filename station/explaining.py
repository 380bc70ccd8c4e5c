"""Explains one scan: what it may be, what was checked, which records carry it, and what the bench would do with it.
Responsible for putting that together and for leaving out what may be about people; reading is the domain's part."""

from msgspec import Struct
from msgspec.structs import replace

from station.domain import scans
from station.domain.bench.known import Site
from station.domain.bench.state import Bench, Ready
from station.domain.carriers import Carriers
from station.domain.facts import Ref
from station.domain.gs1.reading import SHIP_TO
from station.domain.gs1.second import second
from station.domain.ids import Stamp
from station.domain.policy import Rulebook
from station.domain.reading import Candidate, Reading
from station.domain.transport import ENVELOPE, receive, shown, symbology_name
from station.lookup import title
from station.trying import NOBODY, Nothing, Reads, Tried, attempt, present

WITHHELD = "(withheld)"
"""Stands for what may be about people."""
LONGEST_SHOWN = 64
"""Characters of a text that nobody recognises; a longer one is more than a number."""
FIELDS = "\r\n\x1d;,|"
"""Signs that part the fields of a code which is no number alone."""
BADGES = "BDG-(withheld)"


class Check(Struct, frozen=True):
    """check: aim, own_code, gs1, digital_link, associations, second_reading, carriers or records; verdict: pass, fail
    or none (there was nothing to check); detail: what was found."""

    check: str
    verdict: str
    detail: str = ""


class Number(Struct, frozen=True):
    """A carrier's number: as in domain/carriers.Candidate."""

    carrier: str
    name: str
    format: str
    tracking: str
    service: str
    country: str
    evidence: tuple[str, ...]


class Known(Struct, frozen=True):
    """A record that carries an identifier of the scan: `by` which."""

    type: str
    id: str
    title: str
    by: str


class Explanation(Struct, frozen=True):
    """The stable shape of `explain --json`; `schema` grows with each change that is no mere addition. private: the scan
    holds more than is shown here."""

    schema: int
    scan: str
    symbology: str
    kind: str
    bad: str
    doubt: str
    private: bool
    candidates: tuple[Candidate, ...]
    carriers: tuple[Number, ...]
    elements: tuple[tuple[str, str], ...]
    breaches: tuple[str, ...]
    lookups: tuple[str, ...]
    records: tuple[Known, ...]
    checks: tuple[Check, ...]
    bench: tuple[Tried, ...]


class Books(Struct, frozen=True):
    """What a station knows by its files: carriers, rules, and itself."""

    carriers: Carriers
    rules: Rulebook
    site: Site


def explain(raw: str, books: Books, stamp: Stamp, reads: Reads | None = None) -> Explanation:
    """reads: the station's file; None: there is none, and nothing is known. Total: any text is explained."""
    raw = raw.encode("utf-8", "replace").decode()
    transport = books.site.transport
    reading = scans.read(raw, transport, int(stamp.at[:4]), books.carriers)
    text = receive(raw, transport).text.strip()
    numbers, known = _numbers(text, reading, books.carriers), _records(reading, reads or Nothing())
    bench = (*_present(raw, books, stamp, reads), _at_ready(raw, books, stamp, reads or Nothing()))
    full = Explanation(1, reading.text, reading.symbology, reading.kind, reading.bad, reading.doubt, False,
                       reading.candidates, numbers, tuple((e.ai, e.value) for e in reading.elements), reading.breaches,
                       reading.lookups, known, _checks(reading, numbers, known), bench)  # fmt: skip
    return _without_people(full, text)


def _numbers(text: str, reading: Reading, book: Carriers) -> tuple[Number, ...]:
    """Carriers' numbers in the scan, or inside a two-dimensional label or a carrier's address."""
    if reading.kind != "code":
        return ()
    inside = book.extract(text)
    found = [c for one in inside or (text,) for c in book.candidates(one)]
    return tuple(Number(c.carrier, c.name, c.format, c.tracking, c.service, c.country, c.evidence) for c in found)


def _records(reading: Reading, reads: Reads) -> tuple[Known, ...]:
    found: dict[Ref, str] = {}
    for code in reading.lookups:
        for ref in reads.read(("code", code)):
            found.setdefault(ref, code)
    records = ((ref, by, reads.read((ref.type, ref.id))) for ref, by in found.items())
    return tuple(Known(ref.type, ref.id, title(one) if one else ref.id, _by(reading, by)) for ref, by, one in records)


def _by(reading: Reading, code: str) -> str:
    return "badge" if reading.kind == "badge" else code


def _present(raw: str, books: Books, stamp: Stamp, reads: Reads | None) -> tuple[Tried, ...]:
    if reads is None:
        return ()
    return (attempt("present", present(reads), raw, reads, books.site, books.rules, stamp),)


def _at_ready(raw: str, books: Books, stamp: Stamp, reads: Reads) -> Tried:
    return attempt("ready", Bench(Ready(), NOBODY), raw, reads, books.site, books.rules, stamp)


def _checks(reading: Reading, numbers: tuple[Number, ...], known: tuple[Known, ...]) -> tuple[Check, ...]:
    named = dict.fromkeys(number.name for number in numbers)
    return (
        _verdict("aim", symbology_name(reading.symbology) or reading.symbology, bool(reading.symbology)),
        _own_code(reading),
        *_gs1_checks(reading),
        _verdict("carriers", ", ".join(named), bool(named)),
        _verdict("records", str(len(known)), bool(known)),
    )


def _own_code(reading: Reading) -> Check:
    kind = "unit" if reading.unit else reading.kind
    return _verdict("own_code", kind, kind in ("command", "answer", "badge", "unit"))


def _verdict(check: str, detail: str, good: object) -> Check:
    return Check(check, "pass", detail) if good else Check(check, "none")


def _gs1_checks(reading: Reading) -> tuple[Check, ...]:
    link = any("address" in c.evidence for c in reading.candidates)
    return (
        Check("gs1", "fail", reading.doubt) if reading.doubt else _verdict("gs1", _brackets(reading), _is_gs1(reading)),
        _verdict("digital_link", "", link) if reading.doubt != "compressed_link"
        else Check("digital_link", "fail", "compressed_link"),
        _associations(reading),
        _second(reading),
    )  # fmt: skip


def _is_gs1(reading: Reading) -> bool:
    return bool(reading.elements) or any(c.kind == "gtin" for c in reading.candidates)


def _brackets(reading: Reading) -> str:
    return "".join(f"({e.ai})" for e in reading.elements)


def _associations(reading: Reading) -> Check:
    if reading.breaches:
        return Check("associations", "fail", ", ".join(reading.breaches))
    return Check("associations", "pass" if reading.elements else "none")


def _second(reading: Reading) -> Check:
    """Another program's reading of the same elements, so that an error of ours is seen."""
    if not reading.elements or reading.doubt:
        return Check("second_reading", "none")
    verdict = second(reading.elements).verdict
    return Check("second_reading", "fail" if verdict else "pass", verdict)


def _without_people(found: Explanation, text: str) -> Explanation:
    """Badges, addresses on parcels and whatever else a carrier puts into its codes stay out; numbers remain."""
    if found.kind == "badge":
        return replace(found, scan=BADGES, private=True, lookups=(), candidates=(Candidate("badge", "", ("prefix",)),))
    if _is_addressed(found):
        return _without(found, {value for ai, value in found.elements if ai in SHIP_TO})
    if found.elements:
        return _link_alone(found, text) if "://" in text else found
    if not _tells_more(text):
        return found
    numbers = tuple(dict.fromkeys(number.tracking for number in found.carriers))
    return _only(found, _outside(text), numbers)


def _is_addressed(found: Explanation) -> bool:
    """It names whom it is sent to, or was to before it broke."""
    broken = {word for c in found.candidates for word in c.evidence}
    return any(ai in SHIP_TO for ai, _ in found.elements) or any(f"ai:{ai}" in broken for ai in SHIP_TO)


def _without(found: Explanation, hidden: set[str]) -> Explanation:
    elements = tuple((ai, WITHHELD if value in hidden else value) for ai, value in found.elements)
    whole = ("broken", "swallowed", "text")
    candidates = tuple(
        replace(c, value=WITHHELD) if c.value in hidden or c.kind in whole else c for c in found.candidates
    )
    kept = {value for ai, value in elements} | {number.tracking for number in found.carriers}
    kept |= {c.value for c in candidates if c.kind in ("gtin", "sscc")}
    lookups = tuple(one for one in found.lookups if any(one in value for value in kept))
    scan = "".join(f"({ai}){value}" for ai, value in elements)
    return replace(found, scan=scan, private=True, elements=elements, candidates=candidates, lookups=lookups)


def _link_alone(found: Explanation, text: str) -> Explanation:
    """Of a Digital Link its site and its GS1 values; a shop may have put anything behind them."""
    values = "".join(f"({ai}){value}" for ai, value in found.elements)
    candidates = tuple(replace(c, value=WITHHELD) if "://" in c.value else c for c in found.candidates)
    lookups = tuple(one for one in found.lookups if "://" not in one)
    return replace(found, scan=shown(f"{_site(text)}/{values}"), candidates=candidates, lookups=lookups)


def _tells_more(text: str) -> bool:
    return text.startswith(ENVELOPE) or "://" in text or len(text) > LONGEST_SHOWN or any(c in text for c in FIELDS)


def _outside(text: str) -> str:
    """What is told of such a scan: its kind, or the site that it leads to."""
    if text.startswith(ENVELOPE):
        return f"{ENVELOPE}{WITHHELD}"
    site = _site(text)
    return shown(f"{site}/{WITHHELD}") if site else WITHHELD


def _site(text: str) -> str:
    scheme, mark, rest = text.partition("://")
    host = rest.partition("/")[0].partition("?")[0].partition("#")[0].rpartition("@")[2]
    return f"{scheme}://{host}" if mark and len(scheme) < 8 and len(host) < LONGEST_SHOWN else ""


def _only(found: Explanation, scan: str, numbers: tuple[str, ...]) -> Explanation:
    """Tracking numbers and nothing else; a record that was found may be named by what is its own."""
    kept = [c for c in found.candidates if c.kind == "carrier"]
    kept = kept or [Candidate("carrier", number, ("inside",)) for number in numbers]
    records = tuple(replace(one, by=one.by if one.by in numbers else "text") for one in found.records)
    lookups = tuple(one for one in found.lookups if one in numbers)
    if found.kind == "code" and not kept:
        kept = [Candidate("text", WITHHELD)]
    return replace(found, scan=scan, private=True, candidates=tuple(kept), lookups=lookups, records=records)
