"""PINs: the lock-out grows, is shared by no two operators, survives a restart and neither a full disk nor a clock that
is set back breaks it. The file is a real one."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from station.clock import SystemClock
from station.domain.ids import Stamp
from station.pins import FREE_TRIES, LONGEST_S, Pins, hash_pin
from station.store.connect import StoreRefused
from station.store.file import Store
from station.store.journal import Journal

PIN = "402917"


class Wall:
    """A clock on the wall that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1_795_343_000

    def stamp(self) -> Stamp:
        return Stamp("", self.seconds * 1000, 0, bytes(16))


class FullDisk:
    """Cursors on a disk that takes nothing."""

    def cursor(self, name: str) -> str:
        return ""

    def set_cursor(self, name: str, value: str) -> None:
        raise StoreRefused("disk_full", "database or disk is full")


@pytest.fixture(scope="module")
def known() -> str:
    return hash_pin(PIN)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    store = Store(tmp_path / "home", SystemClock().fresh_id)
    opened = Journal(store.path)
    yield opened
    opened.close()
    store.close()


def test_two_wrong_tries_are_free_then_each_waits_twice_as_long(journal: Journal, known: str) -> None:
    wall = Wall()
    pins = Pins(journal, wall)
    waits = []
    for _ in range(FREE_TRIES + 3):
        _, wait = pins.check("7", "000000", known)
        waits.append(wait)
        wall.seconds += wait
    assert waits[:2] == [0, 0]
    assert waits[2] > 0
    assert all(later == 2 * earlier for earlier, later in pairwise(waits[2:]))


def test_a_try_within_the_wait_is_not_even_compared(journal: Journal, known: str) -> None:
    wall = Wall()
    pins = Pins(journal, wall)
    for _ in range(FREE_TRIES):
        pins.check("7", "000000", known)
    good, left = pins.check("7", PIN, known)
    assert (good, left > 0) == (False, True)
    wall.seconds += left
    assert pins.check("7", PIN, known) == (True, 0)
    assert pins.check("7", "000000", known) == (False, 0)


def test_the_wait_is_bounded_and_belongs_to_one_operator(journal: Journal, known: str) -> None:
    wall = Wall()
    pins = Pins(journal, wall)
    wait = 0
    for _ in range(14):
        _, wait = pins.check("7", "000000", known)
        wall.seconds += wait
    assert wait == LONGEST_S
    assert pins.check("8", PIN, known) == (True, 0)


def test_the_lock_out_survives_a_restart(journal: Journal, known: str) -> None:
    wall = Wall()
    first = Pins(journal, wall)
    for _ in range(FREE_TRIES + 2):
        wall.seconds += first.check("7", "000000", known)[1]
    _, wait = first.check("7", "000000", known)
    good, left = Pins(journal, wall).check("7", PIN, known)
    assert (good, left) == (False, wait)


def test_a_clock_that_was_set_back_locks_nobody_out_for_a_day(journal: Journal, known: str) -> None:
    wall = Wall()
    pins = Pins(journal, wall)
    for _ in range(FREE_TRIES):
        pins.check("7", "000000", known)
    wall.seconds -= 86_400
    assert pins.check("7", PIN, known) == (True, 0)


def test_a_full_disk_ends_neither_the_counting_nor_the_comparing(known: str) -> None:
    wall = Wall()
    pins = Pins(FullDisk(), wall)
    for _ in range(FREE_TRIES):
        pins.check("7", "000000", known)
    good, left = pins.check("7", PIN, known)
    assert (good, left > 0) == (False, True)
    wall.seconds += left
    assert pins.check("7", PIN, known) == (True, 0)


def test_a_damaged_hash_is_a_wrong_pin(journal: Journal) -> None:
    assert Pins(journal, Wall()).check("7", PIN, "no hash") == (False, 0)


@pytest.mark.parametrize("pin", ["", "12345", "12345a", "      "])
def test_a_pin_has_six_digits(pin: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        hash_pin(pin)
