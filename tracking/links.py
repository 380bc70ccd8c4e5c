"""Customers' links: made for one return, kept only as a hash, exchangeable, over after a time."""

from msgspec import Struct

from tracking import clock
from tracking.progress import Progress, follow
from tracking.returns import Return, find
from tracking.stations import hashed
from tracking.store import callers
from tracking.store.callers import Link
from tracking.store.store import Store

SECRET = 16
"""Bytes of a link's secret: too many to guess."""


class Made(Struct, frozen=True):
    """A new link, told once."""

    url: str
    expires_at: str


def make(store: Store, told: Return, base: str, now: str, days: int) -> Made:
    """A link to a return; links made for it before stop working."""
    kind, name = ("authorization", told.authorizations[0].id) if told.authorizations else ("parcel", told.parcels[0].id)
    token = clock.new_token(SECRET)
    link = Link(hashed(token), kind, name, now, clock.later(now, days=days))
    with store.write() as connection:
        callers.put_link(connection, link)
    return Made(f"{base.rstrip('/')}/r/{token}", link.expires_at)


def open_link(store: Store, token: str, now: str) -> Progress | None:
    """What the link shows; None for one that is unknown or over."""
    with store.read() as connection:
        link = callers.find_link(connection, hashed(token))
    if link is None or link.expires_at <= now:
        return None
    told = find(store, link.id, facts=False)
    return follow(told) if told else None
