"""A station's file with units whose facts are told one by one, without a bench."""

from pathlib import Path
from typing import Any

from station import wire
from station.clock import SystemClock
from station.domain.apply import apply, fold
from station.domain.facts import Fact, Ref
from station.domain.policy import Policy
from station.domain.records import FOLDED, Reference, Unit
from station.rules import load_rules
from station.store.file import Store
from station.store.reference import ReferenceStore
from tests.stories import goods

UNIT = Ref("unit", "u-1")
POLICY: Policy = load_rules().policy


class Past:
    """The file and its one writer; close it."""

    def __init__(self, home: Path, *values: Reference) -> None:
        self.store = Store(home, SystemClock().fresh_id)
        self.path = self.store.path
        self.steps = self.store.step()
        office = ReferenceStore(self.path)
        office.put((*goods.VALUES, *values))
        office.close()

    def close(self) -> None:
        self.steps.close()
        self.store.close()

    def tell(self, kind: str, *about: Ref, approver: str = "", routing: str = "", **body: Any) -> Fact:
        """One fact, a second after the one before; what it is about follows it. routing: the policy that is pinned."""
        seq = self.steps.head()[0] + 1
        at = f"2026-11-22T10:{seq // 60 % 60:02}:{seq % 60:02}.000000Z"
        fact = Fact(1, seq, f"f-{seq}", at, "Europe/Berlin", "7", "s1", kind, about or (UNIT,), body, approver, "NW",
                    policy={"routing": routing} if routing else {})  # fmt: skip
        record = wire.text(fact)
        self.steps.begin()
        self.steps.append([(fact, record, wire.link(self.steps.head()[1], record))])
        for ref in (ref for ref in fact.about if ref.type in FOLDED):
            before = self.steps.read((ref.type, ref.id))
            undone = kind == "fact.undone"
            after = fold(ref, self.steps.facts_about(ref.id)) if undone else apply(before, ref, fact)
            if after is not None:
                self.steps.save(after, before)
        self.steps.commit()
        return fact

    def sneaker(self, policy: str = POLICY.hash) -> None:
        """A pair of sneakers is found, named, asked about, graded and routed; #1 to #8."""
        self.graded(policy)
        self.tell("unit.routed", route="resale", channel="outlet", rule="best_value", reasons=["best_value"], net=4361,
                  next_best="liquidate", table="00")  # fmt: skip

    def graded(self, policy: str = POLICY.hash) -> None:
        """It has no route yet; #1 to #7."""
        parcel = Ref("parcel", "p-1")
        self.tell("parcel.arrived", parcel, tracking="1Z12345E0205271688", carrier="ups")
        self.tell("unit.found", UNIT, parcel, parcel="p-1", quantity=1)
        self.tell("unit.identified", routing=policy, product="p-sneaker", match="expected", line="a-1/0")
        self.tell("check.answered", checklist="general", question="sealed", answer="opened")
        self.tell("check.answered", checklist="general", question="clean", answer="traces")
        self.tell("check.answered", checklist="general", question="works", answer="yes")
        answers = [["sealed", "opened"], ["clean", "traces"], ["works", "yes"]]
        self.tell("unit.graded", round=1, function="works", cosmetic=3, completeness="complete", flags=[], grade="B",
                  answers=answers)  # fmt: skip

    def units(self, *units: Unit) -> None:
        """Records without facts, as a replay reads records alone."""
        self.steps.begin()
        for unit in units:
            self.steps.save(unit, None)
        self.steps.commit()
