"""A unit's way through the bench: which one is next, and where its checklist begins. Used by several steps."""

from typing import Any

from msgspec.structs import replace

from station.domain.apply import apply
from station.domain.bench.state import Checking, Identify
from station.domain.bench.turn import Decision, Turn, finish, go
from station.domain.checklist import Checklist, Question
from station.domain.codes import UnitCode
from station.domain.facts import VERSION, Draft, Fact, Ref, draft
from station.domain.notices import Notice
from station.domain.policy import Policy
from station.domain.records import Container, Parcel, Product, Unit


def checklist_of(turn: Turn, product: Product | None) -> Checklist:
    """The list that concerns the product."""
    return turn.rules.checklist_for(product)


def begin_check(turn: Turn, unit: Unit) -> Checking:
    """The first question for this unit."""
    checklist = checklist_of(turn, turn.known.product(unit.product))
    return Checking(unit.id, checklist.name, checklist.start)


def question(turn: Turn, step: Checking) -> Question | None:
    """The question of the step; None where the list has been replaced by a version without it."""
    return turn.rules.checklist(step.checklist).questions.get(step.question)


def care_shown(turn: Turn, unit: Unit, step: Checking) -> tuple[Draft, ...]:
    """A care question that comes up asks for its task."""
    asked = question(turn, step)
    return (told(unit, "care.requested", task=asked.care),) if asked and asked.care else ()


SECOND_LOOK = "second_look"
"""The hold of a unit that waits for its second, blind grading; decided so, that look has begun."""


def owes_second_look(unit: Unit) -> bool:
    """Its second look was asked for and is not done: nobody has gone on without it."""
    told = [decision for why, decision in unit.decided if why == SECOND_LOOK]
    return unit.round == 1 and not unit.route and told[-1:] == [SECOND_LOOK]


def is_pending(unit: Unit) -> bool:
    """In hand, identified, but not graded (or not for the second time), nor held, stowed or put into a place."""
    looked_at = unit.grade and not owes_second_look(unit)
    return unit.quantity > 0 and not (looked_at or unit.hold or unit.container or unit.danger or unit.place)


def resume(turn: Turn, parcel: Parcel) -> Decision:
    """An opened parcel comes back to a bench: on with the first unit that is not done."""
    pending = next((u for u in turn.known.units_of(parcel.id) if is_pending(u)), None)
    step = begin_check(turn, pending) if pending else Identify()
    return go(turn, step, parcel=parcel.id, ok="notice.parcel_resumed")


def after(turn: Turn, done: Unit, *facts: Draft, told: Notice) -> Decision:
    """What follows when a unit is done: the next pending one of this parcel, or the next scan; a unit of a closed
    parcel (resumed from hold) ends in waiting for a parcel, as soon as nothing that was split off it is pending."""
    parcel = turn.known.parcel(turn.bench.parcel)
    rest = turn.known.units_of(parcel.id) if parcel else ()
    pending = next((u for u in rest if u.id != done.id and is_pending(u)), None)
    if parcel is None or (parcel.dock == "closed" and pending is None):
        return replace(finish(turn, *facts), notices=(told,))
    step = begin_check(turn, pending) if pending else Identify(last=done.id)
    return replace(go(turn, step, *facts), notices=(told,))


def open_tote(turn: Turn, unit: Unit) -> Container | None:
    """A tote with room for this unit's merchant and route; the fullest first, so that totes fill up one by one."""
    free = [t for t in turn.known.totes(unit.merchant, unit.route) if has_room(t, unit)]
    return max(free, key=lambda t: (t.count, t.code), default=None)


def has_room(tote: Container, unit: Unit) -> bool:
    """A lot may exceed what is free only in an empty tote."""
    return not tote.capacity or tote.count + unit.quantity <= tote.capacity or not tote.count


def is_old(unit: Unit, code: UnitCode) -> bool:
    """True for a label that was retired, or an earlier revision of one that has been proven."""
    return code.lpn in unit.retired or (unit.label == "verified" and code.revision != unit.revision)


def ref(unit: Unit) -> Ref:
    """A reference to the unit, for a fact."""
    return Ref("unit", unit.id)


def told(unit: Unit, kind: str, **body: Any) -> Draft:
    """A fact about the unit, of its merchant."""
    return draft(kind, ref(unit), merchant=unit.merchant, **body)


def by(fact: Draft, use: str, policy: Policy) -> Draft:
    """The fact, naming the version of the policy that it used."""
    return replace(fact, policy={use: policy.hash})


def as_told(turn: Turn, unit: Unit, *facts: Draft) -> Unit:
    """The unit as these facts will leave it: the one fold, ahead of the commit."""
    at, who = turn.posted.stamp.at, turn.session.operator
    here = ref(unit)
    for n, one in enumerate(facts):
        if here in one.about:
            fact = Fact(VERSION, 0, turn.id(n), at, turn.site.tz, who, turn.session.id, one.kind, one.about, one.body,
                        merchant=one.merchant, policy=one.policy)  # fmt: skip
            folded = apply(unit, here, fact)
            unit = folded if isinstance(folded, Unit) else unit
    return unit
