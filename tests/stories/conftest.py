"""A stocked station: with nobody signed in, and with Operator 7 at the bench."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stories import goods, words
from tests.stories.world import World

Stations = Callable[[], World]


@pytest.fixture
def new_station(tmp_path: Path) -> Iterator[Stations]:
    """Makes stations, each on a file of its own; what a story reopened is closed as well. No story shows a raw key."""
    made: list[World] = []

    def make() -> World:
        made.append(World(tmp_path / f"home{len(made)}").stock())
        return made[-1]

    yield make
    for world in made:
        world.last_life().close()
    assert words.lacking([text for world in made for life in world.lives() for text in life.said]) == []


@pytest.fixture
def station(new_station: Stations) -> World:
    """Nobody is signed in."""
    return new_station()


@pytest.fixture
def bench(station: World) -> World:
    """Operator 7 waits for a parcel."""
    return station.scan(goods.BADGE)
