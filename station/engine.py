"""The engine thread: one inbox, one step at a time, snapshots and notices out. Responsible for threading and for what
happens when the file refuses; steps themselves stand in machine.py, effects are carried out elsewhere."""

import gc
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Protocol

from msgspec import Struct

from station.domain.bench.effects import Effect
from station.domain.bench.inputs import Input, Posted, Press, PrintBegun, Scan, Typed
from station.domain.bench.snapshot import Snapshot, Told
from station.domain.ids import Stamp, uuid7
from station.domain.notices import Notice, notice
from station.machine import Done, Machine
from station.store.connect import StoreRefused

RETRY_S = 1.0
"""A device's result that the file refused is tried again after this time, and before every later input."""

UNHEARD = 50
"""Notices kept for the first who listens; a station without a screen keeps no more."""

OPERATORS = (Scan, Typed, Press, PrintBegun)
"""Inputs that are refused when they cannot be made durable; others are kept and tried again. A print that has not begun
durably must not begin."""


class Clock(Protocol):
    """Stamps inputs."""

    def stamp(self) -> Stamp: ...


class Listener(Struct, frozen=True):
    """Who is told, on the engine thread, after the commit; every callback must return at once."""

    on_snapshot: Callable[[Snapshot], object] | None = None
    on_told: Callable[[Told], object] | None = None
    on_effect: Callable[[Effect], object] | None = None
    on_committed: Callable[[int], object] | None = None


SWITCH_S = 0.0005
"""A thread that waits for the interpreter gets it within this time (CPython's own 5 ms would hold each statement of a
step up behind a busy sync)."""


TOGETHER = 16
"""Inputs that become durable in one transaction, at most: more only make the first of them wait."""


class _Work(Struct, frozen=True):
    """An input, and whom to tell what became of it (nobody, where it was only posted)."""

    posted: Posted
    done: "Future[int] | None" = None

    def fail(self, why: Exception) -> None:
        if self.done and not self.done.done():
            self.done.set_exception(why)


