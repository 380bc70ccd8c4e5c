"""A real tracking service on loopback, in a process of its own: filled with the office's values, asked for a station's
code, compared with the station at the end. `python -m tests.replay.service HOME` is that process."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import msgspec
from msgspec import Struct

from station import wire
from station.clock import SystemClock
from station.domain.records import Reference
from station.records import rows
from station.sync.client import HttpService
from station.sync.signing import KeySigner, enrol
from tests.replay.bench import Link

PAGE = 500


class Told(Struct, frozen=True):
    """What the process says when it answers: where, and a one-time code."""

    url: str
    code: str


@contextmanager
def tracking(home: Path, values: Sequence[Reference], station: str) -> Iterator[Link]:
    """The service with these values, and the way to it for this station, until the end of the block."""
    fill(home, values)
    command = [sys.executable, "-m", "tests.replay.service", str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the service has no pipes")
        try:
            told = msgspec.json.decode(process.stdout.readline(), type=Told)
            yield enrolled(told, station)
        finally:
            process.stdin.close()
            process.wait()


def enrolled(told: Told, station: str) -> Link:
    """The station's token for its code."""
    key = SystemClock().secret(32)
    client = HttpService(told.url)
    try:
        token = enrol(client, told.code, station, "R1", KeySigner(key)).token
    finally:
        client.close()
    return Link(told.url, token, key)


def fill(home: Path, values: Sequence[Reference]) -> None:
    """Puts the office's values into the service's database, page by page."""
    from tracking.reference import Item, put_items
    from tracking.settings import TrackingSettings
    from tracking.store.store import open_store

    home.mkdir(parents=True, exist_ok=True)
    store = open_store(TrackingSettings(home=home).database_url)
    try:
        for start in range(0, len(values), PAGE):
            page = values[start : start + PAGE]
            put_items(store, [Item(rows.type_of(v), msgspec.Raw(wire.encode(v).encode())) for v in page])
    finally:
        store.close()


def facts_behind(link: Link) -> int:
    """Facts that the service's readers have still to read."""
    with urlopen(f"{link.url}/v1/health") as answer:  # loopback
        health = msgspec.json.decode(answer.read())
    return int(sum(health["behind"].values()))


def main(home: Path) -> None:
    """Serves until the standard input ends."""
    from tracking.serve import serve
    from tracking.settings import TrackingSettings

    running = serve(TrackingSettings(home=home))
    try:
        sys.stdout.buffer.write(msgspec.json.encode(Told(running.url, running.new_code())) + b"\n")
        sys.stdout.buffer.flush()
        sys.stdin.buffer.read()
    finally:
        running.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
