"""Waiting for a parcel at the bench; choosing between candidates; naming the merchant of an unknown one; opening."""

from msgspec.structs import replace

from station.domain.bench import arrival, money, overdue, tickets, units
from station.domain.bench.hold import is_due
from station.domain.bench.state import Blind, Identify, Opening, PickParcel, Ready, Reopening, Resuming
from station.domain.bench.turn import Asked, Decision, Turn, finish, go, refs, stay, swap, unexpected
from station.domain.facts import Ref, draft
from station.domain.notices import notice
from station.domain.reading import Reading
from station.domain.records import Merchant, Unit


def decide(turn: Turn, step: Ready, asked: Asked) -> Decision:
    """A parcel's code, an authorization's, an order's, or a held unit's label."""
    reading = asked.reading
    tote = turn.known.container(step.tote) if step.tote else None
    if tote and asked.kind == "answer" and asked.value in tickets.REASONS:
        return tickets.again(turn, Ready(), tote, asked.value)
    if reading is None or reading.kind not in ("code", "unit"):
        return unexpected(turn, asked, "expect.parcel")
    if reading.kind == "unit":
        return _unit(turn, asked, reading)
    found = arrival.candidates(turn, reading)
    if len(found) > 1 and not _one_box(turn, found, reading):
        return go(turn, PickParcel(reading.symbology + reading.text, tuple(f"{r.type}:{r.id}" for r in found)))
    if found:
        return take(turn, found[0], reading)
    return _tote(turn, reading) or _unknown(turn, asked, reading)


def _tote(turn: Turn, reading: Reading) -> Decision | None:
    """A tote that bears a label, or should: it may be asked for again."""
    found = [tote for r in refs(turn, reading, "container") if (tote := turn.known.container(r.id))]
    labelled = next((tote for tote in found if tote.state == "closed" or tote.job), None)
    if labelled is None:
        return None
    return swap(turn, Ready(labelled.id), ok="notice.tote_here", tote=labelled.code,
                state=f"@find.state.{labelled.state}", pieces=labelled.count)  # fmt: skip


def _one_box(turn: Turn, found: tuple[Ref, ...], reading: Reading) -> bool:
    """Several authorizations that name the same parcel number are one box."""
    if any(r.type != "authorization" for r in found):
        return False
    named = [a for r in found if (a := turn.known.authorization(r.id))]
    return all(arrival.named(reading, a.tracking) for a in named) and len({a.merchant for a in named}) == 1


def _unit(turn: Turn, asked: Asked, reading: Reading) -> Decision:
    for ref in refs(turn, reading, "unit"):
        unit = turn.known.unit(ref.id)
        if unit and reading.unit and units.is_old(unit, reading.unit):
            return stay(turn, "error", "notice.old_label")
        if unit and unit.hold and unit.hold.reason == units.SECOND_LOOK:
            return _second_look(turn, unit)
        default = (overdue.taken if unit.hold else overdue.fetched)(turn, unit) if unit else None
        if default:
            return default
        if unit and unit.hold:
            moved = go(turn, Resuming(unit=unit.id), parcel=unit.parcel)
            return replace(moved, notices=(notice("warn", "notice.hold_is_due"),)) if is_due(turn, unit) else moved
    return stay(turn, "warn", "notice.unit_not_held")


def _second_look(turn: Turn, unit: Unit) -> Decision:
    """Another operator looks at it as if nobody had: no grade is shown, the checklist begins anew."""
    if unit.graded_by == turn.session.operator:
        return overdue.taken(turn, unit) or stay(turn, "warn", "notice.second_look_other")
    decided = units.told(unit, "hold.decided", decision=units.SECOND_LOOK)
    return go(turn, units.begin_check(turn, unit), decided, parcel=unit.parcel, ok="notice.second_look")


def _unknown(turn: Turn, asked: Asked, reading: Reading) -> Decision:
    """No record knows it. What looks like a parcel's number is a blind return; the rest is journaled as unknown."""
    if not arrival.plausible(reading) or refs(turn, reading, "product", "container", "location"):
        return unexpected(turn, asked, "expect.parcel")
    return go(turn, Blind(reading.symbology + reading.text, reading.carriers[0] if len(reading.carriers) == 1 else ""))


