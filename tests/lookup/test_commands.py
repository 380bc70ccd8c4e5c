"""`returns-station find` and `explain`, on a station's file and without one."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from station import cli
from tests.lookup.goods import station
from tests.stories import goods


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a station that works."""
    monkeypatch.setenv("RETURNS_STATION_HOME", str(tmp_path))
    return tmp_path


def run(*words: str) -> Result:
    done = CliRunner().invoke(cli.app, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_something_is_found_beside_an_open_station(home: Path) -> None:
    world = station(home)
    told = run("find", "1001")
    in_spanish = run("find", "camion", "--lang", "es")
    world.close()
    assert told.exit_code == 0
    assert "Order HH-7001 · serial number with this ending: SN-1001" in told.stdout
    assert in_spanish.stdout.startswith("Producto Camión de juguete, edición niño · encontrado por sus palabras")


def test_what_was_found_as_json(home: Path) -> None:
    station(home).close()
    told = json.loads(run("find", goods.SHIPPED_SERIAL, "--json", "--limit", "1").stdout)
    assert (told["schema"], told["more"], len(told["hits"])) == (1, False, 1)
    assert told["total"] > 1
    assert told["hits"][0] == {"type": "order", "id": "o-2", "title": "HH-7001", "state": "", "how": "exact",
                               "field": "serial", "value": "SN-1001"}  # fmt: skip


def test_nothing_found_is_told_by_the_exit_code(home: Path) -> None:
    station(home).close()
    assert (run("find", "NOTHING").exit_code, run("find", "NOTHING", "--json").exit_code) == (1, 1)


def test_find_needs_a_file(home: Path) -> None:
    told = run("find", "X")
    assert (told.exit_code, "no such file" in told.stderr) == (1, True)


def test_a_scan_is_explained_beside_an_open_station(home: Path) -> None:
    world = station(home)
    told = run("explain", "RMA-20418")
    world.close()
    assert told.exit_code == 0
    assert "known       Return authorization RMA-20418  [RMA-20418]" in told.stdout
    assert "bench       at ready: ready -> opening" in told.stdout
    assert "would tell: parcel.arrived, parcel.matched" in told.stdout


def test_a_scan_is_explained_without_a_station(home: Path) -> None:
    told = json.loads(run("explain", "]d201040063813339312112345^]10L1", "--json").stdout)
    assert (told["schema"], told["elements"][2], told["records"]) == (1, ["10", "L1"], [])
    assert [tried["at"] for tried in told["bench"]] == ["ready"]
    assert list(home.iterdir()) == []


def test_a_file_that_is_none_is_told_in_words(home: Path) -> None:
    (home / "journal.db").write_bytes(b"no database" * 400)
    for words in (("find", "X"), ("explain", "X")):
        told = run(*words)
        assert (told.exit_code, "Traceback" in told.stderr, bool(told.stderr)) == (1, False, True)
