"""A return as one story: all that is known about a parcel, tracking number or authorization, and its facts in order."""

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from station import wire
from station.domain.records import Authorization, Parcel, Product, Unit
from tracking.store import log, values
from tracking.store.log import Logged
from tracking.store.store import Store, Transaction
from tracking.store.values import Key

T = TypeVar("T")


class Entry(Struct, frozen=True):
    """One fact of the timeline; at: the station's time, received_at: ours (both UTC text)."""

    at: str
    received_at: str
    station: str
    seq: int
    kind: str
    operator: str
    about: tuple[str, ...]
    body: dict[str, Any]


class Return(Struct, frozen=True):
    """What is known of a return. titles: product titles by product id."""

    id: str
    authorizations: tuple[Authorization, ...]
    parcels: tuple[Parcel, ...]
    units: tuple[Unit, ...]
    titles: dict[str, str]
    timeline: tuple[Entry, ...] = ()


def find(store: Store, name: str, *, facts: bool = True) -> Return | None:
    """The return that a parcel's id, a tracking number, a licence plate, an authorization's id or code names; None
    where nothing is known by that name. With `facts` it holds the timeline."""
    with store.read() as connection:
        keys = [("parcel", name), ("authorization", name), *values.find(connection, name)]
        authorizations, parcels = _roots(connection, keys)
        if not authorizations and not parcels:
            return None
        units = _load(connection, [k for p in parcels for k in values.find(connection, p.id) if k[0] == "unit"], Unit)
        products = {u.product for u in units} | {line.product for a in authorizations for line in a.lines}
        titles = {p.id: p.title for p in _load(connection, [("product", i) for i in products if i], Product)}
        about = [("parcel", p.id) for p in parcels] + [("unit", u.id) for u in units]
        story = _timeline(connection, about) if facts else ()
    return Return(name, authorizations, parcels, units, titles, story)


def _roots(connection: Transaction, keys: list[Key]) -> tuple[tuple[Authorization, ...], tuple[Parcel, ...]]:
    """The authorizations and parcels that belong to what was found: each names the other, a unit names its parcel."""
    held = _load(connection, [k for k in keys if k[0] == "unit"], Unit)
    keys = keys + [("parcel", u.parcel) for u in held if u.parcel]
    promised = {a.id: a for a in _load(connection, [k for k in keys if k[0] == "authorization"], Authorization)}
    came = [k for k in keys if k[0] == "parcel"]
    came += [k for i in promised for k in values.find(connection, i) if k[0] == "parcel"]
    parcels = _load(connection, came, Parcel)
    named = [("authorization", i) for p in parcels for i in p.authorizations if i not in promised]
    promised.update({a.id: a for a in _load(connection, named, Authorization)})
    return tuple(promised.values()), parcels


def _load(connection: Transaction, keys: list[Key], kind: type[T]) -> tuple[T, ...]:
    found = values.load(connection, keys)
    return tuple(msgspec.json.decode(found[key], type=kind) for key in dict.fromkeys(keys) if key in found)


def _timeline(connection: Transaction, about: list[Key]) -> tuple[Entry, ...]:
    head = log.head(connection)
    facts = {one.position: one for key in about for one in log.history(connection, *key, head)}
    return tuple(entry for _, one in sorted(facts.items()) if (entry := _entry(one)))


def _entry(one: Logged) -> Entry | None:
    try:
        fact = wire.read(one.record)
    except msgspec.DecodeError:
        return None  # shown among the exceptions
    about = tuple(f"{ref.type}/{ref.id}" for ref in fact.about)
    return Entry(fact.at, one.received_at, one.station, fact.seq, fact.kind, fact.operator, about, fact.body)