def pick(turn: Turn, step: PickParcel, asked: Asked) -> Decision:
    """The operator says which record the code means."""
    chosen = asked.chosen(len(step.options))
    if chosen is None:
        return unexpected(turn, asked, "expect.answer")
    type, _, id = step.options[chosen].partition(":")
    return take(turn, Ref(type, id), turn.read(step.code))


def blind(turn: Turn, step: Blind, asked: Asked) -> Decision:
    """The merchant is named, or nobody knows: then it is taken in without one."""
    merchants = {choice_of(m): m.id for m in turn.site.merchants}
    if asked.kind != "answer" or (asked.value not in merchants and asked.value != "nobody"):
        return unexpected(turn, asked, "expect.answer")
    return _arrived(turn, arrival.arrive(turn, None, turn.read(step.code), merchants.get(asked.value, "")))


def _arrived(turn: Turn, new: arrival.Arrival, ok: str = "") -> Decision:
    """A bench scan implies arrival: the parcel is taken in as at the dock, with the label that the site wants."""
    here = go(turn, Opening(), *new.facts, parcel=new.parcel, ok=ok)
    return tickets.beside(here, tickets.arrived(turn, new.parcel, new.facts))


def choice_of(merchant: Merchant) -> str:
    """The merchant's id as a choice's key: as it comes back from a scanned code."""
    return merchant.id.lower().replace("-", "_")


def take(turn: Turn, ref: Ref, reading: Reading) -> Decision:
    """The parcel comes to the bench."""
    new = arrival.arrive(turn, ref, reading)
    known = new.known
    if known is None:
        return _arrived(turn, new, "notice.parcel_found")
    if known.hold:
        return go(turn, Resuming(parcel=known.id), parcel=known.id)
    if known.dock == "closed":
        return go(turn, Reopening(known.id), parcel=known.id)
    if known.dock == "opened":
        return units.resume(turn, known)
    return go(turn, Opening(), parcel=known.id, ok="notice.parcel_found")


def opening(turn: Turn, step: Opening, asked: Asked) -> Decision:
    """OPEN, or the first thing scanned, opens the parcel; another authorization's code adds it to the box."""
    here = Ref("parcel", turn.bench.parcel)
    merchant = turn.parcel.merchant
    if asked.kind == "answer" and asked.value in tickets.REASONS and lacks_label(turn):
        return tickets.again(turn, step, turn.parcel, asked.value)
    if asked.kind == "answer" and asked.value == "open":
        return go(turn, Identify(), draft("parcel.opened", here, merchant=merchant))
    if asked.kind == "answer" and asked.value == "refuse":
        return finish(turn, draft("parcel.refused", here, merchant=merchant, why="outside"), ok="notice.parcel_refused")
    if asked.reading and asked.reading.kind == "code":
        more = add_authorization(turn, asked.reading)
        if more:
            return more
    return unexpected(turn, asked, "expect.open")


def lacks_label(turn: Turn) -> bool:
    """The label that the open parcel got when it came in did not come out, as far as is known."""
    received = tickets.label_of(turn, turn.parcel) == tickets.RECEIVED
    return received and tickets.is_over(turn, turn.parcel.job, tickets.FAILED)


def add_authorization(turn: Turn, reading: Reading) -> Decision | None:
    """A slip of another authorization lies in the box: it is matched too."""
    parcel = turn.parcel
    found = [turn.known.authorization(r.id) for r in refs(turn, reading, "authorization")]
    new = tuple(a for a in found if a and a.id not in parcel.authorizations)
    if not new:
        return None
    if parcel.merchant and new[0].merchant != parcel.merchant:
        return stay(turn, "warn", "notice.other_merchant", merchant=turn.merchant(new[0].merchant).name)
    fact = arrival.match_facts(turn, Ref("parcel", parcel.id), new, "slip")
    return go(turn, turn.bench.step, fact, ok="notice.authorization_added", code=new[0].code)


def reopening(turn: Turn, step: Reopening, asked: Asked) -> Decision:
    """Why is a closed parcel opened again?"""
    if asked.kind != "answer" or asked.value not in ("found_more", "mistake", "customer_asks"):
        return unexpected(turn, asked, "expect.answer")
    fact = draft("parcel.reopened", Ref("parcel", step.parcel), merchant=turn.parcel.merchant, why=asked.value)
    back = money.withdrawn(turn.parcel, "reopened")
    return swap(turn, Identify(), fact, *back, ok="notice.parcel_reopened")
