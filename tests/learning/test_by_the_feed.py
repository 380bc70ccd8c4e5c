"""The whole way: a policy is published on a running service and stands in a station's file; sync tells of it, and tells
again where that failed."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from station.clock import SystemClock
from station.domain.office import policy_text
from station.store import rulings
from station.store.connect import StoreRefused
from station.sync.worker import Ends, SyncWorker, Tempo
from tests.sync.conftest import Until, new_bench, own_service, until
from tests.sync.stations import Bench
from tracking import limits, policies
from tracking.clock import SystemClock as ServiceClock
from tracking.serve import Running

__all__ = ["new_bench", "own_service", "until"]

POLICY = (files("resources") / "policies" / "default.toml").read_text("utf-8")


@pytest.fixture
def bench(new_bench: Callable[[str], Bench], own_service: Running) -> Bench:
    return new_bench("bench").enrol(own_service)


class Refusing:
    """Called when rules came; fails the first time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.calls = 0
        self.texts: tuple[str, ...] = ()

    def __call__(self) -> None:
        self.calls += 1
        if self.calls == 1:
            raise StoreRefused("busy", "for the test")
        self.texts = tuple(text.text for text in rulings.read(self.path).texts)


@pytest.fixture
def heard(bench: Bench, own_service: Running) -> Iterator[Refusing]:
    """A station whose sync runs."""
    told = Refusing(bench.store.path)

    def ends() -> Ends:
        made = bench.ends(own_service.url)
        return Ends(made.journal, made.reference, made.service, told)

    worker = SyncWorker(ends, bench.signer, SystemClock(), lambda _: None, Tempo(poll=0.05, first=0.01, longest=0.05))
    worker.start()
    yield told
    worker.stop()


def test_a_policy_reaches_the_file_and_is_told_of_until_somebody_could_look(
    own_service: Running, bench: Bench, heard: Refusing, until: Until
) -> None:
    text = POLICY + "\n# by the feed\n"
    policies.publish(own_service.store, policy_text("default", text, since=ServiceClock().now()))
    until(lambda: heard.texts == (text,))
    assert heard.calls == 2


def test_an_allotment_reaches_its_station(own_service: Running, bench: Bench, heard: Refusing, until: Until) -> None:
    limits.put(own_service.store, [limits.Quota("channel:outlet", 7)], ServiceClock().now())
    until(lambda: bench.step.read(("allotment", bench.station)) is not None)
    ((name, pieces, _),) = bench.step.read(("allotment", bench.station)).limits
    assert (name, pieces, heard.calls) == ("channel:outlet", 7, 0)
