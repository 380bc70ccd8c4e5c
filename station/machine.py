"""One step of the station, whole: read what the rules want, decide, write facts, records, session and jobs in one
transaction, and only then tell. Responsible for that order alone; rules stand in domain/bench, statements in
store/step. Used by one thread: the engine's."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from station import wire
from station.cache import Cache
from station.domain.apply import apply, fold
from station.domain.bench.asking import photo_wanted
from station.domain.bench.decide import decide
from station.domain.bench.effects import Effect, Job, Print, Secret, TakePhoto, Weigh
from station.domain.bench.inputs import EpochOpened, Posted
from station.domain.bench.known import Key, Known, Site, Wanted
from station.domain.bench.news import RulesChanged
from station.domain.bench.show import show
from station.domain.bench.snapshot import Snapshot
from station.domain.bench.state import Approving, Bench, Capture, Locked, Saved, SignedOut
from station.domain.bench.turn import Decision, Turn
from station.domain.facts import VERSION, Fact, Ref
from station.domain.ids import uuid7
from station.domain.notices import Notice
from station.domain.policy import Rulebook
from station.domain.records import Folded

T = TypeVar("T")
FIRST_FACT_ID = 16
"""Ids 1 to 15 of an input are the rules' own."""


class Steps(Protocol):
    """What a step needs of the station's file; station.store.step has it."""

    def begin(self) -> None: ...
    def commit(self) -> None: ...
    def leave(self) -> None: ...
    def rollback(self) -> None: ...
    def read(self, key: Key) -> Any: ...
    def head(self) -> tuple[int, str]: ...
    def facts_about(self, id: str) -> tuple[Fact, ...]: ...
    def top(self) -> Saved | None: ...
    def reference_version(self) -> int: ...
    def append(self, told: Sequence[tuple[Fact, str, str]]) -> None: ...
    def save(self, record: Folded, before: Folded | None) -> None: ...
    def drop(self, ref: Ref) -> None: ...
    def push(self, depth: int, saved: Saved) -> None: ...
    def cut(self, depth: int) -> None: ...
    def put_job(self, job: Job) -> None: ...
    def put_secrets(self, secrets: Sequence[Secret], at: str = "") -> None: ...
    def opening(self) -> EpochOpened | None: ...
    def opening_told(self) -> None: ...
    def note(self, notes: Sequence[tuple[str, str]]) -> None: ...


class Done(Struct, frozen=True):
    """What a step led to, after its commit. told: number of facts; written: something had to be made durable."""

    told: int
    notices: tuple[Notice, ...]
    effects: tuple[Effect, ...]
    written: bool = False