class Engine:
    """Owns the machine and its thread. post() and ask() may be called from any thread and never wait for the disk."""

    def __init__(self, open_machine: Callable[[], Machine], clock: Clock) -> None:
        self._open = open_machine
        self._clock = clock
        self._inbox: SimpleQueue[_Work | None] = SimpleQueue()
        self._listeners: tuple[Listener, ...] = ()
        self._kept: list[_Work] = []
        self._waiting: list[_Work] = []
        self._told = 0
        self._unheard: deque[Told] = deque(maxlen=UNHEARD)
        self._hearing = threading.Lock()
        self._ended = self._stopping = False
        self._broken_by: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="engine")
        self.machine: Machine | None = None
        self.snapshot: Snapshot | None = None
        self.ready: Future[None] = Future()

    def subscribe(
        self,
        on_snapshot: Callable[[Snapshot], object] | None = None,
        on_told: Callable[[Told], object] | None = None,
        on_effect: Callable[[Effect], object] | None = None,
        on_committed: Callable[[int], object] | None = None,
    ) -> None:
        """Adds callbacks, from any thread; the present snapshot comes at once where there is one, and so do notices
        that nobody heard yet (a window opens after the station has started)."""
        with self._hearing:
            self._listeners = (*self._listeners, Listener(on_snapshot, on_told, on_effect, on_committed))
            missed = tuple(self._unheard) if on_told else ()
            if on_told:
                self._unheard.clear()
        if on_snapshot and self.snapshot:
            on_snapshot(self.snapshot)
        if on_told:
            for told in missed:
                on_told(told)

    def start(self) -> None:
        """Opens the machine on its own thread; ready tells when (or raises why not)."""
        self._thread.start()

    def stop(self) -> None:
        """Works off what is in the inbox, then ends; joins."""
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def post(self, event: Input) -> None:
        """Hands in an input; its time is now."""
        self._put(_Work(self._posted(event)))

    def ask(self, event: Input) -> "Future[int]":
        """Like post; the future holds the number of facts told once they are durable, or the store's refusal."""
        done: Future[int] = Future()
        self._put(_Work(self._posted(event), done))
        return done

    def _posted(self, event: Input) -> Posted:
        stamp = self._clock.stamp()
        return Posted(event, stamp, uuid7(stamp, 0))

    def _put(self, work: _Work) -> None:
        self._inbox.put(work)
        if self._ended:
            self._turn_away()

    def _run(self) -> None:
        try:
            self.machine = self._open()
        except BaseException as error:
            self.ready.set_exception(error)
            return
        sys.setswitchinterval(SWITCH_S)
        self._open_epoch()
        gc.freeze()  # what was made while starting lives as long as the program: no collection looks at it again
        self.refresh()
        self.ready.set_result(None)
        try:
            while waiting := self._next():
                self._work_off(waiting)
        finally:
            self._end()

    def _open_epoch(self) -> None:
        """Tells an epoch that was opened while no engine ran: a new file, a restored one, one continued after a
        fork."""
        opening = self._machine.opening()
        if opening:
            stamp = self._clock.stamp()
            self._machine.step(Posted(opening, stamp, uuid7(stamp, 0)))

    def _next(self) -> list[_Work]:
        """The next input, and those that wait behind it; none at the end."""
        while not self._stopping:
            try:
                first = self._inbox.get(timeout=RETRY_S if self._kept else None)
            except Empty:
                self._retry()
                continue
            waiting = [first] if first else []
            self._stopping = first is None
            with suppress(Empty):
                while waiting and not self._stopping and len(waiting) < TOGETHER:
                    work = self._inbox.get_nowait()
                    waiting += [work] if work else []
                    self._stopping = work is None
            return waiting
        return []

    def _retry(self) -> None:
        """Kept results in their order, up to the first that is refused again."""
        while self._kept and self._step(self._kept[0]) is None:
            self._kept.pop(0)

    def _work_off(self, waiting: list[_Work]) -> None:
        """Inputs that wait together become durable together; where that fails, one after the other, so that each is
        answered for itself."""
        if len(waiting) > 1 and not self._kept and self._together(waiting):
            return
        self._waiting = waiting
        while self._waiting:
            self._work(self._waiting.pop(0))

    def _together(self, waiting: list[_Work]) -> bool:
        machine = self._machine
        try:
            done = machine.together([work.posted for work in waiting])
        except Exception:  # nothing was written; each alone says what is wrong
            return False
        self._publish(machine, waiting[-1].posted, done)
        self._answer(waiting, done)
        return True

    def _work(self, work: _Work) -> None:
        self._retry()
        if self._kept and not isinstance(work.posted.input, OPERATORS):
            self._kept.append(work)
            return
        refusal = self._step(work)
        if refusal:
            self._refused(work, refusal)

    def _step(self, work: _Work) -> StoreRefused | None:
        """One step and all that follows from it; the refusal where the file did not take it."""
        machine = self._machine
        try:
            done = machine.step(work.posted)
        except StoreRefused as refusal:
            return refusal
        except Exception as error:
            self._broken(work, error)
            raise
        self._publish(machine, work.posted, (done,))
        self._answer([work], (done,))
        return None

    def _answer(self, waiting: list[_Work], done: tuple[Done, ...]) -> None:
        for work, one in zip(waiting, done, strict=True):
            if work.done:
                work.done.set_result(one.told)

    def _end(self) -> None:
        """Nobody waits for ever: what the file refuses to the end, and what is left in the inbox, fails."""
        try:
            if self._broken_by is None:
                self._retry()
        finally:
            self._ended = True
            self._turn_away()

    def _turn_away(self) -> None:
        why = self._broken_by or StoreRefused("error", "the engine has ended")
        left, self._kept, self._waiting = [*self._kept, *self._waiting], [], []
        with suppress(Empty):
            while True:
                work = self._inbox.get_nowait()
                left += [work] if work else []
        for work in left:
            work.fail(why)

    @property
    def _machine(self) -> Machine:
        if self.machine is None:
            raise AssertionError("the engine has not been opened")
        return self.machine

    def _refused(self, work: _Work, refusal: StoreRefused) -> None:
        """An operator's input is refused loudly; a device's result is kept."""
        if isinstance(work.posted.input, OPERATORS):
            work.fail(refusal)
            self._tell(_told_refused(refusal))
        else:
            self._kept.append(work)

    def _broken(self, work: _Work, error: Exception) -> None:
        """A defect of ours: nothing was written; the thread ends visibly rather than go on from a wrong state."""
        self._broken_by = error
        work.fail(error)
        self._tell(notice("error", "notice.broken", what=type(error).__name__))

    def _publish(self, machine: Machine, posted: Posted, done: tuple[Done, ...]) -> None:
        """After the commit: the screen drawn, sync woken, the operator told, effects begun."""
        told = sum(one.told for one in done)
        try:
            self.snapshot = machine.snapshot(posted)
        except StoreRefused as refusal:  # committed all the same: what follows from it must happen
            self._tell(_told_refused(refusal))
        for listener in self._listeners:
            if listener.on_snapshot and self.snapshot:
                listener.on_snapshot(self.snapshot)
            if listener.on_committed:
                listener.on_committed(told)
        for one in done:
            for news in one.notices:
                self._tell(news)
            for effect in one.effects:
                self._carry_out(effect)

    def _carry_out(self, effect: Effect) -> None:
        for listener in self._listeners:
            if listener.on_effect:
                listener.on_effect(effect)

    def tell(self, one: Notice) -> None:
        """Tells the operator something that no step led to; call before start() or from the engine's thread."""
        self._tell(one)

    def _tell(self, one: Notice) -> None:
        with self._hearing:
            self._told += 1
            told = Told(self._told, one)
            hearers = [listener.on_told for listener in self._listeners if listener.on_told]
            if not hearers:
                self._unheard.append(told)
        for on_told in hearers:
            on_told(told)

    def refresh(self) -> None:
        """Publishes the present state to all listeners (engine thread only)."""
        stamp = self._clock.stamp()
        self._publish(self._machine, Posted(Typed(""), stamp, uuid7(stamp, 0)), ())


def _told_refused(refusal: StoreRefused) -> Notice:
    return notice("error", "notice.store_refused", reason=f"@store.{refusal.reason}")
