"""What a customer may know of a return: its steps with their dates, and the titles of the things in it. Pure."""

from msgspec import Struct

from station.domain.records import Authorization, Unit
from tracking.returns import Return

STEPS = ("announced", "arrived", "opened", "checked", "finished")


class Step(Struct, frozen=True):
    """One step; state is done, now or ahead; at is UTC text, empty where the time is not known."""

    name: str
    state: str
    at: str = ""


class Thing(Struct, frozen=True):
    """What was sent back: its title, how many, and state: awaited, received, looked_into or checked."""

    title: str
    quantity: int
    state: str


class Progress(Struct, frozen=True):
    """A return as its customer sees it. state names the headline: a step, held, or partly (what came is done, but not
    all that was announced has come)."""

    state: str
    steps: tuple[Step, ...]
    things: tuple[Thing, ...]


def follow(told: Return) -> Progress:
    """A return without anything that is nobody else's business."""
    reached, things = _reached(told), _things(told)
    last = max((n for n, name in enumerate(STEPS) if name in reached), default=0)
    finished = last == len(STEPS) - 1
    steps = tuple(Step(name, _state(n, last, finished=finished), reached.get(name, "")) for n, name in enumerate(STEPS))
    held = not finished and any([*(p.hold for p in told.parcels), *(u.hold for u in told.units)])
    partly = finished and any(thing.state == "awaited" for thing in things)
    return Progress("held" if held else "partly" if partly else STEPS[last], steps, things)


def _state(n: int, last: int, *, finished: bool) -> str:
    if n < last or finished:
        return "done"
    return "now" if n == last else "ahead"


def _reached(told: Return) -> dict[str, str]:
    """The steps that were reached, with the time of the first parcel or unit to do so; the last one of all of them."""
    parcels, units = told.parcels, told.units
    reached = {"announced": ""}
    times = {
        "arrived": [p.arrived_at for p in parcels if p.arrived_at],
        "opened": [p.opened_at for p in parcels if p.opened_at],
        "checked": [u.graded_at for u in units if u.graded_at],
    }
    reached.update({name: min(at) for name, at in times.items() if at})
    closed = [p.closed_at for p in parcels]
    if closed and all(closed):
        reached["finished"] = max(closed)
    return reached


def _things(told: Return) -> tuple[Thing, ...]:
    here = [_unit_thing(u, told.titles) for u in told.units if u.quantity]
    have: dict[str, int] = {}
    for u in told.units:
        have[u.product] = have.get(u.product, 0) + u.quantity
    awaited = [thing for a in told.authorizations for thing in _awaited(a, have, told)]
    return _summed([*here, *awaited])


def _unit_thing(unit: Unit, titles: dict[str, str]) -> Thing:
    state = "looked_into" if unit.hold else "checked" if unit.grade else "received"
    return Thing(titles.get(unit.product, ""), unit.quantity, state)


def _awaited(authorization: Authorization, have: dict[str, int], told: Return) -> list[Thing]:
    missing = []
    for line in authorization.lines:
        here = min(have.get(line.product, 0), line.quantity)
        have[line.product] = have.get(line.product, 0) - here
        if line.quantity > here:
            missing.append(Thing(told.titles.get(line.product, ""), line.quantity - here, "awaited"))
    return missing


def _summed(things: list[Thing]) -> tuple[Thing, ...]:
    counts: dict[tuple[str, str], int] = {}
    for thing in things:
        counts[thing.title, thing.state] = counts.get((thing.title, thing.state), 0) + thing.quantity
    return tuple(Thing(title, n, state) for (title, state), n in counts.items())
