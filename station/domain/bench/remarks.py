"""What is worth a remark beside the instruction, neutrally: what a note in words suggests, for whom a held unit
waits, which other way is asked for. A remark decides nothing; who reads it does."""

from station.domain.bench.cards import unit_of
from station.domain.bench.state import Approving, Describe, Step
from station.domain.bench.turn import Turn
from station.domain.bench.units import SECOND_LOOK
from station.domain.notices import Text
from station.domain.policy import ROUTES
from station.domain.suggestion import suggest


def remark(turn: Turn, step: Step) -> Text | None:
    """At most one."""
    if isinstance(step, Describe):
        return _suggested(turn, step)
    if isinstance(step, Approving) and step.route:
        return Text("card.override", {"route": f"@route.{step.route.to}", "reason": f"@choice.{step.route.reason}"})
    unit = turn.known.unit(unit_of(step)) if unit_of(step) else None
    if unit is None or not unit.hold or unit.hold.reason == SECOND_LOOK:
        return None
    hold = unit.hold
    default = f"@{'route' if hold.default in ROUTES else 'decision'}.{hold.default}"
    return Text("card.held", {"reason": f"@hold.{hold.reason}", "decider": f"@decider.{hold.decider}",
                              "due": hold.due, "default": default})  # fmt: skip


def _suggested(turn: Turn, step: Describe) -> Text | None:
    """Reason and way that the words speak of, where they are sure enough; nothing follows from it."""
    hint = suggest(turn.site.notes, step.words) if step.words and turn.site.notes else None
    if hint is None:
        return None
    key = "step.describe.suggests" if hint.route else "step.describe.sounds"
    return Text(key, {"reason": f"@suggest.{hint.reason}", "route": f"@route.{hint.route}"})
