"""Closing the parcel: what was expected and found per line. Nothing is declared missing while another parcel of the
same authorization may still come."""

from station.domain.bench import lines
from station.domain.bench.state import Closing
from station.domain.bench.turn import Asked, Decision, Turn, finish, unexpected
from station.domain.facts import Ref, draft


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
    return finish(turn, fact, ok="notice.parcel_closed")
