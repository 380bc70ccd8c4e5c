"""Homes with a real file, and facts to put into them."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station.store.file import Store
from station.store.step import StepStore


@pytest.fixture
def fresh_id() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"00000000-0000-7000-8000-{next(numbers):012d}"


@pytest.fixture
def store(tmp_path: Path, fresh_id: Callable[[], str]) -> Iterator[Store]:
    opened = Store(tmp_path / "home", fresh_id)
    yield opened
    opened.close()


@pytest.fixture
def step(store: Store) -> Iterator[StepStore]:
    opened = store.step()
    yield opened
    opened.close()
