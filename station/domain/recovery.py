"""What goods bring: permille of their value and days until sold, by category, grade and channel; and what a channel
keeps of it. Where the figures come from is not known here."""

from typing import NamedTuple

from msgspec import Struct

CONDITIONS = ("A", "B", "C", "D", "junk")
"""Grades from the best condition to the worst; `incorrect_item` is no condition."""


class Recovery(NamedTuple):
    """permille of the value, and days until it is sold."""

    permille: int
    days: int


Key = tuple[str, str, str]
"""(category, grade, channel); category "" is the whole."""


class Table(Struct, frozen=True):
    """One version of the recoveries; hash is SHA-256 of the text that it was read from. fees: permille of what a piece
    is sold for, all fees of the channel together; it counts instead of the fees that the policy names for it."""

    name: str = ""
    hash: str = ""
    rows: dict[Key, Recovery] = {}
    fees: dict[str, int] = {}

    def of(self, category: str, grade: str, channel: str) -> Recovery | None:
        """The category's own row, else the whole's; None where nobody knows."""
        return self.rows.get((category, grade, channel)) or self.rows.get(("", grade, channel))


def levelled(table: Table) -> Table:
    """The same table, made lawful: within a category and channel no worse condition brings more, or is sold sooner,
    than a better one, and what takes a grade takes every better one. A policy refuses any other table."""
    rows = dict(table.rows)
    for category, channel in sorted({(c, ch) for c, _, ch in table.rows}):
        _level(rows, category, channel)
    return Table(table.name, table.hash, rows, table.fees)


def _level(rows: dict[Key, Recovery], category: str, channel: str) -> None:
    """Each grade is held to the next better one; where nobody knows the better one, it brings what the
    worse one does."""
    here = Table(rows=rows)
    known = [here.of(category, grade, channel) for grade in CONDITIONS]
    for place in range(len(known) - 2, -1, -1):
        known[place] = known[place] or known[place + 1]
    for place, grade in enumerate(CONDITIONS):
        found, better = known[place], known[place - 1] if place else None
        if found and better:
            known[place] = found = Recovery(min(found.permille, better.permille), max(found.days, better.days))
        if found and found != here.of(category, grade, channel):
            rows[category, grade, channel] = found
