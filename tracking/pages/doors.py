"""Pages with forms as routes: the supervisors' and the merchants'. Whoever has signed in by a token holds it in a
cookie of that page alone."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from tracking import approvals, holds
from tracking.body import read_body
from tracking.clock import Clock
from tracking.pace import Pace
from tracking.pages import asked, board, page
from tracking.pages.forms import Door, is_secure, read_form
from tracking.settings import TrackingSettings
from tracking.store.store import Store

Name = Annotated[str, Path(max_length=200)]
LONGEST = 1 << 12
"""Bytes of a form."""

Find = Callable[[Store, str], Any]
"""Who a token belongs to, or None."""


def add(app: FastAPI, settings: TrackingSettings, store: Store, clock: Clock) -> None:
    """Adds the pages and their forms."""
    _add_signing_in(app, settings, store, board.DOOR, board.supervisor)
    _add_signing_in(app, settings, store, asked.DOOR, asked.merchant)
    _add_board(app, store, clock)
    _add_asked(app, store, clock)


def _add_signing_in(app: FastAPI, settings: TrackingSettings, store: Store, door: Door, find: Find) -> None:
    pace = Pace(settings.pages_per_minute)

    @app.post(door.path, include_in_schema=False)
    async def sign_in(request: Request, lang: str = "") -> Response:
        if not pace.allows(request.client.host if request.client else "", asyncio.get_running_loop().time()):
            return door.back("busy", lang)
        form = read_form(request, await read_body(request, LONGEST))
        if form.get("leave"):
            return door.leave(lang)
        token = form.get("token", "")
        if not await run_in_threadpool(find, store, token):
            return door.back("sign_in_refused", lang)
        return door.back("", lang, token, secure=is_secure(request, settings.public_url))


def _language(request: Request, lang: str) -> str:
    return page.choose_language(lang[:20], request.headers.get("accept-language", "")[:200])


def _add_board(app: FastAPI, store: Store, clock: Clock) -> None:
    @app.get("/approvals", include_in_schema=False)
    async def show_approvals(request: Request, lang: str = "", said: str = "") -> Response:
        who = await run_in_threadpool(board.signed_in, store, request)
        found = await run_in_threadpool(approvals.listed, store) if who else ()
        return board.show(who, found, said, _language(request, lang), lang)

    @app.post("/approvals/{id}", include_in_schema=False)
    async def answer_on_page(request: Request, id: Name, lang: str = "") -> Response:
        form = read_form(request, await read_body(request, LONGEST))
        who = await run_in_threadpool(board.signed_in, store, request)
        if who is None:
            return board.DOOR.back("sign_in_refused", lang)
        told = (store, id, form.get("answer", ""), who, clock.now())
        return board.DOOR.back(await run_in_threadpool(board.answer, *told), lang)


def _add_asked(app: FastAPI, store: Store, clock: Clock) -> None:
    @app.get("/holds", include_in_schema=False)
    async def show_holds(request: Request, lang: str = "", said: str = "") -> Response:
        who = await run_in_threadpool(asked.signed_in, store, request)
        found = await run_in_threadpool(holds.listed, store, who) if who else ()
        return asked.show(who, found, said, _language(request, lang), lang)

    @app.post("/holds/{unit}", include_in_schema=False)
    async def answer_asked(request: Request, unit: Name, lang: str = "") -> Response:
        form = read_form(request, await read_body(request, LONGEST))
        who = await run_in_threadpool(asked.signed_in, store, request)
        if who is None:
            return asked.DOOR.back("sign_in_refused", lang)
        said = holds.Answer(form.get("decision", ""), form.get("due", ""))
        told = (store, unit, said, who, clock.now())
        return asked.DOOR.back(await run_in_threadpool(asked.answer, *told), lang)
