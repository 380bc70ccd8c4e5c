"""What may be said of a print job, from what its printer has shown since: looks in, at most one Outcome out.

Pure: times come in. Not responsible for asking the printer.
"""

import msgspec

from station.devices.ports import Outcome, Verdict


class Look(msgspec.Struct, frozen=True):
    """One look at a printer: the key of what stops it, whether nothing is left to print, how many labels it holds.

    `proof` is False while what has not been counted may have come out all the same. `receipts`: how many labels of this
    very job it has told one by one, where it does that beside its count.
    """

    fault: str = ""
    idle: bool = True
    held: int = 0
    proof: bool = True
    receipts: int = 0


class Timing(msgspec.Struct, frozen=True):
    """Seconds: for one answer; between two looks; of idleness that proves "no more comes"; without progress at all; for
    which nobody needs to have looked: too short for a person to have loaded paper meanwhile.

    The label that is being fed stands in no counter until it is out: `quiet` is longer than the slowest printers need
    for a 4x6 inch label (50 mm/s: 3 s).
    """

    answer: float = 1.0
    poll: float = 0.05
    quiet: float = 4.0
    patience: float = 8.0
    unseen: float = 5.0


USUAL = Timing()


class Judge:
    """The evidence on one job of `copies` labels begun at odometer `before`.

    `certain` says that every byte of the job has been taken or thrown away by the printer. While it is False, labels
    may still come out of an idle printer, and "not printed" is never said.

    `shared` says that another station may print there, too: its label counts like ours. Then a count is taken for ours
    only while we have held the printer without a break from the first byte on and it has told of no fault, in which
    another station may have cancelled our label; of a count that has stopped half-way nothing is known.
    """

    def __init__(
        self, before: int, copies: int, timing: Timing, now: float, *, counter: str = "odometer", shared: bool = False
    ) -> None:
        self._counter, self._shared = counter, shared
        self._before, self._copies, self._timing = before, copies, timing
        self._last: tuple[int, int] | None = None
        self._progress = self._looked = now
        self._idle_since: float | None = None
        self._notes: list[str] = []
        self._fault = ""
        self._strangers = False
        self._held = True
        self.certain = True
        self.cancelled = False

    @property
    def wants_cancel(self) -> bool:
        """Whether a fault has stopped the job, and what is left of it should be cancelled now."""
        return bool(self._fault) and not self.cancelled

    @property
    def moved(self) -> int | None:
        """Labels that came out since the job began, as far as has been seen."""
        return self._last[0] if self._last else None

    def note(self, what: str) -> None:
        """Remember something for the evidence, once."""
        if what and what not in self._notes:
            self._notes.append(what)

    def doubt(self, what: str) -> None:
        """An answer was missed: labels may come out uncounted, and later answers may be old ones."""
        self.lose_sight(what)
        self.certain = False

    def lose_sight(self, what: str) -> None:
        """The line broke, an answer was missed, a fault let others cancel, or this station was started anew: what is
        counted may be another station's."""
        self.note(what)
        self._held = False

    def see(self, look: Look, odometer: int, now: float) -> Outcome | None:
        """One look at the printer; `odometer` was read after it.

        All labels are called printed only when none is left: another host's label may have been counted, not ours.
        """
        self._watch(look.fault, now)
        self._follow((odometer - self._before, look.held), now, idle=look.idle)
        moved = odometer - self._before
        if look.fault and moved + look.held > self._copies:
            self._strangers = True  # it stands still: not all that is counted, or waits, can be ours
            self.note("more than ours")
        if self._shared and look.idle and moved >= look.receipts == self._copies:
            return self._say("PRINTED", self._copies)
        if moved == self._copies:
            return self._counted() if look.idle else None
        if not 0 <= moved < self._copies:
            self.note(f"{self._counter} does not fit")
            return self._say("UNKNOWN")
        return self._after_quiet(moved, look.receipts, now) if look.proof else None

    def overdue(self, now: float) -> bool:
        """Whether nothing has moved for as long as we are willing to wait."""
        return now - self._progress >= self._timing.patience

    def unknown(self) -> Outcome:
        """The verdict when waiting is over."""
        return self._say("UNKNOWN")

    def _watch(self, fault: str, now: float) -> None:
        if fault:
            self.lose_sight(fault)
        if now - self._looked > self._timing.unseen:
            self.lose_sight("")
        self._fault, self._looked = fault, now

    def _counted(self) -> Outcome:
        """As many as ours are out."""
        if self._shared and not self._held:
            self.note("perhaps another station's")
            return self._say("UNKNOWN")
        return self._say("UNKNOWN" if self._strangers else "PRINTED")

    def _follow(self, seen: tuple[int, int], now: float, *, idle: bool) -> None:
        changed = seen != self._last
        if changed:
            self._progress = now
        if not idle:
            self._idle_since = None
        elif changed or self._idle_since is None:
            self._idle_since = now
        self._last = seen

    def _after_quiet(self, moved: int, receipts: int, now: float) -> Outcome | None:
        """Nothing more comes; a count that knows less than the labels have told of themselves proves nothing."""
        if self._idle_since is None or now - self._idle_since < self._timing.quiet or not self.certain:
            return None
        if receipts > moved:
            self.note(f"receipts {receipts}")
            return self._say("UNKNOWN")
        if moved and self._shared:
            self.note("perhaps another station's")
            return self._say("UNKNOWN")
        return self._say("PARTIAL" if moved else "NOT_PRINTED")

    def _say(self, verdict: Verdict, count: int | None = None) -> Outcome:
        counted = f"{self._before}+{self.moved}" if self._last else f"{self._before}+?"
        notes = [f"{self._counter} {counted} of {self._copies}", *self._notes]
        if self.cancelled:
            notes.append("rest cancelled")
        if self._last and (held := self._last[1]):
            notes.append(f"printer holds {held}")
        return Outcome(verdict, self.moved if count is None else count, "; ".join(notes))
