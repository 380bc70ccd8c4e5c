"""Quotas are divided to the stations, whole, and stay divided until their period is over."""

from importlib.resources import files
from typing import Any

import httpx2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain.office import Allotment
from tests.tracking.conftest import Caller, Sender
from tracking import limits
from tracking.limits import begin_of, divide
from tracking.stations import revoke


def put(caller: Caller, *quotas: dict[str, Any]) -> httpx2.Response:
    return caller.call("PUT", "/v1/limits", caller.office, json=list(quotas))


def allotted(caller: Caller, station: Sender) -> dict[str, tuple[int, str]]:
    told = caller.call("GET", "/v1/feed", station.token).json()["changes"]
    bodies = [c["body"] for c in told if c["type"] == "allotment" and c["id"] == station.name and c["body"]]
    found = msgspec.json.decode(bodies[-1], type=Allotment) if bodies else Allotment("")
    return {name: (pieces, since) for name, pieces, since in found.limits}


def test_each_station_gets_its_share_by_the_feed(caller: Caller, sender: Sender) -> None:
    other = Sender(caller, "st2")
    answer = put(caller, {"name": "vendor:acme", "pieces": 11, "period": "week"})
    assert answer.status_code == 200
    assert allotted(caller, sender) == {"vendor:acme": (6, "2026-11-16T00:00:00.000000Z")}
    assert allotted(caller, other) == {"vendor:acme": (5, "2026-11-16T00:00:00.000000Z")}
    assert caller.call("GET", "/v1/limits", caller.office).json() == answer.json()


def test_shares_and_the_end_of_a_limit(caller: Caller, sender: Sender) -> None:
    other = Sender(caller, "st2")
    put(caller, {"name": "channel:outlet", "pieces": 10, "shares": {"st1": 1, "st2": 3}})
    assert (allotted(caller, sender)["channel:outlet"][0], allotted(caller, other)["channel:outlet"][0]) == (3, 7)
    put(caller, {"name": "channel:outlet"})
    assert allotted(caller, sender) == allotted(caller, other) == {}


def test_a_station_without_a_piece_is_told_so(caller: Caller, sender: Sender) -> None:
    other = Sender(caller, "st2")
    put(caller, {"name": "channel:outlet", "pieces": 10, "shares": {"st1": 1}})
    put(caller, {"name": "vendor:acme", "pieces": 1})
    told = {name: pieces for name, (pieces, _) in allotted(caller, other).items()}
    assert told == {"channel:outlet": 0, "vendor:acme": 0}


def test_a_division_stays_for_its_period(caller: Caller, sender: Sender) -> None:
    put(caller, {"name": "channel:outlet", "pieces": 10})
    late = Sender(caller, "st2")
    assert limits.allot(caller.store, caller.clock.now()) in (0, 1)
    assert allotted(caller, sender)["channel:outlet"][0] == 10
    assert allotted(caller, late)["channel:outlet"][0] == 0
    caller.clock.at = "2026-11-23T00:00:01.000000Z"
    assert limits.allot(caller.store, caller.clock.now()) == 2
    assert limits.allot(caller.store, caller.clock.now()) == 0
    assert allotted(caller, late)["channel:outlet"] == (5, "2026-11-23T00:00:00.000000Z")


def test_a_station_that_may_not_call_gets_nothing_of_the_next_period(caller: Caller, sender: Sender) -> None:
    other = Sender(caller, "st2")
    put(caller, {"name": "channel:outlet", "pieces": 10})
    revoke(caller.store, "st2", caller.clock.now())
    caller.clock.at = "2026-11-24T10:00:00.000000Z"
    limits.allot(caller.store, caller.clock.now())
    assert allotted(caller, sender)["channel:outlet"][0] == 10
    assert caller.call("GET", "/v1/feed", other.token).status_code == 403


def test_quotas_of_the_policys_own_vendors_are_divided_by_the_month(caller: Caller, sender: Sender) -> None:
    other = Sender(caller, "st2")
    text = (files("resources") / "policies" / "default.toml").read_text("utf-8")
    vendor = '\n[[vendor]]\nname = "acme"\nquota = 9\nvalue_permille = 500\n'
    answer = caller.call("PUT", "/v1/policies/policy/default", caller.office, content=(text + vendor).encode())
    assert answer.status_code == 200, answer.text
    assert allotted(caller, sender) == {"vendor:acme": (5, "2026-11-01T00:00:00.000000Z")}
    put(caller, {"name": "vendor:acme", "pieces": 2, "period": "day"})
    assert allotted(caller, other)["vendor:acme"][0] == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "outlet", "pieces": 1}, "name"),
        ({"name": "vendor:x", "pieces": -1}, "pieces"),
        ({"name": "vendor:x", "pieces": 1, "period": "hour"}, "period"),
        ({"name": "vendor:x", "pieces": 1, "shares": {"nobody": 1}}, "nobody"),
        ({"name": "vendor:x", "pieces": 1, "shares": {"st1": 0}}, "all 0"),
        ({"name": "channel:good", "pieces": 2}, "once"),
    ],
)
def test_a_wrong_one_changes_nothing(caller: Caller, sender: Sender, wrong: dict[str, Any], said: str) -> None:
    answer = put(caller, {"name": "channel:good", "pieces": 1}, wrong)
    assert answer.status_code == 422 and said in answer.json()["detail"]
    assert allotted(caller, sender) == {}


@given(st.integers(0, 1000), st.dictionaries(st.text("abc", min_size=1), st.integers(0, 50), max_size=6))
def test_pieces_are_never_lost_nor_made(pieces: int, weights: dict[str, int]) -> None:
    shares = divide(pieces, weights)
    assert sum(shares.values()) == (pieces if any(weights.values()) else 0)
    assert all(not shares[name] for name, weight in weights.items() if not weight)


def test_periods_begin_at_midnight_on_monday_and_on_the_first() -> None:
    now = "2026-11-22T10:00:00.000000Z"
    assert [begin_of(period, now)[:10] for period in ("day", "week", "month")] == [
        "2026-11-22",
        "2026-11-16",
        "2026-11-01",
    ]
