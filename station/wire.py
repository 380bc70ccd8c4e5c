"""What travels and what is hashed: the exact text of a fact, its hash, and the models of sync. Directly above the
domain; station and tracking service share it, so that both keep and hash the very same text."""

from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from station.domain.facts import Fact

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Fact)


class Head(Struct, frozen=True):
    """The part of a record that intake reads; the body is never decoded there."""

    seq: int
    id: str


_heads = msgspec.json.Decoder(Head)


class Batch(Struct, frozen=True):
    """POST /v1/facts: records are exact texts, first is the seq of records[0]; sent_at is UTC text.
    signature: Ed25519 (base64) over signed_text(); parent and parent_hash: only on the first push of an epoch."""

    epoch: str
    first: int
    records: tuple[str, ...]
    sent_at: str
    signature: str = ""
    first_seq: int = 0
    parent: str = ""
    parent_hash: str = ""


class Stored(Struct, frozen=True):
    """The answer to a batch: how far the service holds this epoch, and the hash of that fact."""

    stored_through: int
    hash: str


class Problem(Struct, frozen=True, omit_defaults=True):
    """RFC 9457 problem document; type is gap, forked, malformed, too_large, unauthorized …; expected or at by type."""

    type: str
    title: str
    status: int
    detail: str = ""
    expected: int = 0
    at: int = 0


class Change(Struct, frozen=True):
    """One change of the feed: type and id of a reference value or record, its JSON text (empty = removed)."""

    version: int
    type: str
    id: str
    body: str


class Feed(Struct, frozen=True):
    """GET /v1/feed answer; cursor is the version of the last change, more says that another page is ready."""

    cursor: int
    changes: tuple[Change, ...]
    more: bool = False


class Enrolment(Struct, frozen=True):
    """POST /v1/stations: a one-time code and the station's public key (base64) become a token."""

    code: str
    station: str
    name: str
    public_key: str


class Enrolled(Struct, frozen=True):
    """The token is told once and stored hashed on the service."""

    station: str
    token: str


def text(fact: Fact) -> str:
    """The one exact JSON text of a fact: field order of Fact, defaults left out, no white space."""
    return _encoder.encode(fact).decode()


def read(record: str | bytes) -> Fact:
    """A fact from its text; raises msgspec.ValidationError (msgspec.DecodeError) on what is no fact."""
    return _decoder.decode(record)


def head(record: str | bytes) -> Head:
    """seq and id of a record without decoding its body; raises msgspec.DecodeError."""
    return _heads.decode(record)


def genesis(station: str) -> str:
    """The hash before the first fact: SHA-256 of the station id, hex."""
    return sha256(station.encode()).hexdigest()


def link(previous: str, record: str) -> str:
    """hash = SHA-256(previous hash (32 bytes) || record (UTF-8)), hex."""
    return sha256(bytes.fromhex(previous) + record.encode()).hexdigest()


def sealed(previous: str, fact: Fact) -> tuple[str, str]:
    """The fact's text() and its link() to the one before, at once."""
    record = _encoder.encode(fact)
    return record.decode(), sha256(bytes.fromhex(previous) + record).hexdigest()


def signed_text(station: str, epoch: str, last_seq: int, last_hash: str) -> bytes:
    """What a station signs with its Ed25519 key for each batch."""
    return f"{station}\n{epoch}\n{last_seq}\n{last_hash}".encode()


def encode(value: Any) -> str:
    """JSON text of a frozen value."""
    return _encoder.encode(value).decode()
