"""What benches ask a supervisor who is elsewhere: who may answer, what goes to the bench, and what a late answer is."""

from typing import Any

import httpx2
import pytest

from station.domain.facts import Ref
from station.domain.records import Operator, Product
from tests.tracking.conftest import NOW, Caller, Sender
from tracking import approvals
from tracking.pages.board import COOKIE
from tracking.problems import Refusal
from tracking.stations import grant_supervisor, revoke_supervisor

UNIT = Ref("unit", "u1")
SHOE = Product("p1", "northwind", "SKU-1", "Running shoe <b>", price=12900, currency="EUR")
PEOPLE = (
    Operator("sv1", "Supervisor 1", "b1", role="supervisor"),
    Operator("op7", "Operator 7", "b7", role="supervisor"),
    Operator("op8", "Operator 8", "b8"),
    Operator("sv9", "Supervisor 9", "b9", role="supervisor", active=False),
)


@pytest.fixture
def asked(sender: Sender, caller: Caller) -> str:
    """Operator 7 asks for another way."""
    caller.put(("product", SHOE), *(("operator", one) for one in PEOPLE))
    sender.tell("unit.found", UNIT, parcel="x1", quantity=1)
    sender.tell("unit.identified", UNIT, product="p1", match="expected")
    sender.tell("unit.graded", UNIT, round=1, grade="B")
    ask(sender, caller, "q1")
    return "q1"


def ask(sender: Sender, caller: Caller, request: str) -> str:
    change: dict[str, Any] = {
        "from": "restock",
        "to": "donate",
        "reason": "damage_seen",
        "value": 12900,
        "currency": "EUR",
    }
    fact = sender.tell("approval.asked", UNIT, **{"for": "override", "request": request, **change})
    send(sender, caller)
    return fact


def send(sender: Sender, caller: Caller) -> None:
    assert sender.send().status_code == 200
    caller.read()


@pytest.fixture
def token(asked: str, caller: Caller) -> str:
    return grant_supervisor(caller.store, "sv1", NOW)


def say(caller: Caller, token: str, request: str, answer: str) -> httpx2.Response:
    return caller.call("POST", f"/v1/approvals/{request}", token, json={"answer": answer})


def shown(caller: Caller, token: str) -> list[dict[str, Any]]:
    answer = caller.call("GET", "/v1/approvals", token)
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.json()
    return told


def fed(caller: Caller, sender: Sender) -> list[dict[str, Any]]:
    """What the asking station hears of its questions."""
    import json

    changes = caller.call("GET", "/v1/feed", sender.token).json()["changes"]
    return [json.loads(change["body"]) for change in changes if change["type"] == "approval" and change["body"]]


def test_an_open_question_is_shown_with_what_matters(caller: Caller, token: str) -> None:
    (told,) = shown(caller, token)
    assert (told["title"], told["station"], told["grade"], told["asked_by"]) == (
        "Running shoe <b>", "Bench 1", "B", "Operator 7")  # fmt: skip
    assert told["request"]["change"] == ["restock", "donate", "damage_seen"]
    assert (told["request"]["value"], told["request"]["currency"]) == (12900, "EUR")


@pytest.mark.parametrize("answer", ["given", "refused"])
def test_an_answer_goes_to_the_bench_that_asks_and_its_word_closes_the_question(
    caller: Caller, sender: Sender, token: str, answer: str
) -> None:
    assert fed(caller, sender) == []
    assert say(caller, token, "q1", answer).status_code == 200
    (told,) = fed(caller, sender)
    assert (told["id"], told["station"], told["state"], told["by"]) == ("q1", "st1", answer, "sv1")
    sender.tell(f"approval.{answer}", UNIT, **{"for": "override", "request": "q1", "how": "remote"})
    send(sender, caller)
    (row,) = shown(caller, token)
    assert (row["request"]["state"], row["request"]["how"], row["by"]) == ("closed", answer, "Supervisor 1")
    assert fed(caller, sender) == []


def test_the_same_answer_again_changes_nothing_and_another_one_is_refused(caller: Caller, token: str) -> None:
    first = say(caller, token, "q1", "given").json()
    assert say(caller, token, "q1", "given").json() == first
    again = say(caller, token, "q1", "refused")
    assert (again.status_code, again.json()["detail"]) == (409, "given")


def test_what_the_bench_settled_itself_takes_no_answer(caller: Caller, sender: Sender, token: str) -> None:
    sender.tell("approval.given", UNIT, **{"for": "override", "request": "q1"})
    send(sender, caller)
    assert say(caller, token, "q1", "refused").status_code == 409
    assert shown(caller, token)[0]["request"]["how"] == "given"


