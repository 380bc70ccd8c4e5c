"""The reader that knows what benches ask supervisors: a question opens with approval.asked, and closes with the bench's
own word: given, refused, or taken back; it opens again where that word is taken back. An answer from here that
found no question any more is marked as late."""

from msgspec.structs import replace

from station.domain.approvals import ANSWERS, Request
from station.domain.facts import Fact
from tracking import approvals
from tracking.readers import questions as reading
from tracking.readers.questions import Told
from tracking.store.store import Store, Transaction

NAME = "approvals"
MOST = 10**15
"""Minor units; nothing in hand is worth more, and no page could show much more."""

_MARKS = ('"approval.', '"fact.undone"')
_SETTLED = {"approval.given": "given", "approval.refused": "refused"}


def step(store: Store) -> int:
    """Reads the next facts in one transaction; how many there were."""
    return reading.step(store, NAME, _MARKS, _keep)


def _keep(connection: Transaction, told: Told) -> bool:
    changed = _follow(approvals.requests(connection), told)
    for request in changed:
        approvals.put(connection, [request], request.station)
    return bool(changed)


def _follow(known: dict[str, Request], told: Told) -> list[Request]:
    """The questions as these facts leave them, those alone that are others than before."""
    now = dict(known)
    for station, fact in told:
        if fact.kind == "approval.asked":
            asked = opened(station, fact)
            if asked and asked.id not in now:
                now[asked.id] = asked
        now |= _asked_again(now, station, fact)
        for id, how in _closing(now, fact):
            if now[id].station == station and now[id].state != "closed":
                now[id] = _closed(now[id], fact, how)
    return [request for id, request in now.items() if request != known.get(id)]


def opened(station: str, fact: Fact) -> Request | None:
    """The question of a fact; None for one that nobody can answer from here."""
    body = fact.body
    words = [body.get(key, "") for key in ("request", "for", "from", "to", "reason", "currency")]
    unit = next((ref.id for ref in fact.about if ref.type == "unit"), "")
    value = body.get("value", 0)
    if (
        not words[0]
        or not unit
        or not all(isinstance(word, str) for word in words)
        or type(value) is not int
        or not 0 <= value <= MOST
    ):
        return None
    id, purpose, *change, currency = words
    return Request(id, station, unit, purpose, fact.id, fact.at, fact.operator, fact.merchant,
                   (change[0], change[1], change[2]), value, currency)  # fmt: skip


def _closing(now: dict[str, Request], fact: Fact) -> list[tuple[str, str]]:
    """(question, how) that a fact closes."""
    if fact.kind in _SETTLED:
        id = fact.body.get("request", "")
        return [(id, _SETTLED[fact.kind])] if isinstance(id, str) and id in now else []
    gone = fact.body.get("facts", ()) if fact.kind == "fact.undone" else ()
    return [(r.id, "withdrawn") for r in now.values() if isinstance(gone, list | tuple) and r.fact in gone]


def _asked_again(now: dict[str, Request], station: str, fact: Fact) -> dict[str, Request]:
    """Questions whose answer was taken back at the bench, which asks them still."""
    gone = fact.body.get("facts", ()) if fact.kind == "fact.undone" else ()
    if not isinstance(gone, list | tuple):
        return {}
    back = (r for r in now.values() if r.station == station and r.settled and r.settled in gone and r.fact not in gone)
    return {r.id: replace(r, state="open", by="", answered_at="", how="", settled="") for r in back}


def _closed(request: Request, fact: Fact, how: str) -> Request:
    """Whoever answered from here in vain is told so."""
    closed = replace(request, state="closed", settled=fact.id)
    if fact.body.get("how") == "remote":
        return replace(closed, how=how, by=fact.approver or request.by)
    late = request.state in ANSWERS
    return replace(closed, how="late" if late else how, by=request.by if late else fact.approver)
