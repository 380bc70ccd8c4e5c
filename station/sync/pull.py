"""Pulling the feed: the office's values into the station's reference data. Other stations' records pass by: they stay
with the service and are looked up there. The cursor moves after the values are written, so that nothing is skipped."""

import logging
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from station.domain.facts import Ref
from station.domain.records import REFERENCE, Reference
from station.sync.policy import Later, Stopped, classify_feed
from station.sync.ports import FEED, Journal, ReferenceRows, Service
from station.wire import Change

log = logging.getLogger("station.sync")

PAGE = 1000
"""Changes asked for at once; the store writes them in small transactions."""


class Pulled(Struct, frozen=True):
    """A page that is written; more: another one is ready; rules: texts of rules were among it."""

    changes: int
    more: bool
    rules: bool = False


def pull(journal: Journal, reference: ReferenceRows, service: Service) -> Pulled | Later | Stopped:
    """Asks for one page and writes it."""
    cursor = int(journal.cursor(FEED) or 0)
    page = classify_feed(service.get_feed(cursor, PAGE))
    if isinstance(page, Later | Stopped):
        return page
    values, removed = sort_out(page.changes)
    if values:
        reference.put(values)
    if removed:
        reference.remove(removed)
    if page.cursor != cursor:
        journal.set_cursor(FEED, str(page.cursor))
    return Pulled(len(page.changes), page.more, any(change.type == "policy" for change in page.changes))


def sort_out(changes: Sequence[Change]) -> tuple[list[Reference], list[Ref]]:
    """The values to write and those to remove. What this version cannot read is passed over and told in the log."""
    values: list[Reference] = []
    removed: list[Ref] = []
    for change in changes:
        kind = REFERENCE.get(change.type)
        if kind is None:
            continue
        if not change.body:
            removed.append(Ref(change.type, change.id))
            continue
        try:
            values.append(msgspec.json.decode(change.body, type=kind))
        except msgspec.DecodeError as error:
            log.warning("feed version %d: %s %s cannot be read: %s", change.version, change.type, change.id, error)
    return values, removed
