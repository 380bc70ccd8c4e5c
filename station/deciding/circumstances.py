"""What a decision knew besides the unit and its product: why the customer sent it back, and how long ago
it was shipped. Responsible for finding both in the office's values; what they mean says the policy."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from station.domain.policy import Policy
from station.domain.records import Authorization, Line, Order, Unit
from station.domain.times import millis

DAY_MS = 86_400_000

Reference = Callable[[str, str], Any]
"""(type, id) -> a value of the office, None where there is none."""


class Circumstances(Struct, frozen=True):
    """days: since it was shipped, when it was graded (None: nobody knows); reason: the customer's."""

    days: int | None = None
    reason: str = ""


NOTHING = Circumstances()


def around(unit: Unit, reference: Reference) -> Circumstances:
    """Looks at the authorization's (or the order's) line and at the order."""
    id, _, number = unit.line.rpartition("/")
    if not id:
        return NOTHING
    authorization: Authorization | None = reference("authorization", id)
    order: Order | None = reference("order", authorization.order if authorization else id)
    line = _line(authorization.lines if authorization else order.lines if order else (), number)
    return Circumstances(_days(order, unit.graded_at), line.reason if line else "")


def _line(lines: tuple[Line, ...], number: str) -> Line | None:
    return lines[int(number)] if number.isdigit() and int(number) < len(lines) else None


def _days(order: Order | None, graded_at: str) -> int | None:
    """Whole days; a time that cannot be read is not known."""
    graded, shipped = millis(graded_at), millis(order.shipped) if order else None
    return None if graded is None or shipped is None else max(0, (graded - shipped) // DAY_MS)


def matter(policy: Policy) -> bool:
    """Whether any rule of the policy asks for them; else nobody has to look them up."""
    rules = (*policy.hard, *policy.routes)
    return any(rule.reason_any or rule.days_max for rule in rules) or any(v.window_days for v in policy.vendors)
