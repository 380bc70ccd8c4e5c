"""The customer's page as HTML: its words, dates and headers. Status, dates and titles, and nothing of a person."""

from collections.abc import Callable
from functools import cache, partial
from secrets import token_urlsafe

from fastapi import Response
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from station import texts
from tracking.clock import moment
from tracking.progress import Progress


@cache
def _template() -> Template:
    loader = PackageLoader("tracking", "pages")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return pages.get_template("return.html.jinja")


def choose_language(wish: str, accepted: str) -> str:
    """The page's language: what was asked for (?lang=), else the first known one of Accept-Language, else English."""
    ranked = sorted((_ranked(part) for part in accepted.split(",") if part.strip()), reverse=True, key=lambda r: r[0])
    for name in (wish, *(name for weight, name in ranked if weight > 0)):
        near = texts.nearest(name)
        if name and (near != "en" or name.lower().startswith("en")):
            return near
    return "en"


def _ranked(part: str) -> tuple[float, str]:
    name, _, weight = part.strip().partition(";q=")
    try:
        return (float(weight) if weight else 1.0), name.strip()
    except ValueError:
        return 0.0, name


def show(progress: Progress | None, lang: str) -> Response:
    """The page of a return, or (None) the page that says that a link does not work."""
    nonce = token_urlsafe(16)
    say: Callable[..., str] = partial(texts.say, lang)
    html = _template().render(
        progress=progress, lang=lang, lang_tag=lang.replace("_", "-"), nonce=nonce, say=say,
        number=partial(texts.number, lang), when=partial(_when, lang),
        languages=[(code, texts.name_of(code)) for code in texts.languages()],
    )  # fmt: skip
    return Response(html, 200 if progress else 404, headers(nonce), media_type="text/html; charset=utf-8")


def _when(lang: str, at: str) -> str:
    when = moment(at)
    return f"{texts.date(lang, when)} · {texts.clock(lang, when)}"


def headers(nonce: str = "", forms: str = "'none'") -> dict[str, str]:
    """What keeps a page out of search engines, caches, frames and referrers; nothing foreign may be loaded. forms:
    where its forms may be sent."""
    style = f"; style-src 'nonce-{nonce}'" if nonce else ""
    policy = f"default-src 'none'{style}; base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
    return {
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Content-Security-Policy": policy,
        "Vary": "Accept-Language",
    }
