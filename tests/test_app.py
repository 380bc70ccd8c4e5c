"""The station as it is put together, and its engine: what is told to whom, what is kept, and who is left waiting."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

import pytest

from station import keys
from station.app import Station
from station.clock import SystemClock
from station.config import Config
from station.domain.bench.effects import Print
from station.domain.bench.inputs import DeviceChanged, PrintEnded, Scan, Typed
from station.domain.records import Operator
from station.store.connect import FileRefused, StoreRefused
from station.store.file import Store
from station.store.reference import ReferenceStore
from station.store.schema import FILE
from station.store.verify import verify

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """Started, without devices."""
    made = Station(Config(tmp_path / "home"))
    made.start()
    yield made
    made.stop()


def refuse(station: Station, *, on: bool = True) -> None:
    """The file takes nothing more, or takes it again."""
    assert station.engine.machine is not None
    station.engine.machine._steps._connection.execute(f"PRAGMA query_only={int(on)}")  # type: ignore[attr-defined]


def told(station: Station) -> list[str]:
    keys: list[str] = []
    station.engine.subscribe(on_told=lambda one: keys.append(one.notice.text.key))
    return keys


def devices(station: Station) -> list[str]:
    """Devices of device.changed, in the order of the journal."""
    assert station.engine.machine is not None
    facts = station.engine.machine._steps.read(("facts_from", 1))
    return [fact.body["device"] for fact in facts if fact.kind == "device.changed"]


def test_a_notice_that_nobody_heard_waits_for_the_first_listener(station: Station) -> None:
    first, second = told(station), told(station)
    assert first == ["notice.first_start"]
    assert second == []


def test_a_station_without_a_printer_says_that_a_label_was_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, posted = Station(Config(tmp_path / "home")), SimpleQueue[object]()
    monkeypatch.setattr(made.engine, "post", posted.put)
    made.start()
    made._effects.on_effect(Print("j-1", "u-1", 1, "unit-57x32", "en", "c", "c", {}))
    ended = posted.get(timeout=10)
    made.stop()
    assert ended == PrintEnded("j-1", "NOT_SENT", "printer.none_for_label", 0)


def test_an_operators_input_is_refused_and_a_devices_result_kept_in_order(station: Station) -> None:
    heard = told(station)
    refuse(station)
    with pytest.raises(StoreRefused, match="read_only"):
        station.engine.ask(Typed("1")).result(10)
    assert heard[-1] == "notice.store_refused"
    names = [f"d{n:02}" for n in range(24)]
    kept = [station.engine.ask(DeviceChanged(name, "", "up")) for name in names]
    with pytest.raises(StoreRefused):
        station.engine.ask(Typed("1")).result(10)  # two dozen kept ones cost no more than one try each
    assert not any(one.done() for one in kept)
    refuse(station, on=False)
    assert [one.result(10) for one in kept] == [1] * len(names)
    assert devices(station) == names
    assert verify(station.store.path).good


def test_what_the_disk_refuses_to_the_end_fails_whoever_waits(tmp_path: Path) -> None:
    station = Station(Config(tmp_path / "home"))
    station.start()
    refuse(station)
    kept = station.engine.ask(DeviceChanged("scale", "", "down"))
    station.stop()
    assert isinstance(kept.exception(10), StoreRefused)
    assert isinstance(station.engine.ask(Typed("late")).exception(10), StoreRefused)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_is_told_and_leaves_nobody_waiting(tmp_path: Path) -> None:
    station = Station(Config(tmp_path / "home"))
    station.start()
    heard = told(station)
    broken = station.engine.ask("no input at all")  # type: ignore[arg-type]
    assert isinstance(broken.exception(10), Exception)
    assert station.engine.ask(Typed("7")).exception(10) is not None
    station.stop()
    assert heard[-1] == "notice.broken"
    again = Station(Config(tmp_path / "home"))
    again.start()
    again.stop()
    assert verify(again.store.path).good


def test_a_second_station_on_the_same_folder_is_refused(station: Station) -> None:
    with pytest.raises(FileRefused, match="another station"):
        Station(station.config)


@pytest.mark.parametrize("torn", ["", "{", '{"private": "eA==", "token": "t", "url": "u"}'])
def test_a_service_without_keys_is_a_red_lamp_and_no_obstacle(tmp_path: Path, torn: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / keys.FILE).write_text(torn)
    station = Station(Config(home, tracking=NOBODY))
    station.start()
    sync = station.lamps.status.sync
    assert sync is not None
    assert (sync.state, sync.stopped_reason) == ("stopped", "not_enrolled")
    assert station.engine.ask(Scan("CMD-LOCK")).exception(10) is None
    station.stop()


@pytest.mark.parametrize(
    ("role", "active", "made"), [("staff", True, 1), ("supervisor", False, 1), ("supervisor", True, 0)]
)
def test_who_was_imported_before_the_first_start_leaves_it_no_station_without_a_supervisor(
    tmp_path: Path, role: str, active: bool, made: int
) -> None:
    home = tmp_path / "home"
    Store(home, SystemClock().fresh_id).close()
    with closing(ReferenceStore(home / FILE)) as reference:
        reference.put([Operator("1", "Operator 1", "a" * 64, role=role, active=active)])
    station = Station(Config(home))
    heard = told(station)
    station.start()
    station.stop()
    assert heard.count("notice.first_start") == made
    with closing(ReferenceStore(home / FILE)) as reference:
        assert [one.id for one in reference.all_of("operator")] == ["1", "2"][: 1 + made]


def test_killed_before_the_first_supervisor_is_known_the_next_start_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_disk(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    station = Station(Config(tmp_path / "home"))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", no_disk)
        with pytest.raises(OSError, match="No space"):
            station.start()
    station.stop()
    again = Station(Config(tmp_path / "home"))
    heard = told(again)
    again.start()
    again.stop()
    assert "notice.first_start" in heard
