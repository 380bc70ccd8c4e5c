"""What goods bring: permille of their value and days until sold, by category, grade and channel. Where the figures
come from is not known here."""

from typing import NamedTuple

from msgspec import Struct


class Recovery(NamedTuple):
    """permille of the value, and days until it is sold."""

    permille: int
    days: int


Key = tuple[str, str, str]
"""(category, grade, channel); category "" is the whole."""


class Table(Struct, frozen=True):
    """One version of the recoveries; hash is SHA-256 of the text that it was read from."""

    name: str = ""
    hash: str = ""
    rows: dict[Key, Recovery] = {}

    def of(self, category: str, grade: str, channel: str) -> Recovery | None:
        """The category's own row, else the whole's; None where nobody knows."""
        return self.rows.get((category, grade, channel)) or self.rows.get(("", grade, channel))
