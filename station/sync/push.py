"""Pushing the journal: makes a signed batch after the cursor, sends it, and moves the cursor only to a fact of ours
that the service holds with our hash. Keeps nothing but the size of the next batch."""

import gzip
from collections.abc import Callable, Sequence

from msgspec import Struct

from station import wire
from station.sync.policy import Halve, Later, Moved, Rewind, Stopped, classify
from station.sync.ports import STORED_THROUGH, EpochRow, FactRow, Journal, Service, Signer
from station.wire import Batch

FACTS = 500
BYTES = (1 << 20) - 4096
"""Of one batch: the service's limit less the envelope."""

GZIP_LEVEL = 5


class Sent(Struct, frozen=True):
    """A push that was answered, or (asked is False) found nothing to send; more: there is more to send."""

    more: bool
    asked: bool = True


class Pusher:
    """Pushes one journal to one service. Its first batch begins with the last fact that the service should hold
    already, so that an old copy of the file, or another one, is told apart even when nothing is unsent."""

    def __init__(self, journal: Journal, service: Service, signer: Signer, now: Callable[[], str]) -> None:
        self._journal = journal
        self._service = service
        self._signer = signer
        self._now = now
        self._limit = FACTS
        self._proven = False

    def push(self) -> Sent | Later | Stopped:
        """Sends one batch and judges the answer."""
        cursor = stored_through(self._journal)
        after = cursor if self._proven else max(cursor - 1, 0)
        rows = fitting(self._journal.facts(after, self._limit))
        if not rows:
            return self._nothing(cursor)
        epoch = epoch_of(self._journal.epochs(), rows[0].seq)
        batch = make_batch(self._journal.station, epoch, rows, self._signer, self._now())
        answer = self._service.post_facts(gzip.compress(wire.encode(batch).encode(), GZIP_LEVEL))
        return self._judge(classify(answer), epoch, rows)

    def _nothing(self, cursor: int) -> Sent | Stopped:
        """Nothing to send; a cursor beyond the journal's end would count facts as sent that are yet to come."""
        head = self._journal.head()[0]
        return Stopped("forked", head + 1) if cursor > head else Sent(more=False, asked=False)

    def _judge(
        self, verdict: Moved | Rewind | Halve | Later | Stopped, epoch: EpochRow, rows: Sequence[FactRow]
    ) -> Sent | Later | Stopped:
        match verdict:
            case Moved():
                return self._move(verdict, epoch)
            case Rewind(expected=expected):
                return self._rewind(expected, epoch, rows)
            case Halve():
                return self._halve(len(rows))
            case _:
                return verdict

    def _move(self, moved: Moved, epoch: EpochRow) -> Sent | Stopped:
        end = last_seq(self._journal, epoch)
        through = moved.stored_through
        if through > end and epoch.id != self._journal.epochs()[-1].id:
            through = end  # our copy left this run there; the next run's parent_hash proves that we agree so far
        elif through > end:
            return Stopped("forked", end + 1)
        elif self._journal.hash_at(through) != moved.hash:
            return Stopped("forked", through)
        self._proven = True
        self._limit = min(self._limit * 2, FACTS)
        return self._set(through)

    def _rewind(self, expected: int, epoch: EpochRow, rows: Sequence[FactRow]) -> Sent | Later:
        wanted = expected or epoch.first_seq
        if not 0 < wanted < rows[0].seq:
            return Later("gap without sense")
        self._proven = True
        return self._set(wanted - 1)

    def _halve(self, size: int) -> Sent | Stopped:
        if size == 1:
            return Stopped("too_large")
        self._limit = max(1, size // 2)
        return Sent(more=True)

    def _set(self, through: int) -> Sent:
        if through != stored_through(self._journal):
            self._journal.set_cursor(STORED_THROUGH, str(through))
        return Sent(more=through < self._journal.head()[0])


def make_batch(station: str, epoch: EpochRow, rows: Sequence[FactRow], signer: Signer, sent_at: str) -> Batch:
    """A signed batch; the run's own row travels with its first fact."""
    last = rows[-1]
    signature = signer.sign(wire.signed_text(station, epoch.id, last.seq, last.hash))
    opening = (epoch.first_seq, epoch.parent, epoch.parent_hash) if rows[0].seq == epoch.first_seq else (0, "", "")
    return Batch(epoch.id, rows[0].seq, tuple(row.record for row in rows), sent_at, signature, *opening)


def fitting(rows: Sequence[FactRow]) -> Sequence[FactRow]:
    """As many rows from the front as fit into one request, but at least one."""
    total = 0
    for n, row in enumerate(rows):
        total += len(wire.encode(row.record).encode()) + 1
        if total > BYTES:
            return rows[: max(n, 1)]
    return rows


def stored_through(journal: Journal) -> int:
    """How far the service told that it holds our facts."""
    return int(journal.cursor(STORED_THROUGH) or 0)


def epoch_of(epochs: Sequence[EpochRow], seq: int) -> EpochRow:
    """The run in which a fact is sent: the last opened one that begins at or before it."""
    return [epoch for epoch in epochs if epoch.first_seq <= seq][-1]


def last_seq(journal: Journal, epoch: EpochRow) -> int:
    """The last seq of a run in our file: before the next run begins, or the head."""
    later = [other.first_seq for other in journal.epochs() if other.first_seq > epoch.first_seq]
    return min(later) - 1 if later else journal.head()[0]
