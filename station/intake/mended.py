"""Refused rows that come back mended. An order or authorization is replaced whole, so the file of refused rows holds
all its rows; a row that did not tell its order then joins what the station holds. Pure."""

from msgspec import Struct
from msgspec.structs import replace

from station.domain.records import Authorization, Line, Order
from station.intake.refusals import Row, RowRefused

Gathered = Order | Authorization


class Group(Struct):
    """The rows of one key while they are read. whole: all rows of that key are in this file, as far as anybody knows;
    taken: those that went in so far."""

    key: str = ""
    whole: bool = True
    taken: list[Row] = []

    @property
    def counted(self) -> str:
        """What the file of refused rows says of a row of this group: its key, where the rest of it comes along."""
        return self.key if self.whole else ""

    def drop(self, row: Row) -> None:
        """The row that was taken last is refused after all."""
        if self.taken and self.taken[-1] is row:
            self.taken.pop()


def group(key: str, *, mended: bool) -> Group:
    """An empty group; in a file of refused rows nothing is whole until a row says that it was counted to this key."""
    return Group(" ".join(key.split("\x1f")).strip(), not mended)


def joined(value: Gathered, before: Gathered) -> Gathered:
    """What the station holds and the lines of value that it lacks: equal ones are taken for the same, so that a file
    which comes twice doubles nothing. Raises RowRefused where the prices are in another currency."""
    if value.currency != before.currency:
        raise RowRefused("import.refused.currency_differs", cell=value.currency, first=before.currency)
    told = {name: getattr(before, name) or getattr(value, name) for name in ("customer", "order", "shipped")
            if hasattr(before, name)}  # fmt: skip
    tracking = tuple(dict.fromkeys(before.tracking + value.tracking))
    return replace(before, lines=before.lines + _lacking(value.lines, before.lines), tracking=tracking, **told)


def _lacking(lines: tuple[Line, ...], held: tuple[Line, ...]) -> tuple[Line, ...]:
    left, lacking = list(held), []
    for line in lines:
        if line in left:
            left.remove(line)
        else:
            lacking.append(line)
    return tuple(lacking)
