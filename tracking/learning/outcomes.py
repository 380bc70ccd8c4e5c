"""Outcomes come in: another system tells what a unit was sold for. Each becomes a fact of the service's own; a list is
taken whole or not at all, and one that was told before changes nothing. What is learnt of them is the reader's part."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from station.domain.facts import Draft, Ref, draft
from station.domain.records import Product, Unit
from tracking import own
from tracking.problems import Refusal, refuse
from tracking.store import learnt, values
from tracking.store.learnt import Seen
from tracking.store.store import Store, Transaction

T = TypeVar("T")

MOST = 500
"""Outcomes of one request."""

Word = Annotated[str, Meta(pattern=r"^[\w.:-]{1,80}$")]
Amount = Annotated[int, Meta(ge=0, le=10**12)]
Currency = Annotated[str, Meta(pattern="^([A-Z]{3})?$")]


class Outcome(Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a unit, named by id or licence plate. reference: the caller's own name of this outcome; sold and
    fees: minor units for all pieces together (fees None: not known, which teaches nothing of them); days: from its
    route to the sale; quantity: pieces (0 = the whole unit)."""

    reference: Word
    channel: Word
    sold: Amount
    days: Annotated[int, Meta(ge=0, le=3650)]
    fees: Amount | None = None
    unit: str = ""
    lpn: str = ""
    currency: Currency = ""
    quantity: Annotated[int, Meta(ge=0, le=10**6)] = 0


class Recorded(Struct, frozen=True):
    """The answer: outcomes that are new, and those that were told before."""

    recorded: int
    same: int


_lists = msgspec.json.Decoder(list[Outcome])


def read_outcomes(body: bytes) -> list[Outcome]:
    """The list from its JSON text; raises Refusal 422, or 413 for too many."""
    try:
        told = _lists.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse(422, "malformed", "This is no list of outcomes.", str(error)) from error
    if len(told) > MOST:
        raise refuse(413, "too_large", "Too many outcomes: send less at once.", f"at most {MOST}")
    return told


def record(store: Store, caller: str, told: Sequence[Outcome], now: str) -> Recorded:
    """Tells the facts, in one transaction. Raises Refusal naming the item: 409 where its reference was used for another
    outcome, 422 where no unit is known by its name or the currency is another one."""
    with store.write() as connection:
        fresh: dict[str, tuple[Outcome, Draft]] = {}
        for n, outcome in enumerate(told):
            earlier = fresh.get(outcome.reference)
            if not _told_before(connection, caller, n, outcome, earlier[0] if earlier else None):
                fresh[outcome.reference] = (outcome, _draft(connection, n, outcome))
        names = own.tell(connection, [fact for _, fact in fresh.values()], caller, now)
        for name, (outcome, _) in zip(names, fresh.values(), strict=True):
            learnt.put_outcome(connection, caller, outcome.reference, Seen(_digest(outcome), name))
    if fresh:
        store.facts.ring()
    return Recorded(len(fresh), len(told) - len(fresh))


def _told_before(connection: Transaction, caller: str, n: int, outcome: Outcome, earlier: Outcome | None) -> bool:
    seen = learnt.find_outcome(connection, caller, outcome.reference)
    digest = seen.digest if seen else _digest(earlier) if earlier else ""
    if digest and digest != _digest(outcome):
        raise refuse(409, "conflict", "This reference was told with other figures.", f"item {n}: {outcome.reference}")
    return bool(digest)


def _digest(outcome: Outcome) -> str:
    """Of the figures; fees that nobody knows were told as none by those before us."""
    return sha256(msgspec.json.encode(replace(outcome, fees=outcome.fees or 0))).hexdigest()


def _draft(connection: Transaction, n: int, outcome: Outcome) -> Draft:
    unit = _unit(connection, n, outcome)
    product = _load(connection, ("product", unit.product), Product)
    if product and product.currency and outcome.currency not in ("", product.currency):
        raise _senseless(n, f"currency {outcome.currency}; allowed: {product.currency}")
    if outcome.quantity > unit.quantity:
        raise _senseless(n, f"quantity {outcome.quantity}; allowed: 1 to {unit.quantity}")
    told = draft("outcome.recorded", Ref("unit", unit.id), merchant=unit.merchant, channel=outcome.channel,
                 sold=outcome.sold, fees=outcome.fees, days=outcome.days, quantity=outcome.quantity or unit.quantity,
                 currency=outcome.currency or (product.currency if product else ""))  # fmt: skip
    return replace(told, body=told.body | {"reference": outcome.reference})


def _unit(connection: Transaction, n: int, outcome: Outcome) -> Unit:
    names = (
        [outcome.unit] if outcome.unit else [i for kind, i in values.find(connection, outcome.lpn) if kind == "unit"]
    )
    found = [unit for name in names if (unit := _load(connection, ("unit", name), Unit))] if any(names) else []
    fitting = [unit for unit in found if not outcome.lpn or outcome.lpn in (unit.lpn, *unit.retired)]
    if len(fitting) != 1:
        raise _senseless(n, f"no unit is known by {outcome.unit or outcome.lpn or 'no name'}"[:200])
    return fitting[0]


def _load(connection: Transaction, key: values.Key, kind: type[T]) -> T | None:
    body = values.load(connection, [key]).get(key)
    return msgspec.json.decode(body, type=kind) if body else None


def _senseless(n: int, why: str) -> Refusal:
    return refuse(422, "malformed", "An outcome makes no sense.", f"item {n}: {why}")
