"""Into the tote: any open one of the unit's merchant and route is taken, a wrong or full one is refused, an empty tote
without a task becomes one."""

from msgspec.structs import replace

from station.domain.bench import money, routes, tickets, units
from station.domain.bench.state import FullTote, Identify, Stowing
from station.domain.bench.turn import Asked, Decision, Turn, go, refs, stay, swap, unexpected
from station.domain.facts import Draft, Ref, draft
from station.domain.notices import notice
from station.domain.records import Container, Location, Unit
from station.domain.scans import Reading


def decide(turn: Turn, step: Stowing, asked: Asked) -> Decision:
    """A tote's code stows the unit."""
    unit = turn.unit(step.unit)
    if asked.kind == "answer" and asked.value == "full":
        return go(turn, FullTote(unit.id))
    if asked.kind == "answer" and asked.value in tickets.REASONS and tickets.is_over(turn, step.job):
        return _again(turn, step, asked.value)
    reading = asked.reading
    if reading is None or reading.kind != "code":
        return unexpected(turn, asked, "expect.tote")
    back = routes.called_back(turn, unit)
    if back:
        return back
    tote = _open(turn, reading)
    if tote:
        return _into(turn, unit, tote)
    place = _empty(turn, reading)
    return _open_new(turn, unit, place) if place else unexpected(turn, asked, "expect.tote")


def _again(turn: Turn, step: Stowing, reason: str) -> Decision:
    """The label that was ordered beside this step comes once more."""
    job = turn.known.job(step.job)
    tote = turn.known.container(job.unit) if job and job.print.of == "container" else None
    new = tickets.again(turn, step, tote or turn.unit(step.unit), reason, step.job)
    return replace(new, bench=replace(new.bench, step=replace(step, job=tickets.job_of(new))))


def _containers(turn: Turn, reading: Reading) -> list[Container]:
    return [c for r in refs(turn, reading, "container") if (c := turn.known.container(r.id))]


def _open(turn: Turn, reading: Reading) -> Container | None:
    """The tote that was scanned; an open one before a closed one of the same code."""
    return next(iter(sorted(_containers(turn, reading), key=lambda c: c.state != "open")), None)


def _empty(turn: Turn, reading: Reading) -> Location | None:
    found = [turn.known.location(r.id) for r in refs(turn, reading, "location")]
    return next((place for place in found if place and place.kind == "tote"), None)


def _into(turn: Turn, unit: Unit, tote: Container) -> Decision:
    wrong = _refusal(turn, unit, tote)
    if wrong:
        return wrong
    facts = (stowed(unit, tote), *money.again(turn, unit))
    return units.after(turn, unit, *facts, told=notice("ok", "notice.stowed", tote=tote.code))


def stowed(unit: Unit, tote: Container) -> Draft:
    """The unit goes into the tote."""
    about = (Ref("unit", unit.id), Ref("container", tote.id))
    return draft("unit.stowed", *about, merchant=unit.merchant, container=tote.id, quantity=unit.quantity)


def _refusal(turn: Turn, unit: Unit, tote: Container) -> Decision | None:
    if tote.state != "open":
        return stay(turn, "error", "notice.tote_closed", tote=tote.code)
    wrong = _misplaced(turn, unit, tote)
    if wrong:
        return wrong
    return None if units.has_room(tote, unit) else stay(turn, "error", "notice.tote_full", tote=tote.code)


def _misplaced(turn: Turn, unit: Unit, tote: Container) -> Decision | None:
    """A tote of another merchant, route or purpose."""
    if tote.merchant != unit.merchant:
        return stay(
            turn, "error", "notice.tote_other_merchant", tote=tote.code, merchant=turn.merchant(tote.merchant).name
        )
    if tote.route != unit.route:
        return stay(turn, "error", "notice.tote_other_route", tote=tote.code, route=f"@route.{tote.route}",
                    wanted=f"@route.{unit.route}")  # fmt: skip
    if not _kept_for(turn, unit, tote):
        return stay(turn, "error", "notice.tote_other_purpose", tote=tote.code)
    return None


