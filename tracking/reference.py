"""Reference values from the office (authorizations, orders, products, operators, locations) into the feed: checked,
versioned, and only where something changed."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from station import wire
from station.domain.records import FOLDED, REFERENCE, Folded, Reference, codes
from tracking.problems import refuse
from tracking.store import values
from tracking.store.store import Store
from tracking.store.values import Value

LIMIT = 16 << 20
"""Bytes of one request."""


class Item(Struct, frozen=True):
    """One value: its type and its JSON object (with an `id`); or, to remove it, the id alone."""

    type: str
    body: msgspec.Raw = msgspec.Raw(b"null")
    id: str = ""


class Put(Struct, frozen=True):
    """The answer: how many values changed, how many were the same, the feed's newest version."""

    changed: int
    same: int
    version: int


DOORS = {"policy": "/v1/policies/DOCUMENT/NAME", "allotment": "/v1/limits", "question": "/v1/holds"}
"""Types that are made by the service itself, from what it checks."""

_items = msgspec.json.Decoder(list[Item])


def put(store: Store, body: bytes) -> Put:
    """Writes a list of {type, body}, all or nothing; values that are there already change nothing."""
    return put_items(store, read_items(body))


def read_items(body: bytes) -> list[Item]:
    """The list from its JSON text; raises Refusal 422."""
    try:
        return _items.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse(422, "malformed", "This is no list of values.", str(error)) from error


def put_items(store: Store, items: Sequence[Item]) -> Put:
    """The same for items read elsewhere. Raises Refusal 422 naming the item that is wrong."""
    wanted = {(v.type, v.id): v for v in (_value(n, item) for n, item in enumerate(items))}
    with store.write() as connection:
        before = values.load(connection, wanted)
        changed = [_change(v, before.get(key, "")) for key, v in wanted.items() if v.body != before.get(key, "")]
        version = values.put(connection, changed)
    if changed:
        store.changes.ring()
    return Put(len(changed), len(wanted) - len(changed), version)


def _value(n: int, item: Item) -> Value:
    kind = REFERENCE.get(item.type)
    if item.type in DOORS:
        raise refuse(422, "malformed", "This type has a door of its own.", f"item {n}: PUT {DOORS[item.type]}")
    if kind is None:
        raise refuse(422, "malformed", "This type is not kept here.", f"item {n}: {item.type[:40]}")
    if bytes(item.body) == b"null":
        return Value(item.type, item.id, "")
    try:
        record: Reference = msgspec.json.decode(item.body, type=kind)
    except msgspec.DecodeError as error:
        raise refuse(422, "malformed", "A value has the wrong form.", f"item {n}, {item.type}: {error}") from error
    return Value(item.type, record.id, wire.encode(record), "", codes(record))


def _change(value: Value, before: str) -> Value:
    old = codes_of(value.type, before)
    return Value(value.type, value.id, value.body, "", value.codes, old)


def codes_of(kind: str, body: str) -> tuple[str, ...]:
    """The identifiers of a stored value; none of one that is not there."""
    if not body:
        return ()
    record: Folded | Reference = msgspec.json.decode(body, type=(REFERENCE | FOLDED)[kind])
    return codes(record)
