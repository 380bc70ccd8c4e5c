"""Copies, coming back from one, and going on after a fork: always a new epoch, never a lost or repeated seq."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from station.domain.bench.inputs import EpochOpened
from station.domain.facts import Ref
from station.domain.ids import Stamp, uuid7
from station.store.backup import backup, continue_in_new_epoch, restore, station_of
from station.store.connect import FileRefused
from station.store.file import Store
from station.store.journal import Epoch, Journal
from station.store.schema import FILE
from station.store.step import StepStore
from station.store.verify import verify
from tests.store.facts import write

STAMP = Stamp("2026-11-22T10:00:00.000001Z", 1_795_000_000_000, 0, b"0123456789abcdef")


def arrive(step: StepStore, *numbers: int) -> None:
    for n in numbers:
        write(step, ("parcel.arrived", (Ref("parcel", f"p{n}"),), {"tracking": f"T{n}"}))


@pytest.fixture
def copy(store: Store, step: StepStore, tmp_path: Path) -> Path:
    """A backup after fact 2, made while the station is open and goes on to fact 4."""
    arrive(step, 1, 2)
    made = backup(store.home, tmp_path / "copy.db")
    arrive(step, 3, 4)
    return made


def test_a_backup_of_an_open_station_is_one_good_file(copy: Path) -> None:
    assert verify(copy).good
    assert verify(copy).head == 2
    assert sorted(one.name for one in copy.parent.iterdir()) == ["copy.db", "home"]


def test_a_backup_replaces_nothing(store: Store, copy: Path) -> None:
    before = copy.read_bytes()
    with pytest.raises(FileRefused, match="exists"):
        backup(store.home, copy)
    assert copy.read_bytes() == before


def test_a_backup_of_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="missing"):
        backup(tmp_path, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_restore_is_refused_while_the_station_is_open(store: Store, copy: Path) -> None:
    with pytest.raises(FileRefused, match="open_elsewhere"):
        restore(store.home, copy, STAMP)


def test_a_restored_station_goes_on_in_a_new_epoch(store: Store, step: StepStore, copy: Path) -> None:
    first = Journal(store.path)
    parent, parent_hash = first.epoch().id, first.hash_at(2)
    first.set_cursor("stored_through", "4")
    first.close()
    step.close()
    store.close()
    kept = restore(store.home, copy, STAMP)
    assert kept is not None
    assert verify(kept).head == 4
    again = Store(store.home)
    journal, opened = Journal(again.path), again.step()
    assert journal.epoch() == Epoch(uuid7(STAMP, 0), 3, parent, parent_hash)
    assert opened.opening() == EpochOpened("restored", parent, 2)
    opened.begin()
    opened.opening_told()
    opened.commit()
    assert opened.opening() is None
    arrive(opened, 5)
    assert opened.head()[0] == 3
    assert verify(again.path).good
    opened.close()
    journal.close()
    again.close()


def test_a_restore_over_a_damaged_file_keeps_it(store: Store, step: StepStore, copy: Path) -> None:
    step.close()
    store.close()
    store.path.write_bytes(b"no database" * 1000)
    kept = restore(store.home, copy, STAMP)
    assert kept is not None
    assert kept.read_bytes() == b"no database" * 1000
    assert verify(store.path).head == 2


def test_a_restore_into_an_empty_home(tmp_path: Path, copy: Path) -> None:
    assert restore(tmp_path / "other", copy, STAMP) is None
    Store(tmp_path / "other").close()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The closed home of another station."""
    made = Store(tmp_path / "other", lambda: "00000000-0000-7000-8000-00000000beef")
    made.close()
    return made.home


def test_another_station_s_backup_is_refused_with_both_names(other: Path, copy: Path) -> None:
    before, names = (other / FILE).read_bytes(), (station_of(other / FILE), station_of(copy))
    with pytest.raises(FileRefused, match="other_station") as refused:
        restore(other, copy, STAMP)
    assert all(name and name in str(refused.value) for name in names)
    assert ((other / FILE).read_bytes(), sorted(one.name for one in other.glob("*.db*"))) == (before, [FILE])


def test_another_station_s_backup_comes_in_where_somebody_insists(other: Path, copy: Path) -> None:
    assert restore(other, copy, STAMP, other_station=True) is not None
    assert station_of(other / FILE) == station_of(copy)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE fact SET record = replace(record, 'T1', 'T9') WHERE seq = 1",
        "UPDATE parcel SET body = '{\"id\":\"p1\"}' WHERE id = 'p1'",
        "DELETE FROM fact WHERE seq = 1",
    ],
)
def test_a_source_that_is_not_wholly_right_changes_nothing(
    store: Store, step: StepStore, copy: Path, damage: str
) -> None:
    step.close()
    store.close()
    connection = dbapi2.connect(copy, isolation_level=None)
    connection.execute(damage)
    connection.close()
    before = store.path.read_bytes()
    with pytest.raises(FileRefused, match="damaged"):
        restore(store.home, copy, STAMP)
    assert store.path.read_bytes() == before


def test_a_restore_that_is_cut_off_leaves_the_old_file(
    store: Store, step: StepStore, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    step.close()
    store.close()
    monkeypatch.setattr("station.store.backup.put_in_place", full)
    with pytest.raises(FileRefused, match="disk_full"):
        restore(store.home, copy, STAMP)
    assert verify(store.path).head == 4


def test_after_a_fork_the_tail_moves_to_a_new_epoch(store: Store, step: StepStore, fresh_id: Callable[[], str]) -> None:
    arrive(step, 1, 2, 3, 4)
    journal = Journal(store.path)
    old = journal.epoch()
    journal.set_cursor("stored_through", "4")
    opening = continue_in_new_epoch(store.path, 3, "continued", STAMP)
    assert opening == EpochOpened("continued", old.id, 2)
    assert journal.epoch() == Epoch(uuid7(STAMP, 0), 3, old.id, journal.hash_at(2))
    assert journal.stored_through() == 2
    assert [row.seq for row in journal.facts(0)] == [1, 2]
    assert [row.seq for row in journal.facts(2)] == [3, 4]
    assert journal.epoch_of(2) == old
    assert verify(store.path).good
    with pytest.raises(ValueError, match="no fact 98"):
        continue_in_new_epoch(store.path, 99, "continued", STAMP)
    assert len(journal.epochs()) == 2
    journal.close()
