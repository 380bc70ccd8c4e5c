"""What readers of questions share: the next facts in one transaction, those that concern them, and who is told."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from station import wire
from station.domain.facts import Fact
from tracking.store import log
from tracking.store.log import Logged
from tracking.store.store import Store, Transaction

PAGE = 500

Told = Sequence[tuple[str, Fact]]
"""(station, fact) in the log's order."""


def step(store: Store, name: str, marks: tuple[str, ...], keep: Callable[[Transaction, Told], bool]) -> int:
    """Reads on from the cursor of that name; how many facts there were. marks: a record that concerns the reader holds
    one of them; keep: writes what follows, and says whether anything is another than before."""
    with store.write(repeatable=True) as connection:
        facts = log.after(connection, log.cursor(connection, name), PAGE)
        if not facts:
            return 0
        told = list(_read(facts, marks))
        changed = keep(connection, told) if told else False
        log.set_cursor(connection, name, facts[-1].position)
    if changed:
        store.changes.ring()
    return len(facts)


def _read(facts: Iterable[Logged], marks: tuple[str, ...]) -> Iterable[tuple[str, Fact]]:
    """What cannot be read, the records' reader has told."""
    for logged in facts:
        if any(mark in logged.record for mark in marks):
            try:
                yield logged.station, wire.read(logged.record)
            except msgspec.DecodeError:
                continue
