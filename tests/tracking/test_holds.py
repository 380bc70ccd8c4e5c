"""What merchants are asked about held units: who may answer, what goes to the station, and what a late answer is."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
from typer import Typer
from typer.testing import CliRunner

from station.domain.facts import Ref
from station.domain.records import Product
from tests.tracking.conftest import NOW, Caller, Sender
from tracking import holds, office_cli
from tracking.pages.asked import COOKIE
from tracking.stations import MERCHANT, grant, revoke_merchant

UNIT = Ref("unit", "u1")
DUE = "2026-11-27T08:00:00.000000Z"
ASK: dict[str, Any] = {"reason": "ask_merchant", "decider": "merchant", "default": "donate"}
WAYS = ["restock", "liquidate", "donate"]


@pytest.fixture
def held(sender: Sender, caller: Caller) -> str:
    """A unit waits for its merchant's word; gives the hold's fact."""
    caller.put(("product", Product("p1", "northwind", "SKU-1", "Running shoe")))
    sender.tell("unit.found", UNIT, parcel="x1", quantity=1)
    sender.tell("unit.identified", UNIT, product="p1", match="expected")
    sender.tell("unit.graded", UNIT, round=1, grade="B")
    return hold(sender, caller)


def hold(sender: Sender, caller: Caller, **changed: Any) -> str:
    return told(sender, caller, "hold.placed", **{**ASK, "due": DUE, "ways": WAYS, **changed})


def told(sender: Sender, caller: Caller, kind: str, **body: Any) -> str:
    fact = sender.tell(kind, UNIT, **body)
    assert sender.send().status_code == 200
    caller.read()
    return fact


@pytest.fixture
def token(held: str, caller: Caller) -> str:
    return grant(caller.store, "northwind", NOW, MERCHANT)


def say(caller: Caller, token: str, decision: str, unit: str = "u1", **more: str) -> httpx2.Response:
    return caller.call("POST", f"/v1/holds/{unit}", token, json={"decision": decision, **more})


def shown(caller: Caller, token: str) -> list[dict[str, Any]]:
    answer = caller.call("GET", "/v1/holds", token)
    assert answer.status_code == 200, answer.text
    listed: list[dict[str, Any]] = answer.json()
    return listed


def state(caller: Caller, token: str) -> tuple[str, str]:
    (row,) = shown(caller, token)
    return row["question"].get("state", "open"), row["question"].get("how", "")


def fed(caller: Caller, sender: Sender) -> list[dict[str, Any]]:
    """What the asking station hears of its questions."""
    changes = caller.call("GET", "/v1/feed", sender.token).json()["changes"]
    return [json.loads(change["body"]) for change in changes if change["type"] == "question" and change["body"]]


def test_an_open_question_is_shown_with_what_matters(caller: Caller, token: str) -> None:
    (row,) = shown(caller, token)
    assert (row["title"], row["sku"], row["grade"]) == ("Running shoe", "SKU-1", "B")
    asked = row["question"]
    assert (asked["id"], asked["due"], asked["default"], asked["ways"]) == ("u1", DUE, "donate", WAYS)


@pytest.mark.parametrize("by", ["northwind", "office"])
def test_an_answer_goes_to_the_station_and_its_word_closes_the_question(
    caller: Caller, sender: Sender, token: str, by: str
) -> None:
    assert fed(caller, sender) == []
    assert say(caller, token if by == "northwind" else caller.office, "liquidate", due=DUE).status_code == 200
    (heard,) = fed(caller, sender)
    assert (heard["state"], heard["answer"], heard["by"], heard["due"]) == ("answered", "liquidate", by, DUE)
    told(sender, caller, "hold.decided", decision="liquidate", reason="answer", decider="merchant")
    assert state(caller, token) == ("closed", "liquidate")
    assert fed(caller, sender) == []


def test_the_same_answer_again_changes_nothing_and_another_one_is_refused(caller: Caller, token: str) -> None:
    first = say(caller, token, "liquidate").json()
    assert say(caller, token, "liquidate").json() == first
    again = say(caller, token, "restock")
    assert (again.status_code, again.json()["detail"]) == (409, "liquidate")
    assert say(caller, caller.office, "liquidate").status_code == 409


@pytest.mark.parametrize("body", [b"", b"{}", b'{"decision": "destroy"}', b'{"decision": "donate", "more": 1}'])
def test_a_way_that_is_not_open_is_refused(caller: Caller, sender: Sender, token: str, body: bytes) -> None:
    assert caller.call("POST", "/v1/holds/u1", token, content=body).status_code == 422
    assert (fed(caller, sender), state(caller, token)) == ([], ("open", ""))


def test_nobody_else_may_answer_or_see(caller: Caller, sender: Sender, token: str) -> None:
    other = grant(caller.store, "southwind", NOW, MERCHANT)
    assert (shown(caller, other), say(caller, other, "donate").status_code) == ([], 404)
    for wrong, status in (("", 401), ("nothing", 401), (sender.token, 403)):
        assert say(caller, wrong, "donate").status_code == status
        assert caller.call("GET", "/v1/holds", wrong).status_code == status
    assert caller.call("GET", "/v1/exceptions", token).status_code == 403
    assert (revoke_merchant(caller.store, "northwind", NOW), say(caller, token, "donate").status_code) == (True, 403)
    assert state(caller, caller.office) == ("open", "")


def test_what_the_bench_decided_takes_no_answer(caller: Caller, sender: Sender, token: str) -> None:
    told(sender, caller, "hold.decided", decision="restock")
    late = say(caller, token, "donate")
    assert (late.status_code, late.json()["detail"], state(caller, token)) == (409, "restock", ("closed", "restock"))


def test_an_answer_that_came_too_late_is_shown_as_such(caller: Caller, sender: Sender, token: str) -> None:
    say(caller, token, "liquidate")
    told(sender, caller, "hold.decided", decision="donate", reason="due")
    assert state(caller, token) == ("closed", "late")


def test_what_was_taken_back_is_no_question_and_a_decision_taken_back_is_one_again(
    caller: Caller, sender: Sender, token: str, held: str
) -> None:
    decided = told(sender, caller, "hold.decided", decision="restock")
    told(sender, caller, "fact.undone", facts=[decided], scope="step", reason="operator")
    assert state(caller, token) == ("open", "")
    assert say(caller, token, "donate").status_code == 200
    told(sender, caller, "fact.undone", facts=[held], scope="step", reason="operator")
    assert state(caller, token) == ("closed", "withdrawn")


@pytest.mark.parametrize(("before", "how"), [("", "withdrawn"), ("donate", "late")])
def test_another_hold_that_is_taken_back_lets_the_merchant_answer_again(
    caller: Caller, sender: Sender, token: str, held: str, before: str, how: str
) -> None:
    if before:
        say(caller, token, before)
    other = hold(sender, caller, reason="unclear", decider="supervisor", ways=[])
    assert state(caller, token) == ("closed", how)
    told(sender, caller, "fact.undone", facts=[other], scope="step", reason="operator")
    assert state(caller, token) == ("open", "")
    assert say(caller, token, "liquidate").status_code == 200


def test_where_the_bench_asks_anew_the_merchant_reads_why(caller: Caller, sender: Sender, token: str) -> None:
    say(caller, token, "liquidate")
    later = "2026-11-28T08:00:00.000000Z"
    hold(sender, caller, due=later, ways=["destroy", "quarantine"])
    assert state(caller, token) == ("open", "not_open")
    assert say(caller, token, "destroy", due=DUE).status_code == 409
    assert say(caller, token, "destroy", due=later).status_code == 200


def test_other_holds_and_those_that_make_no_sense_ask_nobody(caller: Caller, sender: Sender, token: str) -> None:
    sender.tell("hold.placed", Ref("unit", "u2"), **{**ASK, "due": DUE})
    sender.tell("hold.placed", Ref("unit", "u3"), **{**ASK, "due": DUE, "ways": [7]})
    sender.tell("hold.placed", Ref("unit", "u4"), **{**ASK, "due": DUE, "ways": WAYS, "reason": "signal"})
    sender.tell("hold.placed", Ref("parcel", "x1"), **{**ASK, "due": DUE, "ways": WAYS})
    sender.tell("fact.undone", UNIT, facts=7)
    told(sender, caller, "hold.decided")
    assert [row["question"]["id"] for row in shown(caller, caller.office)] == ["u1"]


def test_the_office_cannot_write_a_question_as_a_value(caller: Caller, token: str) -> None:
    answer = caller.call("PUT", "/v1/reference", caller.office, json=[{"type": "question", "body": {"id": "u1"}}])
    assert (answer.status_code, "/v1/holds" in answer.text) == (422, True)


def test_the_oldest_settled_questions_are_taken_away(
    caller: Caller, sender: Sender, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holds, "KEPT", 1)
    for unit in ("u2", "u3"):
        sender.tell("hold.placed", Ref("unit", unit), **{**ASK, "due": DUE, "ways": WAYS})
        sender.tell("hold.decided", Ref("unit", unit), decision="donate")
    assert sender.send().status_code == 200
    caller.read()
    assert [row["question"]["id"] for row in shown(caller, token)] == ["u1", "u3"]


def test_a_command_makes_a_merchants_token_and_ends_it(tmp_path: Path) -> None:
    app = Typer()
    office_cli.add(app)

    def run(*more: str) -> tuple[int, str]:
        told = CliRunner().invoke(app, ["merchant", "northwind", "--home", str(tmp_path), *more])
        return told.exit_code, told.output

    code, made = run()
    assert (code, len(made.strip()) > 30) == (0, True)
    assert run("--revoke") == (0, "Merchant northwind cannot answer any more.\n")
    assert run("--revoke") == (1, "Merchant northwind has no token. Nothing was changed.\n")


def post(caller: Caller, path: str, token: str = "", site: str = "none", **form: str) -> tuple[int, str]:
    headers = {"Cookie": f"{COOKIE}={token}", "Sec-Fetch-Site": site}
    answer = caller.call("POST", path, data=form, headers=headers)
    return answer.status_code, answer.headers.get("location", "")


def test_a_merchant_answers_on_the_page(caller: Caller, sender: Sender, token: str) -> None:
    refused = caller.call("POST", "/holds", data={"token": "nothing"})
    assert (refused.status_code, refused.headers["location"]) == (303, "/holds?said=sign_in_refused")
    taken = caller.call("POST", "/holds", data={"token": token})
    assert f"{COOKIE}={token}" in taken.headers["set-cookie"]
    assert "Path=/holds" in taken.headers["set-cookie"]
    assert post(caller, "/holds/u1", token, decision="destroy") == (303, "/holds?said=not_open")
    assert post(caller, "/holds/u1", token, "cross-site", decision="donate") == (403, "")
    assert post(caller, "/holds/u1", decision="donate") == (303, "/holds?said=sign_in_refused")
    assert fed(caller, sender) == []
    assert post(caller, "/holds/u1?lang=es", token, decision="donate", due=DUE) == (303, "/holds?said=sent&lang=es")
    assert fed(caller, sender)[0]["answer"] == "donate"
    assert post(caller, "/holds/u1", token, decision="restock") == (303, "/holds?said=settled")


@pytest.mark.parametrize("lang", ["en", "zh_CN", "zh_TW", "es"])
def test_the_page_has_words_in_every_language(caller: Caller, token: str, lang: str) -> None:
    for signed_in in ("", token):
        headers = {"Cookie": f"{COOKIE}={signed_in}"}
        answer = caller.call("GET", f"/holds?lang={lang}", headers=headers)
        assert (answer.status_code, "Running shoe" in answer.text) == (200, bool(signed_in))
        assert not any(key in answer.text for key in ("asked.", "board.", "route."))
