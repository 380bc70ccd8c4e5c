"""Composes the service: routes, errors, readers. The only place that puts its parts together; rules lie elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request, Response
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from station import texts
from station.domain.office import policy_text
from tracking import (
    approvals,
    evidence,
    feed,
    holds,
    intake,
    limits,
    links,
    policies,
    problems,
    reference,
    returns,
    stations,
)
from tracking.body import LIMIT, read_body
from tracking.clock import Clock, SystemClock
from tracking.learning import outcomes
from tracking.pace import Pace
from tracking.pages import doors, page
from tracking.problems import refuse, reply
from tracking.progress import follow
from tracking.readers.runner import Runner, behind
from tracking.returns import Return
from tracking.rounds import Rounds
from tracking.settings import TrackingSettings
from tracking.store import doubts, log
from tracking.store.store import Store, open_store

Name = Annotated[str, Path(max_length=200)]


class Service(Struct, frozen=True):
    """What the routes share."""

    settings: TrackingSettings
    store: Store
    clock: Clock


def create_app(settings: TrackingSettings, store: Store | None = None, clock: Clock | None = None) -> FastAPI:
    """The service as an ASGI app. It opens the database of the settings (a store given by the caller stays the caller's
    to close) and runs the readers in one thread while it serves."""
    service = Service(settings, store or open_store(settings.database_url), clock or SystemClock())

    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        runner = Runner(service.store)
        rounds = Rounds(service.store, service.clock, daily=settings.learn_daily)
        runner.start()
        rounds.start()
        yield
        await run_in_threadpool(rounds.stop)
        await run_in_threadpool(runner.stop)
        if store is None:
            service.store.close()

    # The interactive documents would load scripts from elsewhere; /openapi.json is there for tools.
    app = FastAPI(
        title="Returns tracking", version="1", lifespan=run, redirect_slashes=False, docs_url=None, redoc_url=None
    )
    app.state.service = service
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    problems.install(app)
    for add in (
        _add_stations,
        _add_facts,
        _add_evidence,
        _add_office,
        _add_learning,
        _add_rules,
        _add_returns,
        _add_approvals,
        _add_holds,
        _add_pages,
    ):
        add(app, service)
    doors.add(app, settings, service.store, service.clock)
    return app


def _add_stations(app: FastAPI, service: Service) -> None:
    @app.post("/v1/stations", status_code=201, tags=["stations"])
    async def enrol(request: Request) -> Response:
        """A one-time code becomes a station's token."""
        body = await read_body(request, 1 << 14)
        return reply(await run_in_threadpool(stations.enrol, service.store, body, service.clock.now()), 201)

    @app.get("/v1/health", tags=["health"])
    def health() -> Response:
        """Whether the service answers, and how far its readers are behind."""
        with service.store.read() as connection:
            facts = log.head(connection)
        return reply({"status": "ok", "facts": facts, "behind": behind(service.store)})


def _add_facts(app: FastAPI, service: Service) -> None:
    @app.post("/v1/facts", tags=["sync"])
    async def take_facts(request: Request) -> Response:
        """A batch of facts; answers how far this run is stored, with the hash of that fact."""
        station = await stations.caller_station(service.store, request)
        batch = intake.read_batch(await read_body(request, LIMIT))
        return reply(await run_in_threadpool(intake.take, service.store, station, batch, service.clock.now()))

    @app.get("/v1/feed", tags=["sync"])
    async def read_feed(
        request: Request,
        after: Annotated[int, Query(ge=0)] = 0,
        wait: Annotated[float, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=feed.LONGEST_PAGE)] = feed.PAGE,
    ) -> Response:
        """What changed after a version; with `wait` (seconds), as soon as something does."""
        station = await stations.caller_station(service.store, request)
        return reply(await feed.wait_for(service.store, request, station, (after, limit, wait)))


def _add_evidence(app: FastAPI, service: Service) -> None:
    home = service.settings.home

    @app.put("/v1/evidence/{sha256}", tags=["sync"])
    async def take_evidence(
        request: Request, sha256: Name, epoch: Annotated[str, Query(max_length=200)], seq: Annotated[int, Query(ge=1)]
    ) -> Response:
        """A picture that this fact of the calling station names."""
        station = await stations.caller_station(service.store, request)
        data, by = await read_body(request, evidence.LIMIT), evidence.Named(station.id, epoch, seq)
        return reply(await run_in_threadpool(evidence.take, service.store, home, sha256, by, data))

    @app.get("/v1/evidence/{sha256}", tags=["office"])
    async def read_evidence(request: Request, sha256: Name) -> Response:
        """A picture that a station took."""
        await stations.caller_office(service.store, request)
        data = await run_in_threadpool(evidence.read, home, sha256)
        if data is None:
            raise refuse(404, "not_found", "There is no such picture.", sha256)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline", "Cache-Control": "private"}
        return Response(data, media_type="image/jpeg", headers=headers)


def _add_office(app: FastAPI, service: Service) -> None:
    @app.put("/v1/reference", tags=["office"])
    async def put_reference(request: Request) -> Response:
        """A list of {type, body}: authorizations, orders, products, operators, locations; all or nothing."""
        await stations.caller_office(service.store, request)
        body = await read_body(request, reference.LIMIT)
        return reply(await run_in_threadpool(reference.put, service.store, body))

    @app.get("/v1/exceptions", tags=["office"])
    async def read_exceptions(request: Request) -> Response:
        """Open exceptions, oldest first."""
        await stations.caller_office(service.store, request)
        with service.store.read() as connection:
            return reply(doubts.open_doubts(connection))


