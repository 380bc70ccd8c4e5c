import gzip
import json

import pytest
from msgspec.structs import replace

from station import wire
from station.domain.facts import Ref
from station.wire import Batch
from tests.tracking.conftest import Caller, Sender
from tracking import intake
from tracking.intake import Ground, Taken, decide
from tracking.problems import Refusal
from tracking.store import log
from tracking.store.log import Mark
from tracking.verify import verify


def fill(sender: Sender, count: int) -> None:
    for n in range(count):
        sender.tell("unit.measured", Ref("unit", f"u{n % 7}"), grams=n)


def records(caller: Caller) -> list[str]:
    with caller.store.read() as connection:
        return [one.record for one in log.after(connection, 0, 100_000)]


def test_facts_are_stored_and_told_with_the_hash_of_the_last(sender: Sender, caller: Caller) -> None:
    fill(sender, 12)
    answer = sender.send()
    assert (answer.status_code, answer.json()) == (200, {"stored_through": 12, "hash": sender.hashes[12]})
    assert records(caller) == sender.records


def test_a_repetition_gets_the_same_answer_and_stores_nothing(sender: Sender, caller: Caller) -> None:
    fill(sender, 5)
    first = sender.send()
    assert sender.send().json() == first.json()
    assert sender.send(2, 3).json() == first.json()
    fill(sender, 2)
    assert sender.send(3).json() == {"stored_through": 7, "hash": sender.hashes[7]}
    assert records(caller) == sender.records


def test_a_gap_is_told_with_what_is_expected(sender: Sender, caller: Caller) -> None:
    fill(sender, 9)
    sender.send(1, 4)
    answer = sender.send(7)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["type"], answer.json()["expected"]) == ("gap", 5)
    assert len(records(caller)) == 4


def test_an_unknown_run_is_asked_for_from_its_first_fact(sender: Sender) -> None:
    fill(sender, 4)
    answer = sender.post(replace(sender.batch(), first_seq=0))
    assert answer.json()["type"] == "gap" and "expected" not in answer.json()


def test_another_fact_at_a_known_place_is_a_fork_and_changes_nothing(sender: Sender, caller: Caller) -> None:
    fill(sender, 6)
    sender.send()
    kept = list(sender.records)
    sender.records, sender.hashes = sender.records[:3], sender.hashes[:4]
    sender.tell("unit.measured", Ref("unit", "u1"), grams=99)
    fill(sender, 5)
    answer = sender.send(2)
    assert (answer.status_code, answer.json()["type"], answer.json()["at"]) == (409, "forked", 4)
    assert records(caller) == kept


def test_a_new_run_continues_its_parent(sender: Sender, caller: Caller) -> None:
    fill(sender, 6)
    sender.send()
    sender.records, sender.hashes = sender.records[:4], sender.hashes[:5]
    fill(sender, 3)
    opening = (5, "e1", sender.hashes[4])
    assert sender.post(sender.batch(5, epoch="e2", opening=opening)).json()["stored_through"] == 7
    assert len(records(caller)) == 9
    assert verify(caller.store).faults == ()


def test_a_new_run_must_fit_its_parent(sender: Sender) -> None:
    fill(sender, 6)
    sender.send(1, 3)
    behind = sender.post(sender.batch(6, epoch="e2", opening=(6, "e1", sender.hashes[5])))
    assert (behind.json()["type"], behind.json()["expected"]) == ("gap", 4)
    sender.send(1, 6)
    sender.tell("unit.found")
    other = sender.post(sender.batch(7, epoch="e2", opening=(7, "e1", "0" * 64)))
    assert (other.json()["type"], other.json()["at"]) == ("forked", 6)
    odd = sender.post(sender.batch(7, epoch="e2", opening=(7, "e1", "no hash")))
    assert odd.status_code == 422


def test_a_parent_that_was_never_seen_is_taken_on_trust_and_pointed_out(sender: Sender, caller: Caller) -> None:
    fill(sender, 6)
    answer = sender.post(sender.batch(5, epoch="e2", opening=(5, "e1", sender.hashes[4])))
    assert answer.json() == {"stored_through": 6, "hash": sender.hashes[6]}
    assert [doubt["type"] for doubt in caller.doubts()] == ["epoch.parent_unknown"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda b: replace(b, epoch=""),
        lambda b: replace(b, first=0),
        lambda b: replace(b, records=()),
        lambda b: replace(b, first=2),
        lambda b: replace(b, records=(b.records[0], b.records[0])),
        lambda b: replace(b, records=("{", *b.records[1:])),
        lambda b: replace(b, records=("null", *b.records[1:])),
        lambda b: replace(b, records=('{"seq":1}', *b.records[1:])),
        lambda b: replace(b, signature=""),
        lambda b: replace(b, signature="AAAA"),
        lambda b: replace(b, records=(b.records[0], b.records[1].replace('"grams":1', '"grams":2'))),
    ],
)
def test_a_wrong_envelope_is_422_and_stores_nothing(sender: Sender, caller: Caller, spoil: object) -> None:
    fill(sender, 2)
    assert callable(spoil)
    answer = sender.post(spoil(sender.batch()))
    assert answer.status_code == 422, answer.text
    assert answer.json()["type"] in ("malformed", "signature")
    assert records(caller) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff\xfe", b'{"epoch":1}', b"null", b'{"records":["\\ud800"]}'])
