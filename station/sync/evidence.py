"""Sending pictures that facts name, after their facts: the service takes only what a fact of ours names, and the bytes
prove themselves by their SHA-256. A cursor of its own; a picture that was sent twice is kept once."""

import logging
from collections.abc import Callable

import msgspec

from station import wire
from station.sync.policy import Answer, Later
from station.sync.ports import STORED_THROUGH, Journal, Service

UPLOADED = "evidence"
"""The cursor: the seq through which the service holds the pictures."""

KIND = "evidence.added"
PAGE = 500
Pictures = Callable[[str], bytes | None]
"""SHA-256 -> the picture; None where it is missing or damaged."""

log = logging.getLogger("station.sync")


def send(journal: Journal, service: Service, pictures: Pictures) -> Later | bool:
    """One page of facts, and the pictures that they name; True where more wait, Later where the service would not."""
    start, through = int(journal.cursor(UPLOADED) or 0), int(journal.cursor(STORED_THROUGH) or 0)
    rows = [row for row in journal.facts(start, PAGE) if row.seq <= through] if start < through else []
    for row in rows:
        if KIND in row.record:
            problem = _one(journal, service, pictures, row.seq, row.record)
            if problem:
                return problem
            journal.set_cursor(UPLOADED, str(row.seq))
    if rows:
        journal.set_cursor(UPLOADED, str(rows[-1].seq))
    return bool(rows) and rows[-1].seq < through


def _one(journal: Journal, service: Service, pictures: Pictures, seq: int, record: str) -> Later | None:
    """None: sent, or never to be had."""
    try:
        fact = wire.read(record)
    except msgspec.DecodeError:
        return None
    sha256 = str(fact.body.get("sha256", "")) if fact.kind == KIND else ""
    data = _picture(pictures, sha256) if sha256 else None
    if data is None:
        if sha256:
            log.warning("the picture of fact %d is missing or damaged: it cannot be sent", seq)
        return None
    epoch = [run.id for run in journal.epochs() if run.first_seq <= seq][-1]
    return _meaning(service.put_evidence(sha256, epoch, seq, data), seq)


def _picture(pictures: Pictures, sha256: str) -> bytes | None:
    try:
        return pictures(sha256)
    except ValueError:  # a name that is no SHA-256
        return None


def _meaning(answer: Answer, seq: int) -> Later | None:
    if answer.status in (200, 201, 204):
        return None
    if answer.status in (413, 415, 422):
        log.warning("the service does not take the picture of fact %d: %d", seq, answer.status)
        return None
    return Later("evidence", answer.retry_after)
