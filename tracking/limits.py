"""Quotas and capacities: pieces that a vendor or a channel takes in a period, divided to the stations and sent to them
over the feed, so that each bench decides alone and all together keep the limit. A station counts what it used itself.
A division stays for its period; it is made anew when the period begins or the limit is set."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from station import wire
from station.domain.office import Allotment, PolicyText
from tracking import policies
from tracking.clock import FORM, moment
from tracking.policies import Published
from tracking.problems import refuse
from tracking.store import callers, quotas, values
from tracking.store.store import Store, Transaction
from tracking.store.values import Value

MOST = 1000

Name = Annotated[str, Meta(pattern=r"^(vendor|channel):[\w.-]{1,80}$")]
Given = tuple[int, str]
"""(pieces, since)."""


class Quota(Struct, frozen=True, forbid_unknown_fields=True):
    """pieces a period, None = no limit any more; a period begins at midnight UTC, on Monday or on the first. shares:
    weights by station id; empty = alike."""

    name: Name
    pieces: Annotated[int, Meta(ge=0, le=10**9)] | None = None
    period: Literal["day", "week", "month"] = "day"
    shares: dict[str, Annotated[int, Meta(ge=0, le=10**6)]] = {}


class Limited(Struct, frozen=True):
    """What stands: quotas, and what each station got."""

    quotas: tuple[Quota, ...]
    allotments: tuple[Allotment, ...]


_lists = msgspec.json.Decoder(list[Quota])


def read_quotas(body: bytes) -> list[Quota]:
    """The list from its JSON text; raises Refusal 422."""
    try:
        told = _lists.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse(422, "malformed", "This is no list of limits.", str(error)) from error
    if len(told) > MOST or len({quota.name for quota in told}) < len(told):
        raise refuse(422, "malformed", "A limit may stand there once.", f"at most {MOST}, each name once")
    return told


def put(store: Store, told: Sequence[Quota], now: str) -> Limited:
    """Sets limits, all or nothing, and divides them anew. Raises Refusal 422 for a share of a station that may not
    call, or shares of which none counts."""
    with store.write() as connection:
        stations = _stations(connection)
        for quota in told:
            _keep(connection, quota, stations)
        changed = _allot(connection, now, {quota.name for quota in told})
        stands = _limited(connection)
    if changed:
        store.changes.ring()
    return stands


def publish(store: Store, fresh: PolicyText, *, anyway: bool = False) -> Published:
    """Sends a text to all stations (policies.publish) and with it their shares of what its vendors take: until then
    each of them has the whole quota. Raises Refusal 422."""
    done = policies.publish(store, fresh, anyway=anyway)
    allot(store, fresh.since)
    return done


def _keep(connection: Transaction, quota: Quota, stations: Sequence[str]) -> None:
    strange = sorted(set(quota.shares) - set(stations))
    if strange or (quota.shares and not any(quota.shares.values())):
        said = f"{quota.name}: {', '.join(strange) or 'all 0'}"
        raise refuse(422, "malformed", "A share makes no sense.", said)
    if quota.pieces is None:
        return quotas.drop_quota(connection, quota.name)
    shares = msgspec.json.encode(quota.shares, order="sorted").decode() if quota.shares else ""
    return quotas.put_quota(connection, (quota.name, quota.pieces, quota.period, shares))


def allot(store: Store, now: str) -> int:
    """Divides what a new period brings; how many stations got something else. It writes only where there is something
    to change."""
    with store.read() as connection:
        if not _changes(connection, now, set()):
            return 0
    with store.write() as connection:
        changed = _allot(connection, now, set())
    if changed:
        store.changes.ring()
    return changed


def read(store: Store) -> Limited:
    """What stands."""
    with store.read() as connection:
        return _limited(connection)


def begin_of(period: str, now: str) -> str:
    """When the period of this moment began, UTC text."""
    day = moment(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "week":
        day -= timedelta(days=day.weekday())
    return (day.replace(day=1) if period == "month" else day).strftime(FORM)


def divide(pieces: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Whole pieces by weight, the largest remainders first, then by name; they add up to `pieces`."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    shares = {name: pieces * weight // whole for name, weight in weights.items()}
    rest = sorted(weights, key=lambda name: (-(pieces * weights[name] % whole), name))
    for name in rest[: pieces - sum(shares.values())]:
        shares[name] += 1
    return shares


def _allot(connection: Transaction, now: str, anew: set[str]) -> int:
    changes = _changes(connection, now, anew)
    if changes:
        values.put(connection, changes)
    return len(changes)


def _changes(connection: Transaction, now: str, anew: set[str]) -> list[Value]:
    stations = _stations(connection)
    before = _allotments(connection)
    given: dict[str, dict[str, Given]] = {name: {} for name in {*stations, *before}}
    for quota in _quotas(connection):
        if quota.pieces is not None:
            for station, got in _shares(quota, stations, before, now, anew=quota.name in anew).items():
                given[station][quota.name] = got
    wanted = {name: Allotment(name, tuple((n, *got) for n, got in sorted(own.items()))) for name, own in given.items()}
    return [
        Value("allotment", name, wire.encode(allotment) if allotment.limits else "")
        for name, allotment in sorted(wanted.items())
        if allotment != before.get(name, Allotment(name))
    ]


def _shares(
    quota: Quota, stations: Sequence[str], before: Mapping[str, Allotment], now: str, *, anew: bool
) -> dict[str, Given]:
    """What each station gets of one limit: what it has, while the period lasts."""
    since, pieces = begin_of(quota.period, now), quota.pieces or 0
    has = {s: (n, at) for s, a in before.items() for name, n, at in a.limits if name == quota.name and at == since}
    if has and not anew:
        return {s: has.get(s, (0, since)) for s in {*stations, *has}}
    weights = {s: quota.shares.get(s, 0) if quota.shares else 1 for s in stations}
    return {s: (n, since) for s, n in divide(pieces, weights).items()}


def _stations(connection: Transaction) -> list[str]:
    return sorted(station.id for station in callers.stations(connection) if not station.revoked_at)


def _quotas(connection: Transaction) -> list[Quota]:
    """What was set; and the quotas of the policy's own vendors, a month, where none was set."""
    told = [
        msgspec.convert({"name": n, "pieces": p, "period": t, "shares": msgspec.json.decode(s or "{}")}, Quota)
        for n, p, t, s in quotas.all_quotas(connection)
    ]
    known = {quota.name for quota in told}
    own = [Quota(f"vendor:{v.name}", v.quota, "month") for v in policies.vendors(connection) if v.quota]
    return told + [quota for quota in own if quota.name not in known]


def _allotments(connection: Transaction) -> dict[str, Allotment]:
    bodies = values.of_type(connection, "allotment")
    return {name: msgspec.json.decode(body, type=Allotment) for name, body in bodies.items()}


def _limited(connection: Transaction) -> Limited:
    return Limited(tuple(_quotas(connection)), tuple(a for _, a in sorted(_allotments(connection).items())))
