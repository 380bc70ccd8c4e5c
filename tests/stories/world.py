"""A whole station without screen and threads: a real file, the real machine, and words to work with it."""

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from station.clock import SystemClock
from station.domain.bench.effects import Effect, Print
from station.domain.bench.inputs import Input, Posted, Press, PrintBegun, PrintEnded, Scan, Typed, Weighed
from station.domain.bench.known import Site
from station.domain.bench.snapshot import Snapshot
from station.domain.bench.state import Step, name_of
from station.domain.facts import Fact
from station.domain.ids import Stamp, uuid7
from station.domain.notices import Notice, Text
from station.domain.policy import Policy
from station.domain.records import Unit
from station.domain.stationery import Company, Labels
from station.machine import Done, Machine
from station.rules import load_rules
from station.store.connect import read_only
from station.store.file import Store
from station.store.reference import ReferenceStore
from station.store.verify import verify
from station.suggestions import shipped
from tests.stories import goods, words

PLAIN, NOBODY = Labels(), Company()
START_MS = 1_795_343_000_000


class CountingClock:
    """Half a second passes between two inputs; entropy counts, so that a story is the same each time."""

    def __init__(self) -> None:
        self.n = 0

    def stamp(self) -> Stamp:
        self.n += 1
        day = date(2026, 11, 22) + timedelta(days=self.n // 172_800)
        at = f"{day}T10:{self.n // 120 % 60:02}:{self.n // 2 % 60:02}.{self.n % 1_000_000:06}Z"
        return Stamp(at, START_MS + 500 * self.n, 500 * self.n, self.n.to_bytes(16, "big"))


class World:
    """One station on its file; `last` is what the latest step led to. labels, company: what its site wants printed."""

    def __init__(
        self, home: Path, clock: CountingClock | None = None, labels: Labels = PLAIN, company: Company = NOBODY
    ) -> None:
        self.home, self.labels, self.company = home, labels, company
        self.clock = clock or CountingClock()
        self.store = Store(home, SystemClock().fresh_id)
        self.steps = self.store.step()
        self.machine = Machine(self.steps, self.site(), load_rules())
        self.next_life: World | None = None
        self.last = Done(0, (), ())
        self.effects: list[Effect] = []
        self.prints: list[Print] = []
        self.said: list[Text] = []
        self.posted = Posted(Typed(""), self.clock.stamp(), "")
        opening = self.machine.opening()
        if opening:
            self.give(opening)

    def site(self) -> Site:
        return Site(self.store.station, "R7", "Europe/Berlin", "en", goods.MERCHANTS, notes=shipped(),
                    labels=self.labels, company=self.company)  # fmt: skip

    def stock(self) -> "World":
        """Puts the office's data into the file."""
        ReferenceStore(self.store.path).put(goods.VALUES)
        return self

    def reopen(self) -> "World":
        """As after a kill: everything in memory is gone."""
        self.close()
        again = World(self.home, self.clock, self.labels, self.company)
        again.prints = self.prints
        self.next_life = again
        return again

    def lives(self) -> "list[World]":
        """This world and what it became, each time it was reopened."""
        return [self, *(self.next_life.lives() if self.next_life else [])]

    def last_life(self) -> "World":
        """The world after all that it was reopened."""
        return self.next_life.last_life() if self.next_life else self

    def close(self) -> None:
        self.steps.close()
        self.store.close()

    def give(self, event: Input) -> "World":
        stamp = self.clock.stamp()
        return self.take(Posted(event, stamp, uuid7(stamp, 0)))

    def take(self, posted: Posted) -> "World":
        """One step; effects are kept, as nobody carries them out here."""
        self.posted = posted
        self.last = self.machine.step(posted)
        self.said += [*words.shown(self.shown()), *words.told(self.last.notices)]
        self.effects += self.last.effects
        self.prints += [e for e in self.last.effects if isinstance(e, Print)]
        return self

    def under(self, change: Callable[[Policy], Policy]) -> "World":
        """From here on another policy is in force; what was identified before keeps its own."""
        book = self.machine.rules
        changed = change(book.policy)
        new = replace(changed, hash=sha256((changed.hash + str(self.clock.n)).encode()).hexdigest())
        older = {**book.older, book.policy.hash: book.policy}
        self.machine.rules = replace(book, policy=new, older=older)
        return self

    def again(self, after_ms: int) -> "World":
        """The same input once more, so much later."""
        stamp = replace(self.posted.stamp, mono_ms=self.posted.stamp.mono_ms + after_ms)
        self.posted = replace(self.posted, stamp=stamp)
        self.last = self.machine.step(self.posted)
        return self

    def scan(self, *texts: str) -> "World":
        for text in texts:
            self.give(Scan(text))
        return self

    def press(self, *keys: str) -> "World":
        for key in keys:
            self.give(Press(self.machine.bench.question, key))
        return self

    def type(self, text: str) -> "World":
        return self.give(Typed(text))

    def weigh(self, grams: int | None, state: str = "stable") -> "World":
        return self.give(Weighed(self.machine.bench.question, grams, state))

    def wait(self, seconds: int) -> "World":
        """Time goes by."""
        self.clock.n += 2 * seconds
        return self

    def days(self, days: int) -> "World":
        """Days go by."""
        return self.wait(86_400 * days)

    def prints_out(self, verdict: str = "PRINTED", job: str = "") -> "World":
        """The printer does its work on the latest label."""
        job = job or self.prints[-1].job
        self.give(PrintBegun(job, "printer", 10, "00" * 32))
        return self.give(PrintEnded(job, verdict, "printer.silent" if verdict == "NOT_SENT" else "odometer 10 -> 11"))

    def label(self) -> str:
        """The code on the latest label."""
        return self.prints[-1].code_1d

    def finish_unit(self, tote: str) -> "World":
        """Label out, read back, stowed."""
        return self.prints_out().scan(self.label(), tote)

    @property
    def step(self) -> Step:
        return self.machine.bench.step

    @property
    def notice(self) -> Notice:
        return self.last.notices[-1]

    @property
    def heard(self) -> str:
        return self.notice.text.key if self.last.notices else ""

    def shown(self) -> Snapshot:
        return self.machine.snapshot(replace(self.posted))

    def unit(self, n: int = -1) -> Unit:
        """A unit of the open parcel, in the order they were found."""
        return self.units()[n]

    def units(self) -> tuple[Unit, ...]:
        found: tuple[Unit, ...] = self.steps.read(("units_of", self.machine.bench.parcel))
        return found

    def record(self, type: str, id: str) -> Any:
        """A record or reference value as it stands in the file."""
        return self.steps.read((type, id))

    def behind(self, code: str, type: str) -> str:
        """The id of the one record of this type that carries the code."""
        (found,) = (ref.id for ref in self.steps.read(("code", code.upper())) if ref.type == type)
        return str(found)

    def facts(self, kind: str) -> list[Fact]:
        """All facts of a kind, in order."""
        return [fact for fact in self.steps.read(("facts_from", 1)) if fact.kind == kind]

    @property
    def name(self) -> str:
        """The name of the step."""
        return name_of(self.step)

    def offered(self) -> list[str]:
        """Keys of the choices on the screen."""
        return [choice.key for choice in self.shown().choices]

    def every(self, type: str) -> list[Any]:
        """All records of a type."""
        with closing(read_only(self.store.path)) as file:
            ids = [id for (id,) in file.execute(f"SELECT id FROM {type} ORDER BY id")]
        return [self.record(type, id) for id in ids]

    def everything_written(self) -> str:
        """All text in the file but the office's."""
        tables = ("fact", "session", "job", "secret", "parcel", "unit", "container")
        with closing(read_only(self.store.path)) as file:
            return str([file.execute(f"SELECT * FROM {table}").fetchall() for table in tables])

    def verified(self) -> bool:
        """The file is whole: chain, records, codes."""
        return verify(self.store.path).good

    def kinds(self, after: int = 0) -> list[str]:
        return [fact.kind for fact in self.steps.read(("facts_from", after + 1))]
