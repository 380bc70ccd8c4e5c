"""The pages of questions as supervisors and merchants see them: a real browser signs in, answers and signs out, on a
phone and at a desk. Widths and what is to be pressed are measured; what the service answers stands in
test_approvals.py and test_holds.py."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from station import texts, wire
from station.domain.approvals import Request
from station.domain.policy import ROUTES
from station.domain.questions import Question
from station.domain.records import Operator, Product, Unit
from tests.tracking.browser import DESK, PHONE, Browser
from tests.tracking.conftest import NOW
from tracking import approvals, holds
from tracking.serve import Running, serve
from tracking.settings import TrackingSettings
from tracking.stations import MERCHANT, grant, grant_supervisor
from tracking.store import values
from tracking.store.values import Value

LONG = "Phone case " + "with many words " * 8 + "Donaudampfschifffahrtsgesellschaftskapitän"
ASKED = Request("q1", "st1", "u1", "override", "f1", "2026-11-22T09:41:00.000000Z", "op7", "northwind",
                ("restock", "donate", "damage_seen"), 12900, "EUR")  # fmt: skip
OTHERS = (
    replace(ASKED, id="q2", unit="u2", value=0, currency=""),
    replace(ASKED, id="q3", asked_by="sv1"),
    replace(ASKED, id="q4", state="closed", how="late", by="sv1"),
    replace(ASKED, id="q5", state="closed", how="withdrawn"),
)
TOLD = (
    ("operator", Operator("sv1", "Supervisor 1", "b1", role="supervisor")),
    ("operator", Operator("op7", "Operator 7", "b7")),
    ("product", Product("p1", "northwind", "NW-RUN-42", "Running shoe <b>")),
    ("product", Product("p2", "northwind", "NW-CASE-" + "0" * 40, LONG)),
    ("unit", Unit("u1", product="p1", grade="B", lpn="R7K2M9QXPTDC")),
    ("unit", Unit("u2", product="p2")),
)
WIDER = "document.documentElement.scrollWidth - innerWidth"
FIELDS = "[...document.querySelectorAll('button, input:not([type=hidden])')]"
SMALL = FIELDS + ".filter(e => e.getBoundingClientRect().height < 44).length"
TEXT = "document.body.innerText"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that knows what the questions are about."""
    made = serve(TrackingSettings(home=tmp_path_factory.mktemp("service")))
    with made.store.write() as connection:
        values.put(connection, [Value(kind, value.id, wire.encode(value)) for kind, value in TOLD])
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    made = Browser(tmp_path_factory.mktemp("profile"))
    yield made
    made.close()


@pytest.fixture
def token(running: Running, browser: Browser) -> str:
    """A supervisor's token; nobody is signed in, nothing is asked."""
    ask(running)
    browser.look(f"{running.url}/approvals", PHONE, "en")
    if browser.value("!!document.querySelector('#leave')"):
        browser.submit("#leave")
    return grant_supervisor(running.store, "sv1", NOW)


def ask(running: Running, *requests: Request) -> None:
    """These questions and no others."""
    with running.store.write() as connection:
        gone = [Value(approvals.TYPE, id, "") for id in approvals.requests(connection)]
        values.put(connection, gone)
        approvals.put(connection, requests)


def check(browser: Browser) -> str:
    """What the page says; it is no wider than its screen, and a thumb finds its fields."""
    assert (browser.value(WIDER), browser.value(SMALL)) == (0, 0)
    assert browser.picture().startswith(b"\x89PNG")
    return str(browser.value(TEXT))


@pytest.mark.parametrize(("size", "tag", "lang"), [(PHONE, "en", "en"), (DESK, "zh-CN", "zh_CN")])
def test_a_supervisor_signs_in_answers_and_signs_out(
    browser: Browser, running: Running, token: str, size: tuple[int, int], tag: str, lang: str
) -> None:
    def said(key: str) -> bool:
        return texts.say(lang, key) in check(browser)

    browser.look(f"{running.url}/approvals", size, tag)
    assert said("board.sign_in")
    browser.submit("form", token="a wrong one")
    assert said("board.said.sign_in_refused")
    browser.submit("form", token=token)
    assert said("board.none")
    ask(running, ASKED, *OTHERS)
    browser.look(f"{running.url}/approvals", size, tag)
    assert said("route.donate")
    assert said("board.how.late")
    assert "Running shoe <b>" in check(browser)
    browser.submit("form[action='/approvals/q1']", press="given")
    assert said("board.said.sent")
    browser.submit("#leave")
    assert said("board.sign_in")


@pytest.mark.parametrize("dark", [False, True])
def test_an_answer_that_came_too_late_is_told(browser: Browser, running: Running, token: str, dark: bool) -> None:
    browser.submit("form", token=token)
    ask(running, ASKED)
    browser.look(f"{running.url}/approvals", DESK, "es", dark=dark)
    ask(running, replace(ASKED, state="closed", how="given", by="op7"))
    browser.submit("form[action='/approvals/q1']", press="refused")
    assert texts.say("es", "board.said.settled") in check(browser)


def test_the_language_that_was_asked_for_stays(browser: Browser, running: Running, token: str) -> None:
    browser.look(f"{running.url}/approvals?lang=zh_TW", PHONE, "en")
    browser.submit("form", token=token)
    ask(running, ASKED)
    browser.look(f"{running.url}/approvals?lang=zh_TW", PHONE, "en")
    browser.submit("form[action^='/approvals/q1']", press="given")
    assert texts.say("zh_TW", "board.said.sent") in check(browser)
    assert browser.value("document.querySelector('meta[http-equiv]').content").endswith("lang=zh_TW")


ASKED_MERCHANT = Question("u1", "st1", "northwind", "f1", "2026-11-22T09:41:00.000000Z", "2026-11-27T09:41:00.000000Z",
                          "donate", (*ROUTES[:6], "destroy"))  # fmt: skip
ELSEWHERE = (
    replace(ASKED_MERCHANT, id="u2", how="not_open"),
    replace(ASKED_MERCHANT, id="u3", state="closed", how="late", by="northwind"),
    replace(ASKED_MERCHANT, id="u4", state="closed", how="restock"),
    replace(ASKED_MERCHANT, id="u5", merchant="southwind"),
)


@pytest.mark.parametrize(("size", "tag", "lang"), [(PHONE, "en", "en"), (DESK, "zh-CN", "zh_CN"), (PHONE, "es", "es")])
def test_a_merchant_signs_in_answers_and_signs_out(
    browser: Browser, running: Running, size: tuple[int, int], tag: str, lang: str
) -> None:
    def said(key: str) -> bool:
        return texts.say(lang, key) in check(browser)

    with running.store.write() as connection:
        holds.put(connection, (ASKED_MERCHANT, *ELSEWHERE))
    browser.look(f"{running.url}/holds", size, tag)
    assert said("asked.sign_in")
    browser.submit("form", token="a wrong one")
    assert said("asked.said.sign_in_refused")
    browser.submit("form", token=grant(running.store, "northwind", NOW, MERCHANT))
    assert said("asked.again")
    assert said("asked.how.late")
    assert browser.value("document.querySelectorAll('form[action*=u5]').length") == 0
    browser.submit("form[action='/holds/u1']", press="destroy")
    assert said("asked.said.sent")
    assert said("asked.how.sent")
    with running.store.write() as connection:
        holds.put(connection, [replace(ASKED_MERCHANT, id="u2", state="closed", how="restock")])
    browser.submit("#leave")
    assert said("asked.sign_in")