class Machine:
    """The bench on its file. Raises the store's error where a step could not be written: nothing has changed then."""

    def __init__(self, steps: Steps, site: Site, rules: Rulebook) -> None:
        self.site, self.rules = site, rules
        self._steps = steps
        self._cache = Cache()
        top = steps.top()
        self.bench = _awake(top.bench) if top else Bench(SignedOut())
        self._first_seqs = [self._first_seq(depth) for depth in range(self.bench.depth + 1)]
        self._head = steps.head()
        self._shown = 0

    def _first_seq(self, depth: int) -> int:
        saved = self._steps.read(("saved", depth))
        return saved.first_seq if saved else 0

    def step(self, posted: Posted) -> Done:
        """One input, in one transaction."""
        return self.together((posted,))[0]

    def together(self, inputs: Sequence[Posted]) -> tuple[Done, ...]:
        """Inputs that wait already, in one transaction: each is decided on what the one before it led to, and none is
        told before all are durable. What refuses one takes back all."""
        before = self.bench, self._first_seqs, self._head, self.rules
        self._steps.begin()
        try:
            done = tuple(self._one(posted) for posted in inputs)
            if any(one.written for one in done):
                self._steps.commit()
            else:
                self._steps.leave()
        except BaseException:
            self._steps.rollback()
            self._cache.clear()
            self.bench, self._first_seqs, self._head, self.rules = before
            raise
        return done

    def _one(self, posted: Posted) -> Done:
        self._cache.turn()
        if not self.bench.depth:  # what the office sends never changes a parcel in progress
            self._cache.keep_if(self._steps.reference_version())
        turn, decision = self._decide(posted)
        if _writes(turn, decision):
            return self._write(turn, decision)
        self.bench = decision.bench  # nothing to write: only the last scan is remembered
        return Done(0, decision.notices, decision.effects)

    def _decide(self, posted: Posted) -> tuple[Turn, Decision]:
        turn = Turn(self.bench, posted, Known(self._cache.values), self.site, self.rules)
        return turn, _pictured(turn, self._informed(lambda: decide(turn)))

    def _informed(self, rule: Callable[[], T]) -> T:
        """The rule's answer, once everything that it wants has been read."""
        while True:
            try:
                return rule()
            except Wanted as wanted:
                self._cache.keep(wanted.key, self._steps.read(wanted.key))

    def _write(self, turn: Turn, decision: Decision) -> Done:
        told = self._stamped(turn, decision)
        before, after = self._records([fact for fact, _, _ in told])
        jobs = self._jobs(decision, [fact for fact, _, _ in told])
        self._save(before, after)
        for job in jobs:
            self._steps.put_job(job)
        if decision.secrets:
            self._steps.put_secrets(decision.secrets, turn.posted.stamp.at)
        if isinstance(turn.posted.input, EpochOpened):
            self._steps.opening_told()
        if isinstance(turn.posted.input, RulesChanged):
            self._steps.note(turn.posted.input.notes)
            self.rules = turn.posted.input.rules
        self._first_seqs = self._session(decision.bench, told)
        self.bench = decision.bench
        self._head = (told[-1][0].seq, told[-1][2]) if told else self._head
        self._cache.changed(before, after, jobs)
        return Done(len(told), decision.notices, decision.effects, written=True)

    def _stamped(self, turn: Turn, decision: Decision) -> list[tuple[Fact, str, str]]:
        """Drafts become facts with seq, id, time, operator and cause; each is linked to the one before and appended."""
        session = decision.bench.session or turn.bench.session
        seq, hash = self._head
        told = []
        for n, draft in enumerate(decision.facts):
            seq += 1
            fact = Fact(VERSION, seq, uuid7(turn.posted.stamp, FIRST_FACT_ID + n), turn.posted.stamp.at, self.site.tz,
                        session.operator if session else "", session.id if session else "", draft.kind, draft.about,
                        draft.body, draft.approver, draft.merchant, turn.posted.id, draft.corrects,
                        draft.policy)  # fmt: skip
            record, hash = wire.sealed(hash, fact)
            told.append((fact, record, hash))
        if told:
            self._steps.append(told)
        return told

    def _records(self, facts: list[Fact]) -> tuple[dict[Ref, Folded | None], dict[Ref, Folded | None]]:
        """Every record that the facts are about, before and after. What an undo touches is folded anew from its
        facts."""
        before: dict[Ref, Folded | None] = {}
        after: dict[Ref, Folded | None] = {}
        undone = any(fact.kind == "fact.undone" for fact in facts)
        for fact in facts:
            for ref in fact.about:
                if ref.type not in ("parcel", "unit", "container"):
                    continue
                if ref not in before:
                    before[ref] = after[ref] = self._record(ref)
                after[ref] = None if undone else apply(after[ref], ref, fact)
        if undone:
            after = {ref: fold(ref, self._steps.facts_about(ref.id)) for ref in before}
        return before, after

    def _record(self, ref: Ref) -> Folded | None:
        found: Folded | None = self._read((ref.type, ref.id))
        return found

    def _read(self, key: Key) -> Any:
        if key not in self._cache.values:
            self._cache.keep(key, self._steps.read(key))
        return self._cache.values[key]

    def _save(self, before: dict[Ref, Folded | None], after: dict[Ref, Folded | None]) -> None:
        for ref, record in after.items():
            if record is not None:
                self._steps.save(record, before[ref])
            elif before[ref] is not None:
                self._steps.drop(ref)

    def _jobs(self, decision: Decision, facts: list[Fact]) -> list[Job]:
        """Rows of the spool: ordered, begun, ended, withdrawn."""
        jobs = [Job(e.job, e.unit, "asked", e) for e in decision.effects if isinstance(e, Print)]
        for id in decision.withdrawn:
            jobs += [replace(job, state="withdrawn") for job in self._job(id)]
        for fact in facts:
            body = fact.body
            if fact.kind == "print.begun":
                now = {"state": "begun", "printer": body.get("printer", ""), "odometer": body.get("odometer", -1)}
                jobs += [replace(job, **now) for job in self._job(body["job"])]
            elif fact.kind == "print.ended":
                jobs += [replace(job, state="ended", verdict=body["verdict"]) for job in self._job(body["job"])]
        return jobs

    def _job(self, id: str) -> list[Job]:
        job = self._read(("job", id))
        return [job] if job else []

    def _session(self, bench: Bench, told: list[tuple[Fact, str, str]]) -> list[int]:
        """The row of the new state; rows above it are gone; a row keeps the seq at which its step began."""
        next_seq = told[0][0].seq if told else self._head[0] + 1
        first_seqs = self._first_seqs[: bench.depth + 1]
        if bench.depth < len(self._first_seqs) - 1:
            self._steps.cut(bench.depth + 1)
        if len(first_seqs) <= bench.depth:
            first_seqs = [*first_seqs, next_seq]
        self._steps.push(bench.depth, Saved(bench, first_seqs[-1]))
        return first_seqs

    def opening(self) -> EpochOpened | None:
        """The epoch that has not been told yet."""
        return self._steps.opening()

    def pending(self) -> tuple[Effect, ...]:
        """Effects that stand in no row and that the state still waits for: whoever starts on it has them carried out
        again."""
        step = self.bench.step
        asks_scale = isinstance(step, Capture) and step.field == "weight"
        return (Weigh(self.bench.question),) if asks_scale else photo_wanted(self.bench)

    def snapshot(self, posted: Posted) -> Snapshot:
        """What the bench shows now; reads what it must, outside any transaction."""
        self._shown += 1
        turn = Turn(self.bench, posted, Known(self._cache.values), self.site, self.rules)
        return self._informed(lambda: show(turn, self._shown))


def _awake(bench: Bench) -> Bench:
    """A PIN that was being compared is kept nowhere: after a start it is asked for again."""
    step = bench.step
    asks = isinstance(step, SignedOut | Locked | Approving) and step.checking
    return replace(bench, step=replace(step, checking=False)) if asks else bench


def _pictured(turn: Turn, decision: Decision) -> Decision:
    """Where undo, unlocking or safety leads back to a picture, the camera is asked anew: it has given up."""
    came = decision.bench.question != turn.bench.question
    asked = any(isinstance(effect, TakePhoto) for effect in decision.effects)
    wanted = photo_wanted(decision.bench) if came and not asked else ()
    return replace(decision, effects=(*decision.effects, *wanted)) if wanted else decision


def _writes(turn: Turn, decision: Decision) -> bool:
    """True where something must be durable before it is told; a mere remembered scan is not."""
    if decision.facts or decision.secrets or decision.withdrawn or decision.effects:
        return True
    return (decision.bench.question, decision.bench.depth) != (turn.bench.question, turn.bench.depth)
