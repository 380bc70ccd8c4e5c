"""A service without network: its store, an app to call, stations that send what a test says, and facts for it."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station import wire
from station.domain.facts import Fact, Ref
from station.wire import Batch
from tracking.app import create_app
from tracking.readers.runner import catch_up
from tracking.settings import TrackingSettings
from tracking.stations import grant, new_code
from tracking.store.store import Store, open_store

NOW = "2026-11-22T10:00:00.000000Z"


class StillClock:
    """Time that moves only when a test says so."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> str:
        return self.at


class Caller:
    """Calls the app in process, without the readers' thread; `read()` lets them catch up."""

    def __init__(self, store: Store, settings: TrackingSettings) -> None:
        import anyio.from_thread

        self.store = store
        self.clock = StillClock()
        self.office = grant(store, "office", NOW)
        self._app = create_app(settings, store, self.clock)
        self._loop = anyio.from_thread.start_blocking_portal()
        self._portal = self._loop.__enter__()

    def close(self) -> None:
        self._loop.__exit__(None, None, None)

    def call(self, method: str, path: str, token: str = "", **request: Any) -> httpx2.Response:
        headers = {**request.pop("headers", {})}
        if token:
            headers["Authorization"] = f"Bearer {token}"

        async def ask() -> httpx2.Response:
            transport = httpx2.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx2.AsyncClient(transport=transport, base_url="http://service") as client:
                return await client.request(method, path, headers=headers, **request)

        return self._portal.call(ask)

    def put(self, *items: tuple[str, Any]) -> dict[str, int]:
        body = [{"type": kind, "body": json.loads(wire.encode(value))} for kind, value in items]
        answer = self.call("PUT", "/v1/reference", self.office, json=body)
        assert answer.status_code == 200, answer.text
        told: dict[str, int] = answer.json()
        return told

    def read(self) -> None:
        catch_up(self.store)

    def code(self) -> str:
        return new_code(self.store, "Bench", NOW)

    def doubts(self) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = self.call("GET", "/v1/exceptions", self.office).json()
        return told


class Sender:
    """A station that keeps its own chain and sends what it is told to, wrong things too."""

    def __init__(self, caller: Caller, name: str) -> None:
        self.caller = caller
        self.name = name
        self._key = Ed25519PrivateKey.generate()
        self.public_key = b64encode(self._key.public_key().public_bytes_raw()).decode()
        self.token = self.enrol(caller.code()).json()["token"]
        self.records: list[str] = []
        self.hashes = [wire.genesis(name)]

    def enrol(self, code: str, **other: str) -> httpx2.Response:
        asked = {"code": code, "station": self.name, "name": "Bench 1", "public_key": self.public_key, **other}
        return self.caller.call("POST", "/v1/stations", json=asked)

    def tell(self, kind: str, /, *about: Ref, at: str = "", merchant: str = "northwind", **body: Any) -> str:
        """One more fact in the chain; gives its id."""
        seq = len(self.records) + 1
        at = at or f"2026-11-22T08:{seq // 60 % 60:02d}:{seq % 60:02d}.000000Z"
        name = f"{self.name}-{seq}"
        self.keep(wire.text(Fact(1, seq, name, at, "UTC", "op7", "s1", kind, about, body, merchant=merchant)))
        return name

    def keep(self, record: str) -> None:
        self.records.append(record)
        self.hashes.append(wire.link(self.hashes[-1], record))

    def batch(self, first: int = 1, last: int = 0, epoch: str = "e1", opening: tuple[Any, ...] = (1, "", "")) -> Batch:
        last = last or len(self.records)
        signature = self.sign(wire.signed_text(self.name, epoch, last, self.hashes[last]))
        row = opening if first == opening[0] else (0, "", "")
        return Batch(epoch, first, tuple(self.records[first - 1 : last]), NOW, signature, *row)

    def sign(self, text: bytes) -> str:
        return b64encode(self._key.sign(text)).decode()

    def post(self, batch: Batch) -> httpx2.Response:
        return self.caller.call("POST", "/v1/facts", self.token, content=wire.encode(batch).encode())

    def send(self, first: int = 1, last: int = 0) -> httpx2.Response:
        return self.post(self.batch(first, last))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'tracking.db'}")
    yield opened
    opened.close()


@pytest.fixture
def caller(store: Store, tmp_path: Path) -> Iterator[Caller]:
    made = Caller(store, TrackingSettings(home=tmp_path, public_url="https://returns.example"))
    yield made
    made.close()


@pytest.fixture
def sender(caller: Caller) -> Sender:
    return Sender(caller, "st1")
