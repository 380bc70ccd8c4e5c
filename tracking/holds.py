"""What merchants are asked about held units: what is open, and a merchant's (or the office's) answer, which goes to the
stations over the feed. What a bench made of it, its facts say (readers/holds.py). A question that is settled, or was
answered before, takes no other answer."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from station import wire
from station.domain.questions import Question
from station.domain.records import Product, Unit
from tracking.problems import refuse
from tracking.stations import MERCHANT
from tracking.store import values
from tracking.store.callers import Access
from tracking.store.store import Store, Transaction
from tracking.store.values import Value

T = TypeVar("T")

TYPE = "question"
KEPT = 200
"""Settled questions that are kept; older ones are taken away (facts about them stay)."""


class Shown(Struct, frozen=True):
    """A question with what a merchant wants to know of it."""

    question: Question
    title: str
    sku: str
    grade: str
    lpn: str


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """decision: one of the question's ways; due: of the hold that is meant, where the caller wants to be sure."""

    decision: str
    due: str = ""


def read_answer(body: bytes) -> Answer:
    """From its JSON text; raises Refusal 422."""
    try:
        return msgspec.json.decode(body, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse(422, "malformed", "This is no answer.", str(error)) from error


def answer(store: Store, unit: str, said: Answer, who: Access, now: str) -> Question:
    """Sends the answer to the station. The same one again changes nothing. Raises Refusal: 404 for what this caller was
    not asked, 409 where it is settled or another hold is meant, 422 for a way that is not open."""
    with store.write() as connection:
        asked = questions(connection, [unit]).get(unit)
        if asked is None or not _may_see(who, asked):
            raise refuse(404, "not_found", "Nobody asked you about this.", unit[:80])
        if said.due not in ("", asked.due):
            raise refuse(409, "conflict", "This is asked anew by now; nothing was changed.", f"due {asked.due}")
        if (asked.state, asked.answer, asked.by) == ("answered", said.decision, who.name):
            return asked
        if asked.state != "open":
            raise refuse(409, "conflict", "This is settled already; nothing was changed.", asked.answer or asked.how)
        if said.decision not in asked.ways:
            raise refuse(422, "malformed", "This way is not open.", f"allowed: {', '.join(asked.ways)}")
        told = replace(asked, state="answered", answer=said.decision, by=who.name, answered_at=now, how="")
        put(connection, [told])
    store.changes.ring()
    return told


def listed(store: Store, who: Access) -> Sequence[Shown]:
    """What this caller was asked: open questions first, the soonest due first; then settled ones, newest first."""
    with store.read() as connection:
        found = [question for question in questions(connection).values() if _may_see(who, question)]
        waiting = sorted((q for q in found if q.state == "open"), key=lambda q: (q.due, q.id))
        settled = sorted((q for q in found if q.state != "open"), key=_age, reverse=True)
        return _shown(connection, [*waiting, *settled])


def questions(connection: Transaction, units: Sequence[str] | None = None) -> dict[str, Question]:
    """Questions by unit: about these, or all."""
    if units is None:
        bodies = values.of_type(connection, TYPE)
    else:
        bodies = {id: body for (_, id), body in values.load(connection, [(TYPE, id) for id in units]).items()}
    return {id: msgspec.json.decode(body, type=Question) for id, body in bodies.items()}


def put(connection: Transaction, changed: Sequence[Question], origin: str = "") -> None:
    """Writes questions and takes away the oldest that are closed. origin: the station that told it, which hears nothing
    new by it."""
    told = [Value(TYPE, question.id, wire.encode(question), origin) for question in changed]
    kept = questions(connection) | {question.id: question for question in changed}
    closed = sorted((q for q in kept.values() if q.state == "closed"), key=_age, reverse=True)
    values.put(connection, [*told, *(Value(TYPE, question.id, "") for question in closed[KEPT:])])


def _may_see(who: Access, question: Question) -> bool:
    return who.scope != MERCHANT or who.name == question.merchant


def _age(question: Question) -> tuple[str, str]:
    return question.asked_at, question.id


def _shown(connection: Transaction, found: Sequence[Question]) -> list[Shown]:
    units = _load(connection, "unit", [q.id for q in found], Unit)
    products = _load(connection, "product", [u.product for u in units.values()], Product)
    shown = []
    for question in found:
        unit = units.get(question.id, Unit(question.id))
        product = products.get(unit.product, Product("", "", "", ""))
        shown.append(Shown(question, product.title, product.sku, unit.grade, unit.lpn))
    return shown


def _load(connection: Transaction, kind: str, ids: Sequence[str], form: type[T]) -> dict[str, T]:
    bodies = values.load(connection, [(kind, id) for id in ids if id])
    return {id: msgspec.json.decode(body, type=form) for (_, id), body in bodies.items()}
