"""Errors as RFC 9457 problem documents, one form for all that is refused. A client that went away is no error."""

import logging
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from station.wire import Problem

log = logging.getLogger("tracking")

CLIENT_GONE = 499

_TYPES = {404: "not_found", 405: "not_allowed", 401: "unauthorized", 403: "forbidden"}


class Refusal(Exception):
    """The answer is this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.type}: {problem.detail}")
        self.problem = problem


def refuse(status: int, kind: str, title: str, detail: str = "") -> Refusal:
    """A refusal to raise: title tells what is wrong, detail where."""
    return Refusal(Problem(kind, title, status, detail))


def answer(problem: Problem) -> Response:
    """The document as a response."""
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
    body = msgspec.json.encode(problem)
    return Response(body, problem.status, headers, media_type="application/problem+json")


def reply(value: Any, status: int = 200) -> Response:
    """A frozen value as a JSON response."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def install(app: FastAPI) -> None:
    """Makes every error of the app a problem document."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _failed)


async def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    return answer(error.problem)


async def _http(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    return answer(Problem(_TYPES.get(status, "error"), detail, status))


async def _invalid(_: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    detail = "; ".join(f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in faults)
    return answer(Problem("malformed", "The request does not have the right form.", 422, detail))


async def _gone(_: Request, error: Exception) -> Response:
    return Response(status_code=CLIENT_GONE)


async def _failed(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path)
    return answer(Problem("internal", "The service failed. Nothing was stored; send it again.", 500))
