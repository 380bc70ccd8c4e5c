"""Which elements may stand together: requisites, exclusions, repeats with other values, and a digital signature that
needs a serialised key. A verdict apart from parsing: a good element string may break it, and rules hold over all codes
of one thing, so a broken one is told and never refused."""

from typing import NamedTuple

from station.domain.gs1.elements import UNKNOWN, Element
from station.domain.gs1.table import rules

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
    present = {e.ai for e in elements}
    return (*_repeats(elements), *_exclusives(present), *_requisites(present), *_signature(elements))


def _fits(ai: str, pattern: str) -> bool:
    return len(ai) == len(pattern) and all(p in ("n", c) for c, p in zip(ai, pattern, strict=True))


def _present(pattern: str, present: set[str]) -> bool:
    return pattern in present if pattern.isdigit() else any(_fits(ai, pattern) for ai in present)


def _repeats(elements: tuple[Element, ...]) -> list[Breach]:
    values: dict[str, set[str]] = {}
    for element in elements:
        values.setdefault(element.ai, set()).add(element.value)
    return [Breach("repeats", ai, ai) for ai, several in values.items() if len(several) > 1]


def _exclusives(present: set[str]) -> list[Breach]:
    return [
        Breach("exclusive", ai, other)
        for ai in sorted(present)
        for pattern in rules().get(ai, UNKNOWN).bars
        for other in sorted(present)
        if other != ai and _fits(other, pattern)
    ]


def _requisites(present: set[str]) -> list[Breach]:
    return [
        Breach("requisite", ai, " ".join(groups))
        for ai in sorted(present)
        for groups in rules().get(ai, UNKNOWN).needs
        if not any(all(_present(one, present) for one in group.split("+")) for group in groups)
    ]


def _signature(elements: tuple[Element, ...]) -> list[Breach]:
    if not any(e.ai == SIGNATURE for e in elements):
        return []
    bare = [e.ai for e in elements if e.ai in SERIALISED and len(e.value) <= SERIALISED[e.ai]]
    return [Breach("unserialised", SIGNATURE, ai) for ai in bare]
