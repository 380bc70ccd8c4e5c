"""What a bench asks a supervisor who is elsewhere, and the answer: the shape in which it travels to the tracking
service's page and back by the feed. What follows from an answer stands in bench/undo.py and bench/rerouting.py."""

from msgspec import Struct

ANSWERS = ("given", "refused")


class Request(Struct, frozen=True):
    """One question about a unit. id: as the facts name it; purpose: what is asked for (override); fact: the id of
    approval.asked; asked_by, by: operators' ids; change: from which route to which and why, value: minor units of
    currency (0 = nobody knows). state: open, given, refused (answered, not heard at the bench yet) or closed; how: what
    the bench says of it: given, refused, withdrawn, late (the answer came when there was no question any more);
    settled: the id of the fact that closed it."""

    id: str
    station: str
    unit: str
    purpose: str
    fact: str
    asked_at: str
    asked_by: str
    merchant: str = ""
    change: tuple[str, str, str] = ("", "", "")
    value: int = 0
    currency: str = ""
    state: str = "open"
    by: str = ""
    answered_at: str = ""
    how: str = ""
    settled: str = ""
