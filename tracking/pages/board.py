"""The supervisors' page of open questions as HTML. Who may answer and what follows is not decided here. It runs no
scripts: it comes anew by itself, and each answer is a form of its own."""

from collections.abc import Sequence
from functools import partial

from fastapi import Request, Response

from station import texts
from station.domain.records import Operator
from tracking import approvals, stations
from tracking.approvals import Shown
from tracking.pages.forms import Door
from tracking.problems import Refusal
from tracking.store.store import Store

COOKIE = "returns_supervisor"
DOOR = Door("/approvals", COOKIE, "board.html.jinja", ("sign_in_refused", "busy", "sent", "settled", "own"))


def show(who: Operator | None, found: Sequence[Shown], said: str, lang: str, wish: str = "") -> Response:
    """The questions, or (None) the way to sign in. wish: the language that was asked for by name; it is kept."""
    waiting = [s for s in found if s.request.state == "open"]
    settled = [s for s in found if s.request.state != "open"]
    return DOOR.show(said, lang, wish, who=who, open=waiting, settled=settled, worth=partial(_worth, lang))


def signed_in(store: Store, request: Request) -> Operator | None:
    """The supervisor whose token the browser holds."""
    return supervisor(store, DOOR.token(request))


def supervisor(store: Store, token: str) -> Operator | None:
    """The supervisor of a token, or nobody."""
    try:
        return stations.find_supervisor(store, stations.hashed(token)) if token else None
    except Refusal:
        return None


def answer(store: Store, id: str, said: str, who: Operator, now: str) -> str:
    """Answers; the word about it."""
    try:
        approvals.answer(store, id, approvals.checked(said), who, now)
    except Refusal as refusal:
        return "own" if refusal.problem.status == 403 else "settled"
    return "sent"


def _worth(lang: str, value: int, currency: str) -> str:
    if not value:
        return texts.say(lang, "board.worth_unknown")
    worth = texts.money(lang, value, currency) if currency else texts.number(lang, value)
    return texts.say(lang, "board.worth", worth=worth)
