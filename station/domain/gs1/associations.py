"""Which elements may stand together: requisites, exclusions, repeats with other values, and a digital signature that
needs a serialised key. A verdict apart from parsing: a good element string may break it, and rules hold over all codes
of one thing, so a broken one is told and never refused."""

from functools import lru_cache
from typing import NamedTuple

from station.domain.gs1.element import Element
from station.domain.gs1.elements import known

SIGNATURE = "8030"
SERIALISED = {"253": 13, "255": 13, "8003": 14}
"""Keys whose serial component may miss, with their length without it."""


class Breach(NamedTuple):
    """One broken rule: repeats, exclusive, requisite or unserialised; the identifier, and the other or the demand."""

    rule: str
    ai: str
    other: str


def breaches(elements: tuple[Element, ...]) -> tuple[Breach, ...]:
    """All broken rules; () where the elements may stand together."""
    return (*_repeats(elements), *_of_kinds(frozenset(e.ai for e in elements)), *_signature(elements))


@lru_cache(maxsize=1024)
def _of_kinds(present: frozenset[str]) -> tuple[Breach, ...]:
    """What depends on the identifiers alone: goods of one kind carry the same ones all day."""
    return (*_exclusives(present), *_requisites(present))


def _fits(ai: str, pattern: str) -> bool:
    return len(ai) == len(pattern) and all(p in ("n", c) for c, p in zip(ai, pattern, strict=True))


def _present(pattern: str, present: frozenset[str]) -> bool:
    return pattern in present if pattern.isdigit() else any(_fits(ai, pattern) for ai in present)


def _repeats(elements: tuple[Element, ...]) -> list[Breach]:
    if len({e.ai for e in elements}) == len(elements):
        return []
    values: dict[str, set[str]] = {}
    for element in elements:
        values.setdefault(element.ai, set()).add(element.value)
    return [Breach("repeats", ai, ai) for ai, several in values.items() if len(several) > 1]


def _exclusives(present: frozenset[str]) -> list[Breach]:
    return [
        Breach("exclusive", ai, other)
        for ai in sorted(present)
        for pattern in known(ai).bars
        for other in sorted(present)
        if other != ai and _fits(other, pattern)
    ]


def _requisites(present: frozenset[str]) -> list[Breach]:
    return [
        Breach("requisite", ai, " ".join(groups))
        for ai in sorted(present)
        for groups in known(ai).needs
        if not any(all(_present(one, present) for one in group.split("+")) for group in groups)
    ]


def _signature(elements: tuple[Element, ...]) -> list[Breach]:
    if not any(e.ai == SIGNATURE for e in elements):
        return []
    bare = [e.ai for e in elements if e.ai in SERIALISED and len(e.value) <= SERIALISED[e.ai]]
    return [Breach("unserialised", SIGNATURE, ai) for ai in bare]
