"""A journal that forked: the tracking service holds other facts than this file from some fact on, as after an old copy
of the file was put back. Responsible for finding out where, and for going on in a new epoch; deletes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from station import keys
from station.clock import SystemClock
from station.config import Config
from station.store.backup import continue_in_new_epoch
from station.store.file import Store
from station.store.journal import Journal
from station.sync.client import HttpService
from station.sync.policy import Later, Stopped
from station.sync.push import Pusher, Sent
from station.sync.signing import KeySigner


class Fork(Struct, frozen=True):
    """at: the first fact in which file and service differ; head: the last fact of this file."""

    at: int
    head: int


class NotAsked(Exception):
    """The service could not tell; says why."""


def find_fork(config: Config) -> Fork | None:
    """Pushes as the station does, and tells where the service says that it forked; None where all is in order. The
    station must not be open. Raises NotAsked, FileRefused or KeysMissing."""
    with _ends(config) as (journal, pusher):
        while isinstance(done := pusher.push(), Sent):
            if not done.more:
                return None
        if isinstance(done, Stopped) and done.reason == "forked":
            return Fork(done.at, journal.head()[0])
        raise NotAsked(f"the service says {done.reason}" if isinstance(done, Stopped) else _waiting(done))


def _waiting(later: Later) -> str:
    return f"the tracking service does not answer ({later.reason})"


def go_on(config: Config, fork: Fork) -> None:
    """Opens the new epoch; the next start tells it. Raises FileRefused, also while the station is open."""
    store = Store(config.home)
    try:
        continue_in_new_epoch(store.path, fork.at, "forked", SystemClock().stamp())
    finally:
        store.close()


@contextmanager
def _ends(config: Config) -> Iterator[tuple[Journal, Pusher]]:
    clock, store = SystemClock(), Store(config.home)
    try:
        kept = keys.load(config.home, store.station)
        journal, service = Journal(store.path), HttpService(config.tracking or kept.url, kept.token)
        try:
            yield journal, Pusher(journal, service, KeySigner.from_text(kept.private), clock.now)
        finally:
            service.close()
            journal.close()
    finally:
        store.close()
