"""Answers a look-up of the window: the hits in words, and one of them told whole (a unit as `why` tells it). Reads
only, beside a bench that works. Responsible for putting it together; finding, accounts and words stand elsewhere."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from station import finding, texts
from station.config import Config
from station.deciding import asking, telling
from station.deciding.books import rulebook
from station.domain.answers import Answer, Line, Question, Section
from station.domain.bench.units import SECOND_LOOK
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
from station.lookup import EXACT, Found, Hit, Lookup, title
from station.store.look import looking

NEAREST = ("unit", "container", "parcel", "authorization", "order", "product")
"""Of several records that carry one identifier, the first of these is told."""

Rows = Iterator[tuple[str, str]]


def answer(path: Path, config: Config, lookup: Lookup, question: Question) -> Answer:
    """Total for every text. Raises StoreRefused where the file cannot be read."""
    found = lookup.find(question.text)
    told = zip(found.hits, finding.words(question.lang, found), strict=True)
    lines = tuple(_line(question.lang, hit, *words) for hit, words in told)
    hit = _chosen(found, question)
    counted = finding.counted(question.lang, found)
    if hit is None:
        return Answer(question, lines, counted)
    return Answer(question, lines, counted, (hit.type, hit.id), _sections(path, config, question, hit))


def _chosen(found: Found, question: Question) -> Hit | None:
    """The one that is asked for; else the exact one that is nearest to a person's hands, or the only one."""
    if question.id:
        return next((hit for hit in found.hits if (hit.type, hit.id) == (question.type, question.id)), None)
    exact = sorted((hit for hit in found.hits if hit.how == EXACT), key=_nearness)
    return next(iter(exact), found.hits[0] if len(found.hits) == 1 else None)


def _nearness(hit: Hit) -> int:
    return NEAREST.index(hit.type) if hit.type in NEAREST else len(NEAREST)


def _line(lang: str, hit: Hit, kind: str, name: str, state: str, why: str) -> Line:
    """A parcel without a number has none to show; why a number was found by itself needs no words."""
    if isinstance(hit.record, Parcel) and not hit.record.tracking:
        name = texts.say(lang, "ui.parcel_unknown")
    same = hit.how == EXACT and hit.value.upper() == name.upper()
    return Line(hit.type, hit.id, kind, name, state, "" if same else why)


def _sections(path: Path, config: Config, question: Question, hit: Hit) -> tuple[Section, ...]:
    if isinstance(hit.record, Unit) and not is_blind(hit.record):
        return _unit(path, config, question, hit.record)
    with looking(path) as reads:
        words = _Words(question, config, telling.Manner(question.lang, config.tz, asking.naming(reads, config)))
        rows = tuple(row for row in words.rows(hit.record) if row[1])
    kind = texts.say(question.lang, f"find.type.{hit.type}")
    return (Section(_line(question.lang, hit, kind, title(hit.record), "", "").title, rows),)


def _unit(path: Path, config: Config, question: Question, unit: Unit) -> tuple[Section, ...]:
    book = rulebook(path, config.home, unit.policy)
    for told, reads in asking.accounts(path, book, (unit,)):
        manner = telling.Manner(question.lang, config.tz, asking.naming(reads, config))
        return tuple(Section(title, rows) for title, rows in telling.sections(manner, told, money=question.money))
    return ()


def is_blind(unit: Unit) -> bool:
    """It waits for its second look, or is being looked at: nobody is told what the first one said. One with a route has
    gone on without."""
    waits = unit.hold is not None and unit.hold.reason == SECOND_LOOK
    asked = waits or any(reason == SECOND_LOOK for reason, _ in unit.decided)
    return unit.round < 2 and not unit.route and asked


class _Words:
    """What there is to say of a record that is no graded unit, row by row."""

    def __init__(self, question: Question, config: Config, manner: telling.Manner) -> None:
        self.question, self.config, self.manner = question, config, manner

    def say(self, key: str) -> str:
        return texts.say(self.question.lang, f"look.{key}")

    def rows(self, record: Folded | Reference) -> Rows:
        match record:
            case Unit():
                yield from self._unit(record)
            case Parcel():
                yield from self._parcel(record)
            case Container():
                yield from self._place(record, texts.say(self.question.lang, f"find.state.{record.state}"))
                yield self.say("count"), texts.number(self.question.lang, record.count)
                yield self.say("sscc"), record.sscc
            case Location():
                yield from self._place(record, "")
            case Authorization() | Order():
                yield from self._lines(record)
            case Product():
                yield from self._product(record)

    def _unit(self, unit: Unit) -> Rows:
        """Without its grade: it is to be seen with fresh eyes."""
        yield self.say("state"), self.manner.word("hold", SECOND_LOOK)
        yield self.say("product"), self.manner.named("product", unit.product) if unit.product else ""
        yield self.say("merchant"), self._merchant(unit.merchant)

    def _parcel(self, parcel: Parcel) -> Rows:
        yield self.say("state"), self.manner.word("dock", parcel.dock)
        yield self.say("kind"), self.manner.word("ui.kind", parcel.kind)
        yield self.say("carrier"), " ".join(filter(None, (parcel.carrier, parcel.tracking)))
        yield self.say("merchant"), self._merchant(parcel.merchant)
        yield self.say("returns"), ", ".join(self.manner.named("authorization", id) for id in parcel.authorizations)
        yield self.say("order"), self.manner.named("order", parcel.order) if parcel.order else ""
        for key, at in (("arrived", parcel.arrived_at), ("opened", parcel.opened_at), ("closed", parcel.closed_at)):
            yield self.say(key), self._moment(at)
        yield self.say("place"), self.manner.named("location", parcel.location) if parcel.location else ""
        yield self.say("held"), self.manner.word("hold", parcel.hold.reason) if parcel.hold else ""
        yield from (("", self.manner.word("signal", one)) for one in parcel.signals)

    def _place(self, place: Container | Location, state: str) -> Rows:
        yield self.say("state"), state
        yield self.say("merchant"), self._merchant(place.merchant)
        yield self.say("route"), self.manner.word("route", place.route) if place.route else ""
        yield self.say("position"), place.position
        yield self.say("capacity"), texts.number(self.question.lang, place.capacity) if place.capacity else ""

    def _lines(self, office: Authorization | Order) -> Rows:
        yield self.say("merchant"), self._merchant(office.merchant)
        label = self.say("lines")
        for line in office.lines:
            reason = self.manner.word("reason", line.reason) if line.reason else ""
            what = f"{texts.number(self.question.lang, line.quantity)} × {self.manner.named('product', line.product)}"
            yield label, ", ".join(filter(None, (what, reason)))
            label = ""
        yield self.say("tracking"), ", ".join(office.tracking)

    def _product(self, product: Product) -> Rows:
        yield self.say("merchant"), self._merchant(product.merchant)
        yield self.say("sku"), product.sku
        yield self.say("codes"), ", ".join(product.codes)
        yield self.say("parts"), ", ".join(product.parts)
        if self.question.money and product.price:
            yield self.say("price"), self.manner.money(product.price, product.currency)

    def _merchant(self, id: str) -> str:
        return self.manner.named("merchant", id) if id else ""

    def _moment(self, at: str) -> str:
        try:
            local = datetime.fromisoformat(at).astimezone(ZoneInfo(self.config.tz))
        except ValueError:
            return at
        return texts.moment(self.question.lang, local, "medium")
