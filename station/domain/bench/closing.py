"""Closing the parcel: what was expected and found per line. Nothing is declared missing while another parcel of the
same authorization may still come. What closing leads to besides (advice about the money, signals) is told with it."""

from station.domain.bench import lines, money, signals
from station.domain.bench.state import Closing, HoldPlace
from station.domain.bench.turn import Asked, Decision, Turn, finish, go, unexpected
from station.domain.facts import Draft, Ref, draft
from station.domain.records import Parcel


def decide(turn: Turn, step: Closing, asked: Asked) -> Decision:
    """Confirm, or go back and look again (UNDO)."""
    if asked.kind != "answer" or asked.value != "close":
        return unexpected(turn, asked, "expect.close")
    parcel = turn.parcel
    waiting = lines.may_still_come(turn, parcel)
    told = []
    for line in lines.expected(turn, parcel):
        due = line.here if waiting else min(line.line.quantity, line.line.quantity - line.elsewhere)
        told.append([line.id, max(due, 0), line.here])
    empty = not turn.known.units_of(parcel.id)
    here = Ref("parcel", parcel.id)
    fact = draft("parcel.closed", here, merchant=parcel.merchant, lines=told, empty=empty or None)
    doubts = signals.of_closing(turn, empty=empty)
    facts = (fact, *money.advised(turn, parcel), *doubts)
    return signals.told(_ended(turn, parcel, facts, doubts), doubts)


def _ended(turn: Turn, parcel: Parcel, facts: tuple[Draft, ...], doubts: tuple[Draft, ...]) -> Decision:
    """Done; or, where the policy wants a signal to be decided, the box goes to the hold place."""
    if not signals.holds(turn.rules.policy, tuple(str(f.body["signal"]) for f in doubts)):
        return finish(turn, *facts, ok="notice.parcel_closed")
    held = draft("hold.placed", Ref("parcel", parcel.id), merchant=parcel.merchant, reason="signal",
                 decider="supervisor", due=turn.later(1), default="go_on")  # fmt: skip
    return go(turn, HoldPlace(), *facts, held, ok="notice.parcel_closed")
