"""The doctor: what is set up is found and told, exit codes say how it went, the support file holds nobody's data."""

import ast
import json
import logging
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from typer.testing import CliRunner

from station import doctor, health, keys, logs, support, texts
from station.cli import app
from station.clock import SystemClock
from station.config import Config, Printer
from station.devices import cameras
from station.devices.looking import Found
from station.devices.simulated import VirtualScale
from station.devices.virtual_printer import VirtualPrinter
from station.store import evidence
from station.store.connect import FileRefused
from station.store.file import Store
from tests.contracts.scanners import FakeHid
from tests.stories import goods
from tests.stories.world import World

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[tuple[VirtualPrinter, VirtualScale]]:
    printer, scale = VirtualPrinter(tmp_path, port=0), VirtualScale()
    printer.start()
    scale.start()
    yield printer, scale
    printer.stop()
    scale.stop()


def config(home: Path, devices: tuple[VirtualPrinter, VirtualScale]) -> Config:
    printer, scale = devices
    return Config(home, printer=Printer("127.0.0.1", printer.port), scale=f"tcp://127.0.0.1:{scale.port}")


def run(home: Path, monkeypatch: pytest.MonkeyPatch, *words: str, text: str = ""):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("RETURNS_STATION_HOME", str(home))
    return CliRunner().invoke(app, ["doctor", *words])


def test_what_is_set_up_is_found_and_told(tmp_path: Path, devices: tuple[VirtualPrinter, VirtualScale]) -> None:
    told = doctor.diagnose(config(tmp_path, devices), NOW)
    assert [(one.role, one.found.language if one.found else "") for one in told.wanted] == [
        ("printer", "zpl"),
        ("scale", "sics"),
    ]
    assert told.well
    for lang in texts.languages():
        assert not [line for line in doctor.lines(told, lang) if "doctor." in line or "health." in line]


def test_a_hid_scanner_is_told_as_one_and_its_absence_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hid", FakeHid())
    told = doctor.diagnose(Config(tmp_path, scanner="hid:S1"), NOW)
    (one,) = told.wanted
    assert one.found is not None
    assert (one.found.state, one.found.name, told.well) == ("unasked", "Zebra HID-POS", True)
    assert "hid:S1" in [found.address for found in doctor.diagnose(Config(tmp_path), NOW).others]
    lost = doctor.diagnose(Config(tmp_path, scanner="hid:S2"), NOW).wanted[0].found
    assert lost is not None
    assert (lost.state, lost.fault) == ("lost", "")
    monkeypatch.setitem(sys.modules, "hid", None)
    told = doctor.diagnose(Config(tmp_path, scanner="hid:S1"), NOW)
    assert not told.well
    for lang in texts.languages():
        assert [line for line in doctor.lines(told, lang) if texts.say(lang, "found.no_hid") in line]


def test_a_test_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "station.toml"
    for camera, code, key in (("simulated", 0, ""), ("device", 1, "trial.photo_in_window"), ("", 1, "trial.none_set")):
        settings.write_text(f'camera = "{camera}"\n')
        told = run(tmp_path, monkeypatch, "--test", "photo")
        assert told.exit_code == code, told.output
        assert texts.say("en", key) in told.output
    settings.write_text(f'camera = "folder:{tmp_path / "nowhere"}"\n')
    told = run(tmp_path, monkeypatch, "--test", "photo")
    assert told.exit_code == 1
    assert texts.say("en", "photo.no_folder") in told.output


def test_a_scale_behind_the_network_is_weighed_on(
    tmp_path: Path, devices: tuple[VirtualPrinter, VirtualScale], monkeypatch: pytest.MonkeyPatch
) -> None:
    scale = devices[1]
    scale.put(1250)
    (tmp_path / "station.toml").write_text(f'scale = "tcp://127.0.0.1:{scale.port}"\n')
    told = run(tmp_path, monkeypatch, "--test", "weigh")
    assert told.exit_code == 0, told.output
    assert texts.say("en", "trial.weighed", grams="1250") in told.output
    scale.stop()
    told = run(tmp_path, monkeypatch, "--test", "weigh")
    assert told.exit_code == 1
    assert texts.say("en", "found.lost") in told.output


