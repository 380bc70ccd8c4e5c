"""News of the rules themselves: what came into force, and what was refused. Between steps only; a unit keeps the policy
that it was identified under."""

from msgspec import Struct

from station.domain.policy import Rulebook


class RulesChanged(Struct, frozen=True, tag=True):
    """Other rules are ready. news: (name, hash) of each document that is another one than before; notes: what the file
    keeps of it (key, value), so that a start finds them again. Left alone while a parcel is open."""

    rules: Rulebook
    news: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...] = ()


class RulesRefused(Struct, frozen=True, tag=True):
    """A text does not count; said: FILE:LINE: KEY: what is wrong; allowed: ..."""

    said: str
