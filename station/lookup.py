"""Finds records by what people have: a whole identifier, its last characters, or words of a product. Reads only, on a
connection of its own, beside a bench that works. Responsible for what is found and why; words for it stand in
finding.py, the bench decides by its own keys (domain/bench/known.py)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from station.domain import scans
from station.domain.facts import Ref
from station.domain.records import (
    Authorization,
    Container,
    Folded,
    Location,
    Order,
    Parcel,
    Product,
    Reference,
    Unit,
)
from station.records import rows
from station.store.look import TAIL, Look

LIMIT = 20
MOST = 200
"""Hits that are counted; beyond, there are "more than"."""
FEW = 3
"""So many exact hits are shown with what belongs to them; more are a list to choose from."""
LONGEST = 128
"""Characters of an ending or of words."""
EXACT, ENDING, WORDS, RELATED = "exact", "ending", "words", "related"


class Hit(Struct, frozen=True):
    """A record that was found. how: exact, ending, words or related; field: which of its identifiers it was (lpn,
    retired, serial, tracking, number, code, sscc, sku, gtin, order, authorization), `title` for words, and for
    related ones the type of the record that led there; value: that identifier whole, the words, or the other record's
    id."""

    type: str
    id: str
    how: str
    field: str
    value: str
    record: Folded | Reference

    @property
    def ref(self) -> Ref:
        return Ref(self.type, self.id)


class Found(Struct, frozen=True):
    """hits: exact ones first, then what belongs to them, endings (newest first), words (best first); at most as many as
    asked for. total: how many there are; is_more: there are more than that, nobody counted them."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_more: bool = False


class Lookup:
    """One reader thread's look-ups; close it. Raises StoreRefused where the file cannot be read."""

    def __init__(self, path: Path) -> None:
        self._look = Look(path)

    def close(self) -> None:
        self._look.close()

    def __enter__(self) -> "Lookup":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def identifier(self, code: str) -> tuple[Hit, ...]:
        """Records that carry this very identifier, whatever its case."""
        code = code.upper()
        return tuple([_hit(type, id, EXACT, code, body) for type, id, body in self._look.exact(code) if body])

    def find(self, text: str, limit: int = LIMIT) -> Found:
        """Everything that the text may mean. Total: any text has an answer."""
        text = text.encode("utf-8", "replace").decode().strip()
        exact = self._exact(text)
        few = exact if len(exact) <= FEW else ()
        endings, words = self._endings(text), self._words(text)
        every = _once((*exact, *(h for one in few for h in self._around(one)), *endings, *words, *self._at_hand(words)))
        is_more = len(endings) >= MOST or len(words) >= MOST
        return Found(every[: max(0, limit)], len(every), is_more)

    def _exact(self, text: str) -> tuple[Hit, ...]:
        """As typed; else by what a scanner would have read in it: GTINs of any length, our labels, carriers' codes."""
        found = self.identifier(text)
        if found or not text:
            return found
        reading = scans.read(text)
        return _once(hit for code in reading.lookups for hit in self.identifier(code))

    def _endings(self, text: str) -> list[Hit]:
        """Also without the blanks that people put into long numbers."""
        asked = dict.fromkeys((text.upper(), "".join(text.upper().split())))
        asked_rows = (row for one in asked if TAIL <= len(one) <= LONGEST for row in self._look.ending(one, MOST))
        hits = (_hit(type, id, ENDING, code, body) for code, type, id, body in asked_rows if body)
        return [hit for hit in hits if not (hit.type == "parcel" and hit.field != "tracking")]  # else nobody reads it

    def _words(self, text: str) -> list[Hit]:
        text = text[:LONGEST]
        hits = [_worded(id, body, text) for id, body in self._look.words(text, MOST)]
        return sorted(hits, key=lambda hit: text.casefold() not in title(hit.record).casefold())

    def _at_hand(self, products: list[Hit]) -> Iterator[Hit]:
        """Units in work of the product that words found, and what they belong to, where words found a few."""
        for product in products if len(products) <= FEW else ():
            for id, body in self._look.open_units(product.id, LIMIT):
                unit = Hit("unit", id, RELATED, "product", product.id, rows.record("unit", body))
                yield from (unit, *self._around(unit))

    def _around(self, hit: Hit) -> Iterator[Hit]:
        for ref in related(hit.record):
            yield from self._related(ref, hit)
        if hit.type == "parcel":
            for id, body in self._look.units_of(hit.id, LIMIT):
                yield Hit("unit", id, RELATED, "parcel", hit.id, rows.record("unit", body))
        if hit.type in ("authorization", "order"):
            parcels = (h for h in self.identifier(hit.id) if h.type == "parcel")
            yield from (Hit("parcel", h.id, RELATED, hit.type, hit.id, h.record) for h in parcels)

    def _related(self, ref: Ref, hit: Hit) -> Iterator[Hit]:
        body = self._look.record(ref)
        if body is not None:
            yield Hit(ref.type, ref.id, RELATED, hit.type, hit.id, rows.record(ref.type, body))


def related(record: Folded | Reference) -> tuple[Ref, ...]:
    """Records that this one names."""
    match record:
        case Unit():
            line = record.line.rpartition("/")[0]
            named = [("parcel", record.parcel), ("product", record.product), ("container", record.container),
                     ("authorization", line), ("order", line)]  # fmt: skip
        case Parcel():
            named = [*(("authorization", id) for id in record.authorizations), ("order", record.order)]
        case Authorization():
            named = [("order", record.order), *(("product", line.product) for line in record.lines[:FEW])]
        case Order():
            named = [("product", line.product) for line in record.lines[:FEW]]
        case _:
            named = []
    return tuple(Ref(type, id) for type, id in named if id)


def title(record: Folded | Reference) -> str:
    """What people call it: its number, or a product's title."""
    match record:
        case Unit():
            return record.lpn or record.serial or record.id
        case Parcel():
            return record.tracking or record.id
        case Order():
            return record.number
        case Product():
            return record.title or record.sku
        case Authorization() | Container() | Location():
            return record.code
    return record.id


def _hit(type: str, id: str, how: str, code: str, body: str) -> Hit:
    record = rows.record(type, body)
    return Hit(type, id, how, _field(record, code), code, record)


def _worded(id: str, body: str, text: str) -> Hit:
    return Hit("product", id, WORDS, "title", text, rows.record("product", body))


def _field(record: Folded | Reference, code: str) -> str:
    """Which identifier of the record this is; both sides in upper case."""
    match record:
        case Unit():
            return "lpn" if record.lpn.upper() == code else "serial" if record.serial.upper() == code else "retired"
        case Parcel():
            if record.tracking.upper() == code:
                return "tracking"
            return "order" if record.order.upper() == code else "authorization"
        case Order():
            numbers = {one.upper() for one in record.tracking}
            return "number" if record.number.upper() == code else "tracking" if code in numbers else "serial"
        case Product():
            return "sku" if record.sku.upper() == code else "gtin"
        case Container():
            return "sscc" if record.sscc and record.sscc == code else "code"
        case Authorization():
            return "code" if record.code.upper() == code else "tracking"
    return "code"


def _once(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Each record by its first hit: the strongest."""
    found: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        found.setdefault((hit.type, hit.id), hit)
    return tuple(found.values())
