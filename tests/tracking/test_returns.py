from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from station import texts
from station.domain.facts import Ref
from station.domain.records import Authorization, Hold, Line, Parcel, Product, Unit
from tests.tracking.conftest import Caller, Sender
from tracking.clock import later
from tracking.pages.page import choose_language
from tracking.progress import Progress, Step, Thing, follow
from tracking.returns import Return
from tracking.settings import TrackingSettings
from tracking.store.store import Store

PARCEL, UNIT = Ref("parcel", "x1"), Ref("unit", "u1")
SHOE = Product("p1", "northwind", "SKU-1", "Running shoe <b>", price=12900)
PROMISE = Authorization("a1", "northwind", "RMA-1", (Line("p1", 2, price=12900),), customer="Erika Example")


def tell_story(sender: Sender, caller: Caller) -> None:
    caller.put(("product", SHOE), ("authorization", PROMISE))
    sender.tell("parcel.arrived", PARCEL, tracking="TRACK1")
    sender.tell("parcel.matched", PARCEL, authorizations=["a1"])
    sender.tell("parcel.opened", PARCEL)
    sender.tell("unit.found", UNIT, parcel="x1", quantity=1)
    sender.tell("unit.identified", UNIT, product="p1", match="expected", line="a1/0", serial="SN-SECRET-1")
    sender.tell("unit.graded", UNIT, round=1, grade="B")
    sender.tell("lpn.assigned", UNIT, lpn="LPN123", source="new")
    sender.send()
    caller.read()


def ask(caller: Caller, name: str) -> Any:
    answer = caller.call("GET", f"/v1/returns/{name}", caller.office)
    assert answer.status_code == 200, answer.text
    return answer.json()


def link(caller: Caller, name: str = "RMA-1") -> str:
    answer = caller.call("POST", f"/v1/returns/{name}/link", caller.office)
    assert answer.status_code == 201
    url: str = answer.json()["url"]
    assert url.startswith("https://returns.example/r/")
    return url.removeprefix("https://returns.example")


@pytest.mark.parametrize("name", ["x1", "TRACK1", "RMA-1", "a1", "LPN123", "SN-SECRET-1"])
def test_a_return_is_found_by_every_name(sender: Sender, caller: Caller, name: str) -> None:
    tell_story(sender, caller)
    told = ask(caller, name)["return"]
    assert [p["id"] for p in told["parcels"]] == ["x1"]
    assert [a["id"] for a in told["authorizations"]] == ["a1"]
    assert [u["id"] for u in told["units"]] == ["u1"]
    assert [entry["seq"] for entry in told["timeline"]] == [1, 2, 3, 4, 5, 6, 7]
    assert told["timeline"][5]["body"] == {"round": 1, "grade": "B"}


def test_an_announced_return_has_no_parcel_yet(caller: Caller) -> None:
    caller.put(("product", SHOE), ("authorization", PROMISE))
    told = ask(caller, "RMA-1")
    assert told["progress"]["state"] == "announced"
    assert told["progress"]["things"] == [{"title": "Running shoe <b>", "quantity": 2, "state": "awaited"}]


def test_what_nobody_knows_is_404(caller: Caller) -> None:
    assert caller.call("GET", "/v1/returns/nothing", caller.office).status_code == 404
    assert caller.call("POST", "/v1/returns/nothing/link", caller.office).status_code == 404


def test_the_page_tells_status_dates_and_titles_and_nothing_of_a_person(sender: Sender, caller: Caller) -> None:
    tell_story(sender, caller)
    answer = caller.call("GET", link(caller))
    assert answer.status_code == 200
    page = answer.text
    assert "Your return has been checked" in page and "Running shoe &lt;b&gt;" in page
    for secret in ("Erika", "TRACK1", "RMA-1", "LPN123", "SN-SECRET", "op7", "129", "northwind", "x1<", "grade"):
        assert secret not in page
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"].startswith("noindex")
    assert answer.headers["cache-control"].startswith("private")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in page and "http://" not in page and "https://" not in page


@pytest.mark.parametrize("lang", texts.languages())
def test_every_language_is_whole(sender: Sender, caller: Caller, lang: str) -> None:
    tell_story(sender, caller)
    page = caller.call("GET", f"{link(caller)}?lang={lang}").text
    assert f'<html lang="{lang.replace("_", "-")}">' in page
    assert texts.say(lang, "track.state.checked") in page
    assert "track." not in page


def test_a_link_can_be_exchanged_and_ends(sender: Sender, caller: Caller) -> None:
    tell_story(sender, caller)
    first = link(caller)
    second = link(caller, "x1")
    assert caller.call("GET", first).status_code == 404
    assert caller.call("GET", second).status_code == 200
    caller.clock.at = later(caller.clock.at, days=91)
    gone = caller.call("GET", second)
    assert gone.status_code == 404 and "This link does not work" in gone.text


def test_a_guessed_link_shows_nothing_and_guessing_is_slowed(store: Store, tmp_path: Path) -> None:
    guesser = Caller(store, TrackingSettings(home=tmp_path, pages_per_minute=2))
    try:
        assert [guesser.call("GET", "/r/guess").status_code for _ in range(3)] == [404, 404, 429]
    finally:
        guesser.close()


def test_robots_are_sent_away(caller: Caller) -> None:
    assert "Disallow: /" in caller.call("GET", "/robots.txt").text


@pytest.mark.parametrize(
    ("wish", "accepted", "lang"),
    [
        ("", "", "en"),
        ("es", "de", "es"),
        ("", "de-DE,de;q=0.9,zh-TW;q=0.8,en;q=0.7", "zh_TW"),
        ("", "en-GB,es;q=0.9", "en"),
        ("", "es;q=0.2, zh-CN;q=0.8", "zh_CN"),
        ("", "es;q=x, *", "en"),
        ("xx", "es", "es"),
        ("", "zh;q=0", "en"),
    ],
)
def test_the_language_that_serves_best(wish: str, accepted: str, lang: str) -> None:
    assert choose_language(wish, accepted) == lang


def told(*parcels: Parcel, units: tuple[Unit, ...] = ()) -> Progress:
    return follow(Return("x", (PROMISE,), parcels, units, {"p1": "Shoe"}))


def test_progress_step_by_step() -> None:
    came = Parcel("x", dock="arrived", arrived_at="T1")
    assert told().state == "announced"
    assert told(came).steps[1] == Step("arrived", "now", "T1")
    assert told(came).steps[0] == Step("announced", "done")
    done = Parcel("x", arrived_at="T1", opened_at="T2", closed_at="T4")
    unit = Unit("u", product="p1", grade="A", graded_at="T3")
    partly = told(done, units=(unit,))
    assert partly.state == "partly" and {step.state for step in partly.steps} == {"done"}
    finished = told(done, units=(replace(unit, quantity=2),))
    assert finished.state == "finished" and finished.things == (Thing("Shoe", 2, "checked"),)
    assert partly.things == (Thing("Shoe", 1, "checked"), Thing("Shoe", 1, "awaited"))
    assert told(done, came).state == "opened", "another parcel of it is still open"


def test_a_held_unit_is_told_as_being_looked_into() -> None:
    unit = Unit("u", product="p9", hold=Hold("serial", "supervisor", "", ""))
    progress = told(Parcel("x", arrived_at="T1"), units=(unit,))
    assert progress.state == "held" and Thing("", 1, "looked_into") in progress.things
