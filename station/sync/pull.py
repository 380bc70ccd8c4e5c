"""Pulling the feed: the office's values into the station's reference data. Other stations' records pass by: they stay
with the service and are looked up there. The cursor moves after the values are written, so that nothing is skipped."""

import logging
from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from station.domain.approvals import ANSWERS, Request
from station.domain.facts import Ref
from station.domain.records import REFERENCE, Reference
from station.sync.policy import Later, Stopped, classify_feed
from station.sync.ports import FEED, Journal, ReferenceRows, Service
from station.wire import Change

log = logging.getLogger("station.sync")

PAGE = 1000
"""Changes asked for at once; the store writes them in small transactions."""


APPROVAL = "approval"
"""What a bench asked and a supervisor answered: it goes to the bench, and is kept nowhere."""

Answered = Callable[[Request], bool]
"""Hands an answer to the bench; True once it is done with. False: it comes again."""


class Pulled(Struct, frozen=True):
    """A page that is written; more: another one is ready; rules, words: texts of rules, merchants' answers were among
    it."""

    changes: int
    more: bool
    rules: bool = False
    words: bool = False


def pull(
    journal: Journal, reference: ReferenceRows, service: Service, on_answer: Answered | None = None
) -> Pulled | Later | Stopped:
    """Asks for one page and writes it; a page with an answer that the bench could not take comes again."""
    cursor = int(journal.cursor(FEED) or 0)
    page = classify_feed(service.get_feed(cursor, PAGE))
    if isinstance(page, Later | Stopped):
        return page
    values, removed = sort_out(page.changes)
    if values:
        reference.put(values)
    if removed:
        reference.remove(removed)
    if on_answer and not all(on_answer(answer) for answer in answers(page.changes, journal.station)):
        return Later("answer")
    if page.cursor != cursor:
        journal.set_cursor(FEED, str(page.cursor))
    kinds = {change.type for change in page.changes}
    return Pulled(len(page.changes), page.more, "policy" in kinds, "question" in kinds)


def answers(changes: Sequence[Change], station: str) -> list[Request]:
    """Answers to what this station asked, as far as this version can read them."""
    found = []
    for change in changes:
        if change.type == APPROVAL and change.body:
            try:
                request = msgspec.json.decode(change.body, type=Request)
            except msgspec.DecodeError as error:
                log.warning("feed version %d: an answer cannot be read: %s", change.version, error)
                continue
            found += [request] if request.station == station and request.state in ANSWERS else []
    return found


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
