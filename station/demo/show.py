"""The demo from start to end: sets up a station with its surroundings in a folder, and plays the morning."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from station.app import Station
from station.clock import SystemClock
from station.config import Config, Printer
from station.demo import leave
from station.demo.morning import MORNING, Stage
from station.demo.office import MERCHANTS, hire, stock
from station.demo.peers import Bench, Service
from station.demo.player import Player
from station.domain.stationery import Labels
from station.enrolling import enrol_station
from station.people import Badge, sheet
from station.store.backup import backup
from station.store.file import Store
from station.store.schema import FILE
from station.store.verify import verify

Say = Callable[[str], object]
EXAMPLE_PREFIX = "9521234"
"""GS1 keeps the prefix 952 for examples."""


@contextmanager
def staged(out: Path, say: Say) -> Iterator[tuple[Stage, Config, str]]:
    """Everything running and stocked, nobody signed in; gives the stage, the settings and the office's token."""
    people = hire(SystemClock())
    home, service_home = out / "station", out / "service"
    for folder in (home, service_home):
        folder.mkdir(parents=True, exist_ok=True)
    service, bench = Service(service_home), Bench(out / "labels")
    bench.plug_in()
    try:
        config = _config(home, bench, service.url)
        say("The tracking service starts.")
        service.start()
        token = service.run("enrol", "Demo office", "--office")
        _fill(config, people, out, say)
        service.run("import", str(out / "office.jsonl"))
        enrol_station(config, service.url, service.run("enrol", config.name), in_file=True)
        (out / "badges.pdf").write_bytes(sheet(tuple(people.values()), "en", config.name))
        station = Station(config)
        try:
            player = Player(station, bench)
            station.start()
            yield Stage(player, service, people), config, token
        finally:
            station.stop()
    finally:
        service.stop()
        bench.unplug()


def _config(home: Path, bench: Bench, url: str) -> Config:
    printer = Printer("127.0.0.1", bench.printer.port, exclusive=True)
    scanner, scale = f"tcp://127.0.0.1:{bench.scanner.port}", f"tcp://127.0.0.1:{bench.scale.port}"
    return Config(home, "R7", "Europe/Berlin", "en", printer, scanner, scale, url, MERCHANTS, camera="simulated",
                  gs1_prefix=EXAMPLE_PREFIX, labels=Labels("unknown"))  # fmt: skip


def _fill(config: Config, people: dict[str, Badge], out: Path, say: Say) -> None:
    store = Store(config.home, SystemClock().fresh_id)
    try:
        stock(store.path, config.home, people.values(), out / "office.jsonl", say)
    finally:
        store.close()


def play(out: Path, say: Say = print) -> int:
    """The whole morning without a display; leaves its results in the folder. 0 where everything went as it should."""
    fresh(out)
    with staged(out, say) as (stage, config, token):
        for n, beat in enumerate(MORNING, 1):
            say(f"{n:2}/{len(MORNING)}  {beat.title}")
            beat.play(stage)
        say("The station catches up with the service.")
        leave_results(stage, config, token, out)
    return _told(out, len(stage.player.pictures), len(stage.player.bench.printer.labels), say)


def leave_results(stage: Stage, config: Config, token: str, out: Path) -> None:
    """report.pdf, tracking.html, screenshots and a sound copy of the journal, once everything is at the service."""
    stage.player.wait_for_printer()
    _caught_up(stage.player.station)
    leave.customer_page(stage.service.url, token, "RMA-20418", out)
    backup(config.home, out / "journal.db")
    leave.report_of_today(config, config.home / FILE, out)
    leave.screenshots(stage.player.pictures, config, out)


def fresh(out: Path) -> None:
    """The demo begins afresh in its own folder; a folder with anything else in it is left alone."""
    marker = out / ".returns-demo"
    if out.exists() and any(out.iterdir()) and not marker.exists():
        raise SystemExit(f"{out} is not empty and no demo's folder: nothing was changed. Name another one with --out.")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    marker.touch()


def _caught_up(station: Station) -> None:
    """Until the service holds everything that was told."""
    from threading import Event

    done = Event()
    station.lamps.subscribe(lambda s: done.set() if s.sync and s.sync.unsent == 0 and s.sync.state == "idle" else None)
    if station.sync:
        station.sync.resume()
    if not done.wait(60):
        raise RuntimeError("the station did not catch up with the tracking service")


def _told(out: Path, shots: int, labels: int, say: Say) -> int:
    report = verify(out / "journal.db")
    verdict = "NOT RIGHT" if report.findings else "verified"
    say(f"{report.facts} facts, journal {verdict}; {labels} labels, {shots} screenshots.")
    say(f"All of it is in {out}{os.sep}: labels, screenshots, report.pdf, tracking.html, journal.db")
    for finding in report.findings:
        say(str(finding))
    return 1 if report.findings else 0