def test_what_was_taken_back_is_no_question_any_more(caller: Caller, sender: Sender, token: str) -> None:
    fact = ask(sender, caller, "q2")
    sender.tell("fact.undone", UNIT, facts=[fact], scope="step", reason="operator")
    send(sender, caller)
    rows = {row["request"]["id"]: row["request"] for row in shown(caller, token)}
    assert (rows["q1"]["state"], rows["q2"]["state"], rows["q2"]["how"]) == ("open", "closed", "withdrawn")


def test_an_answer_that_came_too_late_is_shown_as_such(caller: Caller, sender: Sender, token: str) -> None:
    say(caller, token, "q1", "refused")
    sender.tell("approval.given", UNIT, **{"for": "override", "request": "q1"})
    send(sender, caller)
    (row,) = shown(caller, token)
    assert (row["request"]["state"], row["request"]["how"], row["by"]) == ("closed", "late", "Supervisor 1")


def test_nobody_else_may_answer(caller: Caller, sender: Sender, token: str) -> None:
    own = grant_supervisor(caller.store, "op7", NOW)
    assert say(caller, own, "q1", "given").status_code == 403
    for other, status in (("", 401), ("nothing", 401), (sender.token, 403), (caller.office, 403)):
        assert say(caller, other, "q1", "given").status_code == status
        assert caller.call("GET", "/v1/approvals", other).status_code == status
    assert caller.call("GET", "/v1/exceptions", token).status_code == 403
    assert shown(caller, token)[0]["request"]["state"] == "open"


@pytest.mark.parametrize("who", ["op8", "sv9", "nobody"])
def test_only_an_active_supervisor_gets_a_token(caller: Caller, asked: str, who: str) -> None:
    with pytest.raises(Refusal):
        grant_supervisor(caller.store, who, NOW)


def test_a_token_ends_with_the_right_and_by_being_revoked(caller: Caller, token: str) -> None:
    caller.put(("operator", Operator("sv1", "Supervisor 1", "b1")))
    assert say(caller, token, "q1", "given").status_code == 403
    caller.put(("operator", PEOPLE[0]))
    assert (revoke_supervisor(caller.store, "sv1", NOW), revoke_supervisor(caller.store, "sv1", NOW)) == (True, False)
    assert say(caller, token, "q1", "given").status_code == 403


@pytest.mark.parametrize("body", [b"", b"{}", b'{"answer": "perhaps"}', b'{"answer": "given", "more": 1}'])
def test_a_wrong_answer_is_refused(caller: Caller, token: str, body: bytes) -> None:
    assert caller.call("POST", "/v1/approvals/q1", token, content=body).status_code == 422
    assert say(caller, token, "q7", "given").status_code == 404


def test_a_question_that_makes_no_sense_is_passed_over(caller: Caller, sender: Sender, token: str) -> None:
    sender.tell("approval.asked", UNIT, **{"for": "override"})
    wrong: dict[str, Any] = {"for": ["override"], "request": "q3"}
    sender.tell("approval.asked", UNIT, **wrong)
    sender.tell("approval.asked", Ref("parcel", "x1"), **{"for": "override", "request": "q4"})
    sender.tell("approval.given", UNIT, request=["q1"])
    sender.tell("fact.undone", UNIT, facts=7)
    sender.tell("approval.asked", UNIT, **{"for": "override", "request": "q1", "to": "destroy"})
    send(sender, caller)
    (row,) = shown(caller, token)
    assert (row["request"]["state"], row["request"]["change"][1]) == ("open", "donate")


def test_another_station_settles_nothing(caller: Caller, sender: Sender, token: str) -> None:
    other = Sender(caller, "st2")
    other.tell("approval.given", UNIT, **{"for": "override", "request": "q1"})
    send(other, caller)
    assert shown(caller, token)[0]["request"]["state"] == "open"


def test_the_oldest_settled_questions_are_taken_away(
    caller: Caller, sender: Sender, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approvals, "KEPT", 2)
    for n in range(2, 6):
        ask(sender, caller, f"q{n}")
        sender.tell("approval.refused", UNIT, **{"for": "override", "request": f"q{n}"})
        send(sender, caller)
    assert [row["request"]["id"] for row in shown(caller, token)] == ["q1", "q5"]


# ------------------------------------------------------------ the page


def open_page(caller: Caller, token: str = "", path: str = "/approvals") -> str:
    answer = caller.call("GET", path, headers={"Cookie": f"{COOKIE}={token}"} if token else {})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    return answer.text


