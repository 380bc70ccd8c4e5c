"""The sync thread: pushes when something was committed, pulls now and then, waits longer after each failure, and stops
pushing where a person must look. It never touches the bench: all it shares are a status and a wake-up."""

import logging
from collections.abc import Callable
from threading import Condition, Thread

from msgspec import Struct
from msgspec.structs import replace

from station.clock import Clock
from station.store.connect import StoreRefused
from station.sync import evidence
from station.sync.policy import Later, Stopped
from station.sync.ports import Journal, ReferenceRows, Service, Signer
from station.sync.pull import Answered, pull
from station.sync.push import Pusher, stored_through

log = logging.getLogger("station.sync")

OPEN_TO_FEED = ("forked", "malformed", "too_large")
"""Reasons that stop pushing only; any other also means that the service does not know us."""


class SyncStatus(Struct, frozen=True):
    """What the status bar shows. state: idle (all is sent), sending, waiting (the service is away) or stopped (a person
    must look: stopped_reason, and forked_at, the seq of a fork). Times are UTC text, empty = never."""

    state: str = "idle"
    last_success: str = ""
    unsent: int = 0
    oldest_unsent_at: str = ""
    stopped_reason: str = ""
    forked_at: int = 0
    detail: str = ""


class Tempo(Struct, frozen=True):
    """Seconds. gather: how long facts collect before a push; poll: between looks at the feed; first, longest: of the
    back-off."""

    gather: float = 1.0
    poll: float = 5.0
    first: float = 0.5
    longest: float = 20.0


class Ends(Struct, frozen=True):
    """Both sides of the sync: the station's file, on connections of this thread's own, and the service. on_rules:
    called when texts of rules came by the feed and are written; on_answer: takes what a supervisor answered elsewhere;
    on_words: called when merchants' answers came and are written; pictures: gives those that our facts name."""

    journal: Journal
    reference: ReferenceRows
    service: Service
    on_rules: Callable[[], object] | None = None
    pictures: evidence.Pictures | None = None
    on_answer: Answered | None = None
    on_words: Callable[[], object] | None = None

    def close(self) -> None:
        self.journal.close()
        self.reference.close()
        self.service.close()


def backed_off(tempo: Tempo, failures: int, chance: float) -> float:
    """Seconds to wait after that many failures in a row: doubling, bounded, and anywhere (chance, 0 to 1) in its upper
    half, so that many stations do not come back at one moment."""
    longest = min(tempo.longest, tempo.first * 2.0 ** min(failures - 1, 16))
    return longest * (0.5 + chance / 2)


