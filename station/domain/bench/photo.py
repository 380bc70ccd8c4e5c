"""A picture of the unit, where its product or an answer asks for one. The camera answers when it can; without a camera
the operator tries again or goes on, and that there is no picture is told."""

from msgspec.structs import replace

from station.domain.bench import asking, units
from station.domain.bench.inputs import PhotoMissed, PhotoTaken
from station.domain.bench.state import Photo
from station.domain.bench.turn import Asked, Decision, Turn, swap, unexpected
from station.domain.notices import notice

MISSING = "photo_missing"
"""The signal of a unit that should have a picture and has none."""


def decide(turn: Turn, step: Photo, asked: Asked) -> Decision:
    """Once more, or on without one."""
    if asked.kind == "answer" and asked.value == "again":
        again = swap(turn, replace(step, missed=""))
        return replace(again, effects=asking.photo_wanted(again.bench))
    if asked.kind == "answer" and asked.value == "no_photo":
        unit = turn.unit(step.unit)
        told = units.told(unit, "signal.raised", signal=MISSING)
        return asking.next_of(turn, unit, step.rest, (told,), step.then)
    return unexpected(turn, asked, "expect.photo")


def taken(turn: Turn, event: PhotoTaken) -> Decision:
    """The picture is there. One that comes late is evidence all the same, and moves nothing."""
    unit, step = turn.known.unit(event.unit), turn.bench.step
    if unit is None or event.sha256 in unit.photos:
        return Decision(turn.bench)
    waited = isinstance(step, Photo) and step.unit == event.unit
    why = step.why if isinstance(step, Photo) and waited else ""
    fact = units.told(unit, "evidence.added", sha256=event.sha256, type=event.type, why=why)
    if isinstance(step, Photo) and waited:
        moved = asking.next_of(turn, unit, step.rest, (fact,), step.then)
        return replace(moved, notices=(*moved.notices, notice("ok", "notice.photo_taken")))
    return Decision(turn.bench, (fact,))


def missed(turn: Turn, event: PhotoMissed) -> Decision:
    """No picture: why is said; the operator decides what now."""
    step = turn.bench.step
    if not isinstance(step, Photo) or step.unit != event.unit:
        return Decision(turn.bench)
    now = swap(turn, replace(step, missed=event.why or "photo.no_camera"))
    return replace(now, notices=(notice("warn", "notice.photo_missed", why=f"@{event.why or 'photo.no_camera'}"),))
