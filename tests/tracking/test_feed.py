from typing import Any

from station.domain.facts import Ref
from station.domain.records import Authorization, Line, Operator, Product
from tests.tracking.conftest import Caller, Sender

SHOE = Product("p1", "northwind", "SKU-1", "Running shoe", ("4006381333931",))
PROMISE = Authorization("a1", "northwind", "RMA-1", (Line("p1", 2),), tracking=("TRACK1",))


def feed(caller: Caller, sender: Sender, after: int = 0, limit: int = 200) -> dict[str, Any]:
    answer = caller.call("GET", f"/v1/feed?after={after}&limit={limit}", sender.token)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def names(page: dict[str, Any]) -> list[tuple[str, str]]:
    return [(change["type"], change["id"]) for change in page["changes"]]


def test_values_come_by_version_newest_only(sender: Sender, caller: Caller) -> None:
    assert caller.put(("product", SHOE), ("authorization", PROMISE)) == {"changed": 2, "same": 0, "version": 2}
    caller.put(("product", Product("p1", "northwind", "SKU-1", "Another name")))
    page = feed(caller, sender)
    assert names(page) == [("authorization", "a1"), ("product", "p1")]
    assert (page["cursor"], page["more"]) == (3, False)
    assert "Another name" in page["changes"][1]["body"]
    assert feed(caller, sender, 3)["changes"] == []


def test_putting_the_same_again_changes_nothing(sender: Sender, caller: Caller) -> None:
    caller.put(("product", SHOE))
    assert caller.put(("product", SHOE)) == {"changed": 0, "same": 1, "version": 1}


def test_pages(sender: Sender, caller: Caller) -> None:
    caller.put(*(("product", Product(f"p{n}", "m", f"S{n}", "t")) for n in range(25)))
    seen, cursor, more = [], 0, True
    while more:
        page = feed(caller, sender, cursor, 10)
        seen += names(page)
        cursor, more = page["cursor"], page["more"]
    assert seen == [("product", f"p{n}") for n in range(25)]


def test_a_removed_value_is_told_as_empty(sender: Sender, caller: Caller) -> None:
    caller.put(("product", SHOE))
    body = [{"type": "product", "id": "p1"}]
    assert caller.call("PUT", "/v1/reference", caller.office, json=body).json()["changed"] == 1
    assert caller.call("PUT", "/v1/reference", caller.office, json=body).json()["changed"] == 0
    page = feed(caller, sender)
    assert page["changes"] == [{"version": 2, "type": "product", "id": "p1", "body": ""}]
    caller.put(("product", SHOE))
    assert feed(caller, sender, 2)["changes"][0]["body"]


def test_all_or_nothing_and_the_fault_is_named(sender: Sender, caller: Caller) -> None:
    good = {"type": "operator", "body": {"id": "o1", "name": "Operator 7", "badge": "b"}}
    for bad in (
        {"type": "operator", "body": {"id": "o2"}},
        {"type": "spaceship", "body": {"id": "x"}},
        {"type": "unit", "body": {"id": "x"}},
    ):
        answer = caller.call("PUT", "/v1/reference", caller.office, json=[good, bad])
        assert answer.status_code == 422 and "item 1" in answer.json()["detail"]
    assert caller.call("PUT", "/v1/reference", caller.office, content=b"{").status_code == 422
    assert feed(caller, sender)["changes"] == []


def test_other_stations_records_come_too_and_ones_own_do_not(sender: Sender, caller: Caller) -> None:
    other = Sender(caller, "st2")
    sender.tell("parcel.arrived", Ref("parcel", "x1"), tracking="T9", kind="customer_return")
    sender.send()
    other.tell("unit.found", Ref("unit", "u2"), parcel="x2")
    other.send()
    caller.put(("operator", Operator("o1", "Operator 7", "b")))
    caller.read()
    assert names(feed(caller, sender)) == [("operator", "o1"), ("unit", "u2")]
    assert names(feed(caller, other)) == [("operator", "o1"), ("parcel", "x1")]
    assert feed(caller, sender)["cursor"] == 3


def test_waiting_ends_at_once_when_there_is_something_and_in_time_when_not(sender: Sender, caller: Caller) -> None:
    assert caller.call("GET", "/v1/feed?after=0&wait=0.05", sender.token).json()["changes"] == []
    caller.put(("product", SHOE))
    assert caller.call("GET", "/v1/feed?after=0&wait=25", sender.token).json()["cursor"] == 1


def test_a_cursor_from_elsewhere_begins_anew(sender: Sender, caller: Caller) -> None:
    caller.put(("product", SHOE))
    assert names(feed(caller, sender, 99)) == [("product", "p1")]


def test_odd_questions_are_422(sender: Sender, caller: Caller) -> None:
    for query in ("after=-1", "after=x", "limit=0", "limit=5000", "wait=-1"):
        answer = caller.call("GET", f"/v1/feed?{query}", sender.token)
        assert answer.status_code == 422 and answer.json()["type"] == "malformed"