def _open_new(turn: Turn, unit: Unit, place: Location) -> Decision:
    if place.merchant and place.merchant != unit.merchant:
        merchant = turn.merchant(place.merchant).name
        return stay(turn, "error", "notice.tote_other_merchant", tote=place.code, merchant=merchant)
    if place.route and place.route != unit.route:
        return stay(turn, "error", "notice.tote_other_route", tote=place.code, route=f"@route.{place.route}",
                    wanted=f"@route.{unit.route}")  # fmt: skip
    if not _kept_for(turn, unit, place):
        return stay(turn, "error", "notice.tote_other_purpose", tote=place.code)
    tote = Container(
        turn.id(4), place.code, unit.merchant, unit.route, position=place.position, capacity=place.capacity,
        channel=place.channel, vendor=place.vendor,
    )  # fmt: skip
    kept = {"channel": place.channel, "vendor": place.vendor, "hazard": place.hazard}
    rule = {"merchant": unit.merchant, "route": unit.route, **{key: value for key, value in kept.items() if value}}
    opened = draft("container.opened", Ref("container", tote.id), merchant=unit.merchant, type="tote", rule=rule,
                   position=place.position, code=place.code, capacity=place.capacity)  # fmt: skip
    facts = (opened, stowed(unit, tote), *money.again(turn, unit))
    stowed_new = units.after(turn, unit, *facts, told=notice("ok", "notice.stowed_new", tote=tote.code))
    return tickets.beside(stowed_new, tickets.opened(turn, tote))


def _kept_for(turn: Turn, unit: Unit, tote: Container | Location) -> bool:
    """What the rule of a tote adds, or the place of an empty one: its channel or vendor; dangerous goods alone."""
    product = turn.known.product(unit.product)
    wanted = {tote.channel, tote.vendor} - {""}
    return wanted <= {unit.channel} and (not tote.hazard or bool(unit.danger or (product and product.hazard)))


def full(turn: Turn, step: FullTote, asked: Asked) -> Decision:
    """The full tote is scanned and closed; the unit still looks for one. Only a tote that the unit might have gone into
    is taken: any other was scanned by mistake, and a closed one is not opened again without a supervisor."""
    tote = _open(turn, asked.reading) if asked.reading and asked.reading.kind == "code" else None
    if tote is None:
        return unexpected(turn, asked, "expect.tote")
    if tote.state != "open":
        return stay(turn, "info", "notice.tote_closed", tote=tote.code)
    wrong = _misplaced(turn, turn.unit(step.unit), tote)
    if wrong:
        return wrong
    closed = tickets.shut(turn, tote)
    on = swap(turn, Stowing(step.unit, closed.job), ok="notice.tote_now_closed", tote=tote.code)
    return tickets.beside(on, closed)


def just_used(turn: Turn, step: Identify) -> Container | None:
    """The tote that the last unit went into, while it is open."""
    tote = last_used(turn, step)
    return tote if tote and tote.state == "open" else None


def last_used(turn: Turn, step: Identify) -> Container | None:
    """The tote that the last unit went into, open or closed."""
    last = turn.known.unit(step.last) if step.last else None
    return turn.known.container(last.container) if last and last.container else None


def lacks_label(turn: Turn, step: Identify) -> Container | None:
    """That tote, where the label that was ordered for it did not come out as it should."""
    tote = last_used(turn, step)
    return tote if tote and tickets.is_over(turn, tote.job, tickets.FAILED) else None


def full_now(turn: Turn, step: Identify) -> Decision:
    """The tote just used is full: it is closed; what it holds comes out again only with a supervisor."""
    tote = just_used(turn, step)
    if tote is None:
        return stay(turn, "info", "notice.no_open_tote")
    return tickets.beside(swap(turn, step, ok="notice.tote_shut", tote=tote.code), tickets.shut(turn, tote))
