"""Pictures follow their facts: on the disk, then the fact, then the upload; only what a fact of the caller names is
taken, and only the bytes that its name promises."""

import hashlib
from collections.abc import Callable

import httpx2
import pytest

from station.domain.facts import Ref
from station.store import evidence as kept
from station.store.journal import Journal
from station.sync.client import HttpService
from station.sync.evidence import UPLOADED, send
from station.sync.policy import Answer, Later
from station.sync.worker import Ends, SyncWorker, Tempo
from tests.sync.conftest import Until
from tests.sync.stations import CLOCK, Bench
from tracking import evidence
from tracking.serve import Running
from tracking.stations import grant


def photograph(bench: Bench, data: bytes) -> str:
    """As the bench does it."""
    sha256 = kept.keep(bench.home, data)
    unit = Ref("unit", CLOCK.fresh_id())
    bench.tell(
        ("unit.found", (unit,), {"parcel": "p1", "quantity": 1}),
        ("evidence.added", (unit,), {"sha256": sha256, "type": "image/jpeg", "why": "x"}),
    )
    return sha256


def upload(bench: Bench, service: Running) -> "Later | bool":
    journal, client = Journal(bench.store.path), HttpService(service.url, bench.token)
    try:
        return send(journal, client, lambda sha256: kept.read(bench.home, sha256))
    finally:
        client.close()
        journal.close()


def cursor(bench: Bench) -> int:
    journal = Journal(bench.store.path)
    try:
        return int(journal.cursor(UPLOADED) or 0)
    finally:
        journal.close()


def test_a_picture_goes_after_its_fact_and_never_before(bench: Bench, service: Running) -> None:
    sha256 = photograph(bench, b"picture one")
    assert upload(bench, service) is False
    assert cursor(bench) == 0
    bench.push(service.url)
    assert upload(bench, service) is False
    assert cursor(bench) == bench.head()[0]
    office = grant(service.store, "office", CLOCK.now())
    with httpx2.Client(headers={"Authorization": f"Bearer {office}"}, trust_env=False) as client:
        got = client.get(f"{service.url}/v1/evidence/{sha256}")
        assert (got.status_code, got.content, got.headers["content-type"]) == (200, b"picture one", "image/jpeg")
        assert client.get(f"{service.url}/v1/evidence/{'0' * 64}").status_code == 404
        assert client.put(f"{service.url}/v1/evidence/{sha256}?epoch=e&seq=1", content=b"x").status_code == 403
    with httpx2.Client(trust_env=False) as stranger:
        assert stranger.get(f"{service.url}/v1/evidence/{sha256}").status_code == 401


@pytest.mark.logs_ok
def test_one_that_was_lost_on_the_disk_holds_up_no_other(bench: Bench, service: Running) -> None:
    lost, good = photograph(bench, b"lost"), photograph(bench, b"good")
    kept.place(bench.home, lost).unlink()
    bench.push(service.url)
    assert upload(bench, service) is False
    assert cursor(bench) == bench.head()[0]
    assert good


def test_what_no_fact_of_the_caller_names_is_refused(
    new_bench: Callable[[str], Bench], bench: Bench, service: Running
) -> None:
    photograph(bench, b"picture two")
    bench.push(service.url)
    other = new_bench("other").enrol(service)
    epoch = epochs(bench)[-1]
    mine, theirs = HttpService(service.url, bench.token), HttpService(service.url, other.token)
    sha256, strange = (hashlib.sha256(data).hexdigest() for data in (b"picture two", b"strange"))
    seq = bench.head()[0]
    try:
        assert mine.put_evidence(strange, epoch, seq, b"strange").status == 409
        assert mine.put_evidence(sha256, epoch, seq - 1, b"picture two").status == 409
        assert mine.put_evidence(sha256, epoch, seq, b"other bytes").status == 422
        assert mine.put_evidence("..%2f..%2fx", epoch, seq, b"x").status in (404, 422)
        assert theirs.put_evidence(sha256, epoch, seq, b"picture two").status == 409
        assert mine.put_evidence(sha256, epoch, seq, b"x" * (evidence.LIMIT + 1)).status == 413
        assert [mine.put_evidence(sha256, epoch, seq, b"picture two").status for _ in range(2)] == [200, 200]
    finally:
        mine.close()
        theirs.close()


def epochs(bench: Bench) -> list[str]:
    journal = Journal(bench.store.path)
    try:
        return [one.id for one in journal.epochs()]
    finally:
        journal.close()


class Deaf:
    """A service that would not take pictures."""

    def __init__(self, status: int) -> None:
        self.status = status

    def put_evidence(self, sha256: str, epoch: str, seq: int, data: bytes) -> Answer:
        return Answer(self.status, b"", 7.0)


@pytest.mark.logs_ok
@pytest.mark.parametrize(
    ("status", "later"), [(0, True), (404, True), (409, True), (503, True), (413, False), (422, False)]
)
def test_what_an_answer_means(bench: Bench, service: Running, status: int, later: bool) -> None:
    photograph(bench, b"picture")
    bench.push(service.url)
    journal = Journal(bench.store.path)
    try:
        told = send(journal, Deaf(status), lambda sha256: kept.read(bench.home, sha256))  # type: ignore[arg-type]  # a part
    finally:
        journal.close()
    assert isinstance(told, Later) == later
    assert (cursor(bench) == bench.head()[0]) != later


def test_the_worker_sends_them_by_itself(bench: Bench, service: Running, until: Until) -> None:
    photograph(bench, b"picture of the day")

    def ends() -> Ends:
        plain = bench.ends(service.url)
        return Ends(plain.journal, plain.reference, plain.service, None, lambda sha256: kept.read(bench.home, sha256))

    worker = SyncWorker(ends, bench.signer, CLOCK, lambda _: None, Tempo(0.01, 0.05, 0.02, 0.1))
    worker.start()
    try:
        until(lambda: cursor(bench) == bench.head()[0])
    finally:
        worker.stop()
