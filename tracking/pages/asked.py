"""The merchants' page of held goods as HTML: what is asked, and a button for each way that is open. Who may answer and
what follows is not decided here. It runs no scripts."""

from collections.abc import Sequence
from functools import partial

from fastapi import Request, Response

from station import texts
from station.domain.questions import Question
from tracking import holds, stations
from tracking.holds import Answer, Shown
from tracking.pages.forms import Door, word
from tracking.problems import Refusal
from tracking.store.callers import Access
from tracking.store.store import Store

COOKIE = "returns_merchant"
DOOR = Door("/holds", COOKIE, "asked.html.jinja", ("sign_in_refused", "busy", "sent", "settled", "not_open"))


def show(who: Access | None, found: Sequence[Shown], said: str, lang: str, wish: str = "") -> Response:
    """The questions, or (None) the way to sign in. wish: the language that was asked for by name; it is kept."""
    waiting = [s for s in found if s.question.state == "open"]
    settled = [s for s in found if s.question.state != "open"]
    return DOOR.show(said, lang, wish, who=who, open=waiting, settled=settled, outcome=partial(_outcome, lang))


def signed_in(store: Store, request: Request) -> Access | None:
    """The merchant (or the office) whose token the browser holds."""
    return merchant(store, DOOR.token(request))


def merchant(store: Store, token: str) -> Access | None:
    """The merchant (or the office) of a token, or nobody."""
    try:
        return stations.find_asked(store, stations.hashed(token)) if token else None
    except Refusal:
        return None


def answer(store: Store, unit: str, said: Answer, who: Access, now: str) -> str:
    """Answers; the word about it."""
    try:
        holds.answer(store, unit, said, who, now)
    except Refusal as refusal:
        return "not_open" if refusal.problem.status == 422 else "settled"
    return "sent"


def _outcome(lang: str, question: Question) -> str:
    """What became of it, in words: which way, or why none."""
    if question.how in ("late", "withdrawn"):
        return texts.say(lang, f"asked.how.{question.how}")
    return word(lang, "route", question.how or question.answer)
