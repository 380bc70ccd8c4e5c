"""Checks the log: every run's chain of hashes is computed anew and the records folded again and
compared. It changes nothing."""

from collections.abc import Iterator

from msgspec import Struct

from station import wire
from tracking.readers.records import Folding, read_all
from tracking.store import log, values
from tracking.store.log import Mark
from tracking.store.store import Store, Transaction
from tracking.store.values import Key

PAGE = 2000


class Report(Struct, frozen=True):
    """What was checked, and one sentence for each fault."""

    facts: int
    runs: int
    records: int
    faults: tuple[str, ...]


def verify(store: Store) -> Report:
    """The whole log, in one snapshot."""
    with store.read() as connection:
        runs = log.marks(connection)
        facts = list(_chain_faults(connection, runs))
        records, wrong = _record_faults(connection)
        return Report(log.head(connection), len(runs), records, (*facts, *wrong))


def _chain_faults(connection: Transaction, runs: list[Mark]) -> Iterator[str]:
    for run in runs:
        seq, told = run.first_seq, run.parent_hash
        for record, kept in log.run_facts(connection, run.key):
            told = wire.link(told, record)
            if told != kept or wire.head(record).seq != seq:
                yield f"station {run.station}, epoch {run.id}: fact {seq} is not what was stored"
                break
            seq += 1
        else:
            if seq - 1 != run.stored_through or told != run.hash:
                yield f"station {run.station}, epoch {run.id}: ends at {seq - 1}, not at {run.stored_through}"


def _record_faults(connection: Transaction) -> tuple[int, list[str]]:
    """Folds the log up to the readers' cursor anew and compares."""
    folded = Folding({}, lambda key, through: log.history(connection, *key, through))
    position, end = 0, log.cursor(connection, "records")
    while page := log.after(connection, position, min(PAGE, end - position)):
        folded.take(read_all(page)[0])
        position = page[-1].position
    fresh: dict[Key, str] = {(v.type, v.id): v.body for v in folded.changed() if v.body}
    kept = values.load(connection, fresh)
    wrong = [f"{kind} {name} is not what its facts say" for (kind, name), body in fresh.items()
             if kept.get((kind, name)) != body]  # fmt: skip
    return len(fresh), wrong
