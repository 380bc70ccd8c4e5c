"""The reader that counts: units that were sent to a channel, and what outcomes brought, by (category, grade, channel).
It keeps sums only; what they mean is estimate.py's part. An outcome that cannot be counted becomes an exception."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from station import wire
from station.domain.facts import Fact
from station.domain.records import Product, Unit
from tracking.readers.doubts import unreadable
from tracking.store import doubts, learnt, log, values
from tracking.store.doubts import Doubt
from tracking.store.learnt import FEES, NUMBERS, Cell, FeeSums, Numbers
from tracking.store.log import Logged
from tracking.store.store import Store, Transaction

NAME = "learning"
PAGE = 500

KINDS = ("unit.routed", "outcome.recorded")
_MARKS = tuple(f'"{kind}"' for kind in KINDS)

MOST = 5000
"""Permille of its value that one sale counts for at most: a wrong price must not carry a table away."""


class Senseless(Exception):
    """This outcome cannot be counted."""


def step(store: Store) -> int:
    """Counts the next facts in one transaction, never ahead of the records; how many there were."""
    with store.write(repeatable=True) as connection:
        start = log.cursor(connection, NAME)
        facts = log.after(connection, start, min(PAGE, log.cursor(connection, "records") - start))
        if not facts:
            return 0
        more, kept, faults = count(connection, facts)
        learnt.add(connection, more)
        learnt.add_fees(connection, kept)
        doubts.raise_doubts(connection, faults)
        log.set_cursor(connection, NAME, facts[-1].position)
    return len(facts)


def count(
    connection: Transaction, facts: Sequence[Logged]
) -> tuple[dict[Cell, Numbers], dict[str, FeeSums], list[Doubt]]:
    """What these facts add to cells and to channels' fees, and the exceptions among them."""
    sums: dict[Cell, list[int]] = defaultdict(lambda: [0] * len(NUMBERS))
    kept: dict[str, list[int]] = defaultdict(lambda: [0] * len(FEES))
    told, faults = _read(facts)
    units, products = _goods(connection, [fact for _, fact in told])
    for logged, fact in told:
        unit = units.get(_unit(fact))
        product = products.get(unit.product) if unit else None
        try:
            counted = numbers(fact, unit, product)
        except Senseless as why:
            faults.append(unreadable(logged, str(why), "outcome.unusable"))
            continue
        if counted:
            cell, row = counted
            sums[cell] = [a + b for a, b in zip(sums[cell], row, strict=True)]
            if told_fees := fees_of(fact, unit, product):
                kept[cell[2]] = [a + b for a, b in zip(kept[cell[2]], told_fees, strict=True)]
    cells: dict[Cell, Numbers] = {cell: tuple(row) for cell, row in sums.items()}  # type: ignore[misc]  # as NUMBERS
    fees: dict[str, FeeSums] = {channel: tuple(row) for channel, row in kept.items()}  # type: ignore[misc]  # as FEES
    return cells, fees, faults


def fees_of(fact: Fact, unit: Unit | None, product: Product | None) -> FeeSums | None:
    """What an outcome that counts tells of its channel's fees; None where it tells nothing of them, or had no sale."""
    if fact.kind != "outcome.recorded" or "fees" not in fact.body or unit is None or product is None:
        return None
    sold, paid = (_number(fact.body, key) for key in ("sold", "fees"))
    pieces = _number(fact.body, "quantity") or unit.quantity
    most = product.price * pieces * MOST // 1000
    return (1, min(sold, most), min(paid, most), pieces) if sold else None


def numbers(fact: Fact, unit: Unit | None, product: Product | None) -> tuple[Cell, Sequence[int]] | None:
    """The cell of a fact and what it adds there, in the order of NUMBERS; None where it adds nothing. Raises
    Senseless."""
    channel = fact.body.get("channel", "")
    if fact.kind == "unit.routed":
        known = unit and product and unit.grade and isinstance(channel, str) and channel
        return ((product.category, unit.grade, channel), (1, 0, 0, 0, 0, 0, 0)) if known and unit and product else None
    if unit is None or product is None or not unit.grade:
        raise Senseless("its unit, product or grade is not known")
    sold, fees, days, pieces = (_number(fact.body, key) for key in ("sold", "fees", "days", "quantity"))
    value = product.price * (pieces or unit.quantity)
    if value <= 0 or not isinstance(channel, str) or not channel:
        raise Senseless("its product has no price, or it names no channel")
    share, fee = min(_permille(sold, value), MOST), min(_permille(fees, value), MOST)
    return (product.category, unit.grade, channel), (0, 1, share, share * share, days, days * days, fee)


def _number(body: dict[str, Any], key: str) -> int:
    found = body.get(key, 0)
    if type(found) is not int or not 0 <= found <= 10**12 or (key == "days" and found > 3650):
        raise Senseless(f"{key} is no number that makes sense")
    return found


def _permille(part: int, whole: int) -> int:
    """Half up."""
    return (2000 * part + whole) // (2 * whole)


def _read(facts: Iterable[Logged]) -> tuple[list[tuple[Logged, Fact]], list[Doubt]]:
    """The facts that concern us; most are passed over unread. What cannot be read, the records' reader has told."""
    found: list[tuple[Logged, Fact]] = []
    for logged in facts:
        if any(mark in logged.record for mark in _MARKS):
            try:
                fact = wire.read(logged.record)
            except msgspec.DecodeError:
                continue
            if fact.kind in KINDS:
                found.append((logged, fact))
    return found, []


def _goods(connection: Transaction, facts: Sequence[Fact]) -> tuple[dict[str, Unit], dict[str, Product]]:
    bodies = values.load(connection, [("unit", name) for fact in facts if (name := _unit(fact))])
    units = {name: msgspec.json.decode(body, type=Unit) for (_, name), body in bodies.items()}
    wanted = values.load(connection, [("product", unit.product) for unit in units.values() if unit.product])
    return units, {name: msgspec.json.decode(body, type=Product) for (_, name), body in wanted.items()}


def _unit(fact: Fact) -> str:
    return next((ref.id for ref in fact.about if ref.type == "unit"), "")