def _add_learning(app: FastAPI, service: Service) -> None:
    @app.post("/v1/outcomes", tags=["learning"])
    async def take_outcomes(request: Request) -> Response:
        """A list of {reference, unit or lpn, channel, sold, fees, days, currency}: what units were sold for; all or
        nothing, and one that was told before changes nothing."""
        caller = await stations.caller_office(service.store, request)
        told = outcomes.read_outcomes(await read_body(request, LIMIT))
        return reply(await run_in_threadpool(outcomes.record, service.store, caller.name, told, service.clock.now()))


def _add_rules(app: FastAPI, service: Service) -> None:
    @app.put("/v1/policies/{document}/{name}", tags=["rules"])
    async def put_policy(request: Request, document: Name, name: Name, *, anyway: bool = False) -> Response:
        """A policy, checklist or recovery table (its TOML text is the body): checked, then sent to all stations. A
        flag that no shipped or published checklist tells is refused, unless anyway: a station's own lists tell it."""
        await stations.caller_office(service.store, request)
        text = policies.decode(await read_body(request, policies.LIMIT))
        told = policy_text(name, text, document, service.clock.now())
        return reply(await run_in_threadpool(limits.publish, service.store, told, anyway=anyway))

    @app.get("/v1/policies", tags=["rules"])
    async def read_policies(request: Request) -> Response:
        """All versions that were published, newest first, without their texts."""
        await stations.caller_office(service.store, request)
        return reply(await run_in_threadpool(policies.listed, service.store))

    @app.put("/v1/limits", tags=["rules"])
    async def put_limits(request: Request) -> Response:
        """A list of {name, pieces, period, shares}: quotas of vendors and channels, divided to the stations."""
        await stations.caller_office(service.store, request)
        told = limits.read_quotas(await read_body(request, LIMIT))
        return reply(await run_in_threadpool(limits.put, service.store, told, service.clock.now()))

    @app.get("/v1/limits", tags=["rules"])
    async def read_limits(request: Request) -> Response:
        """Quotas, and what each station was allotted."""
        await stations.caller_office(service.store, request)
        return reply(await run_in_threadpool(limits.read, service.store))


def _add_returns(app: FastAPI, service: Service) -> None:
    async def find(request: Request, name: str, *, facts: bool) -> Return:
        await stations.caller_office(service.store, request)
        told = await run_in_threadpool(lambda: returns.find(service.store, name, facts=facts))
        if told is None:
            raise refuse(404, "not_found", "Nothing is known by this name.", name)
        return told

    @app.get("/v1/returns/{name}", tags=["returns"])
    async def read_return(request: Request, name: Name) -> Response:
        """A return by parcel id, tracking number, licence plate, authorization id or code: records and timeline."""
        told = await find(request, name, facts=True)
        return reply({"progress": follow(told), "return": told})

    @app.post("/v1/returns/{name}/link", status_code=201, tags=["returns"])
    async def make_link(request: Request, name: Name) -> Response:
        """A new link for the customer of this return; earlier ones stop working."""
        told = await find(request, name, facts=False)
        base = service.settings.public_url or str(request.base_url)
        days, now = service.settings.link_days, service.clock.now()
        return reply(await run_in_threadpool(links.make, service.store, told, base, now, days), 201)


def _add_approvals(app: FastAPI, service: Service) -> None:
    @app.get("/v1/approvals", tags=["approvals"])
    async def read_approvals(request: Request) -> Response:
        """What benches ask a supervisor: open questions first."""
        await stations.caller_supervisor(service.store, request)
        return reply(await run_in_threadpool(approvals.listed, service.store))

    @app.post("/v1/approvals/{id}", tags=["approvals"])
    async def answer_approval(request: Request, id: Name) -> Response:
        """{"answer": "given" or "refused"}: sent to the bench that asks; the same again changes nothing."""
        who = await stations.caller_supervisor(service.store, request)
        said = approvals.read_answer(await read_body(request, 1 << 12))
        return reply(await run_in_threadpool(approvals.answer, service.store, id, said, who, service.clock.now()))


def _add_holds(app: FastAPI, service: Service) -> None:
    @app.get("/v1/holds", tags=["holds"])
    async def read_holds(request: Request) -> Response:
        """What the calling merchant (or, by the office's token, any) is asked: open questions first."""
        who = await stations.caller_asked(service.store, request)
        return reply(await run_in_threadpool(holds.listed, service.store, who))

    @app.post("/v1/holds/{unit}", tags=["holds"])
    async def answer_hold(request: Request, unit: Name) -> Response:
        """{"decision": one of the ways, "due": of which hold (optional)}: sent to the station that holds the unit; the
        same again changes nothing."""
        who = await stations.caller_asked(service.store, request)
        said = holds.read_answer(await read_body(request, 1 << 12))
        return reply(await run_in_threadpool(holds.answer, service.store, unit, said, who, service.clock.now()))


def _add_pages(app: FastAPI, service: Service) -> None:
    pace = Pace(service.settings.pages_per_minute)

    @app.get("/r/{token}", include_in_schema=False)
    async def show_return(request: Request, token: Name, lang: str = "") -> Response:
        chosen = page.choose_language(lang[:20], request.headers.get("accept-language", "")[:200])
        caller = request.client.host if request.client else ""
        if not pace.allows(caller, asyncio.get_running_loop().time()):
            busy = {**page.headers(), "Retry-After": "60"}
            return Response(texts.say(chosen, "track.busy"), 429, busy, media_type="text/plain; charset=utf-8")
        progress = await run_in_threadpool(links.open_link, service.store, token, service.clock.now())
        return await run_in_threadpool(page.show, progress, chosen)

    @app.get("/robots.txt", include_in_schema=False)
    def robots() -> Response:
        return Response("User-agent: *\nDisallow: /\n", media_type="text/plain")
