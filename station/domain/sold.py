"""Which line of the office's promise a unit fills, and with which order it was sold. Responsible for that alone; what
follows from it say the rules."""

from typing import Protocol

from station.domain.records import Authorization, Line, Order, Parcel, Unit


class Office(Protocol):
    """What is known, by id."""

    def authorization(self, id: str) -> Authorization | None: ...
    def order(self, id: str) -> Order | None: ...
    def parcel(self, id: str) -> Parcel | None: ...


def line_of(office: Office, unit: Unit) -> Line | None:
    """The line of an authorization that the unit fills."""
    promised, number = _promise(office, unit), unit.line.rpartition("/")[2]
    lines = promised.lines if promised else ()
    return lines[int(number)] if number.isdigit() and int(number) < len(lines) else None


def order_of(office: Office, unit: Unit) -> Order | None:
    """The order with which the unit was sold: its own authorization's, as one parcel may bring goods of several; of a
    unit that no authorization names, what its parcel says."""
    promised = _promise(office, unit)
    id = promised.order if promised else _by_parcel(office, unit)
    return office.order(id) if id else None


def _promise(office: Office, unit: Unit) -> Authorization | None:
    id = unit.line.rpartition("/")[0]
    return office.authorization(id) if id else None


def _by_parcel(office: Office, unit: Unit) -> str:
    parcel = office.parcel(unit.parcel)
    if parcel is None:
        return ""
    promised = (a.order for id in parcel.authorizations if (a := office.authorization(id)))
    return next(filter(None, (parcel.order, *promised)), "")
