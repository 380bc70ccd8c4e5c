"""The service's own facts: a run of the log like a station's, with the same envelope, seq and chain of hashes, told by
the service itself. Written within the caller's transaction, so that a fact and what made it are one."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from station import wire
from station.domain.facts import VERSION, Draft, Fact
from station.domain.ids import Stamp, uuid7
from tracking.clock import EPOCH, moment
from tracking.store import log
from tracking.store.log import Mark, Receipt
from tracking.store.store import Transaction

OWN = "tracking"
"""The service's name among the stations; no station can enrol by it."""


def tell(connection: Transaction, drafts: Sequence[Draft], who: str, now: str) -> list[str]:
    """Appends one fact for each draft; their ids. who: the caller's name."""
    run = log.find_mark(connection, OWN, OWN) or _open(connection)
    seq, told = run.stored_through, run.hash
    rows: list[tuple[str, str]] = []
    names = []
    for draft in drafts:
        seq += 1
        fact = _fact(draft, seq, told, who, now)
        record, told = wire.sealed(told, fact)
        rows.append((record, told))
        names.append(fact.id)
    if rows:
        log.append(connection, run, rows, Receipt("", now, now, 0))
    return names


def _open(connection: Transaction) -> Mark:
    start = wire.genesis(OWN)
    return log.open_epoch(connection, Mark(0, OWN, OWN, 1, "", start, 0, start))


def _fact(draft: Draft, seq: int, before: str, who: str, now: str) -> Fact:
    """Its id is made of the time and the chain before it, which no other fact shares."""
    milliseconds = (moment(now) - EPOCH) // timedelta(milliseconds=1)
    name = uuid7(Stamp(now, milliseconds, 0, sha256(f"{before}{seq}".encode()).digest()[:16]), 0)
    return Fact(VERSION, seq, name, now, "UTC", who, "", draft.kind, draft.about, draft.body, merchant=draft.merchant,
                corrects=draft.corrects, policy=draft.policy)  # fmt: skip