def test_what_is_no_batch_is_422(sender: Sender, caller: Caller, body: bytes) -> None:
    assert caller.call("POST", "/v1/facts", sender.token, content=body).status_code == 422


def test_bodies_are_never_read(sender: Sender, caller: Caller) -> None:
    sender.keep('{"seq":1,"id":"x","body":{"deep":[1,{"a":null}]},"more":"✓"}')
    sender.keep('{ "id" : "y" , "seq" : 2 , "kind" : 7 }')
    assert sender.send().status_code == 200
    assert records(caller) == sender.records
    caller.read()
    assert [doubt["type"] for doubt in caller.doubts()] == ["fact.unreadable", "fact.unreadable"]


def test_gzip_is_unpacked_within_bounds(sender: Sender, caller: Caller) -> None:
    fill(sender, 3)
    packed = gzip.compress(wire.encode(sender.batch()).encode())
    headers = {"Content-Encoding": "gzip"}

    def post(body: bytes, headers: dict[str, str]) -> int:
        return caller.call("POST", "/v1/facts", sender.token, content=body, headers=headers).status_code

    assert post(gzip.compress(b" " * (50 << 20)), headers) == 413
    assert post(packed[:-9], headers) == 422
    assert post(packed + packed, headers) == 422
    assert post(b"no gzip", headers) == 422
    assert post(packed, {"Content-Encoding": "br"}) == 415
    assert post(b" " * ((1 << 20) + 1), {}) == 413
    assert post(packed, headers) == 200


def test_more_than_500_facts_are_too_many(sender: Sender) -> None:
    fill(sender, 501)
    assert sender.send().status_code == 413
    assert sender.send(1, 500).status_code == 200


def test_calls_need_a_stations_token(sender: Sender, caller: Caller) -> None:
    fill(sender, 1)
    body = wire.encode(sender.batch()).encode()
    missing = caller.call("POST", "/v1/facts", content=body)
    assert missing.status_code == 401 and missing.headers["www-authenticate"] == "Bearer"
    assert caller.call("POST", "/v1/facts", "wrong", content=body).status_code == 401
    assert caller.call("POST", "/v1/facts", caller.office, content=body).status_code == 403


def test_a_station_cannot_write_into_anothers_run(sender: Sender, caller: Caller) -> None:
    fill(sender, 2)
    sender.send()
    other = Sender(caller, "st2")
    other.records, other.hashes = sender.records, sender.hashes
    assert other.send().status_code == 422
    assert len(records(caller)) == 2


def mark(through: int, told: str) -> Mark:
    return Mark(1, "s", "e", 1, "", wire.genesis("s"), through, told)


def batch_of(first: int, *texts: str) -> Batch:
    return Batch("e", first, texts, "")


def test_the_decision_is_pure() -> None:
    chain = intake.chained(wire.genesis("s"), ["a", "b", "c"])
    fresh = decide(Ground(mark(0, wire.genesis("s")), wire.genesis("s"), ()), batch_of(1, "a", "b"))
    assert fresh == Taken((("a", chain[0]), ("b", chain[1])), 2, chain[1])
    half = decide(Ground(mark(2, chain[1]), chain[0], (chain[1],)), batch_of(2, "b", "c"))
    assert half == Taken((("c", chain[2]),), 3, chain[2])
    with pytest.raises(Refusal) as gap:
        decide(Ground(mark(1, chain[0]), "", ()), batch_of(3, "c"))
    assert gap.value.problem.expected == 2
    with pytest.raises(Refusal) as fork:
        decide(Ground(mark(2, chain[1]), chain[0], (chain[1],)), batch_of(2, "x"))
    assert fork.value.problem.at == 2


def test_the_clocks_difference_is_noted(sender: Sender, caller: Caller) -> None:
    fill(sender, 1)
    caller.clock.at = "2026-11-22T10:00:05.250000Z"
    sender.send()
    with caller.store.read() as connection:
        assert connection.exec_driver_sql("SELECT offset_ms FROM epoch").scalar() == 5250


def test_problems_of_other_kinds_have_the_same_form(caller: Caller) -> None:
    for method, path, status in (("GET", "/nowhere", 404), ("DELETE", "/v1/facts", 405)):
        answer = caller.call(method, path)
        assert answer.status_code == status == json.loads(answer.text)["status"]
