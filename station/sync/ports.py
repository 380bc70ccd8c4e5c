"""What sync needs of the station's file and key, no more than that; station/store and signing.py fit these shapes."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from station.domain.facts import Ref
from station.domain.records import Reference
from station.sync.policy import Answer

FEED = "feed"
"""The cursor of the service's feed."""

STORED_THROUGH = "stored_through"
"""The cursor of our journal: the seq through which the service holds it."""


class FactRow(Protocol):
    """One fact as stored and sent."""

    @property
    def seq(self) -> int: ...
    @property
    def record(self) -> str: ...
    @property
    def hash(self) -> str: ...


class EpochRow(Protocol):
    """A named run of the journal; parent and parent_hash are empty for the first."""

    @property
    def id(self) -> str: ...
    @property
    def first_seq(self) -> int: ...
    @property
    def parent(self) -> str: ...
    @property
    def parent_hash(self) -> str: ...


class Journal(Protocol):
    """The station's facts and cursors, on a connection of the sync thread's own."""

    @property
    def station(self) -> str: ...
    def head(self) -> tuple[int, str]:
        """seq and hash of the last fact; seq 0 for an empty journal."""
        ...

    def facts(self, after: int, limit: int) -> Sequence[FactRow]:
        """Facts after that seq, in order, all of one epoch: the one of seq after + 1."""
        ...

    def hash_at(self, seq: int) -> str:
        """The hash of a fact; empty where there is none."""
        ...

    def epochs(self) -> Sequence[EpochRow]:
        """All runs, in the order in which they were opened."""
        ...

    def cursor(self, name: str) -> str:
        """The value of a cursor; empty where it was never set."""
        ...

    def set_cursor(self, name: str, value: str) -> None:
        """Durable when it returns."""
        ...

    def oldest_unsent_at(self) -> str:
        """UTC text; empty where all is sent."""
        ...

    def close(self) -> None: ...


class ReferenceRows(Protocol):
    """The office's values on the station."""

    def put(self, values: Iterable[Reference]) -> int:
        """Writes values in small transactions."""
        ...

    def remove(self, refs: Iterable[Ref]) -> int:
        """Removes values."""
        ...

    def close(self) -> None: ...


class Signer(Protocol):
    """The station's key."""

    def sign(self, text: bytes) -> str:
        """An Ed25519 signature, base64."""
        ...


class Service(Protocol):
    """The tracking service, as asked over the network. No call raises: silence is an answer with status 0."""

    def post_facts(self, packed: bytes) -> Answer:
        """Sends a batch (gzip)."""
        ...

    def get_feed(self, after: int, limit: int) -> Answer:
        """Asks for the changes after a version."""
        ...

    def put_evidence(self, sha256: str, epoch: str, seq: int, data: bytes) -> Answer:
        """Sends a picture that this fact of ours names."""
        ...

    def close(self) -> None: ...
