"""One row's cells by field, in words of the house. Knows the mapping and the site; makes no values."""

import re

from msgspec import Struct

from station.domain.records import Merchant
from station.intake import cells
from station.intake.kinds import KINDS, MANY
from station.intake.mapping import Mapping
from station.intake.refusals import Row, RowRefused, Warned, reason

LOT = 1000
"""Pieces from which a line is pointed out: it goes in, as a lot."""

LONGEST = 400
_several = re.compile(r"[;|\n]")


class Terms(Struct, frozen=True):
    """What holds at this site: known merchants (none: any is taken), the one meant where a file names none, the time
    zone."""

    merchants: tuple[Merchant, ...] = ()
    merchant: str = ""
    tz: str = "UTC"


class Reader:
    """Reads rows of one file; gathers the warnings of the row in hand."""

    def __init__(self, mapping: Mapping, headers: tuple[str, ...], terms: Terms) -> None:
        self.mapping, self.headers, self.terms = mapping, headers, terms
        self.kind = KINDS[mapping.what]
        self.places = mapping.places(headers)
        self.warned: list[Warned] = []
        self._columns = {field: headers[at[0]] for field, at in self.places.items()}
        self._fixed = mapping.fixed
        self._known = {merchant.id.casefold(): merchant.id for merchant in terms.merchants}
        self._currency = {merchant.id: merchant.currency for merchant in terms.merchants}

    def column(self, field: str) -> str:
        """The header of a field, as the file has it."""
        return self._columns.get(field, field)

    def all(self, row: Row, field: str) -> tuple[str, ...]:
        """Every value of a field, in the order of the columns, each once."""
        if field not in self.places and field not in self._fixed:
            return ()
        told = [row.cells[at] for at in self.places.get(field, ())]
        parts = [part.strip() for cell in told or [self.mapping.fixed.get(field, "")]
                 for part in (_several.split(cell) if field in MANY else (cell,))]  # fmt: skip
        return tuple(dict.fromkeys(cells.code(self.column(field), part) for part in parts if part))

    def text(self, row: Row, field: str, default: str = "") -> str:
        """The field as one line of text; the mapping's fixed value, then the default, where it is empty."""
        at = self.places.get(field)
        said = " ".join(row.cells[at[0]].split()) if at else ""
        if len(said) > LONGEST:
            raise RowRefused("import.refused.too_long", column=self.column(field), cell=said)
        return said or self._fixed.get(field, default)

    def need(self, row: Row, field: str) -> str:
        """The field's text; refuses an empty one."""
        said = self.text(row, field)
        if not said:
            raise RowRefused("import.refused.empty", column=self.column(field))
        return said

    def code(self, row: Row, field: str) -> str:
        """An identifier that must be there."""
        return cells.code(self.column(field), self.need(row, field))

    def word(self, row: Row, field: str, allowed: tuple[str, ...], default: str) -> str:
        """One of a list of words."""
        said = self.text(row, field, default)
        return cells.word(self.column(field), said, allowed) if said else ""

    def count(self, row: Row, field: str) -> int:
        """A whole number from 0; 0 where nothing is said."""
        said = self.text(row, field)
        value = cells.whole(self.column(field), said) if said else 0
        if value < 0:
            raise RowRefused("import.refused.number", column=self.column(field), cell=said)
        return value

    def quantity(self, row: Row) -> int:
        """Pieces of a line, at least 1; many pieces are pointed out."""
        said = self.need(row, "quantity")
        value = cells.whole(self.column("quantity"), said) * (-1 if self.mapping.read.negate else 1)
        if value < 1:
            key = "negative" if said.startswith("-") else "zero" if value == 0 else "not_returned"
            raise RowRefused(f"import.refused.quantity_{key}", cell=said)
        if value >= LOT:
            self.warned.append(Warned(reason("import.warning.lot", quantity=value), row.number, value))
        return value

    def merchant(self, row: Row) -> str:
        """Whose goods: the row's, the site's one, or refused; empty only where the kind needs none."""
        only = self.terms.merchants[0].id if len(self.terms.merchants) == 1 else ""
        said = self.text(row, "merchant") or (self.terms.merchant or only if self.kind.merchant else "")
        if not said and self.kind.merchant:
            raise RowRefused("import.refused.merchant_missing")
        if said and self._known and said.casefold() not in self._known:
            raise RowRefused("import.refused.merchant", cell=said)
        return self._known.get(said.casefold(), said)

    def price(self, row: Row, merchant: str) -> tuple[int, str]:
        """Minor units and currency; (0, currency) where no price is told."""
        currency = self.text(row, "currency", self._currency.get(merchant, "")).upper()
        if currency and not cells.is_currency(currency):
            raise RowRefused("import.refused.currency", cell=currency)
        said = self.text(row, "price")
        if said and not currency:
            raise RowRefused("import.refused.currency_missing", cell=said)
        price = cells.money(self.column("price"), said, currency, self.mapping.read.decimal) if said else 0
        return price, currency

    def moment(self, row: Row, field: str) -> str:
        """UTC text, or empty."""
        said = self.text(row, field)
        return cells.moment(self.column(field), said, self.mapping.read.dates, self.terms.tz) if said else ""
