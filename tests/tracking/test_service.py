"""The service as a process: started, killed under load, started again; and its commands."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from station.sync.policy import Later
from tests.sync.conftest import Until, until
from tests.sync.stations import Bench
from tracking import cli
from tracking.problems import Refusal
from tracking.serve import serve
from tracking.settings import TrackingSettings
from tracking.stations import called, find_office, hashed
from tracking.store import callers, log
from tracking.store.store import TooNew, open_store
from tracking.verify import verify

__all__ = ["until"]

START = "import sys; from tracking.cli import main; sys.argv[0] = 'returns-tracking'; main()"


class Killed:
    """The service in a process of its own, on one port, that can be killed and started again."""

    def __init__(self, home: Path, until: Until) -> None:
        running = serve(TrackingSettings(home=home))
        self.code = running.new_code()
        self.url = running.url
        running.stop()
        self._home = home
        self._until = until
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        port = self.url.rsplit(":", 1)[1]
        command = [sys.executable, "-c", START, "serve", "--home", str(self._home), "--port", port]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def end(self, how: signal.Signals) -> bytes:
        assert self._process is not None
        os.kill(self._process.pid, how)
        _, errors = self._process.communicate()
        return errors


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "bench")
    yield made
    made.close()


def test_killed_under_load_it_loses_nothing_that_it_answered(tmp_path: Path, bench: Bench, until: Until) -> None:
    service = Killed(tmp_path / "tracking", until)
    service.start()
    until(lambda: enrolled(bench, service))
    stop = Event()
    sender = Thread(target=send_all, args=(bench, service.url, stop))
    sender.start()
    for _ in range(3):
        until(moves_on(bench, 40))
        assert b"Traceback" not in service.end(signal.SIGKILL)
        service.start()
    stop.set()
    sender.join()
    until(lambda: bench.push(service.url).__class__.__name__ == "Sent" and bench.cursor() == bench.head()[0])
    assert service.end(signal.SIGTERM) == b""
    store = open_store(f"sqlite:///{tmp_path / 'tracking' / 'tracking.db'}")
    with store.read() as connection:
        held = [(one.seq, one.record, one.hash) for one in log.after(connection, 0, 1_000_000)]
    assert held == bench.journal_facts()
    assert verify(store).faults == ()
    store.close()


def moves_on(bench: Bench, facts: int) -> Callable[[], bool]:
    """Whether more facts than that were stored since this was asked for."""
    start = bench.cursor()
    return lambda: bench.cursor() > start + facts


def enrolled(bench: Bench, service: Killed) -> bool:
    from station.sync.client import HttpService
    from station.sync.signing import EnrolRefused, enrol

    client = HttpService(service.url)
    try:
        bench.token = enrol(client, service.code, bench.station, "Bench", bench.signer).token
    except EnrolRefused:
        return False
    finally:
        client.close()
    return True


def send_all(bench: Bench, url: str, stop: Event) -> None:
    ends = bench.ends(url)
    pusher = bench.pusher(ends)
    while not stop.is_set():
        bench.work(5)
        if isinstance(pusher.push(), Later):
            stop.wait(0.05)
    ends.close()


def test_a_client_that_goes_away_leaves_no_trace(tmp_path: Path) -> None:
    import socket

    running = serve(TrackingSettings(home=tmp_path))
    host, port = running.url.removeprefix("http://").split(":")
    for sent in (b"", b"POST /v1/facts HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"):
        with socket.create_connection((host, int(port))) as client:
            client.sendall(sent)
    running.stop()


def test_it_stops_at_once_though_somebody_waits_for_the_feed(tmp_path: Path, until: Until) -> None:
    running, bench = serve(TrackingSettings(home=tmp_path / "tracking")), Bench(tmp_path / "bench")
    bench.enrol(running)
    import httpx2

    headers = {"Authorization": f"Bearer {bench.token}"}
    answers: list[int] = []
    asking = Thread(
        target=lambda: answers.append(
            httpx2.get(f"{running.url}/v1/feed?wait=25", headers=headers, timeout=30, trust_env=False).status_code
        )
    )
    asking.start()
    until(lambda: bool(running.store.changes._listeners))
    running.stop()
    asking.join(5)
    assert answers == [200]
    bench.close()


def test_a_newer_database_is_left_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tracking.db'}"
    store = open_store(url)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(TooNew):
        open_store(url)
    with pytest.raises(TooNew):
        serve(TrackingSettings(home=tmp_path))


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    running = serve(TrackingSettings(home=tmp_path / "one"))
    with pytest.raises(OSError):
        serve(TrackingSettings(home=tmp_path / "two"), int(running.url.rsplit(":", 1)[1]))
    running.stop()


def test_the_tables_are_those_of_the_migrations(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from tracking.store.tables import metadata

    store = open_store(f"sqlite:///{tmp_path / 'tracking.db'}")
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    store.close()


Out = pytest.CaptureFixture[str]


def run(*words: str) -> int:
    app = cli._build()
    try:
        app(list(words), standalone_mode=False)
    except SystemExit as end:
        return int(str(end.code or 0))
    return 0


def test_commands(tmp_path: Path, capsys: Out) -> None:
    home = ["--home", str(tmp_path)]
    assert run("enrol", "Bench 1", *home) == 0
    assert len(capsys.readouterr().out.strip()) == 14
    assert run("enrol", "Office", "--office", *home) == 0
    assert len(capsys.readouterr().out.strip()) == 43
    assert run("enrol", "nobody", "--revoke", *home) == 1
    lines = tmp_path / "values.jsonl"
    lines.write_text('{"type":"product","body":{"id":"p1","merchant":"m","sku":"s","title":"t"}}\n\n')
    assert run("import", str(lines), *home) == 0
    assert "1 values changed" in capsys.readouterr().out
    lines.write_text('{"type":"product","body":{"id":"p1"}}\n')
    assert run("import", str(lines), *home) == 1
    assert "item 0" in capsys.readouterr().err
    assert run("import", str(tmp_path / "nothing"), *home) == 1
    assert run("verify", *home) == 0


def test_an_office_s_token_can_be_revoked(tmp_path: Path, capsys: Out) -> None:
    home = ["--home", str(tmp_path)]
    run("enrol", "office1", "--office", *home)
    token = capsys.readouterr().out.strip()
    assert run("enrol", "office2", "--office", "--revoke", *home) == 1
    assert "office2" in capsys.readouterr().err
    assert run("enrol", "office1", "--office", "--revoke", *home) == 0
    assert "office1 does not open" in capsys.readouterr().out
    store = open_store(TrackingSettings(home=tmp_path).database_url)
    with pytest.raises(Refusal, match="forbidden"):
        find_office(store, hashed(token))
    store.close()
    assert run("enrol", "office1", "--office", "--revoke", *home) == 1


def test_a_station_is_revoked_by_the_name_that_the_office_gave_it(tmp_path: Path, capsys: Out) -> None:
    home, store = ["--home", str(tmp_path)], open_store(TrackingSettings(home=tmp_path).database_url)
    with store.write() as connection:
        for id, name in (("st1", "R7"), ("st2", "R8"), ("st3", "R8")):
            callers.put_station(connection, callers.Station(id, name, "key", hashed(id), "2026-11-22T10:00:00.000000Z"))
    assert run("enrol", "R7", "--revoke", *home) == 0
    assert "st1" in capsys.readouterr().out
    assert run("enrol", "R8", "--revoke", *home) == 1
    told = capsys.readouterr().err
    assert "st2" in told and "st3" in told and "2026-11-22" in told and "st1" not in told
    assert run("enrol", "nobody", "--revoke", *home) == 1
    assert "st2" in capsys.readouterr().err, "those that there are"
    assert [one.revoked_at != "" for one in called(store)] == [True, False, False]
    store.close()


def test_a_code_is_withdrawn_by_its_name(tmp_path: Path, capsys: Out) -> None:
    home = ["--home", str(tmp_path)]
    assert run("enrol", "R7", *home) == 0
    assert run("enrol", "R7", "--revoke", *home) == 0
    assert "R7" in capsys.readouterr().out
    assert run("enrol", "R7", "--revoke", *home) == 1


def test_what_the_output_cannot_write_ends_no_command(tmp_path: Path) -> None:
    run("enrol", "茶", "--home", str(tmp_path))
    words = [sys.executable, "-c", START, "enrol", "茶", "--revoke", "--home", str(tmp_path)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=50, check=False)
    assert (done.returncode, "a code for ? any more" in done.stdout) == (0, True), done.stderr


def test_export_and_verify_read_the_whole_log(tmp_path: Path, bench: Bench, capsys: Out) -> None:
    running = serve(TrackingSettings(home=tmp_path))
    bench.enrol(running).work(1200)
    bench.push(running.url)
    running.stop()
    target = tmp_path / "log.jsonl"
    assert run("export", str(target), "--home", str(tmp_path)) == 0
    assert len(target.read_bytes().splitlines()) == 1200
    assert run("export", str(target), "--home", str(tmp_path)) == 1
    assert run("verify", "--home", str(tmp_path)) == 0
    assert "1200 facts in 1 runs" in capsys.readouterr().out
