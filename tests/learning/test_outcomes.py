"""Outcomes come in over the API: told once, whole or not at all, and counted."""

from typing import Any

import httpx2
import pytest

from station import wire
from tests.learning.conftest import Routed
from tests.tracking.conftest import NOW, Caller, Sender
from tracking.own import OWN
from tracking.readers.runner import behind
from tracking.store import learnt, log
from tracking.verify import verify

CELL = ("shoes", "B", "outlet")


def outcome(unit: str, reference: str = "", **other: Any) -> dict[str, Any]:
    return {"reference": reference or f"sale-{unit}", "unit": unit, "channel": "outlet", "sold": 4200, "fees": 300,
            "days": 12} | other  # fmt: skip


def post(caller: Caller, *outcomes: Any, token: str = "") -> httpx2.Response:
    return caller.call("POST", "/v1/outcomes", token or caller.office, json=list(outcomes))


def counted(caller: Caller) -> dict[learnt.Cell, learnt.Numbers]:
    caller.read()
    with caller.store.read() as connection:
        return learnt.counts(connection)


def own_facts(caller: Caller) -> list[Any]:
    with caller.store.read() as connection:
        return [wire.read(one.record) for one in log.after(connection, 0, 1000) if one.station == OWN]


def test_an_outcome_becomes_a_fact_of_the_services_own_and_is_counted(caller: Caller, routed: Routed) -> None:
    routed("u1")
    answer = post(caller, outcome("u1"))
    assert (answer.status_code, answer.json()) == (200, {"recorded": 1, "same": 0})
    fact = own_facts(caller)[0]
    assert (fact.seq, fact.kind, fact.at, fact.operator) == (1, "outcome.recorded", NOW, "office")
    assert fact.body == {"channel": "outlet", "sold": 4200, "fees": 300, "days": 12, "quantity": 1, "currency": "EUR",
                         "reference": "sale-u1"}  # fmt: skip
    assert counted(caller) == {CELL: (1, 1, 420, 420 * 420, 12, 144, 30)}
    assert verify(caller.store).faults == () and caller.doubts() == []
    assert behind(caller.store)["learning"] == 0


def test_told_again_it_changes_nothing(caller: Caller, routed: Routed) -> None:
    routed("u1")
    post(caller, outcome("u1"))
    assert post(caller, outcome("u1"), outcome("u1")).json() == {"recorded": 0, "same": 2}
    assert len(own_facts(caller)) == 1
    assert counted(caller)[CELL][1] == 1


def test_by_licence_plate_and_as_a_whole_lot(caller: Caller, routed: Routed) -> None:
    routed("u1", quantity=4)
    told = {"reference": "r1", "lpn": "LPN-u1", "channel": "outlet", "sold": 20_000, "days": 3}
    assert post(caller, told).status_code == 200
    assert counted(caller)[CELL][2] == 500


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        (outcome("u1", sold=-1), 422, "sold"),
        (outcome("u1", sold=4.5), 422, "sold"),
        (outcome("u1", days=9999), 422, "days"),
        (outcome("nobody"), 422, "no unit is known by nobody"),
        ({"reference": "r", "channel": "outlet", "sold": 1, "days": 1}, 422, "no unit is known by no name"),
        (outcome("u1", lpn="LPN-other"), 422, "no unit is known"),
        (outcome("u1", currency="USD"), 422, "allowed: EUR"),
        (outcome("u1", quantity=2), 422, "allowed: 1 to 1"),
        (outcome("u1", note="rang the bell"), 422, "note"),
        (outcome("u1", reference="a b"), 422, "reference"),
        ("text", 422, "Expected"),
        (outcome("u1", "good", sold=1), 409, "good"),
    ],
)
def test_a_wrong_one_stops_the_whole_list(caller: Caller, routed: Routed, wrong: Any, status: int, said: str) -> None:
    routed("u1")
    answer = post(caller, outcome("u1", "good"), wrong)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]
    assert own_facts(caller) == []


def test_another_system_may_use_the_same_reference(caller: Caller, routed: Routed) -> None:
    from tracking.stations import grant

    routed("u1"), routed("u2")
    other = grant(caller.store, "marketplace", NOW)
    assert post(caller, outcome("u1", "1")).json()["recorded"] == 1
    assert post(caller, outcome("u2", "1"), token=other).json()["recorded"] == 1


def test_only_the_office_may_tell(caller: Caller, sender: Sender) -> None:
    assert post(caller, token="wrong").status_code == 401
    assert post(caller, token=sender.token).status_code == 403


def test_no_station_can_pose_as_the_service(caller: Caller) -> None:
    asked = {"code": caller.code(), "station": OWN, "name": "x", "public_key": "A" * 43 + "="}
    assert caller.call("POST", "/v1/stations", json=asked).status_code == 422


def test_an_outcome_from_a_station_counts_too_and_a_senseless_one_is_shown(
    caller: Caller, sender: Sender, routed: Routed
) -> None:
    unit = routed("u1")
    first = len(sender.records) + 1
    sender.tell("outcome.recorded", unit, channel="outlet", sold=5000, fees=0, days=1)
    sender.tell("outcome.recorded", unit, channel="outlet", sold="much", days=1)
    sender.tell("outcome.recorded", unit, channel=["x"], sold=1, days=1)
    sender.send(first)
    assert counted(caller)[CELL][:3] == (1, 1, 500)
    assert [doubt["type"] for doubt in caller.doubts()] == ["outcome.unusable"] * 2


def test_the_order_of_pages_changes_nothing(caller: Caller, routed: Routed, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracking.learning import reader

    monkeypatch.setattr(reader, "PAGE", 1)
    for n in range(3):
        routed(f"u{n}")
    post(caller, *[outcome(f"u{n}") for n in range(3)])
    assert counted(caller)[CELL][:2] == (3, 3)


def kept(caller: Caller) -> dict[str, learnt.FeeSums]:
    caller.read()
    with caller.store.read() as connection:
        return learnt.fees(connection)


def test_fees_are_counted_by_channel_where_they_are_told(caller: Caller, routed: Routed) -> None:
    for name in ("u1", "u2", "u3"):
        routed(name)
    untold = {key: value for key, value in outcome("u3").items() if key != "fees"}
    assert post(caller, outcome("u1"), outcome("u2", fees=0), untold).status_code == 200
    assert kept(caller) == {"outlet": (2, 8400, 300, 2)}
    assert "fees" not in own_facts(caller)[2].body
    assert post(caller, untold, outcome("u2", fees=0)).json() == {"recorded": 0, "same": 2}


def test_fees_of_what_was_not_sold_and_beyond_all_sense_teach_little(caller: Caller, routed: Routed) -> None:
    routed("u1"), routed("u2")
    post(caller, outcome("u1", sold=0, fees=500), outcome("u2", sold=10_000, fees=10**9))
    assert kept(caller) == {"outlet": (1, 10_000, 50_000, 1)}
