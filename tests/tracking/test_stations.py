from tests.tracking.conftest import Caller, Sender
from tracking.clock import later, new_token
from tracking.clock import new_code as some_code
from tracking.stations import called, new_code, revoke, revoke_codes
from tracking.store import callers


def test_a_code_becomes_a_token_that_is_kept_only_as_a_hash(sender: Sender, caller: Caller) -> None:
    with caller.store.read() as connection:
        rows = callers.stations(connection)
    assert [(s.id, s.name, s.public_key) for s in rows] == [("st1", "Bench 1", sender.public_key)]
    assert sender.token not in (rows[0].token_hash, "") and len(rows[0].token_hash) == 64


def test_a_code_serves_one_station_once_but_its_own_again(sender: Sender, caller: Caller) -> None:
    code = caller.code()
    first = sender.enrol(code)
    assert first.status_code == 201
    assert sender.enrol(f" {code.lower()} ").status_code == 201, "the first answer may have been lost"
    assert sender.enrol(code, station="other").status_code == 403
    assert sender.enrol(code, public_key=Sender(caller, "st2").public_key).status_code == 403
    assert sender.enrol("AAAA-AAAA-AAAA").status_code == 403


def test_only_the_newest_token_of_a_station_is_good(sender: Sender, caller: Caller) -> None:
    token = sender.enrol(caller.code()).json()["token"]
    assert caller.call("GET", "/v1/feed", sender.token).status_code == 401
    assert caller.call("GET", "/v1/feed", token).status_code == 200


def test_a_code_ends_after_a_day(sender: Sender, caller: Caller) -> None:
    code = caller.code()
    caller.clock.at = later(caller.clock.at, hours=25)
    assert sender.enrol(code).status_code == 403


def test_an_enrolment_of_the_wrong_form_is_422(sender: Sender, caller: Caller) -> None:
    code = caller.code()
    assert sender.enrol(code, public_key="AAAA").status_code == 422
    assert sender.enrol(code, public_key="ä").status_code == 422
    assert sender.enrol(code, station="").status_code == 422
    assert caller.call("POST", "/v1/stations", json={"code": code}).status_code == 422


def test_a_revoked_station_is_told_so(sender: Sender, caller: Caller) -> None:
    assert revoke(caller.store, "st1", caller.clock.at)
    assert not revoke(caller.store, "nobody", caller.clock.at)
    answer = caller.call("GET", "/v1/feed", sender.token)
    assert (answer.status_code, answer.json()["type"]) == (403, "forbidden")


def test_a_revoked_station_does_not_come_back_with_the_code_that_it_has_used(sender: Sender, caller: Caller) -> None:
    code = caller.code()
    assert sender.enrol(code).status_code == 201
    revoke(caller.store, "st1", caller.clock.at)
    assert sender.enrol(code).status_code == 403
    assert sender.enrol(caller.code()).status_code == 201, "the office lets it in again"


def test_a_station_is_known_by_its_id_its_name_and_the_name_of_its_code(sender: Sender, caller: Caller) -> None:
    code = new_code(caller.store, "Gate 4", caller.clock.at)
    assert sender.enrol(code, station="st2", name="Bench 2").status_code == 201
    ids = {name: [one.id for one in called(caller.store, name)] for name in ("st1", "Bench 2", "Gate 4", "nobody")}
    assert ids == {"st1": ["st1"], "Bench 2": ["st2"], "Gate 4": ["st2"], "nobody": []}
    assert [one.id for one in called(caller.store, "Bench")] == ["st1"], "the fixture's code"
    assert [one.id for one in called(caller.store)] == ["st1", "st2"]


def test_of_one_name_those_are_meant_that_may_still_call(sender: Sender, caller: Caller) -> None:
    assert sender.enrol(caller.code(), station="st2").status_code == 201
    assert [one.id for one in called(caller.store, "Bench 1")] == ["st1", "st2"]
    revoke(caller.store, "st1", caller.clock.at)
    assert [one.id for one in called(caller.store, "Bench 1")] == ["st2"]


def test_a_code_that_nobody_has_used_can_be_withdrawn(sender: Sender, caller: Caller) -> None:
    code, other = new_code(caller.store, "Gate 4", caller.clock.at), caller.code()
    assert revoke_codes(caller.store, "Gate 4", caller.clock.at)
    assert not revoke_codes(caller.store, "Gate 4", caller.clock.at)
    assert (sender.enrol(code).status_code, sender.enrol(other).status_code) == (403, 201)


def test_stations_do_not_open_what_is_the_offices(sender: Sender, caller: Caller) -> None:
    for method, path in (("PUT", "/v1/reference"), ("GET", "/v1/exceptions"), ("GET", "/v1/returns/x")):
        assert caller.call(method, path, sender.token).status_code == 403
        assert caller.call(method, path).status_code == 401


def test_codes_are_easy_to_type_and_secrets_long() -> None:
    assert len({some_code() for _ in range(100)}) == 100
    assert not set("".join(some_code() for _ in range(100))) & set("01IO")
    assert len(new_token(16)) >= 22
