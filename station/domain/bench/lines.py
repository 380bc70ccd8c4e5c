"""What a parcel should hold and what was found of it: the expected lines of its authorizations or its order, less what
other parcels of the same authorization have already brought."""

from msgspec import Struct

from station.domain.bench.turn import Turn
from station.domain.records import Authorization, Line, Order, Parcel, Unit


class Expected(Struct, frozen=True):
    """One expected line: its id `record/number`, product, pieces asked for in all, found here and elsewhere."""

    id: str
    line: Line
    here: int
    elsewhere: int

    @property
    def open(self) -> int:
        return max(0, self.line.quantity - self.here - self.elsewhere)


def lines_of(turn: Turn, parcel: Parcel) -> tuple[tuple[str, Line], ...]:
    """(line id, line) of every authorization of the parcel, else of its order."""
    sources: tuple[Authorization | Order | None, ...] = tuple(map(turn.known.authorization, parcel.authorizations))
    if not sources and parcel.order and parcel.kind == "return_to_sender":
        sources = (turn.known.order(parcel.order),)
    return turn.known.derived(("derived", "lines", parcel.id), (parcel, *sources), lambda: _numbered(sources))


def _numbered(sources: tuple[Authorization | Order | None, ...]) -> tuple[tuple[str, Line], ...]:
    return tuple((f"{source.id}/{n}", line) for source in sources if source for n, line in enumerate(source.lines))


def expected(turn: Turn, parcel: Parcel) -> tuple[Expected, ...]:
    """The parcel's expected lines with what was found."""
    lines, here = lines_of(turn, parcel), found(turn.known.units_of(parcel.id))
    others = [turn.known.units_of(other.id) for other in siblings(turn, parcel)]
    elsewhere = found(tuple(unit for units in others for unit in units)) if others else {}
    key = ("derived", "expected", parcel.id)
    return turn.known.derived(key, (lines, here, elsewhere), lambda: _counted(lines, here, elsewhere))


def _counted(
    lines: tuple[tuple[str, Line], ...], here: dict[str, int], elsewhere: dict[str, int]
) -> tuple[Expected, ...]:
    return tuple(Expected(id, line, here.get(id, 0), elsewhere.get(id, 0)) for id, line in lines)


def found(units: tuple[Unit, ...]) -> dict[str, int]:
    """Pieces found by line id."""
    pieces: dict[str, int] = {}
    for unit in units:
        if unit.line:
            pieces[unit.line] = pieces.get(unit.line, 0) + unit.quantity
    return pieces


def siblings(turn: Turn, parcel: Parcel) -> tuple[Parcel, ...]:
    """Other parcels of the same authorizations."""
    found: dict[str, Parcel] = {}
    for id in parcel.authorizations:
        for ref in turn.known.code(id.upper()):
            other = turn.known.parcel(ref.id) if ref.type == "parcel" and ref.id != parcel.id else None
            if other:
                found[other.id] = other
    return tuple(found.values())


def may_still_come(turn: Turn, parcel: Parcel) -> bool:
    """True while another parcel of one of these authorizations is announced or not closed yet."""
    if any(other.dock != "closed" for other in siblings(turn, parcel)):
        return True
    arrived = {parcel.tracking, *(other.tracking for other in siblings(turn, parcel))}
    announced = {t for id in parcel.authorizations if (a := turn.known.authorization(id)) for t in a.tracking}
    return bool(announced - arrived)


def customer_of(turn: Turn, parcel: Parcel) -> str:
    """The opaque id of who sent it, as far as the office says."""
    promised = (a.customer for id in parcel.authorizations if (a := turn.known.authorization(id)))
    order = turn.known.order(parcel.order) if parcel.order else None
    return next(filter(None, (*promised, order.customer if order else "")), "")
