"""The feed: what stations should know, by version, newest state only: reference values of the office and the records of
other stations."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from station.wire import Change, Feed
from tracking.store import values
from tracking.store.callers import Station
from tracking.store.store import Store

PAGE = 200
LONGEST_PAGE = 1000
LONGEST_WAIT = 25.0
LOOK_AGAIN = 1.0
"""Seconds: another process may have written, whose bell is not heard here."""


def page(store: Store, station: Station, after: int, limit: int) -> Feed:
    """The changes after a version. Where all was read, the cursor stands at the newest version of all, own records
    included, so that these are not searched again. A cursor from beyond (another or restored service) starts anew."""
    with store.read() as connection:
        newest = values.newest(connection)
        start = after if after <= newest else 0
        found = values.changes(connection, start, limit + 1, station.id)
    changes = tuple(Change(v.version, v.type, v.id, v.body) for v in found[:limit])
    more = len(found) > limit
    return Feed(changes[-1].version if more else newest, changes, more)


async def wait_for(store: Store, request: Request, station: Station, asked: tuple[int, int, float]) -> Feed:
    """A page as soon as there is one, at the latest after the seconds asked for: (after, limit, wait)."""
    after, limit, wait = asked
    left = min(max(wait, 0.0), LONGEST_WAIT)
    while True:
        seen = store.changes.rings
        feed = await run_in_threadpool(page, store, station, after, limit)
        if feed.changes or left <= 0 or store.changes.closed or await request.is_disconnected():
            return feed
        await store.changes.heard(seen, min(left, LOOK_AGAIN))
        left -= LOOK_AGAIN
