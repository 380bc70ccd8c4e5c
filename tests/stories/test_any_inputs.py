"""Any inputs in any order: the bench decides the same twice, never fails, changes nothing it refuses, proves no label
that was not asked for, counts every piece once, and comes back from a kill just as it was."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from station.domain.bench.inputs import (
    DeviceChanged,
    Input,
    PinChecked,
    Posted,
    Press,
    PrintBegun,
    PrintEnded,
    Scan,
    Typed,
    Weighed,
)
from station.domain.bench.state import Bench
from station.domain.ids import uuid7
from station.domain.records import Authorization, Container, Location, Product, Unit, codes
from station.domain.stationery import Company, Labels
from tests.stories import goods, words
from tests.stories.world import World

OPERATORS = (Scan, Typed, Press)
BADGES = (goods.BADGE, goods.BADGE_8, goods.BADGE_S, goods.BADGE_S2)
COMMANDS = ("HOLD", "DANGER", "MODE-BENCH")
SELDOM = ("MODE-DOCK", "SIGN-OUT", "LOCK", "LOCK")
PARCELS = [t for v in goods.VALUES if isinstance(v, Authorization) for t in (*v.tracking, v.code)]
PRODUCTS = [v.codes[0] for v in goods.VALUES if isinstance(v, Product)]
PLACES = [v.code for v in goods.VALUES if isinstance(v, Location)]
OTHERS = (
    "1Z5R89390357567127",
    "NW-5001",
    "1Z999AA10123456784",
    "SN-1001",
    "SN-9",
    goods.plate(),
    goods.plate("ZZZZZZZZZZZ"),
)
KEYS = (
    "yes",
    "no",
    "open",
    "close",
    "back",
    "void",
    "go_on",
    "again",
    "split",
    "all",
    "full",
    "none",
    "extra",
    "1",
    "2",
    "leave",
    "not_printed",
    "unreadable",
)
VERDICTS = ("PRINTED", "PARTIAL", "NOT_PRINTED", "NOT_SENT", "UNKNOWN", "SOMETHING_NEW")
WAITS_FOR = {
    "signed_out": goods.BADGE,
    "locked": goods.BADGE,
    "stowing": "TOTE-1",
    "full_tote": "TOTE-1",
    "taking_out": "TOTE-1",
    "hold_place": "HOLD-1",
    "approving": goods.BADGE_S,
}
DETAILS = ("", "device.lost", "printer.paper_out")
TYPED = ("9", "12", "2", "lamp", "2027-03-31", "9999", "0")
noise: st.SearchStrategy[Input] = st.one_of(
    st.builds(Scan, st.text(max_size=40)),
    st.builds(Typed, st.one_of(st.text(max_size=30), st.sampled_from(TYPED))),
    st.builds(
        Weighed, st.just(0), st.one_of(st.none(), st.integers(0, 5000)), st.sampled_from(["stable", "motion", "new"])
    ),
    st.builds(PinChecked, st.sampled_from(["9", "2", "7", "nobody"]), st.booleans(), st.just(1)),
    st.builds(
        DeviceChanged, st.just("printer"), st.just(""), st.sampled_from(["up", "down"]), st.sampled_from(DETAILS)
    ),
)
known_codes = st.sampled_from([*PARCELS, *PRODUCTS, *PLACES, *OTHERS, *BADGES])


def still(bench: Bench) -> Bench:
    """The state without the memory of the last scan, which needs not outlive a kill."""
    return replace(bench, last="", last_ms=0)


class AnyInputs(RuleBasedStateMachine):
    """One station, from its first start on."""

    @initialize(badge=st.sampled_from(BADGES))
    def begin(self, badge: str) -> None:
        self.folder = tempfile.TemporaryDirectory()
        home, wishes = Path(self.folder.name) / "home", Labels("all", "all")
        self.world = World(home, labels=wishes, company=Company("9521234")).stock()
        self.give(Scan(badge))

    def give(self, event: Input) -> None:
        """Hands an input in, and looks at all that must hold of one step."""
        world = self.world
        stamp = world.clock.stamp()
        posted = Posted(event, stamp, uuid7(stamp, 0))
        before, head = world.machine.bench, world.steps.head()
        decided = [world.machine._decide(posted)[1] for _ in range(2)]
        assert decided[0] == decided[1]
        world.take(posted)
        kinds = world.kinds(head[0])
        assert world.last.told == len(kinds)
        if isinstance(event, OPERATORS) and still(world.machine.bench) == still(before):
            assert set(kinds) <= {"scan.unresolved"}
            assert world.last.notices
            assert not world.last.effects
        assert world.shown().question == world.machine.bench.question

    @rule(code=known_codes)
    def scan(self, code: str) -> None:
        self.give(Scan(code))

    @rule(code=st.sampled_from([*PRODUCTS, *PLACES]))
    def scan_what_is_at_hand(self, code: str) -> None:
        self.give(Scan(code))

    @rule(key=st.sampled_from(COMMANDS))
    def command(self, key: str) -> None:
        self.give(Scan(f"CMD-{key}"))

    @rule(n=st.integers(0, 11))
    def seldom(self, n: int) -> None:
        if n < len(SELDOM):
            self.give(Scan(f"CMD-{SELDOM[n]}"))

    @rule(times=st.integers(1, 4))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.give(Press(0, "undo"))

    @rule(n=st.integers(0, 20), scanned=st.booleans())
    def choose(self, n: int, scanned: bool) -> None:
        choices = self.world.shown().choices
        if choices:
            one = choices[n % len(choices)]
            self.give(Scan(one.code) if scanned else Press(self.world.machine.bench.question, one.key))

    @rule(times=st.integers(1, 8), any=st.integers(0, 100))
    def go_on_as_well_as_it_goes(self, times: int, any: int) -> None:
        """The code that the step waits for, or its first choice: so that units get done."""
        wanted = {**WAITS_FOR, "ready": PARCELS[any % len(PARCELS)], "identify": PRODUCTS[any % len(PRODUCTS)]}
        for _ in range(times):
            name, shown = self.world.name, self.world.shown()
            label = self.world.label() if self.world.prints else "NONE"
            if name == "labelling":
                self.give(Scan(label))
            elif name in wanted:
                self.give(Scan(wanted[name]))
            elif shown.choices:
                self.give(Press(shown.question, shown.choices[any % len(shown.choices)].key))
            else:
                self.give(Scan("SAFE-1") if name == "danger" else Typed("lamp"))

    @rule(key=st.sampled_from(KEYS), behind=st.integers(0, 2))
    def press(self, key: str, behind: int) -> None:
        self.give(Press(self.world.machine.bench.question - behind, key))

    @rule(event=noise, late=st.integers(0, 2))
    def noise(self, event: Input, late: int) -> None:
        """Anything that may come from outside; an answer of the scale names a question, perhaps an older one."""
        if isinstance(event, Weighed):
            event = replace(event, question=self.world.machine.bench.question - late)
        self.give(event)

    @rule(data=st.data(), two_d=st.booleans())
    @precondition(lambda self: self.world.prints)
    def scan_a_label(self, data: st.DataObject, two_d: bool) -> None:
        one = data.draw(st.sampled_from(self.world.prints[-3:]))
        self.give(Scan(one.code_2d if two_d else one.code_1d))

    @rule(data=st.data(), verdict=st.sampled_from(VERDICTS), begun=st.booleans())
    @precondition(lambda self: self.world.prints)
    def print(self, data: st.DataObject, verdict: str, begun: bool) -> None:
        job = data.draw(st.sampled_from(self.world.prints[-3:])).job
        if begun:
            self.give(PrintBegun(job, "printer", 10, "00" * 32))
        self.give(PrintEnded(job, verdict, "printer.silent"))

    @rule()
    def kill(self) -> None:
        before, shown, waits = self.world.machine.bench, self.world.shown(), self.world.shown().busy
        self.world = self.world.reopen()
        if waits:
            return  # a PIN that was being compared is asked for again
        assert still(self.world.machine.bench) == still(before)
        assert replace(self.world.shown(), number=0) == replace(shown, number=0)

    @invariant()
    def a_label_is_proven_only_if_it_was_asked_for_or_adopted(self) -> None:
        for unit in self.listed():
            if unit.label == "verified":
                told = self.world.steps.facts_about(unit.id)
                asked = {f.body["revision"] for f in told if f.kind == "print.asked"}
                adopted = {
                    f.body["lpn"] for f in told if f.kind == "lpn.assigned" and f.body["source"] == "pre_printed"
                }
                assert unit.revision in asked or unit.lpn in adopted

    def listed(self) -> tuple[Unit, ...]:
        world = getattr(self, "world", None)
        return world.units() if world and world.machine.bench.parcel else ()

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        world = self.world
        every: list[Unit] = world.every("unit")
        totes: list[Container] = world.every("container")
        for tote in totes:
            assert tote.count == sum(unit.quantity for unit in every if unit.container == tote.id)
        numbers = [tote.sscc for tote in totes if tote.sscc]
        assert len(numbers) == len(set(numbers)) >= sum(tote.state == "closed" for tote in totes)
        assert not [unit for unit in every if unit.container and unit.place]
        assert not [unit for unit in every if unit.container and unit.hold]
        assert not [unit for unit in every if unit.quantity < 0]
        plates = [code for unit in every for code in codes(unit) if code == unit.lpn]
        assert len(plates) == len(set(plates))
        assert words.lacking(world.said) == []
        written = world.everything_written()
        assert not [badge for badge in BADGES if badge in written]
        assert world.verified()
        world.close()
        self.folder.cleanup()


TestAnyInputs = AnyInputs.TestCase
TestAnyInputs.settings = settings(max_examples=15, stateful_step_count=50, deadline=None)
