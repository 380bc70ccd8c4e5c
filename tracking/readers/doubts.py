"""The reader that looks for what makes no sense. Each finding becomes an exception for a person; nothing is refused.
Rules are pure: they get the fact and what is known, and give findings."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from station import wire
from station.domain.facts import Fact
from tracking.store import doubts, log, values
from tracking.store.doubts import Doubt
from tracking.store.log import Logged
from tracking.store.store import Store, Transaction

NAME = "doubts"
PAGE = 500


class Known(Protocol):
    """What rules may ask."""

    def authorizations(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that the office told."""

    def parcels(self, tracking: str) -> dict[str, str]:
        """Station by id, of the parcels that came with this tracking number."""

    def gradings(self, unit: str, before: int) -> list[tuple[str, Fact]]:
        """(station, fact) of the unit's gradings before a position."""

    def containers(self, sscc: str, before: int) -> dict[str, str]:
        """Station by id, of the containers with this number that were closed before a position."""


Finding = tuple[str, str, str, dict[str, object]]
"""(exception type, record type, record id, detail)."""


def find_unknown_authorizations(logged: Logged, fact: Fact, known: Known) -> list[Finding]:
    """A parcel was matched to authorizations that the office never told."""
    ids = [str(name) for name in fact.body.get("authorizations", ())]
    missing = sorted(set(ids) - known.authorizations(ids)) if ids else []
    return [("authorization.unknown", *_first(fact, "parcel"), {"authorizations": missing})] if missing else []


def find_second_arrival(logged: Logged, fact: Fact, known: Known) -> list[Finding]:
    """The same tracking number arrived at another station as another parcel."""
    kind, name = _first(fact, "parcel")
    tracking = str(fact.body.get("tracking", ""))
    others = known.parcels(tracking) if tracking else {}
    elsewhere = sorted(i for i, station in others.items() if i != name and station not in ("", logged.station))
    return [("parcel.arrived_twice", kind, name, {"others": elsewhere})] if elsewhere else []


def find_second_grading(logged: Logged, fact: Fact, known: Known) -> list[Finding]:
    """The same round of grading was told twice, or by two stations."""
    kind, name = _first(fact, "unit")
    turn = fact.body.get("round", 1)
    others = [told for _, told in known.gradings(name, logged.position) if told.body.get("round", 1) == turn]
    return [("unit.graded_twice", kind, name, {"round": turn, "others": [o.id for o in others]})] if others else []


def find_second_number(logged: Logged, fact: Fact, known: Known) -> list[Finding]:
    """An SSCC was given that another container bears: one of the two has to get a new label before it leaves."""
    kind, name = _first(fact, "container")
    sscc = str(fact.body.get("sscc", ""))
    others = {i: station for i, station in known.containers(sscc, logged.position).items() if i != name} if sscc else {}
    detail: dict[str, object] = {"sscc": sscc, "others": sorted(others), "stations": sorted({*others.values()})}
    return [("container.numbered_twice", kind, name, detail)] if others else []


def find_raised(logged: Logged, fact: Fact, known: Known) -> list[Finding]:
    """A station raised an exception itself."""
    ref = fact.about[0] if fact.about else None
    kind, name = (ref.type, ref.id) if ref else ("station", logged.station)
    return [(str(fact.body.get("type", "exception")), kind, name, fact.body)]


Rule = Callable[[Logged, Fact, Known], list[Finding]]

RULES: dict[str, Rule] = {
    "parcel.matched": find_unknown_authorizations,
    "parcel.arrived": find_second_arrival,
    "unit.graded": find_second_grading,
    "container.closed": find_second_number,
    "exception.raised": find_raised,
}


def step(store: Store) -> int:
    """Looks at the next facts in one transaction, never ahead of the records; how many there were."""
    with store.write(repeatable=True) as connection:
        start = log.cursor(connection, NAME)
        facts = log.after(connection, start, min(PAGE, log.cursor(connection, "records") - start))
        if not facts:
            return 0
        known = _Stored(connection)
        for logged in facts:
            _look(connection, logged, known)
        log.set_cursor(connection, NAME, facts[-1].position)
    return len(facts)


def _look(connection: Transaction, logged: Logged, known: Known) -> None:
    try:
        fact = wire.read(logged.record)
        rule = RULES.get(fact.kind)
        found = rule(logged, fact, known) if rule else []
    except (msgspec.DecodeError, TypeError, ValueError, AttributeError) as error:
        return doubts.raise_doubts(connection, [unreadable(logged, str(error))])
    doubts.raise_doubts(connection, [_doubt(logged, fact.id, finding) for finding in found])
    if fact.kind == "exception.settled":
        doubts.settle(connection, fact.corrects, fact.at, str(fact.body.get("how", "")))
    return None


def unreadable(logged: Logged, why: str, kind: str = "fact.unreadable") -> Doubt:
    """The exception for a fact that cannot be read or applied; only the start of the reason is kept."""
    return _doubt(logged, wire.head(logged.record).id, (kind, "station", logged.station, {"why": why[:200]}))


def _doubt(logged: Logged, fact: str, finding: Finding) -> Doubt:
    kind, about_type, about_id, detail = finding
    place = {"epoch": logged.epoch, "seq": logged.seq, **detail}
    name = f"{logged.epoch}:{logged.seq}:{kind}"
    return Doubt(name, kind, logged.station, fact, about_type, about_id, wire.encode(place), logged.received_at)


def _first(fact: Fact, kind: str) -> tuple[str, str]:
    return next(((ref.type, ref.id) for ref in fact.about if ref.type == kind), (kind, ""))


class _Stored:
    """Known, from the database."""

    def __init__(self, connection: Transaction) -> None:
        self._connection = connection

    def authorizations(self, ids: Sequence[str]) -> set[str]:
        return {name for _, name in values.load(self._connection, [("authorization", i) for i in ids])}

    def parcels(self, tracking: str) -> dict[str, str]:
        return values.origins(self._connection, "parcel", tracking)

    def gradings(self, unit: str, before: int) -> list[tuple[str, Fact]]:
        earlier = values.told_before(self._connection, ("unit", unit), "unit.graded", before)
        return [(one.station, wire.read(one.record)) for one in log.at(self._connection, earlier)] if earlier else []

    def containers(self, sscc: str, before: int) -> dict[str, str]:
        found = values.origins(self._connection, "container", sscc)
        closed = {
            i for i in found if values.told_before(self._connection, ("container", i), "container.closed", before)
        }
        return {i: station for i, station in found.items() if i in closed}
