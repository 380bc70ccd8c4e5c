"""Who may call: enrolment of stations by one-time codes, tokens, revocation, and the check of every call."""

from base64 import b64decode
from binascii import Error as NotBase64
from hashlib import sha256

import msgspec
from fastapi import Request
from starlette.concurrency import run_in_threadpool

from station.domain.records import Operator
from station.wire import Enrolled, Enrolment
from tracking import clock
from tracking.own import OWN
from tracking.problems import Refusal, refuse
from tracking.store import callers, values
from tracking.store.callers import Access, Code, Station
from tracking.store.store import Store, Transaction

OFFICE = "office"
"""Scope of tokens that may read returns and exceptions and write reference values."""


SUPERVISOR = "supervisor"
"""Scope of a supervisor's own token, and the role that the operator must have when it is used."""


MERCHANT = "merchant"
"""Scope of a merchant's own token; its name is the merchant's id."""


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def new_code(store: Store, name: str, now: str, hours: int = 24) -> str:
    """A one-time code by which a station enrols; told once."""
    code = clock.new_code()
    with store.write() as connection:
        callers.put_code(connection, Code(hashed(code), name, clock.later(now, hours=hours)))
    return code


def grant(store: Store, name: str, now: str, scope: str = OFFICE) -> str:
    """A token for the office or another system; told once."""
    token = clock.new_token(32)
    with store.write() as connection:
        callers.put_access(connection, Access(hashed(token), name, scope, now))
    return token


def grant_supervisor(store: Store, operator: str, now: str) -> str:
    """A token by which this supervisor answers what benches ask; told once. Raises Refusal 422 where the office told no
    such supervisor."""
    with store.read() as connection:
        find_operator(connection, operator)
    return grant(store, operator, now, SUPERVISOR)


def revoke_supervisor(store: Store, operator: str, now: str) -> bool:
    """Ends all tokens of this supervisor; False where there was none."""
    with store.write() as connection:
        return callers.revoke_access(connection, operator, SUPERVISOR, now)


def revoke_merchant(store: Store, merchant: str, now: str) -> bool:
    """Ends all tokens of this merchant; False where there was none."""
    with store.write() as connection:
        return callers.revoke_access(connection, merchant, MERCHANT, now)


def find_operator(connection: Transaction, id: str) -> Operator:
    """An active supervisor, as the office told it; raises Refusal 422."""
    body = values.load(connection, [("operator", id)]).get(("operator", id))
    found = msgspec.json.decode(body, type=Operator) if body else None
    if found is None or not found.active or found.role != SUPERVISOR:
        raise refuse(422, "malformed", "No active supervisor is known by this id.", id[:80])
    return found


def revoke_office(store: Store, name: str, now: str) -> bool:
    """Ends all office tokens of this name; False where there was none."""
    with store.write() as connection:
        return callers.revoke_access(connection, name, OFFICE, now)


def called(store: Store, name: str = "") -> list[Station]:
    """The stations that an id or a name means: those that may still call, else the revoked ones. Empty: all."""
    with store.read() as connection:
        if not name:
            return callers.stations(connection)
        meant = callers.stations_called(connection, name)
    return [one for one in meant if not one.revoked_at] or meant


def revoke(store: Store, station: str, now: str) -> bool:
    """Ends a station's token, by its id; False where no such station is enrolled."""
    with store.write() as connection:
        return callers.revoke_station(connection, station, now)


def revoke_codes(store: Store, name: str, now: str) -> bool:
    """Ends the one-time codes for this name that nobody has used; False where there was none."""
    with store.write() as connection:
        return callers.revoke_codes(connection, name, now)


