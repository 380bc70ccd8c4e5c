"""The dock: scan, scan, scan. Every parcel is arrived with one scan, staged by a sticky cage, unknown ones go into the
pool."""

from msgspec.structs import replace

from station.domain.bench import arrival, tickets
from station.domain.bench.state import Dock
from station.domain.bench.turn import Asked, Decision, Turn, refs, stay, unexpected
from station.domain.facts import Draft, Ref, draft
from station.domain.notices import notice
from station.domain.records import Parcel
from station.domain.scans import Reading


def decide(turn: Turn, step: Dock, asked: Asked) -> Decision:
    """A cage's code makes it the place of what follows; any other code is a parcel."""
    if asked.kind == "answer" and asked.value == "no_cage":
        return _settle(turn, replace(step, cage=""))
    if asked.kind == "answer" and asked.value in tickets.REASONS and (labelled := last_labelled(turn, step)):
        return tickets.again(turn, step, labelled, asked.value)
    reading = asked.reading
    if reading is None or reading.kind != "code":
        return unexpected(turn, asked, "expect.parcel")
    for ref in refs(turn, reading, "location"):
        place = turn.known.location(ref.id)
        if place and place.kind in ("cage", "pool"):
            return _settle(turn, replace(step, cage=place.id), "notice.cage", cage=place.code)
    return _parcel(turn, step, asked, reading)


def last_labelled(turn: Turn, step: Dock) -> Parcel | None:
    """The last parcel, where the label that it got can be asked for again."""
    last = turn.known.parcel(step.last) if step.last else None
    return last if last and tickets.is_over(turn, last.job) else None


def _settle(turn: Turn, step: Dock, key: str = "", **args: str) -> Decision:
    bench = replace(turn.bench, step=step, question=turn.bench.question + 1)
    return Decision(bench, notices=(notice("ok", key, **args),) if key else ())


def _parcel(turn: Turn, step: Dock, asked: Asked, reading: Reading) -> Decision:
    found = arrival.candidates(turn, reading)
    if not found and refs(turn, reading, "product", "container", "location", "unit"):
        return unexpected(turn, asked, "expect.parcel")
    if not found and not arrival.plausible(reading):
        return unexpected(turn, asked, "expect.parcel")
    new = arrival.arrive(turn, found[0] if found else None, reading)
    if new.known and new.known.dock != "expected":
        return _again(turn, step, new.known.id, new.known.dock)
    facts = (*new.facts, *_staged(turn, step, new.parcel))
    bench = replace(
        turn.bench, step=replace(step, last=new.parcel, count=step.count + 1), question=turn.bench.question + 1
    )
    told = notice("ok", "notice.arrived") if found else notice("warn", "notice.arrived_unknown")
    return tickets.beside(Decision(bench, facts, notices=(told,)), tickets.arrived(turn, new.parcel, facts))


def _again(turn: Turn, step: Dock, parcel: str, dock: str) -> Decision:
    """A second scan of a parcel: moved to the sticky cage, or told that it is here already."""
    known = turn.known.parcel(parcel)
    if step.cage and known and known.location != step.cage and dock in ("arrived", "staged"):
        moved = _settle(turn, replace(step, last=parcel), "notice.staged")
        return replace(moved, facts=_staged(turn, step, parcel))
    here = stay(turn, "info", "notice.here_already", dock=f"@dock.{dock}")
    if known and known.job and step.last != parcel:  # its label may be asked for again
        return replace(here, bench=_settle(turn, replace(step, last=parcel)).bench)
    return here


def _staged(turn: Turn, step: Dock, parcel: str) -> tuple[Draft, ...]:
    return (draft("parcel.staged", Ref("parcel", parcel), location=step.cage),) if step.cage else ()