class SyncWorker:
    """start(), wake() after each commit, resume() after a stop, stop(). on_status is called on the sync thread."""

    def __init__(
        self,
        open_ends: Callable[[], Ends],
        signer: Signer,
        clock: Clock,
        on_status: Callable[[SyncStatus], None],
        tempo: Tempo | None = None,
    ) -> None:
        self._open_ends = open_ends
        self._signer = signer
        self._clock = clock
        self._on_status = on_status
        self._tempo = tempo or Tempo()
        self._bell = Condition()
        self._work = self._urgent = self._ending = self._rules_came = False
        self._status = SyncStatus()
        self._failures = 0
        self._feed_at = 0
        self._thread = Thread(target=self._run, name="sync", daemon=True)

    @property
    def status(self) -> SyncStatus:
        """The latest status."""
        return self._status

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something was committed. Told once already, the thread is not woken again: it would only take processor time
        from the next scan."""
        if self._work:
            return
        with self._bell:
            self._work = True
            self._bell.notify_all()

    def resume(self) -> None:
        """A person has looked (a new token, a new epoch, a repaired service), or does not want to wait: try now."""
        with self._bell:
            self._urgent = True
            self._bell.notify_all()

    def stop(self) -> None:
        """Ends after the request at hand; what is unsent stays in the journal."""
        with self._bell:
            self._ending = True
            self._bell.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    # ------------------------------------------------------------ the thread

    def _run(self) -> None:
        while not self._ending:
            try:
                ends = self._open_ends()
            except StoreRefused as error:
                self._wait(self._fail(Later(error.reason)), commits=False)
                continue
            try:
                self._work_with(ends)
            finally:
                ends.close()

    def _work_with(self, ends: Ends) -> None:
        """Rounds of push and pull until the end or until a person resumes, which begins with fresh connections."""
        pusher = Pusher(ends.journal, ends.service, self._signer, lambda: self._clock.stamp().at)
        while not self._ending:
            try:
                pause, commits = self._round(ends, pusher)
            except StoreRefused as error:
                pause, commits = self._fail(Later(error.reason)), False
            if self._wait(pause, commits=commits):
                return
            if commits and self._work:
                self._work = False
                self._wait(self._tempo.gather, commits=False)

    def _round(self, ends: Ends, pusher: Pusher) -> tuple[float, bool]:
        """Pushes all, and pulls all where it is time to; seconds to wait, and whether a commit may end the wait."""
        if self._status.state != "stopped":
            failed = self._push_all(ends, pusher)
            if isinstance(failed, Later):
                return self._fail(failed), False
        if self._feed_is_due():
            missed = self._pull_all(ends)
            if isinstance(missed, Later):
                return self._fail(missed), False
            self._feed_at = self._clock.stamp().mono_ms + int(self._tempo.poll * 1000)
        if self._status.state != "stopped" and self._send_pictures(ends):
            return 0.0, True
        self._measure(ends.journal)
        return self._tempo.poll, True

    def _feed_is_due(self) -> bool:
        known = self._status.state != "stopped" or self._status.stopped_reason in OPEN_TO_FEED
        return known and self._clock.stamp().mono_ms >= self._feed_at

    def _push_all(self, ends: Ends, pusher: Pusher) -> Later | None:
        """Up to the head of now: what is committed meanwhile gathers for the next round, instead of going out in ever
        smaller batches."""
        goal = ends.journal.head()[0]
        self._measure(ends.journal)
        while not self._ending:
            done = pusher.push()
            if isinstance(done, Later):
                return done
            if isinstance(done, Stopped):
                self._stop_for(done)
                return None
            if done.asked:
                self._succeed(ends.journal, "sending" if done.more else "idle")
            if not done.more or stored_through(ends.journal) >= goal:
                return None
        return None

    def _send_pictures(self, ends: Ends) -> bool:
        """One page after facts and feed: pictures are many times larger, and must hold up neither. Whether more wait;
        one that is not taken now is tried again in the next round, and is no reason to call the service away."""
        return ends.pictures is not None and evidence.send(ends.journal, ends.service, ends.pictures) is True

    def _pull_all(self, ends: Ends) -> Later | None:
        while not self._ending:
            done = pull(ends.journal, ends.reference, ends.service, ends.on_answer)
            if isinstance(done, Later):
                return done
            if isinstance(done, Stopped):
                self._stop_for(done)
                return None
            if done.words and ends.on_words:
                ends.on_words()
            self._rules_came = self._rules_came or done.rules
            if self._rules_came and ends.on_rules:
                ends.on_rules()
                self._rules_came = False
            if not done.more:
                self._succeed(ends.journal, "idle")
                return None
        return None

    # ------------------------------------------------------------ status and waiting

    def _succeed(self, journal: Journal, state: str) -> None:
        self._failures = 0
        kept = self._status if self._status.state == "stopped" else replace(self._status, state=state, detail="")
        self._tell(replace(kept, last_success=self._clock.stamp().at))
        self._measure(journal)

    def _fail(self, later: Later) -> float:
        self._failures += 1
        if self._status.state != "stopped":
            self._tell(replace(self._status, state="waiting", detail=later.reason))
        return max(later.seconds, backed_off(self._tempo, self._failures, self._chance()))

    def _stop_for(self, stopped: Stopped) -> None:
        log.info("sync stopped: %s at %d %s", stopped.reason, stopped.at, stopped.detail)
        self._tell(
            replace(
                self._status,
                state="stopped",
                stopped_reason=stopped.reason,
                forked_at=stopped.at,
                detail=stopped.detail,
            )
        )

    def _measure(self, journal: Journal) -> None:
        unsent = max(0, journal.head()[0] - stored_through(journal))
        oldest = journal.oldest_unsent_at() if unsent else ""
        self._tell(replace(self._status, unsent=unsent, oldest_unsent_at=oldest))

    def _tell(self, status: SyncStatus) -> None:
        if status != self._status:
            self._status = status
            self._on_status(status)

    def _chance(self) -> float:
        return self._clock.stamp().entropy[0] / 255

    def _wait(self, seconds: float, *, commits: bool) -> bool:
        """Waits; a commit ends it only where `commits`. True where a person resumed."""
        with self._bell:
            self._bell.wait_for(lambda: self._ending or self._urgent or (commits and self._work), seconds)
            resumed, self._urgent = self._urgent, False
        if resumed:
            self._failures = self._feed_at = 0
            self._tell(replace(self._status, state="idle", stopped_reason="", forked_at=0, detail=""))
        return resumed
