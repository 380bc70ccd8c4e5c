"""Facts for tests: chained, with times that run on."""

from typing import Any

from station import wire
from station.domain.apply import apply, fold
from station.domain.facts import Fact, Ref
from station.domain.records import Folded
from station.store.step import StepStore

ADDED = ("ix_alias_tail", "ix_reference_customer")
"""Indexes that came after the first shape."""
FIRST_SHAPE = (*(f"DROP INDEX IF EXISTS {name}" for name in ADDED), "UPDATE alembic_version SET version_num = '0001'")
"""Statements that set a file back."""


def moment(seq: int) -> str:
    return f"2026-11-{1 + seq // 86400:02d}T{seq // 3600 % 24:02d}:{seq // 60 % 60:02d}:{seq % 60:02d}.000000Z"


def fact(seq: int, kind: str, *about: Ref, merchant: str = "northwind", **body: Any) -> Fact:
    return Fact(1, seq, f"fact-{seq}", moment(seq), "Europe/Berlin", "op7", "s1", kind, about, body, merchant=merchant)


def chained(step: StepStore, facts: list[Fact]) -> list[tuple[Fact, str, str]]:
    _, previous = step.head()
    told = []
    for one in facts:
        record = wire.text(one)
        previous = wire.link(previous, record)
        told.append((one, record, previous))
    return told


def write(step: StepStore, *drafts: tuple[str, tuple[Ref, ...], dict[str, Any]]) -> list[Fact]:
    """One step: facts, and the records as apply (or, after an undo, fold) makes them."""
    step.begin()
    head, _ = step.head()
    facts = [fact(head + n, kind, *about, **body) for n, (kind, about, body) in enumerate(drafts, 1)]
    step.append(chained(step, facts))
    for one in facts:
        for ref in one.about:
            _update(step, ref, one)
    step.commit()
    return facts


def _update(step: StepStore, ref: Ref, one: Fact) -> None:
    before: Folded | None = step.read((ref.type, ref.id)) if ref.type in ("parcel", "unit", "container") else None
    after = fold(ref, step.facts_about(ref.id)) if one.kind == "fact.undone" else apply(before, ref, one)
    if after is None and before is not None:
        step.drop(ref)
    elif after is not None:
        step.save(after, before)
