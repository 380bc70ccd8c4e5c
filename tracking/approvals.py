"""Questions of the benches to a supervisor who is elsewhere: what is open, and a supervisor's answer, which goes to the
stations over the feed. What a bench made of it, its facts say (readers/approvals.py). A question that a bench has
settled itself, or that was answered before, takes no other answer."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from station import wire
from station.domain.approvals import ANSWERS, Request
from station.domain.records import Operator, Product, Unit
from tracking.problems import refuse
from tracking.store import callers, values
from tracking.store.store import Store, Transaction
from tracking.store.values import Value

T = TypeVar("T")

TYPE = "approval"
KEPT = 200
"""Questions that are kept, open ones first; older ones are taken away (facts about them stay)."""


class Shown(Struct, frozen=True):
    """A question with what a supervisor wants to know of it: names of station and product, the unit's grade and licence
    plate, and the operators' names."""

    request: Request
    station: str
    title: str
    sku: str
    grade: str
    lpn: str
    asked_by: str
    by: str


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """What a supervisor says: given or refused."""

    answer: str


def read_answer(body: bytes) -> str:
    """From its JSON text; raises Refusal 422."""
    try:
        said = msgspec.json.decode(body, type=Answer).answer
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse(422, "malformed", "This is no answer.", str(error)) from error
    return checked(said)


def checked(said: str) -> str:
    """One of ANSWERS; raises Refusal 422."""
    if said not in ANSWERS:
        raise refuse(422, "malformed", "There is no such answer.", f"{said[:40]}; allowed: {', '.join(ANSWERS)}")
    return said


def answer(store: Store, id: str, said: str, who: Operator, now: str) -> Request:
    """Sends the answer to the bench that asks. The same one again changes nothing. Raises Refusal: 404 for a question
    that nobody asked, 403 for one's own, 409 where it is settled already."""
    with store.write() as connection:
        asked = requests(connection, [id]).get(id)
        if asked is None:
            raise refuse(404, "not_found", "Nobody asked this.", id[:80])
        if asked.asked_by == who.id:
            raise refuse(403, "forbidden", "Another supervisor must answer what you asked yourself.")
        if (asked.state, asked.by) == (said, who.id):
            return asked
        if asked.state != "open":
            raise refuse(409, "conflict", "This is settled already; nothing was changed.", asked.how or asked.state)
        told = replace(asked, state=said, by=who.id, answered_at=now)
        put(connection, [told])
    store.changes.ring()
    return told


def listed(store: Store) -> Sequence[Shown]:
    """Open questions first, oldest first; then what was settled, newest first."""
    with store.read() as connection:
        found = list(requests(connection).values())
        waiting = sorted((r for r in found if r.state == "open"), key=_age)
        settled = sorted((r for r in found if r.state != "open"), key=_age, reverse=True)
        return _shown(connection, [*waiting, *settled])


def requests(connection: Transaction, ids: Sequence[str] | None = None) -> dict[str, Request]:
    """Questions by id: these, or all."""
    if ids is None:
        bodies = values.of_type(connection, TYPE)
    else:
        bodies = {id: body for (_, id), body in values.load(connection, [(TYPE, id) for id in ids]).items()}
    return {id: msgspec.json.decode(body, type=Request) for id, body in bodies.items()}


def put(connection: Transaction, changed: Sequence[Request], origin: str = "") -> None:
    """Writes questions and takes away the oldest. origin: the station that told it, which hears nothing new by it."""
    told = [Value(TYPE, request.id, wire.encode(request), origin) for request in changed]
    kept = requests(connection) | {request.id: request for request in changed}
    by_age = sorted(kept.values(), key=lambda r: (r.state == "open", _age(r)), reverse=True)
    values.put(connection, [*told, *(Value(TYPE, request.id, "") for request in by_age[KEPT:])])


def _age(request: Request) -> tuple[str, str]:
    return request.asked_at, request.id


def _shown(connection: Transaction, found: Sequence[Request]) -> list[Shown]:
    stations = {station.id: station.name for station in callers.stations(connection)}
    units = _load(connection, "unit", [r.unit for r in found], Unit)
    products = _load(connection, "product", [u.product for u in units.values()], Product)
    people = _load(connection, "operator", [id for r in found for id in (r.asked_by, r.by)], Operator)
    shown = []
    for request in found:
        unit = units.get(request.unit, Unit(request.unit))
        product = products.get(unit.product, Product("", "", "", ""))
        names = [people[id].name if id in people else id for id in (request.asked_by, request.by)]
        place = stations.get(request.station, request.station)
        shown.append(Shown(request, place, product.title, product.sku, unit.grade, unit.lpn, *names))
    return shown


def _load(connection: Transaction, kind: str, ids: Sequence[str], form: type[T]) -> dict[str, T]:
    bodies = values.load(connection, [(kind, id) for id in ids if id])
    return {id: msgspec.json.decode(body, type=form) for (_, id), body in bodies.items()}
