"""A place with a station in it that can be killed."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.hands import Hands
from tests.faults.lives import Lives
from tests.faults.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lives(place: Place) -> Iterator[Lives]:
    """Not started yet."""
    made = Lives(place.home)
    yield made
    made.close()


@pytest.fixture
def hands(lives: Lives, place: Place) -> Hands:
    return Hands(lives, place)


@pytest.fixture
def at_the_last_answer(lives: Lives, hands: Hands) -> Hands:
    """One more answer, and the first label is asked for."""
    lives.start()
    while lives.shown.step != "checking":
        hands.step()
    return hands


@pytest.fixture(autouse=True)
def _service_is_quiet() -> Iterator[None]:
    """A service that is stopped while a station calls says so; that is no news here."""
    logger = logging.getLogger("uvicorn.error")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)
