"""What pages with forms share: signing in by a token that the browser keeps for these pages alone, the way back after a
form, and words and times for their readers. Who may do what is decided elsewhere."""

from functools import cache, partial
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from msgspec import Struct

from station import texts
from tracking.clock import moment
from tracking.pages.page import headers
from tracking.problems import refuse

SIGNED_IN_S = 12 * 3600
"""A shift."""


class Door(Struct, frozen=True):
    """A page with forms: its path, the cookie that is sent to it alone, its template, and what it may tell of the form
    before it."""

    path: str
    cookie: str
    template: str
    said: tuple[str, ...]

    def show(self, said: str, lang: str, wish: str, **told: Any) -> Response:
        """The page. wish: the language that was asked for by name; it is kept."""
        nonce = token_urlsafe(16)
        html = _template(self.template).render(
            **told, said=said if said in self.said else "", lang=lang, lang_tag=lang.replace("_", "-"), nonce=nonce,
            say=partial(texts.say, lang), when=partial(when, lang), word=partial(word, lang), kept=_query("", wish),
            languages=[(code, texts.name_of(code)) for code in texts.languages()],
        )  # fmt: skip
        return Response(html, 200, headers(nonce, "'self'"), media_type="text/html; charset=utf-8")

    def back(self, said: str, wish: str = "", token: str = "", *, secure: bool = False) -> Response:
        """To the page again, with a word about the form; with a token, signed in."""
        response = Response(status_code=303, headers={**headers(), "Location": f"{self.path}{_query(said, wish)}"})
        if token:
            response.set_cookie(self.cookie, token, SIGNED_IN_S, path=self.path, secure=secure, httponly=True,
                                samesite="strict")  # fmt: skip
        return response

    def leave(self, wish: str) -> Response:
        """Signed out: the browser keeps the token no longer."""
        response = self.back("", wish)
        response.delete_cookie(self.cookie, path=self.path, httponly=True, samesite="strict")
        return response

    def token(self, request: Request) -> str:
        """The token that the browser holds, or nothing."""
        return request.cookies.get(self.cookie, "")


@cache
def _template(name: str) -> Template:
    loader = PackageLoader("tracking", "pages")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return pages.get_template(name)


def _query(said: str, wish: str) -> str:
    """What follows the page's address: a word about the form before, and the language if one was asked for."""
    told = {"said": said, "lang": wish if wish in texts.languages() else ""}
    told = {name: value for name, value in told.items() if value}
    return f"?{urlencode(told)}" if told else ""


def is_secure(request: Request, public_url: str) -> bool:
    """Whether the browser came by TLS, here or before a proxy."""
    return request.url.scheme == "https" or public_url.startswith("https:")


def read_form(request: Request, body: bytes) -> dict[str, str]:
    """A form's fields; raises Refusal 403 where another site's page sent it."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise refuse(403, "forbidden", "Another site's page sent this.")
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
    return {name: values[-1].strip() for name, values in fields.items()}


def when(lang: str, at: str) -> str:
    """A time in the reader's language."""
    try:
        told = moment(at)
    except ValueError:  # a station's own words
        return at
    return f"{texts.date(lang, told)} · {texts.clock(lang, told)} UTC"


def word(lang: str, kind: str, name: str) -> str:
    """A word of the vocabulary in the reader's language; one that is not known, as it stands but for underscores."""
    return texts.say(lang, f"{kind}.{name}") if texts.has(lang, f"{kind}.{name}") else name.replace("_", " ")
