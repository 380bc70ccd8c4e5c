"""Holds that nobody decided in time, or their merchant elsewhere did: what was agreed for that case, or the answer, is
taken by itself, once, between parcels or when the unit is scanned. The unit still lies in its hold place; its label's
scan leads on from there. A whole parcel's hold, and a second look, wait for their people."""

from msgspec.structs import replace

from station.domain.bench import hold, routes, units
from station.domain.bench.hold import is_due
from station.domain.bench.inputs import HoldDue
from station.domain.bench.turn import Decision, Turn
from station.domain.facts import Draft
from station.domain.notices import Notice, notice
from station.domain.policy import ROUTES
from station.domain.questions import Question
from station.domain.records import Location, Unit

DUE = "due"
"""The reason of hold.decided where nobody did."""
ANSWER = "answer"
"""The reason of hold.decided where the merchant's word came by the tracking service."""


def answered(turn: Turn, unit: Unit) -> Question | None:
    """The question with the merchant's answer about this very hold, if there is one."""
    asked, held = turn.known.question(unit.id), unit.hold
    if asked is None or held is None or asked.state != "answered" or asked.due != held.due:
        return None
    return asked if hold.asks_merchant(unit) else None


def agreed(turn: Turn, unit: Unit) -> str:
    """The default of a hold that is due, where that is still open to this unit; else nothing."""
    if not unit.hold or not is_due(turn, unit):
        return ""
    default = unit.hold.default
    looked_at = unit.grade and not unit.danger
    its_own = default == unit.route and not routes.barred(turn, unit, default, unit.channel)
    open_ways = hold.offered(turn, unit)
    if default in open_ways or (looked_at and (its_own or default in routes.allowed(turn, unit))):
        return default
    return ""


def told(turn: Turn, event: HoldDue) -> Decision:
    """Between parcels: the fact alone, and where the unit is to be fetched from."""
    unit = turn.known.unit(event.unit)
    held = unit.hold if unit else None
    if turn.bench.depth or unit is None or held is None or held.due != event.due or held.reason == units.SECOND_LOOK:
        return Decision(turn.bench)
    place, word = turn.known.location(unit.place) if unit.place else None, answered(turn, unit)
    if word and place:
        return _heard(turn, unit, word, place)
    default = agreed(turn, unit)
    if not default or place is None:
        return Decision(turn.bench)
    fact = units.told(unit, "hold.decided", decision=default, reason=DUE)
    fetch = notice("warn", "notice.default_fetch", lpn=unit.lpn, decision=_word(default), place=place.code)
    return Decision(turn.bench, (fact,), notices=(fetch,))


def _heard(turn: Turn, unit: Unit, word: Question, place: Location) -> Decision:
    """A merchant's answer; where a rule has closed that way meanwhile, the merchant is asked again."""
    told = {"lpn": unit.lpn, "decision": _word(word.answer)}
    if word.answer not in hold.offered(turn, unit):
        again = routes.asking(turn, unit, turn.rules.pinned(unit.policy))
        return Decision(turn.bench, (again,), notices=(notice("warn", "notice.answer_not_open", **told),))
    fetch = notice("warn", "notice.answer_fetch", **told, place=place.code)
    return Decision(turn.bench, (_by_merchant(unit, word),), notices=(fetch,))


def _by_merchant(unit: Unit, word: Question) -> Draft:
    return units.told(unit, "hold.decided", decision=word.answer, reason=ANSWER, decider="merchant")


def taken(turn: Turn, unit: Unit) -> Decision | None:
    """The unit is scanned: on with the merchant's answer, or with the default, where it can be taken."""
    word = answered(turn, unit)
    if word and word.answer in hold.offered(turn, unit):
        heard = _by_merchant(unit, word)
        moved = hold.way(_at(turn, unit), units.as_told(turn, unit, heard), word.answer, "merchant", heard)
        return _with(moved, notice("ok", "notice.answer_taken", decision=_word(word.answer)))
    default = agreed(turn, unit)
    if not default:
        return None
    decided = units.told(unit, "hold.decided", decision=default, reason=DUE)
    moved = hold.way(_at(turn, unit), units.as_told(turn, unit, decided), default, "hold", decided)
    return _with(moved, notice("warn", "notice.default_taken", decision=_word(default)))


def fetched(turn: Turn, unit: Unit) -> Decision | None:
    """A unit that was decided about between parcels is fetched from its hold (or safe) place: on with that."""
    place = turn.known.location(unit.place) if unit.place and unit.decided else None
    if unit.hold or place is None or place.kind not in ("hold", "safe"):
        return None
    why, decision = unit.decided[-1]
    by, key = ("merchant", "notice.answer_taken") if why == ANSWER else ("hold", "notice.default_taken")
    moved = hold.way(_at(turn, unit), unit, decision, by)
    return _with(moved, notice("ok", key, decision=_word(decision)))


def _at(turn: Turn, unit: Unit) -> Turn:
    return replace(turn, bench=replace(turn.bench, parcel=unit.parcel))


def _with(moved: Decision, one: Notice) -> Decision:
    return replace(moved, notices=(*moved.notices, one))


def _word(decision: str) -> str:
    return f"@route.{decision}" if decision in ROUTES else f"@decision.{decision}"
