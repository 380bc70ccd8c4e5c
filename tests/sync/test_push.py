from collections.abc import Callable
from pathlib import Path

import pytest

from station.domain.facts import Ref
from station.store.backup import continue_in_new_epoch
from station.sync.policy import Later
from station.sync.push import Sent
from tests.sync.log import positions, stored
from tests.sync.proxy import FAULTS, FaultProxy
from tests.sync.stations import CLOCK, Bench, is_stop
from tracking.serve import Running
from tracking.stations import revoke


def same(service: Running, bench: Bench) -> bool:
    return stored(service, bench.station) == bench.journal_facts()


def without_gap(found: list[int]) -> bool:
    return found == list(range(1, len(found) + 1))


def test_all_is_sent_once_and_a_second_push_sends_nothing(service: Running, bench: Bench) -> None:
    for _ in range(3):
        bench.work(400)
    assert bench.push(service.url) == Sent(more=False)
    assert same(service, bench)
    assert bench.cursor() == 1200
    assert bench.push(service.url) == Sent(more=False)
    assert same(service, bench)


def test_faults_on_the_way_lose_nothing_and_double_nothing(service: Running, bench: Bench) -> None:
    proxy = FaultProxy(service.url, seed=7)
    ends = bench.ends(proxy.url)
    pusher = bench.pusher(ends)
    while sum(proxy.faults.values()) < 230:
        bench.work(1 + sum(proxy.faults.values()) % 19)
        pusher.push()
    proxy.healed = True
    left = 20
    while (done := pusher.push()) != Sent(more=False, asked=False):
        left -= 1
        assert left and not is_stop(done, "forked")
    ends.close()
    proxy.close()
    assert all(proxy.faults[name] for name in FAULTS)
    assert same(service, bench)
    assert without_gap(positions(service))


def test_another_service_that_holds_nothing_asks_for_all(service: Running, bench: Bench, own_service: Running) -> None:
    bench.work(5)
    bench.push(service.url)
    bench.enrol(own_service)
    bench.work(5)
    assert bench.push(own_service.url) == Sent(more=False)
    assert same(own_service, bench)


def test_an_old_copy_with_nothing_new_is_told_at_once(service: Running, bench: Bench, tmp_path: Path) -> None:
    bench.work(10)
    bench.push(service.url)
    bench.copy_file(tmp_path / "copy.db")
    bench.work(10)
    bench.push(service.url)
    bench.put_back(tmp_path / "copy.db")
    done = bench.push_once(service.url)
    assert is_stop(done, "forked") and done.at == 11


def test_an_old_copy_that_went_on_is_a_fork_and_continues_in_a_new_epoch(
    service: Running, bench: Bench, tmp_path: Path
) -> None:
    bench.work(10)
    bench.push(service.url)
    bench.copy_file(tmp_path / "copy.db")
    bench.work(10)
    bench.push(service.url)
    lost = stored(service, bench.station)
    bench.put_back(tmp_path / "copy.db")
    bench.work(25)
    done = bench.push(service.url)
    assert is_stop(done, "forked") and done.at == 11
    assert stored(service, bench.station) == lost and bench.head()[0] == 35
    bench.close()
    continue_in_new_epoch(bench.home / "journal.db", done.at, "fork", CLOCK.stamp())
    bench.reopen()
    assert bench.push(service.url) == Sent(more=False)
    assert stored(service, bench.station) == lost + bench.journal_facts()[10:]


def test_a_batch_too_large_is_halved(service: Running, bench: Bench) -> None:
    bench.work(60, size=40_000)
    assert bench.push(service.url) == Sent(more=False)
    assert same(service, bench)


def test_one_fact_too_large_stops_with_a_reason(service: Running, bench: Bench) -> None:
    bench.work(3, size=1 << 20)
    assert is_stop(bench.push(service.url), "too_large")
    assert bench.cursor() == 1


def test_a_station_that_is_not_known_or_not_wanted_any_more_stops(service: Running, bench: Bench) -> None:
    bench.work(1)
    token, bench.token = bench.token, "wrong"
    assert is_stop(bench.push(service.url), "unauthorized")
    bench.token = token
    revoke(service.store, bench.station, CLOCK.now())
    assert is_stop(bench.push(service.url), "forbidden")
    assert bench.cursor() == 0


def test_another_key_is_told_as_malformed(service: Running, bench: Bench, new_bench: Callable[[str], Bench]) -> None:
    bench.work(1)
    bench.signer = new_bench("other").signer
    assert is_stop(bench.push(service.url), "malformed")
    assert stored(service, bench.station) == []


def test_two_stations_keep_their_order(service: Running, new_bench: Callable[[str], Bench]) -> None:
    one, two = new_bench("one").enrol(service), new_bench("two").enrol(service)
    for n in range(1, 6):
        one.work(n)
        two.work(2 * n)
        one.push(service.url)
        two.push(service.url)
    assert same(service, one) and same(service, two)
    assert without_gap(positions(service))


def test_a_service_that_is_away_is_tried_later(bench: Bench) -> None:
    bench.work(1)
    assert bench.push("http://127.0.0.1:9") == Later("network")
    assert bench.cursor() == 0


def test_unknown_kinds_and_senseless_bodies_are_stored(service: Running, bench: Bench) -> None:
    bench.tell(("unit.levitated", (Ref("unit", "u1"),), {"metres": 3}))
    assert bench.push(service.url) == Sent(more=False)
    assert same(service, bench)


@pytest.mark.parametrize("size", [1, 499, 500, 501, 1000])
def test_batches_of_every_size(service: Running, bench: Bench, size: int) -> None:
    bench.work(size)
    assert bench.push(service.url) == Sent(more=False)
    assert same(service, bench)