def enrol(store: Store, body: bytes, now: str) -> Enrolled:
    """Turns a one-time code into a token. The same station with the same key may ask again within the code's life,
    since the answer can be lost. Raises Refusal: 422 for a wrong form, 403 for a code that is unknown, used or over."""
    asked = _read_enrolment(body)
    token = clock.new_token(32)
    with store.write() as connection:
        code = callers.find_code(connection, hashed(asked.code.strip().upper()))
        if code is None or code.expires_at <= now or code.station not in ("", asked.station):
            raise refuse(403, "code", "This enrolment code is unknown, used or over.")
        if code.station and code.public_key != asked.public_key:
            raise refuse(403, "code", "This enrolment code was used with another key.")
        used = Code(code.code_hash, code.name, code.expires_at, asked.station, asked.public_key)
        callers.put_code(connection, used)
        name = asked.name or code.name
        callers.put_station(connection, Station(asked.station, name, asked.public_key, hashed(token), now))
    return Enrolled(asked.station, token)


def _read_enrolment(body: bytes) -> Enrolment:
    try:
        asked = msgspec.json.decode(body, type=Enrolment)
        key = b64decode(asked.public_key, validate=True)
    except (msgspec.DecodeError, NotBase64, ValueError) as error:
        raise refuse(422, "malformed", "This is no enrolment.", str(error)) from error
    if len(key) != 32 or not asked.station or asked.station == OWN:
        raise refuse(422, "malformed", "An enrolment names a station and a key of 32 bytes.")
    return asked


async def caller_station(store: Store, request: Request) -> Station:
    """The station that calls; raises Refusal 401 (no or unknown token) or 403 (revoked, or no station's token)."""
    token_hash = _bearer(request)
    return await run_in_threadpool(find_station, store, token_hash)


def find_station(store: Store, token_hash: str) -> Station:
    """The station behind a token's hash."""
    with store.read() as connection:
        station = callers.station_by_token(connection, token_hash)
        other = None if station else callers.find_access(connection, token_hash)
    if station is None:
        raise _forbidden("This is not a station's token.") if other else _unknown()
    if station.revoked_at:
        raise _forbidden("This station's token was revoked.")
    return station


async def caller_office(store: Store, request: Request) -> Access:
    """The office or system that calls; raises Refusal 401 or 403."""
    return await run_in_threadpool(find_office, store, _bearer(request))


async def caller_asked(store: Store, request: Request) -> Access:
    """The merchant, or the office, that calls; raises Refusal 401 or 403."""
    return await run_in_threadpool(find_asked, store, _bearer(request))


def find_asked(store: Store, token_hash: str) -> Access:
    """The merchant's, or the office's, access behind a token's hash."""
    return find_office(store, token_hash, (OFFICE, MERCHANT))


def find_office(store: Store, token_hash: str, scopes: tuple[str, ...] = (OFFICE,)) -> Access:
    """The office's access behind a token's hash, or one of other scopes."""
    with store.read() as connection:
        access = callers.find_access(connection, token_hash)
        station = None if access else callers.station_by_token(connection, token_hash)
    if access is None:
        raise _forbidden("A station's token does not open this.") if station else _unknown()
    if access.revoked_at or access.scope not in scopes:
        raise _forbidden("This token does not open this.")
    return access


async def caller_supervisor(store: Store, request: Request) -> Operator:
    """The supervisor who calls; raises Refusal 401 or 403."""
    return await run_in_threadpool(find_supervisor, store, _bearer(request))


def find_supervisor(store: Store, token_hash: str) -> Operator:
    """The supervisor behind a token's hash; one who is no supervisor any more may not answer either."""
    with store.read() as connection:
        access = callers.find_access(connection, token_hash)
        if access is None:
            known = callers.station_by_token(connection, token_hash)
            raise _forbidden("A station's token does not open this.") if known else _unknown()
        if access.revoked_at or access.scope != SUPERVISOR:
            raise _forbidden("This token does not open this.")
        try:
            return find_operator(connection, access.name)
        except Refusal as refusal:
            raise _forbidden(refusal.problem.title) from refusal


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unknown()
    return hashed(token.strip())


def _unknown() -> Refusal:
    return refuse(401, "unauthorized", "A valid token is needed.")


def _forbidden(title: str) -> Refusal:
    return refuse(403, "forbidden", title)
