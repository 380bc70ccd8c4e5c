"""A tracking service on loopback and stations that sync with it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from tests.sync.stations import Bench
from tracking.serve import Running, serve
from tracking.settings import TrackingSettings


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One service for all tests that leave it running: each enrols stations of its own."""
    running = serve(TrackingSettings(home=tmp_path_factory.mktemp("tracking")))
    yield running
    running.stop()


@pytest.fixture
def own_service(tmp_path: Path) -> Iterator[Running]:
    """A service of this test alone."""
    running = serve(TrackingSettings(home=tmp_path / "tracking"))
    yield running
    running.stop()


@pytest.fixture
def new_bench(tmp_path: Path) -> Iterator[Callable[[str], Bench]]:
    benches: list[Bench] = []

    def make(name: str) -> Bench:
        benches.append(Bench(tmp_path / name))
        return benches[-1]

    yield make
    for bench in benches:
        bench.close()


@pytest.fixture
def bench(new_bench: Callable[[str], Bench], service: Running) -> Bench:
    return new_bench("bench").enrol(service)


Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def until() -> Until:
    """Waits for something to become true, or fails after 30 seconds."""

    def wait(holds: Callable[[], bool]) -> None:
        pause, end = Event(), monotonic() + 30
        while not holds():
            assert monotonic() < end, "it did not become true in time"
            pause.wait(0.02)

    return wait
