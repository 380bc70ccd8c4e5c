"""The protocol as a state machine: requests and answers are lost, packets come late and twice, the program is killed,
old copies come back; whatever the order, each fact ends at the service exactly once, and the station knows."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from station import wire
from station.store.journal import Epoch, Row
from station.sync.policy import Answer, Later, Stopped
from station.sync.ports import STORED_THROUGH
from station.sync.push import Pusher, Sent
from station.sync.signing import KeySigner
from tracking.body import unpack
from tracking.intake import read_batch, take
from tracking.problems import Refusal
from tracking.store import log
from tracking.store.callers import Station
from tracking.store.store import Store, open_store
from tracking.verify import verify

NOW = "2026-11-22T10:00:00.000000Z"
NUMBERS = itertools.count(1)
SIGNER = KeySigner(bytes(range(32)))


@dataclass
class File:
    """A station's journal in memory; copying it is copying the file."""

    station: str
    rows: tuple[Row, ...] = ()
    runs: tuple[Epoch, ...] = ()
    cursors: dict[str, str] = field(default_factory=dict)

    def copy(self) -> "File":
        return replace(self, cursors=dict(self.cursors))

    def tell(self, count: int) -> None:
        for _ in range(count):
            record = f'{{"seq":{len(self.rows) + 1},"id":"{next(NUMBERS)}"}}'
            self.rows += (Row(len(self.rows) + 1, record, wire.link(self.head()[1], record)),)

    def open_run(self, at: int) -> None:
        """A new epoch from seq `at` on, as restore and a supervisor's "continue" open it."""
        parent = [run for run in self.runs if run.first_seq < at]
        opened = Epoch(f"e{next(NUMBERS)}", at, parent[-1].id if parent else "", self.hash_at(at - 1) if parent else "")
        self.runs = (*parent, opened)
        self.cursors[STORED_THROUGH] = str(min(int(self.cursor(STORED_THROUGH) or 0), at - 1))

    def head(self) -> tuple[int, str]:
        return (self.rows[-1].seq, self.rows[-1].hash) if self.rows else (0, wire.genesis(self.station))

    def facts(self, after: int, limit: int) -> Sequence[Row]:
        border = min([run.first_seq for run in self.runs if run.first_seq > after + 1], default=1 << 40)
        return [row for row in self.rows[after : after + limit] if row.seq < border]

    def hash_at(self, seq: int) -> str:
        return self.rows[seq - 1].hash if 0 < seq <= len(self.rows) else wire.genesis(self.station) if seq == 0 else ""

    def epochs(self) -> Sequence[Epoch]:
        return self.runs

    def cursor(self, name: str) -> str:
        return self.cursors.get(name, "")

    def set_cursor(self, name: str, value: str) -> None:
        self.cursors[name] = value

    def oldest_unsent_at(self) -> str:
        return ""

    def close(self) -> None:
        return


class Wire:
    """The way to the service; `fault` is what happens to the next request. Lost packets may come later."""

    def __init__(self, store: Store, station: str) -> None:
        self._store = store
        self._station = Station(station, "", SIGNER.public_key, "", "")
        self.fault = "none"
        self.late: list[bytes] = []

    def post_facts(self, packed: bytes) -> Answer:
        if self.fault == "request lost":
            self.late.append(packed)
            return Answer(0)
        if self.fault == "twice":
            self.deliver(packed)
        answer = self.deliver(packed)
        return Answer(0) if self.fault == "answer lost" else answer

    def deliver(self, packed: bytes) -> Answer:
        try:
            stored = take(self._store, self._station, read_batch(unpack(packed)), NOW)
        except Refusal as refusal:
            return Answer(refusal.problem.status, wire.encode(refusal.problem).encode())
        return Answer(200, wire.encode(stored).encode())

    def put_evidence(self, sha256: str, epoch: str, seq: int, data: bytes) -> Answer:
        return Answer(0)

    def get_feed(self, after: int, limit: int) -> Answer:
        return Answer(0)

    def close(self) -> None:
        return


class Protocol(RuleBasedStateMachine):
    """One station and the service."""

    store: ClassVar[Store]

    def __init__(self) -> None:
        super().__init__()
        self.file = File(f"s{next(NUMBERS)}")
        self.file.open_run(1)
        self.copy = self.file.copy()
        self.wire = Wire(self.store, self.file.station)
        self.stopped = 0
        self.restart()

    @rule()
    def restart(self) -> None:
        """Killed and started: only what is in the file is known."""
        self.pusher = Pusher(self.file, self.wire, SIGNER, lambda: NOW)

    @rule(count=st.integers(1, 6))
    def work(self, count: int) -> None:
        self.file.tell(count)

    @precondition(lambda self: not self.stopped)
    @rule(fault=st.sampled_from(["none", "none", "request lost", "answer lost", "twice"]))
    def push(self, fault: str) -> None:
        self.wire.fault = fault
        self.pusher._limit = 3
        done = self.pusher.push()
        if isinstance(done, Stopped):
            assert done.reason == "forked"
            self.stopped = done.at

    @precondition(lambda self: self.wire.late)
    @rule(data=st.data())
    def a_late_packet_comes(self, data: st.DataObject) -> None:
        self.wire.deliver(data.draw(st.sampled_from(self.wire.late)))

    @rule()
    def copy_file(self) -> None:
        self.copy = self.file.copy()

    @rule()
    def put_old_copy_back(self) -> None:
        self.file = self.copy.copy()
        self.stopped = 0
        self.restart()

    @rule()
    def restore_backup(self) -> None:
        self.file = self.copy.copy()
        self.file.open_run(self.file.head()[0] + 1)
        self.stopped = 0
        self.restart()

    @precondition(lambda self: self.stopped)
    @rule()
    def go_on_in_a_new_epoch(self) -> None:
        self.file.open_run(self.stopped)
        self.stopped = 0
        self.restart()

    @invariant()
    def the_cursor_is_true(self) -> None:
        """Up to the cursor the service holds our very facts."""
        held = set(self.held())
        through = int(self.file.cursor(STORED_THROUGH) or 0)
        assert through <= self.file.head()[0]
        assert {row.hash for row in self.file.rows[:through]} <= held

    def held(self) -> list[str]:
        with self.store.read() as connection:
            runs = log.marks(connection, self.file.station)
            return [told for run in runs for _, told in log.run_facts(connection, run.key)]

    def teardown(self) -> None:
        """The network heals, a supervisor decides: all is there, once."""
        self.wire.fault = "none"
        for _ in range(60):
            if self.stopped:
                self.go_on_in_a_new_epoch()
            done = self.pusher.push()
            assert not isinstance(done, Later)
            if isinstance(done, Stopped):
                self.stopped = done.at
            elif not done.asked:
                break
        assert done == Sent(more=False, asked=False), "everything is sent within bounds"
        held = self.held()
        assert len(held) == len(set(held)), "nothing is there twice"
        assert {row.hash for row in self.file.rows} <= set(held), "nothing is missing"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'tracking.db'}")
    yield opened
    opened.close()


def test_each_fact_ends_at_the_service_exactly_once(store: Store) -> None:
    Protocol.store = store
    checked = settings(max_examples=80, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Protocol, settings=checked)
    assert verify(store).faults == ()