def test_a_fault_makes_it_unwell(tmp_path: Path, devices: tuple[VirtualPrinter, VirtualScale]) -> None:
    devices[0].set_fault("head_open")
    told = doctor.diagnose(config(tmp_path, devices), NOW)
    assert not told.well
    assert any(texts.say("en", "printer.head_open") in line for line in doctor.lines(told, "en"))


def test_its_exit_codes(
    tmp_path: Path, devices: tuple[VirtualPrinter, VirtualScale], monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = devices[0]
    (tmp_path / "station.toml").write_text(f'[printer]\nhost = "127.0.0.1"\nport = {printer.port}\n')
    good = run(tmp_path, monkeypatch, "--json")
    assert good.exit_code == 0, good.output
    assert json.loads(good.stdout)["wanted"][0]["found"]["language"] == "zpl"
    printer.set_fault("paper_out")
    assert run(tmp_path, monkeypatch).exit_code == 1
    assert run(tmp_path, monkeypatch, "--test", "dance").exit_code == 2
    assert run(tmp_path, monkeypatch, "--lang", "tlh").exit_code == 2
    for host in ("http://x", "h:99999", "ipp://"):
        wrong = run(tmp_path, monkeypatch, "--host", host)
        assert (wrong.exit_code, host in wrong.output) == (2, True), wrong.output


def test_a_station_that_is_not_well_says_where(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"no database")
    checks = {one.name: one for one in health.checks(Config(tmp_path, tracking="http://127.0.0.1:1"), NOW)}
    assert (checks["file"].grade, checks["keyring"].grade, checks["sqlite"].grade) == ("bad", "bad", "ok")
    assert {one.grade for one in health.checks(Config(tmp_path / "new"), NOW)} <= {"ok", "warn"}


@pytest.mark.parametrize(
    ("reason", "todo"),
    [("newer", "Install the newer program"), ("read_only", "right to write"), ("damaged", "restore"),
     ("busy", "again"), ("io_error", "cable"), ("disk_full", "room"), ("whatever", "ask for help")],
)  # fmt: skip
def test_what_to_do_about_a_file_follows_from_what_is_wrong_with_it(reason: str, todo: str) -> None:
    check = health.file_wrong(FileRefused(reason, Path("journal.db"), "SQLite's word"))
    assert (check.grade, check.name) == ("bad", "file")
    said = doctor.said(check, "en")
    assert todo in said and "SQLite's word" in said and said.count("journal.db") == 1
    assert ("restore" in said) == (reason == "damaged"), "a backup loses what came after it"
    assert len({doctor.said(check, lang) for lang in texts.languages()}) == len(texts.languages())


def test_a_file_of_a_newer_program_waits_for_that_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path, SystemClock().fresh_id)
    store.close()
    with closing(dbapi2.connect(store.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    told = run(tmp_path, monkeypatch)
    assert (told.exit_code, "Install the newer program" in told.output) == (1, True)
    assert "restore" not in told.output


def test_a_clock_that_was_set_back_is_seen(bench: World) -> None:
    checks = {one.name: one for one in health.checks(Config(bench.home), datetime(2026, 11, 21, tzinfo=UTC))}
    assert (checks["file"].grade, checks["clock"].key) == ("ok", "health.clock.back")
    checks = {one.name: one for one in health.checks(Config(bench.home), datetime(2020, 1, 1, tzinfo=UTC))}
    assert checks["clock"].key == "health.clock.unset"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path).stock().scan(goods.BADGE)
    world.scan("1Z12345E0205271688").press("open").scan("4006381333931")
    yield world
    world.last_life().close()


@pytest.mark.logs_ok
def test_a_support_file_of_a_day_holds_nobodys_data(bench: World, tmp_path: Path) -> None:
    home = bench.home
    evidence.keep(home, b"a picture of a parcel")
    keys.save(home, "s", keys.Keys("cHJpdmF0ZQ==", "tok-secret-42", "https://user:pw-77@track.example"), in_file=True)
    handler = logs.begin(home)
    logging.getLogger("station.sync").warning("no code %s of %s", "1Z12345E0205271688", "Operator 7")
    logging.getLogger("httpx").warning("GET https://track.example?token=tok-secret-42")
    try:
        raise ValueError("1Z12345E0205271688 of Operator 7")
    except ValueError:
        logging.getLogger("station.engine").exception("a step failed")
    logs.end(handler)
    settings = Config(
        home,
        "Anna's bench",
        printer=Printer("ipp://anna:pw-77@annas-laptop/printers/anna"),
        camera="folder:/media/anna/pictures",
        tracking="https://user:pw-77@track.example/x?token=tok-secret-42",
        merchants=goods.MERCHANTS,
    )
    path = support.write(tmp_path / "support.zip", settings, (), health.checks(settings, NOW))
    said = everything(path)
    for secret in personal(bench):
        assert secret.lower() not in said.lower(), secret
    assert "no code %s of %s" in said, "the program's own words are there"
    assert "ValueError" in said
    assert '"kinds"' in said


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        assert not any("evidence" in name or "journal.db" in name for name in file.namelist())
        return "\n".join(file.read(name).decode() for name in file.namelist())


def personal(bench: World) -> set[str]:
    """Every word of the office's data and of the facts that names a person, a thing or a way in."""
    from station.store.journal import Journal

    journal = Journal(bench.store.path)
    try:
        facts = [json.loads(row.record) for row in journal.facts(0)]
    finally:
        journal.close()
    words = {"tok-secret-42", "pw-77", "anna", "cHJpdmF0ZQ==", "1Z12345E0205271688", "4006381333931", "Operator 7"}
    for fact in facts:
        words |= {fact["id"], fact["operator"], fact["session"], *(ref["id"] for ref in fact["about"] if "id" in ref)}
    words |= {merchant.name for merchant in goods.MERCHANTS} | {bench.store.station}
    for value in goods.VALUES:
        words |= {str(getattr(value, name, "")) for name in ("name", "code", "badge", "title", "id", "number", "email")}
    return {word for word in words if len(word) > 3}


def test_what_the_program_logs_is_a_constant_with_values_apart() -> None:
    """The support file takes the constants; a text put together before it is logged would take its values along."""
    wrong = []
    for room in ("station", "ui"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _logs(node.func):
                    at = 1 if node.func.attr == "log" else 0
                    if len(node.args) > at and not isinstance(node.args[at], ast.Constant):
                        wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


def _logs(call: ast.Attribute) -> bool:
    loggers = ("log", "_LOG", "logger", "logging", "_log", "LOG")
    levels = ("debug", "info", "warning", "error", "exception", "critical", "log")
    return isinstance(call.value, ast.Name) and call.value.id in loggers and call.attr in levels


@pytest.mark.parametrize(
    "found",
    [
        cameras.at("folder:/media/anna/pictures"),
        cameras.at("device:Anna's phone"),
        Found("camera", "device:Anna's phone", "Anna's phone", "unasked"),
        Found("printer", "annas-laptop:9100", "annas-laptop:9100", "lost"),
        Found("scale", "tcp://annas-pi:4001", "tcp://annas-pi:4001", "ready", language="sics"),
        Found("printer", "ipp://localhost/printers/anna", "anna", "ready"),
    ],
)
def test_a_device_that_bears_a_person_s_name_does_not_take_it_along(found: Found, tmp_path: Path) -> None:
    path = support.write(tmp_path / "support.zip", Config(tmp_path), (found,), ())
    with zipfile.ZipFile(path) as file:
        assert "anna" not in file.read("devices.json").decode().lower()


def test_a_device_s_model_stands_in_a_support_file(tmp_path: Path) -> None:
    found = Found("printer", "10.0.0.7:9100", "ZD421", "ready")
    path = support.write(tmp_path / "support.zip", Config(tmp_path), (found,), ())
    with zipfile.ZipFile(path) as file:
        assert '"ZD421"' in file.read("devices.json").decode()


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        ("serial:FT8K2XQ1?9600", "serial:FT8K2XQ1?9600"),
        ("10.0.0.7", "10.0.0.7"),
        ("annas-laptop", "host"),
        ("ada", "host"),
        ("tcp://ada:9100", "tcp://host:9100"),
        ("tcp://anna@10.0.0.7:9100/x", "tcp://10.0.0.7:9100"),
        ("ipp://localhost:631/printers/anna", "ipp://localhost:631"),
        ("windows:Anna's printer", "windows:"),
        ("file:/dev/usb/lp0", "file:/dev/usb/lp0"),
        ("hid:S23145010554321", "hid:"),
        ("/dev/ttyUSB0", "/dev/ttyUSB0"),
        ("", ""),
        ("http://[bad", "http://host"),
    ],
)
def test_addresses_without_names(address: str, bare: str) -> None:
    assert support.bare(address) == bare
