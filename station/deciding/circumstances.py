"""What a decision knew besides the unit and its product: why the customer sent it back, and how long ago
it was shipped. Responsible for finding both in the office's values; what they mean says the policy."""

from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec import Struct

from station.domain import sold
from station.domain.policy import Policy
from station.domain.records import Authorization, Order, Parcel, Unit
from station.domain.times import millis

DAY_MS = 86_400_000

Reference = Callable[[str, str], Any]
"""(type, id) -> a value of the office or a parcel, None where there is none."""


class Circumstances(Struct, frozen=True):
    """days: since it was shipped, when it was graded (None: nobody knows); reason: the customer's."""

    days: int | None = None
    reason: str = ""


NOTHING = Circumstances()


def around(unit: Unit, reference: Reference) -> Circumstances:
    """What the bench looked at: the line that the unit fills, and the order it was sold with."""
    office = _Office(reference)
    line = sold.line_of(office, unit)
    return Circumstances(_days(sold.order_of(office, unit), unit.graded_at), line.reason if line else "")


class _Office(NamedTuple):
    """Values by type and id as what is known to the bench."""

    reference: Reference

    def authorization(self, id: str) -> Authorization | None:
        return self.reference("authorization", id)  # type: ignore[no-any-return]  # each type's own record

    def order(self, id: str) -> Order | None:
        return self.reference("order", id)  # type: ignore[no-any-return]

    def parcel(self, id: str) -> Parcel | None:
        return self.reference("parcel", id)  # type: ignore[no-any-return]


def _days(order: Order | None, graded_at: str) -> int | None:
    """Whole days; a time that cannot be read is not known."""
    graded, shipped = millis(graded_at), millis(order.shipped) if order else None
    return None if graded is None or shipped is None else max(0, (graded - shipped) // DAY_MS)


def matter(policy: Policy) -> bool:
    """Whether any rule of the policy asks for them; else nobody has to look them up."""
    rules = (*policy.hard, *policy.routes)
    return any(rule.reason_any or rule.days_max for rule in rules) or any(v.window_days for v in policy.vendors)
