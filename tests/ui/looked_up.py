"""A station's file with units in several states, and its reader, for the look-up."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station.config import Config
from station.reader import Reader
from tests.stories import goods
from tests.stories.world import World
from tests.ui import scenes

ONE, TWO = "1Z12345E0205271688", "RMA-20419"


@contextmanager
def looked_at(home: Path) -> Iterator[tuple[World, Reader]]:
    """A pair of sneakers lies in TOTE-1, a jacket is held for its merchant, a runner waits for a second look."""
    world = World(home).stock()
    config = Config(home, "R7", "Europe/Berlin", "en", merchants=goods.MERCHANTS)
    reader = Reader(world.store.path, config)
    try:
        _work(world.scan(goods.BADGE))
        yield world, reader
    finally:
        reader.close()
        world.close()


def _work(bench: World) -> None:
    scenes.out(bench).scan(bench.label(), "TOTE-1").press("close", "close")
    bench.scan(TWO).press("open").scan(scenes.JACKET).press("opened", "traces", "yes").scan("CMD-HOLD")
    bench.press("ask_merchant").prints_out().scan(bench.label(), "HOLD-1")
    bench.under(scenes.second_looks).scan(scenes.RUNNER).press("yes").prints_out()
