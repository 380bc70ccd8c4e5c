from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station import wire
from station.domain.records import Product
from station.store.connect import StoreRefused
from station.store.reference import ReferenceStore
from station.sync.worker import Ends, SyncStatus, SyncWorker, Tempo
from tests.sync.conftest import Until
from tests.sync.log import stored
from tests.sync.stations import CLOCK, Bench
from tracking.reference import Item, put_items, read_items
from tracking.serve import Running, serve
from tracking.settings import TrackingSettings
from tracking.stations import revoke
from tracking.store import values

Make = Callable[[str], Bench]

QUICK = Tempo(gather=0.01, poll=0.05, first=0.02, longest=0.1)


class Synced:
    """A worker and every status that it told."""

    def __init__(self, bench: Bench, url: str) -> None:
        self.url = url
        self.bench = bench
        self.told: list[SyncStatus] = []
        self.worker = SyncWorker(self.open, bench.signer, CLOCK, self.told.append, QUICK)

    def open(self) -> Ends:
        return self.bench.ends(self.url)

    @property
    def status(self) -> SyncStatus:
        return self.worker.status


@pytest.fixture
def synced(bench: Bench, service: Running) -> Iterator[Synced]:
    made = Synced(bench, service.url)
    yield made
    made.worker.stop()


def product(n: int) -> Item:
    return read_items(b'[{"type":"product","body":' + wire.encode(product_value(n)).encode() + b"}]")[0]


def product_value(n: int) -> Product:
    return Product(f"p{n}", "northwind", f"SKU-{n}", f"Shoe {n}", (f"40000000{n:04d}",))


def test_commits_are_pushed_and_told(service: Running, synced: Synced, until: Until) -> None:
    synced.worker.start()
    for _ in range(20):
        synced.bench.work(3)
        synced.worker.wake()
    until(lambda: synced.status.unsent == 0 and synced.bench.cursor() == 60)
    assert synced.status.state == "idle" and synced.status.last_success
    assert stored(service, synced.bench.station) == synced.bench.journal_facts()


def test_what_is_unsent_is_told_while_the_service_is_away(synced: Synced, until: Until, service: Running) -> None:
    synced.url = "http://127.0.0.1:9"
    synced.bench.work(7)
    synced.worker.start()
    until(lambda: synced.status.state == "waiting")
    assert synced.status.unsent == 7 and synced.status.detail == "network"
    assert synced.status.oldest_unsent_at == "2026-11-01T00:00:01.000000Z"
    synced.url = service.url
    synced.worker.resume()
    until(lambda: synced.status.unsent == 0 and synced.status.state == "idle")
    assert synced.status.oldest_unsent_at == ""


def test_it_catches_up_by_itself_after_the_service_was_started_again(
    new_bench: Make, own_service: Running, until: Until, tmp_path: Path
) -> None:
    bench = new_bench("bench").enrol(own_service)
    synced = Synced(bench, own_service.url)
    synced.worker.start()
    bench.work(5)
    synced.worker.wake()
    until(lambda: synced.bench.cursor() == 5)
    own_service.stop()
    bench.work(5)
    synced.worker.wake()
    until(lambda: synced.status.state == "waiting")
    again = serve(TrackingSettings(home=tmp_path / "tracking"), int(own_service.url.rsplit(":", 1)[1]))
    until(lambda: synced.status.unsent == 0 and synced.status.state == "idle")
    synced.worker.stop()
    assert stored(again, bench.station) == bench.journal_facts()
    again.stop()


def test_a_revoked_station_stops_and_goes_on_with_a_new_token(service: Running, synced: Synced, until: Until) -> None:
    revoke(service.store, synced.bench.station, CLOCK.now())
    synced.bench.work(2)
    synced.worker.start()
    until(lambda: synced.status.state == "stopped")
    assert synced.status.stopped_reason == "forbidden"
    synced.bench.work(2)
    synced.worker.wake()
    until(lambda: synced.status.unsent == 4)
    synced.bench.enrol(service)
    synced.worker.resume()
    until(lambda: synced.status.state == "idle" and synced.status.unsent == 0)
    assert synced.status.stopped_reason == ""


def test_a_fork_stops_pushing_but_not_the_feed(service: Running, synced: Synced, until: Until, tmp_path: Path) -> None:
    bench = synced.bench
    bench.work(4)
    bench.push(service.url)
    bench.copy_file(tmp_path / "copy.db")
    bench.work(4)
    bench.push(service.url)
    bench.put_back(tmp_path / "copy.db")
    synced.worker.start()
    until(lambda: synced.status.state == "stopped")
    assert (synced.status.stopped_reason, synced.status.forked_at) == ("forked", 5)
    put_items(service.store, [product(1)])
    until(lambda: read(bench, "p1") is not None)
    assert synced.status.state == "stopped"


def read(bench: Bench, name: str) -> Product | None:
    rows = ReferenceStore(bench.store.path)
    value: Product | None = rows.get("product", name)
    rows.close()
    return value


def test_the_feed_brings_values_and_takes_them_away(service: Running, synced: Synced, until: Until) -> None:
    put_items(service.store, [product(n) for n in range(1, 1501)])
    synced.worker.start()
    until(lambda: read(synced.bench, "p1500") is not None)
    assert read(synced.bench, "p1") == product_value(1)
    put_items(service.store, [Item("product", id="p1")])
    until(lambda: read(synced.bench, "p1") is None)
    assert read(synced.bench, "p2") is not None


@pytest.mark.logs_ok
def test_what_cannot_be_read_is_passed_over(own_service: Running, new_bench: Make, until: Until) -> None:
    synced = Synced(new_bench("bench").enrol(own_service), own_service.url)
    with own_service.store.write() as connection:
        odd = values.Value("product", "odd", '{"id":"odd"}')
        values.put(connection, [odd, values.Value("spaceship", "s", "{}"), values.Value("unit", "u", '{"id":"u"}')])
    put_items(own_service.store, [product(2)])
    synced.worker.start()
    until(lambda: read(synced.bench, "p2") is not None)
    synced.worker.stop()


def test_a_file_that_refuses_is_tried_again(bench: Bench, service: Running, until: Until) -> None:
    tries: list[int] = []
    synced = Synced(bench, service.url)

    def open_ends() -> Ends:
        tries.append(1)
        if len(tries) < 3:
            raise StoreRefused("disk_full", "full")
        return bench.ends(service.url)

    bench.work(1)
    worker = SyncWorker(open_ends, bench.signer, CLOCK, synced.told.append, QUICK)
    worker.start()
    until(lambda: worker.status.last_success != "" and worker.status.unsent == 0)
    worker.stop()
    assert [s.detail for s in synced.told if s.state == "waiting"][:1] == ["disk_full"]


def test_stopping_before_starting_and_twice_is_harmless(bench: Bench, service: Running) -> None:
    worker = SyncWorker(lambda: bench.ends(service.url), bench.signer, CLOCK, lambda _: None, QUICK)
    worker.stop()
    worker.stop()


def test_two_stations_do_not_wait_for_each_other(service: Running, new_bench: Make, until: Until) -> None:
    pair = [Synced(new_bench(name).enrol(service), service.url) for name in ("one", "two")]
    for synced in pair:
        synced.worker.start()
    for _ in range(10):
        for synced in pair:
            synced.bench.work(5)
            synced.worker.wake()
    until(lambda: all(s.bench.cursor() == 50 and s.status.unsent == 0 for s in pair))
    for synced in pair:
        synced.worker.stop()
        assert stored(service, synced.bench.station) == synced.bench.journal_facts()
