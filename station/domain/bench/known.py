"""What a step may know. Rules ask `known[...]`; what has not been read yet raises Wanted, the engine reads it inside
the step's transaction and decides again: so the keys that a step needs are named by the rules themselves, and no rule
does I/O.

Keys and their values:
    ("code", text)            tuple[Ref, ...]        records that carry this identifier (exact, upper case)
    (TYPE, id)                record or None         TYPE: parcel, unit, container, authorization, order, product,
    operator, location, allotment, question
    ("units_of", parcel)      tuple[Unit, ...]       in the order they were found
    ("totes", merchant, route) tuple[Container, ...] open ones
    ("words", merchant, text) tuple[Product, ...]    at most 8, best first
    ("job", id)               Job or None
    ("saved", depth)          Saved or None          a row of the session
    ("derived", name, …)      (values, what follows from them): kept by derived()
    ("facts_from", seq)       tuple[Fact, ...]       from seq to the head
    ("returns_of", customer, since) int              parcels of this customer that arrived here after that (UTC text)
"""

from collections.abc import Callable, Hashable, MutableMapping
from typing import Any, TypeVar

from msgspec import Struct

from station.domain.bench.effects import Job
from station.domain.bench.state import Saved
from station.domain.facts import Fact, Ref
from station.domain.office import Allotment
from station.domain.questions import Question
from station.domain.records import (
    Authorization,
    Container,
    Location,
    Merchant,
    Operator,
    Order,
    Parcel,
    Product,
    Unit,
)
from station.domain.stationery import Company, Labels
from station.domain.suggestion import Notes
from station.domain.transport import PLAIN, Transport

Key = tuple[Hashable, ...]


T = TypeVar("T")


class Wanted(Exception):
    """A rule needs the value of this key."""

    def __init__(self, key: Key) -> None:
        super().__init__(key)
        self.key = key


class Known:
    """A typed view on values read so far; raises Wanted for what is not among them."""

    __slots__ = ("_values",)

    def __init__(self, values: MutableMapping[Key, Any]) -> None:
        self._values = values

    def _get(self, *key: str | int) -> Any:
        try:
            return self._values[key]
        except KeyError:
            raise Wanted(key) from None

    def code(self, text: str) -> tuple[Ref, ...]:
        return self._get("code", text)  # type: ignore[no-any-return]  # values are typed by the table above

    def derived(self, key: Key, of: tuple[object, ...], make: Callable[[], T]) -> T:
        """What follows from these values: kept until they are others, as a parcel of many units is looked at again at
        every step (what is the very same is not compared in depth)."""
        held: tuple[tuple[object, ...], T] | None = self._values.get(key)
        if held is None or held[0] != of:
            self._values[key] = held = (of, make())
        return held[1]

    def parcel(self, id: str) -> Parcel | None:
        return self._get("parcel", id)  # type: ignore[no-any-return]

    def unit(self, id: str) -> Unit | None:
        return self._get("unit", id)  # type: ignore[no-any-return]

    def container(self, id: str) -> Container | None:
        return self._get("container", id)  # type: ignore[no-any-return]

    def authorization(self, id: str) -> Authorization | None:
        return self._get("authorization", id)  # type: ignore[no-any-return]

    def order(self, id: str) -> Order | None:
        return self._get("order", id)  # type: ignore[no-any-return]

    def product(self, id: str) -> Product | None:
        return self._get("product", id) if id else None

    def operator(self, id: str) -> Operator | None:
        return self._get("operator", id)  # type: ignore[no-any-return]

    def location(self, id: str) -> Location | None:
        return self._get("location", id)  # type: ignore[no-any-return]

    def units_of(self, parcel: str) -> tuple[Unit, ...]:
        return self._get("units_of", parcel)  # type: ignore[no-any-return]

    def totes(self, merchant: str, route: str) -> tuple[Container, ...]:
        return self._get("totes", merchant, route)  # type: ignore[no-any-return]

    def words(self, merchant: str, text: str) -> tuple[Product, ...]:
        return self._get("words", merchant, text)  # type: ignore[no-any-return]

    def job(self, id: str) -> Job | None:
        return self._get("job", id)  # type: ignore[no-any-return]

    def saved(self, depth: int) -> Saved | None:
        return self._get("saved", depth)  # type: ignore[no-any-return]

    def facts_from(self, seq: int) -> tuple[Fact, ...]:
        return self._get("facts_from", seq)  # type: ignore[no-any-return]

    def allotment(self, station: str) -> Allotment | None:
        return self._get("allotment", station)  # type: ignore[no-any-return]

    def question(self, unit: str) -> Question | None:
        return self._get("question", unit)  # type: ignore[no-any-return]

    def returns_of(self, customer: str, since: str) -> int:
        return self._get("returns_of", customer, since)  # type: ignore[no-any-return]


class Site(Struct, frozen=True):
    """What holds for the whole station while it runs: its id, time zone, merchants, how its scanners are set up;
    notes: what words suggest; policies come with the rules; enrolled: a tracking service is asked, too."""

    station: str
    name: str
    tz: str
    lang: str
    merchants: tuple[Merchant, ...]
    transport: Transport = PLAIN
    notes: Notes | None = None
    enrolled: bool = False
    labels: Labels = Labels()
    company: Company = Company()