def post(caller: Caller, path: str, token: str = "", **form: str) -> httpx2.Response:
    headers = {"Cookie": f"{COOKIE}={token}"} if token else {}
    return caller.call("POST", path, data=form, headers=headers)


def test_the_page_asks_for_a_token_and_shows_nothing_before(caller: Caller, token: str) -> None:
    assert "Running shoe" not in open_page(caller)
    refused = post(caller, "/approvals", token=caller.office)
    assert (refused.status_code, refused.headers["location"]) == (303, "/approvals?said=sign_in_refused")
    assert "opens nothing here" in open_page(caller, path=refused.headers["location"])
    taken = caller.call("POST", "/approvals", data={"token": token})
    cookie = taken.headers["set-cookie"]
    assert (taken.status_code, taken.headers["location"]) == (303, "/approvals")
    for part in (f"{COOKIE}={token}", "HttpOnly", "SameSite=strict", "Path=/approvals", "Secure"):
        assert part in cookie


def test_a_supervisor_answers_on_the_page(caller: Caller, sender: Sender, token: str) -> None:
    text = open_page(caller, token)
    assert "Running shoe &lt;b&gt;" in text
    assert "€129.00" in text
    sent = post(caller, "/approvals/q1", token, answer="given")
    assert (sent.status_code, sent.headers["location"]) == (303, "/approvals?said=sent")
    assert fed(caller, sender)[0]["state"] == "given"
    assert "not heard at the bench yet" in open_page(caller, token, "/approvals?said=sent")
    assert post(caller, "/approvals/q1", token, answer="refused").headers["location"].endswith("settled")
    assert post(caller, "/approvals/q1", answer="refused").headers["location"].endswith("sign_in_refused")


def test_another_sites_page_answers_nothing(caller: Caller, sender: Sender, token: str) -> None:
    headers = {"Cookie": f"{COOKIE}={token}", "Sec-Fetch-Site": "cross-site"}
    answer = caller.call("POST", "/approvals/q1", data={"answer": "given"}, headers=headers)
    assert (answer.status_code, fed(caller, sender)) == (403, [])


@pytest.mark.parametrize("lang", ["en", "zh_CN", "zh_TW", "es"])
def test_the_page_has_words_in_every_language(caller: Caller, sender: Sender, token: str, lang: str) -> None:
    own = grant_supervisor(caller.store, "op7", NOW)
    text = open_page(caller, own, f"/approvals?lang={lang}")
    say(caller, token, "q1", "given")
    for page in (
        text,
        open_page(caller, token, f"/approvals?lang={lang}"),
        open_page(caller, path=f"/approvals?lang={lang}"),
    ):
        assert "board." not in page
        assert "route." not in page


def test_a_question_whose_answer_was_taken_back_at_the_bench_is_open_again(
    caller: Caller, sender: Sender, token: str
) -> None:
    say(caller, token, "q1", "given")
    given = sender.tell("approval.given", UNIT, **{"for": "override", "request": "q1", "how": "remote"})
    sender.tell("fact.undone", UNIT, facts=[given], scope="step", reason="operator")
    send(sender, caller)
    assert [row["request"]["state"] for row in shown(caller, token)] == ["open"]
    assert fed(caller, sender) == []
    assert say(caller, token, "q1", "refused").status_code == 200
    assert [told["state"] for told in fed(caller, sender)] == ["refused"]


def test_a_question_that_was_taken_back_with_its_answer_stays_closed(
    caller: Caller, sender: Sender, token: str
) -> None:
    asked = ask(sender, caller, "q2")
    told = sender.tell("approval.refused", UNIT, **{"for": "override", "request": "q2"})
    sender.tell("fact.undone", UNIT, facts=[asked, told], scope="step", reason="operator")
    send(sender, caller)
    rows = {row["request"]["id"]: row["request"]["state"] for row in shown(caller, token)}
    assert rows == {"q1": "open", "q2": "closed"}


@pytest.mark.parametrize("value", [-1, 10**40])
def test_a_value_that_makes_no_sense_asks_nobody_and_stops_no_page(
    caller: Caller, sender: Sender, token: str, value: int
) -> None:
    body: dict[str, Any] = {"for": "override", "request": "q2", "value": value, "currency": "EUR"}
    sender.tell("approval.asked", UNIT, **body)
    send(sender, caller)
    page = caller.call("GET", "/approvals", headers={"cookie": f"{COOKIE}={token}"})
    assert (page.status_code, [row["request"]["id"] for row in shown(caller, token)]) == (200, ["q1"])
