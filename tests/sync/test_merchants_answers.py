"""The whole way of a merchant's answer: a bench holds a unit and asks, the merchant answers on a running service, the
bench tells where to fetch the unit; late, double and foreign answers change nothing, and offline nothing happens."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx2
import pytest

from station.app import Station
from station.domain import codes
from station.domain.records import Unit
from tests.stories import goods
from tests.sync.conftest import Until
from tests.sync.test_approvals import Desk
from tracking.clock import SystemClock as ServiceClock
from tracking.serve import Running
from tracking.stations import MERCHANT, grant

POLICY = (files("resources") / "policies" / "default.toml").read_text("utf-8")
OURS = '[[contract]]\nmerchant = "NW"\nask = "donate"\nask_days = 5\n\n'
ASKING = POLICY.replace("[[contract]]", f"{OURS}[[contract]]", 1)


class Held:
    """A unit of Northwind's in its hold place, between parcels; and Northwind's token."""

    def __init__(self, desk: Desk, service: Running) -> None:
        self.desk, self.service = desk, service
        self.token = grant(service.store, "NW", ServiceClock().now(), MERCHANT)
        desk.scan(goods.BADGE)
        desk.scan("1Z12345E0205271688")
        desk.press("open")
        desk.scan("4006381333931")
        desk.press("yes")
        self.id = desk.facts("hold.placed")[0].about[0].id
        desk.scan(self.label)
        desk.scan("HOLD-1")
        desk.press("close")
        desk.press("close")

    @property
    def unit(self) -> Unit:
        steps = self.desk.station.store.step()
        try:
            found: Unit = steps.read(("unit", self.id))
            return found
        finally:
            steps.close()

    @property
    def label(self) -> str:
        return codes.unit_1d(self.unit.lpn, self.unit.revision)

    def asked(self) -> dict[str, Any]:
        """What Northwind reads of it; nothing while the service has not heard."""
        answer = httpx2.get(f"{self.service.url}/v1/holds", headers={"Authorization": f"Bearer {self.token}"})
        return next((row["question"] for row in answer.json() if row["question"]["id"] == self.id), {})

    def say(self, decision: str, token: str = "") -> int:
        headers = {"Authorization": f"Bearer {token or self.token}"}
        url = f"{self.service.url}/v1/holds/{self.id}"
        return httpx2.post(url, json={"decision": decision}, headers=headers).status_code

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(f.body["decision"], f.body.get("reason", "")) for f in self.desk.facts("hold.decided")]


@pytest.fixture
def held(tmp_path: Path, own_service: Running) -> Iterator[Held]:
    home = tmp_path / "desk"
    (home / "policies").mkdir(parents=True)
    (home / "policies" / "default.toml").write_text(ASKING, "utf-8")
    desk = Desk(home, own_service)
    yield Held(desk, own_service)
    desk.station.stop()


def test_a_merchant_answers_and_the_bench_fetches_the_unit(held: Held, until: Until) -> None:
    heard: list[tuple[str, dict[str, Any]]] = []
    held.desk.station.engine.subscribe(on_told=lambda told: heard.append((told.notice.text.key, told.notice.text.args)))
    until(lambda: bool(held.asked()))
    assert (held.asked()["default"], "liquidate" in held.asked()["ways"]) == ("donate", True)
    assert held.say("liquidate", grant(held.service.store, "HH", ServiceClock().now(), MERCHANT)) == 404
    assert held.say("sell_it") == 422
    assert (held.say("liquidate"), held.say("liquidate"), held.say("restock")) == (200, 200, 409)
    until(lambda: held.told == [("liquidate", "answer")])
    until(lambda: any(key == "notice.answer_fetch" and args["place"] == "HOLD-1" for key, args in heard))
    until(lambda: held.asked()["state"] == "closed")
    assert (held.asked()["how"], held.say("restock")) == ("liquidate", 409)
    held.desk.scan(held.label)
    assert (held.desk.step, held.unit.route, held.unit.reasons) == ("labelling", "liquidate", ("merchant",))


def test_an_answer_that_comes_after_the_operators_changes_nothing_and_says_so(held: Held, until: Until) -> None:
    until(lambda: bool(held.asked()))
    held.desk.scan(held.label)
    held.desk.press("restock")
    until(lambda: held.asked().get("state") == "closed")
    assert (held.say("liquidate"), held.asked()["how"], held.unit.route) == (409, "restock", "restock")


def test_offline_nothing_happens_until_the_station_is_back(held: Held, until: Until) -> None:
    until(lambda: bool(held.asked()))
    away = held.desk.station
    assert away.sync is not None
    away.sync.stop()
    assert held.say("liquidate") == 200
    held.desk.scan(held.label)
    assert (held.desk.step, held.told) == ("resuming", [])
    held.desk.press("leave")
    away.stop()
    held.desk.station = Station(away.config)
    held.desk.station.start()
    until(lambda: held.told == [("liquidate", "answer")])
    until(lambda: held.asked()["state"] == "closed")
    assert held.unit.place == "l-hold"
