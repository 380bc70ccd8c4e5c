"""What a merchant is asked about a held unit, and the answer: the shape in which it travels to the tracking service and
back by the feed. What follows from an answer stands in bench/overdue.py."""

from msgspec import Struct


class Question(Struct, frozen=True, omit_defaults=True):
    """The newest question about one unit. id: the unit's; fact: the id of hold.placed; due, default: as that hold says;
    ways: routes that are open to it. state: open, answered (not heard at the bench yet) or closed; answer: one of ways;
    by: whose token said it; how: what the bench says of it: a decision's word, withdrawn, late (the bench had decided),
    or, while it is open again, not_open; settled: the id of the fact that closed it."""

    id: str
    station: str
    merchant: str
    fact: str
    asked_at: str
    due: str
    default: str
    ways: tuple[str, ...] = ()
    state: str = "open"
    answer: str = ""
    by: str = ""
    answered_at: str = ""
    how: str = ""
    settled: str = ""
