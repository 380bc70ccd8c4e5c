"""The supervisors' page of open questions as HTML: signing in, words and headers. Who may answer and what follows is
not decided here. It runs no scripts: it comes anew by itself, and each answer is a form of its own."""

from collections.abc import Sequence
from functools import cache, partial
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from station import texts
from station.domain.records import Operator
from tracking import approvals, stations
from tracking.approvals import Shown
from tracking.clock import moment
from tracking.pages.page import headers
from tracking.problems import Refusal, refuse
from tracking.store.store import Store

COOKIE = "returns_supervisor"
SIGNED_IN_S = 12 * 3600
"""A shift."""
SAID = ("sign_in_refused", "busy", "sent", "settled", "own")
"""What a page may tell of the form before it."""


@cache
def _template() -> Template:
    loader = PackageLoader("tracking", "pages")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return pages.get_template("board.html.jinja")


def show(who: Operator | None, found: Sequence[Shown], said: str, lang: str, wish: str = "") -> Response:
    """The questions, or (None) the way to sign in. wish: the language that was asked for by name; it is kept."""
    nonce = token_urlsafe(16)
    html = _template().render(
        who=who, open=[s for s in found if s.request.state == "open"],
        settled=[s for s in found if s.request.state != "open"], said=said if said in SAID else "", lang=lang,
        lang_tag=lang.replace("_", "-"), nonce=nonce, say=partial(texts.say, lang), when=partial(_when, lang),
        worth=partial(_worth, lang), word=partial(_word, lang), kept=_query("", wish),
        languages=[(code, texts.name_of(code)) for code in texts.languages()],
    )  # fmt: skip
    return Response(html, 200, headers(nonce, "'self'"), media_type="text/html; charset=utf-8")


def _query(said: str, wish: str) -> str:
    """What follows the page's address: a word about the form before, and the language if one was asked for."""
    told = {"said": said, "lang": wish if wish in texts.languages() else ""}
    told = {name: value for name, value in told.items() if value}
    return f"?{urlencode(told)}" if told else ""


def back(said: str, wish: str = "", token: str = "", *, secure: bool = False) -> Response:
    """To the page again, with a word about the form; with a token, signed in."""
    response = Response(status_code=303, headers={**headers(), "Location": f"/approvals{_query(said, wish)}"})
    if token:
        response.set_cookie(COOKIE, token, SIGNED_IN_S, path="/approvals", secure=secure, httponly=True,
                            samesite="strict")  # fmt: skip
    return response


def leave(wish: str) -> Response:
    """Signed out: the browser keeps the token no longer."""
    response = back("", wish)
    response.delete_cookie(COOKIE, path="/approvals", httponly=True, samesite="strict")
    return response


def is_secure(request: Request, public_url: str) -> bool:
    """Whether the browser came by TLS, here or before a proxy."""
    return request.url.scheme == "https" or public_url.startswith("https:")


def read_form(request: Request, body: bytes) -> dict[str, str]:
    """A form's fields; raises Refusal 403 where another site's page sent it."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise refuse(403, "forbidden", "Another site's page sent this.")
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    return {name: values[-1].strip() for name, values in fields.items()}


def signed_in(store: Store, request: Request) -> Operator | None:
    """The supervisor whose token the browser holds."""
    return supervisor(store, request.cookies.get(COOKIE, ""))


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


def _when(lang: str, at: str) -> str:
    try:
        when = moment(at)
    except ValueError:  # a station's own words
        return at
    return f"{texts.date(lang, when)} · {texts.clock(lang, when)} UTC"


def _worth(lang: str, value: int, currency: str) -> str:
    if not value:
        return texts.say(lang, "board.worth_unknown")
    worth = texts.money(lang, value, currency) if currency else texts.number(lang, value)
    return texts.say(lang, "board.worth", worth=worth)


def _word(lang: str, kind: str, word: str) -> str:
    """A word of the vocabulary in the reader's language; one that is not known, as it stands but for underscores."""
    return texts.say(lang, f"{kind}.{word}") if texts.has(lang, f"{kind}.{word}") else word.replace("_", " ")
