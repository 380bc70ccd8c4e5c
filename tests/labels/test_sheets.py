"""Sheets from the station's own data: every place's code can be read off the page; a new badge replaces the old one."""

from pathlib import Path

import pytest

from station import sheet_command, sheets
from station.clock import SystemClock
from station.config import Config
from station.domain import codes as own
from station.domain.records import Location, Operator
from station.store.file import Store
from station.store.reference import ReferenceStore
from tests.labels.test_sheet import payloads


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    store = Store(tmp_path, SystemClock().fresh_id)
    store.close()
    reference = ReferenceStore(store.path)
    places = [Location(f"l{n}", f"A-{n:02}", "bin", route="resale" if n % 2 else "") for n in range(1, 21)]
    reference.put([*places, Location("t", "TOTE-1", "tote"), Operator("7", "Operator 7", own.badge_hash("BDG-OLD"))])
    reference.close()
    return store.path


@pytest.mark.parametrize("lang", ["en", "zh_TW"])
def test_every_place_but_totes_can_be_scanned_off_the_sheet(journal: Path, lang: str) -> None:
    found = set.union(*payloads(sheet_command.draw("bins", lang, journal)))
    assert found == {f"A-{n:02}".encode() for n in range(1, 21)}


def test_a_new_badge_replaces_the_old_one(journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    assert sheet_command.badges(Config(tmp_path), journal, "es", ("Operator 7",), out) == 1
    (code,) = set.union(*payloads(out.read_bytes()))
    (operator,) = sheets.all_of(journal, "operator")
    assert operator.badge == own.badge_hash(code.decode())


@pytest.mark.parametrize("names", [(), ("Operator 8",)])
def test_badges_are_made_for_nobody_but_those_named(journal: Path, tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(sheet_command.Nothing, match="There are: Operator 7"):
        sheet_command.badges(Config(tmp_path), journal, "en", names, tmp_path / "badges.pdf")
    assert not (tmp_path / "badges.pdf").exists()


def test_a_layout_can_be_looked_at_before_there_is_a_label(tmp_path: Path) -> None:
    assert sheet_command.preview("container-4x6in", "zh_CN", 203, tmp_path)[:4] == b"\x89PNG"
