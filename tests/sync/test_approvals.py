"""The whole way of an approval from afar: a bench asks, a supervisor answers on a running service, the bench goes on;
and what comes again where the file refuses."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from station import answers
from station.app import Station
from station.config import Config
from station.domain.approvals import Request
from station.domain.bench.inputs import ApprovalAnswered, Press, Scan
from station.domain.facts import Fact
from station.domain.records import Operator, Reference
from station.enrolling import enrol_station
from station.records import rows
from station.store.connect import StoreRefused
from station.store.reference import ReferenceStore
from station.sync.policy import Later
from station.sync.pull import pull
from tests.stories import goods
from tests.sync.conftest import Until
from tests.sync.stations import Bench
from tracking import approvals, reference, stations
from tracking.clock import SystemClock as ServiceClock
from tracking.serve import Running

DEAR = replace(goods.SNEAKER, price=60_000)


class Desk:
    """A station at work, without devices."""

    def __init__(self, home: Path, service: Running) -> None:
        config = Config(home, tracking=service.url, merchants=goods.MERCHANTS)
        enrol_station(config, service.url, service.new_code(), in_file=True)
        self.station = Station(config)
        store = ReferenceStore(self.station.store.path)
        store.put((*goods.VALUES, DEAR))
        store.close()
        self.station.start()

    def scan(self, text: str) -> None:
        self.station.engine.ask(Scan(text)).result()

    def press(self, key: str) -> None:
        shown = self.station.engine.snapshot
        assert shown is not None
        self.station.engine.ask(Press(shown.question, key)).result()

    @property
    def step(self) -> str:
        shown = self.station.engine.snapshot
        return shown.step if shown else ""

    def facts(self, kind: str) -> list[Fact]:
        steps = self.station.store.step()
        try:
            return [fact for fact in steps.read(("facts_from", 1)) if fact.kind == kind]
        finally:
            steps.close()


@pytest.fixture
def desk(tmp_path: Path, own_service: Running) -> Iterator[Desk]:
    """Operator 7 asks for another way of a dear shoe."""
    made = Desk(tmp_path / "desk", own_service)
    made.scan(goods.BADGE)
    made.scan("1Z12345E0205271688")
    made.press("open")
    made.scan("4006381333931")
    for key in ("yes", "other_route", "donate", "damage_seen"):
        made.press(key)
    yield made
    made.station.stop()


def open_questions(service: Running) -> list[approvals.Shown]:
    return [shown for shown in approvals.listed(service.store) if shown.request.state == "open"]


def told(service: Running, *values: Reference) -> None:
    """The office tells the service."""
    items = [{"type": rows.type_of(value), "body": msgspec.to_builtins(value)} for value in values]
    reference.put(service.store, msgspec.json.encode(items))


def test_a_supervisor_answers_from_afar_and_the_bench_goes_on(desk: Desk, own_service: Running, until: Until) -> None:
    told(own_service, DEAR, *(one for one in goods.VALUES if isinstance(one, Operator)))
    assert desk.step == "approving"
    until(lambda: len(open_questions(own_service)) == 1 and bool(open_questions(own_service)[0].title))
    (asked,) = open_questions(own_service)
    assert (asked.request.change, asked.request.value) == (("restock", "donate", "damage_seen"), 60_000)
    now = ServiceClock().now()
    token = stations.grant_supervisor(own_service.store, "1", now)
    who = stations.find_supervisor(own_service.store, stations.hashed(token))
    approvals.answer(own_service.store, asked.request.id, "given", who, now)
    until(lambda: desk.step == "labelling")
    (given,), (over,) = desk.facts("approval.given"), desk.facts("route.overridden")
    assert (given.approver, given.body["how"], over.body["to"]) == ("1", "remote", "donate")
    until(lambda: approvals.listed(own_service.store)[0].request.how == "given")


class Refusing:
    """An engine whose file takes nothing."""

    def __init__(self, *, ever: bool) -> None:
        self.ever = ever

    def ask(self, event: ApprovalAnswered) -> "Future[int]":
        done: Future[int] = Future()
        if self.ever:
            done.set_exception(StoreRefused("full", "for the test"))
        return done


ANSWER = Request("q1", "s1", "u1", "override", "f1", "", "op7", state="given", by="sv1")


@pytest.mark.parametrize("ever", [True, False])
def test_what_the_file_did_not_take_is_to_come_again(ever: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "DURABLE_WITHIN_S", 0.01)
    assert answers.hand_over(Refusing(ever=ever).ask, ANSWER) is False


def test_an_answer_comes_again_until_it_is_taken_and_to_nobody_else(
    new_bench: Callable[[str], Bench], own_service: Running
) -> None:
    mine, other = (new_bench(name).enrol(own_service) for name in ("mine", "other"))
    with own_service.store.write() as connection:
        approvals.put(connection, [replace(ANSWER, station=mine.station)])
        approvals.put(connection, [replace(ANSWER, id="q2", station=mine.station, state="open")])
    heard: list[str] = []

    def take(answer: Request) -> bool:
        heard.append(answer.id)
        return len(heard) > 1

    for bench, first in ((mine, True), (other, False)):
        ends = bench.ends(own_service.url)
        done = pull(ends.journal, ends.reference, ends.service, take)
        assert isinstance(done, Later) is first
        pull(ends.journal, ends.reference, ends.service, take)
        pull(ends.journal, ends.reference, ends.service, take)
        ends.close()
    assert heard == ["q1", "q1"]
