"""The journal as sync and reports read it."""

from collections.abc import Iterator

import pytest

from station import wire
from station.domain.facts import Ref
from station.records import span
from station.store.checkpoint import Checkpoints
from station.store.file import Store
from station.store.journal import Journal
from station.store.step import StepStore
from tests.store.facts import chained, fact, moment, write


@pytest.fixture
def journal(store: Store) -> Iterator[Journal]:
    opened = Journal(store.path)
    yield opened
    opened.close()


def arrive(step: StepStore, count: int) -> None:
    for n in range(count):
        write(step, ("parcel.arrived", (Ref("parcel", f"p{n}"),), {"tracking": f"T{n}"}))


def test_an_empty_journal_has_nothing_to_send(journal: Journal) -> None:
    assert journal.facts(0) == ()
    assert (journal.unsent(), journal.oldest_unsent_at()) == (0, "")
    assert journal.hash_at(0) == wire.genesis(journal.station)
    assert list(journal.facts_between("", "9")) == []


def test_unsent_is_what_lies_behind_the_cursor(journal: Journal, step: StepStore) -> None:
    arrive(step, 5)
    assert journal.unsent() == 5
    journal.set_cursor("stored_through", "3")
    assert (journal.unsent(), journal.oldest_unsent_at()) == (2, moment(4))
    rows = journal.facts(3)
    assert [row.seq for row in rows] == [4, 5]
    assert rows[-1].hash == wire.link(rows[0].hash, rows[1].record) == journal.head()[1] == journal.hash_at(5)
    assert [row.seq for row in journal.facts(1, 2)] == [2, 3]
    assert journal.hash_at(99) == ""
    journal.set_cursor("stored_through", "5")
    assert (journal.unsent(), journal.oldest_unsent_at()) == (0, "")


def test_cursors_are_kept_apart(journal: Journal) -> None:
    journal.set_cursor("feed", "17")
    journal.set_cursor("feed", "18")
    assert (journal.cursor("feed"), journal.cursor("evidence")) == ("18", "")


def test_facts_of_a_span_of_time(journal: Journal, step: StepStore) -> None:
    step.begin()
    step.append(chained(step, [fact(n, "parcel.opened", Ref("parcel", "p")) for n in range(1, 1501)]))
    step.commit()
    found = [one.seq for one in journal.facts_between(moment(700), moment(1300))]
    assert found == list(range(700, 1300))


def test_a_clock_that_was_set_back_hides_no_fact() -> None:
    """One hour back in the middle: both runs of the same hour are within the stretch."""
    times = [moment(n) for n in [*range(1, 5001), *range(4000, 9001)]]
    first, last = span.stretch(len(times), lambda seq: times[seq - 1], moment(4200), moment(4800))
    wanted = [n for n, time in enumerate(times, 1) if moment(4200) <= time < moment(4800)]
    assert first <= wanted[0]
    assert wanted[-1] <= last


def test_the_log_is_written_back_beside_the_steps(store: Store, step: StepStore, journal: Journal) -> None:
    checkpoints = Checkpoints(store.path, every_s=0.02)
    copied = 0
    for n in range(2000):
        write(step, ("parcel.arrived", (Ref("parcel", f"p{n}"),), {"tracking": f"T{n}" * 20}))
        copied = journal._run("PRAGMA wal_checkpoint(NOOP)").fetchone()[2]
        if copied:
            break
    checkpoints.close()
    assert copied > 0
