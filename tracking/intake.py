"""Intake of facts: decides whether a batch continues what is stored, repeats it, leaves a gap, or is a fork; then
stores it. It reads seq and id of a record and nothing else: what a fact means is the readers' business."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence
from itertools import accumulate

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct

from station import wire
from station.wire import Batch, Problem, Stored
from tracking.clock import moment
from tracking.problems import Refusal, refuse
from tracking.store import doubts, log
from tracking.store.callers import Station
from tracking.store.log import Mark, Receipt
from tracking.store.store import Store, Transaction

FACTS = 500
"""Facts of one batch at most."""

_batches = msgspec.json.Decoder(Batch)


class Ground(Struct, frozen=True):
    """What is stored where a batch begins: the run's mark, the hash before the batch, and the hashes of those facts of
    the batch that are there already."""

    mark: Mark
    before: str
    there: tuple[str, ...]


class Taken(Struct, frozen=True):
    """The outcome of a batch: new facts as (record, hash), none for a repetition; chain: the last seq and its hash."""

    new: tuple[tuple[str, str], ...]
    last: int
    hash: str


def read_batch(body: bytes) -> Batch:
    """A batch from its JSON text; raises Refusal: 413 for too many facts, 422 for a wrong envelope or seq."""
    try:
        batch = _batches.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise malformed("This is no batch.", str(error)) from error
    if len(batch.records) > FACTS:
        raise refuse(413, "too_large", "Too many facts: send less at once.", f"at most {FACTS}")
    if not batch.records or batch.first < 1 or not batch.epoch:
        raise malformed("A batch names its epoch and holds at least one fact.", "")
    for seq, record in enumerate(batch.records, batch.first):
        _check_head(seq, record)
    return batch


def _check_head(seq: int, record: str) -> None:
    try:
        head = wire.head(record)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise malformed("A record is no fact.", f"seq {seq}: {error}") from error
    if head.seq != seq:
        raise malformed("A record stands at the wrong place.", f"seq {head.seq} where {seq} was expected")


def take(store: Store, station: Station, batch: Batch, received_at: str) -> Stored:
    """Stores a batch in one transaction and tells how far the run is stored; the same answer for a repetition.
    Raises Refusal: 409 gap {expected} (0: from the run's first fact), 409 forked {at}, 422."""
    with store.write() as connection:
        mark = find_run(connection, station.id, batch, received_at)
        taken = decide(find_ground(connection, mark, batch), batch)
        check_signature(station, batch, taken)
        if taken.new:
            log.append(connection, mark, taken.new, _receipt(batch, received_at))
    if taken.new:
        store.facts.ring()
        return Stored(taken.last, taken.hash)
    return Stored(mark.stored_through, mark.hash)


def find_run(connection: Transaction, station: str, batch: Batch, at: str) -> Mark:
    """The run that the batch belongs to; opened if this is its first push."""
    mark = log.find_mark(connection, station, batch.epoch)
    if mark is not None:
        return mark
    if batch.first_seq < 1 or batch.first != batch.first_seq:
        raise gap(0)
    if batch.parent:
        _check_parent(connection, station, batch, at)
    elif batch.first_seq != 1:
        raise malformed("A journal's first epoch begins at seq 1.", f"first_seq {batch.first_seq}")
    before = batch.parent_hash if batch.parent else wire.genesis(station)
    opened = Mark(0, station, batch.epoch, batch.first_seq, batch.parent, before, batch.first_seq - 1, before)
    return log.open_epoch(connection, opened)


def _check_parent(connection: Transaction, station: str, batch: Batch, at: str) -> None:
    """The parent must be stored up to where the new run leaves it, with that very hash. One that this service never
    saw (the station came from elsewhere) is taken on trust and pointed out."""
    if len(batch.parent_hash) != 64 or not set(batch.parent_hash) <= set("0123456789abcdef"):
        raise malformed("parent_hash is no hash.", batch.parent_hash[:80])
    parent = log.find_mark(connection, station, batch.parent)
    left_at = batch.first_seq - 1
    if parent is None:
        name = f"{batch.epoch}:epoch.parent_unknown"
        told = f'{{"parent":{wire.encode(batch.parent)},"first_seq":{batch.first_seq}}}'
        doubt = doubts.Doubt(name, "epoch.parent_unknown", station, "", "station", station, told, at)
        return doubts.raise_doubts(connection, [doubt])
    if parent.stored_through < left_at:
        raise gap(parent.stored_through + 1)
    if hash_before(connection, parent, batch.first_seq) != batch.parent_hash:
        raise forked(left_at)
    return None


def find_ground(connection: Transaction, mark: Mark, batch: Batch) -> Ground:
    """What is stored where the batch begins."""
    if batch.first > mark.stored_through + 1 or batch.first < mark.first_seq:
        return Ground(mark, "", ())
    last = min(batch.first + len(batch.records) - 1, mark.stored_through)
    there = log.hashes(connection, mark.key, batch.first, last) if last >= batch.first else []
    return Ground(mark, hash_before(connection, mark, batch.first), tuple(there))


def hash_before(connection: Transaction, mark: Mark, seq: int) -> str:
    """The hash that the fact `seq` of a run builds on."""
    if seq == mark.stored_through + 1:
        return mark.hash
    if seq == mark.first_seq:
        return mark.parent_hash
    found = log.hashes(connection, mark.key, seq - 1, seq - 1)
    return found[0] if found else ""


def decide(ground: Ground, batch: Batch) -> Taken:
    """What a batch means, given what is stored. Raises Refusal for a gap or a fork."""
    mark = ground.mark
    if batch.first > mark.stored_through + 1:
        raise gap(mark.stored_through + 1)
    if batch.first < mark.first_seq:
        raise malformed("The batch begins before its epoch.", f"the epoch's first seq is {mark.first_seq}")
    chain = chained(ground.before, batch.records)
    for seq, (mine, stored) in enumerate(zip(chain, ground.there, strict=False), batch.first):
        if mine != stored:
            raise forked(seq)
    known = len(ground.there)
    new = tuple(zip(batch.records[known:], chain[known:], strict=True))
    return Taken(new, batch.first + len(chain) - 1, chain[-1])


def chained(before: str, records: Sequence[str]) -> list[str]:
    """The hash of each record, building on `before`."""
    return list(accumulate(records, wire.link, initial=before))[1:]


def check_signature(station: Station, batch: Batch, taken: Taken) -> None:
    """The station's signature over (station, epoch, last seq, last hash): it proves key and whole chain at once."""
    told = wire.signed_text(station.id, batch.epoch, taken.last, taken.hash)
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(station.public_key, validate=True))
        key.verify(b64decode(batch.signature, validate=True), told)
    except (InvalidSignature, NotBase64, ValueError) as error:
        raise refuse(422, "signature", "Signature or hash chain do not fit.", f"through seq {taken.last}") from error


def _receipt(batch: Batch, received_at: str) -> Receipt:
    try:
        ahead = moment(received_at) - moment(batch.sent_at)
    except ValueError:
        return Receipt(batch.signature, batch.sent_at[:64], received_at, 0)
    return Receipt(batch.signature, batch.sent_at, received_at, round(ahead.total_seconds() * 1000))


def gap(expected: int) -> Refusal:
    """409: the next fact to send; 0 = this epoch is unknown, begin at its first fact."""
    return Refusal(Problem("gap", "Facts before these are missing.", 409, expected=expected))


def forked(at: int) -> Refusal:
    """409: another fact is stored at this seq. Nothing is overwritten."""
    return Refusal(Problem("forked", "Another fact is stored at this place.", 409, at=at))


def malformed(title: str, detail: str) -> Refusal:
    """422: envelope, seq or hash are wrong; the station's program must be looked at."""
    return refuse(422, "malformed", title, detail)
