"""Real stations for tests: a home with the real file, facts as a bench tells them, an enrolment, sync by hand."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from station import wire
from station.clock import SystemClock
from station.domain.apply import apply, fold
from station.domain.facts import Fact, Ref
from station.store.file import Store
from station.store.journal import Journal
from station.store.reference import ReferenceStore
from station.store.step import StepStore
from station.sync.client import HttpService
from station.sync.policy import Stopped
from station.sync.push import Pusher, Sent
from station.sync.signing import KeySigner, enrol
from station.sync.worker import Ends
from tracking.serve import Running

CLOCK = SystemClock()


def told(seq: int, kind: str, about: tuple[Ref, ...], body: dict[str, Any], name: str = "") -> Fact:
    at = f"2026-11-{1 + seq // 86400:02d}T{seq // 3600 % 24:02d}:{seq // 60 % 60:02d}:{seq % 60:02d}.000000Z"
    name = name or CLOCK.fresh_id()
    return Fact(1, seq, name, at, "Europe/Berlin", "op7", "s1", kind, about, body, merchant="northwind")


class Bench:
    """One station. token and signer are there after enrol()."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = Store(home, CLOCK.fresh_id)
        self.step = self.store.step()
        self.station = self.store.station
        self.signer = KeySigner(CLOCK.secret())
        self.token = ""
        self._units = itertools.count(1)

    def enrol(self, service: Running) -> "Bench":
        client = HttpService(service.url)
        self.token = enrol(client, service.new_code(), self.station, "Bench", self.signer).token
        client.close()
        return self

    def tell(self, *drafts: tuple[str, tuple[Ref, ...], dict[str, Any]]) -> list[Fact]:
        """One step: facts and records, in one transaction."""
        return tell(self.step, *drafts)

    def work(self, facts: int, size: int = 0) -> None:
        """Units that are found and measured, one transaction."""
        unit = Ref("unit", CLOCK.fresh_id())
        found = ("unit.found", (unit,), {"parcel": "p1", "quantity": 1})
        more = [("unit.measured", (unit,), {"grams": n, "device": "x" * size}) for n in range(1, facts)]
        self.tell(found, *more)

    def head(self) -> tuple[int, str]:
        return self.step.head()

    def ends(self, url: str, wrap: "Callable[[HttpService], Any] | None" = None) -> Ends:
        service = HttpService(url, self.token)
        return Ends(Journal(self.store.path), ReferenceStore(self.store.path), wrap(service) if wrap else service)

    def push_once(self, url: str) -> Any:
        """One push by a fresh pusher."""
        ends = self.ends(url)
        try:
            return self.pusher(ends).push()
        finally:
            ends.close()

    def push(self, url: str) -> Any:
        """Pushes until all is sent, or what ended it."""
        ends = self.ends(url)
        pusher = self.pusher(ends)
        try:
            while isinstance(done := pusher.push(), Sent) and done.more:
                pass
            return done
        finally:
            ends.close()

    def pusher(self, ends: Ends) -> Pusher:
        return Pusher(ends.journal, ends.service, self.signer, CLOCK.now)

    def journal_facts(self) -> list[tuple[int, str, str]]:
        journal = Journal(self.store.path)
        rows, after = [], 0
        while page := journal.facts(after, 5000):
            rows += [(row.seq, row.record, row.hash) for row in page]
            after = page[-1].seq
        journal.close()
        return rows

    def cursor(self) -> int:
        journal = Journal(self.store.path)
        through = journal.stored_through()
        journal.close()
        return through

    def copy_file(self, to: Path) -> None:
        """The file as it stands, beside the running station."""
        self.step._connection.execute("VACUUM INTO ?", (str(to),))

    def put_back(self, copy: Path) -> None:
        """The station starts again on another file."""
        self.close()
        for side in self.home.glob("journal.db*"):
            side.unlink()
        shutil.copy(copy, self.home / "journal.db")
        self.reopen()

    def reopen(self) -> None:
        self.store = Store(self.home, CLOCK.fresh_id)
        self.step = self.store.step()

    def close(self) -> None:
        self.step.close()
        self.store.close()


def tell(step: StepStore, *drafts: tuple[str, tuple[Ref, ...], dict[str, Any]]) -> list[Fact]:
    step.begin()
    seq, before = step.head()
    facts = [told(seq + n, kind, about, body) for n, (kind, about, body) in enumerate(drafts, 1)]
    rows = []
    for one in facts:
        record = wire.text(one)
        before = wire.link(before, record)
        rows.append((one, record, before))
    step.append(rows)
    for one in facts:
        for ref in one.about:
            _fold(step, ref, one)
    step.commit()
    return facts


def _fold(step: StepStore, ref: Ref, one: Fact) -> None:
    if ref.type not in ("parcel", "unit", "container"):
        return
    before = step.read((ref.type, ref.id))
    after = fold(ref, step.facts_about(ref.id)) if one.kind == "fact.undone" else apply(before, ref, one)
    if after is not None:
        step.save(after, before)


def is_stop(done: Any, reason: str) -> bool:
    return isinstance(done, Stopped) and done.reason == reason
