"""Text that is neither ours nor marked as GS1: a carrier's number, a retail number, or a merchant's own word."""

from station.domain.carriers import Carriers
from station.domain.gs1.digits import checks_out, digits, gtins, upc_a
from station.domain.reading import Candidate, Reading
from station.domain.transport import ENVELOPE, GS, shown


def aim(symbology: str) -> tuple[str, ...]:
    """What says that it is such a code: its symbol, or only its form."""
    return (f"aim:{symbology}",) if symbology else ("form",)


def read_number(text: str, symbology: str, book: Carriers | None) -> Reading:
    """Of a carrier's two-dimensional label or web address only the number inside is told, of a label without one only
    its beginning: the rest of it may be somebody's address. book: the carriers that are known; None: none."""
    text = (_inside(text, book) or (ENVELOPE if text.startswith(ENVELOPE) else text)).upper()
    plain = "".join(text.split())
    senders, names = _senders(plain, book)
    number = _number(plain, symbology)
    whole = () if GS in text else (text,)
    zip_first = _without_zip(plain)
    lookups = (*whole, plain, *number, *zip_first) if whole else (*zip_first, plain)
    lookups += tuple(s.value.partition(": ")[2] or plain for s in senders)
    found = list(senders)
    if number and checks_out(plain):
        found.insert(0, Candidate("gtin", plain.zfill(14), (*aim(symbology), "length", "check_digit")))
    sent = (s.value.partition(": ")[2] for s in senders if len(s.evidence) > 1)
    tracking = next((number for number in (*sent, *zip_first) if number), plain)
    return Reading("code", shown(text), symbology, lookups=tuple(dict.fromkeys(map(shown, lookups))), carriers=names,
                   tracking=shown(tracking), candidates=(*found, *_text(found, text)))  # fmt: skip


def _inside(text: str, book: Carriers | None) -> str:
    """The tracking number within ISO 15434 content or a carrier's web address; "" where there is none."""
    if not text.startswith(ENVELOPE) and "://" not in text[:8]:
        return ""
    if book is not None:
        return next(iter(book.extract(text)), "")
    from station.domain import envelopes  # needed for few scans, so not at the start

    return next(iter(envelopes.numbers(text)), "")


def _senders(plain: str, book: Carriers | None) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """Carriers that may have given the number (the value is `name: tracking number`), and the names of those whose
    number proves itself: some formats fit any row of digits."""
    found = book.candidates(plain) if book else ()
    named = tuple(dict.fromkeys(c.name for c in found if c.is_proven))
    return tuple(Candidate("carrier", f"{c.name}: {c.tracking}", c.evidence) for c in found), named


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
