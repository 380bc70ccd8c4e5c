"""Sheets from the station's own data: every place's code can be read off the page; a new badge replaces the old one."""

import io
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from station import cli, sheet_command, sheets, texts
from station.clock import SystemClock
from station.config import Config
from station.domain import codes as own
from station.domain.bench.decide import COMMANDS
from station.domain.records import Location, Operator, Reference
from station.labels import codes
from station.labels.dots import from_grey
from station.labels.values import Code
from station.store.file import Store
from station.store.reference import ReferenceStore
from station.workshop import CLOSE
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
    pdf, left_out = sheet_command.bins(lang, journal)
    assert set.union(*payloads(pdf)) == {f"A-{n:02}".encode() for n in range(1, 21)}
    assert left_out == ()


def put(journal: Path, *values: Reference) -> None:
    reference = ReferenceStore(journal)
    reference.put(values)
    reference.close()


def test_a_place_that_no_code_can_carry_is_named_and_the_others_are_printed(journal: Path) -> None:
    put(journal, Location("l8", "货架-07", "bin"), Location("l9", "SHELF-" + "x" * 30, "bin"))
    pdf, left_out = sheet_command.bins("en", journal)
    assert set.union(*payloads(pdf)) == {f"A-{n:02}".encode() for n in range(1, 21) if n not in (8, 9)}
    assert [said.partition(": ")[0] for said in left_out] == ["SHELF-" + "x" * 30, "货架-07"]
    assert "too long" in left_out[0]
    assert "ASCII" in left_out[1]


def test_where_no_place_can_be_printed_nothing_is(journal: Path) -> None:
    put(journal, *(Location(f"l{n}", f"货架-{n}", "bin") for n in range(1, 21)))
    with pytest.raises(sheet_command.Nothing, match=r"货架-20: .*ASCII"):
        sheet_command.bins("en", journal)


def test_the_command_writes_the_sheet_and_says_what_is_not_on_it(
    journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(journal, Location("l8", "货架-07", "bin"))
    monkeypatch.setenv("RETURNS_STATION_HOME", str(journal.parent))
    out = tmp_path / "bins.pdf"
    done = CliRunner().invoke(cli.app, ["print-sheet", "bins", "--out", str(out)])
    assert done.exit_code == 0
    assert "货架-07" in done.output
    assert b"A-01" in set.union(*payloads(out.read_bytes()))


def test_a_new_badge_replaces_the_old_one(journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    assert sheet_command.badges(Config(tmp_path), journal, "es", ("Operator 7",), out) == 1
    (code,) = set.union(*payloads(out.read_bytes()))
    (operator,) = sheets.all_of(journal, "operator")
    assert operator.badge == own.badge_hash(code.decode())


@pytest.mark.parametrize("lang", texts.languages())
def test_every_command_that_bench_and_window_hear_is_on_the_sheet(lang: str) -> None:
    """Further printers' codes stand on their cards alone: which printer is which only the screen can show."""
    found = set.union(*payloads(sheets.command_sheet(lang)))
    heard = {*COMMANDS, CLOSE, "printer_aside", "printer_on", *sheets.ANSWERS}
    assert found == {own.command(key).encode() for key in heard}


@pytest.mark.parametrize("names", [(), ("Operator 8",)])
def test_badges_are_made_for_nobody_but_those_named(journal: Path, tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(sheet_command.Nothing, match="There are: Operator 7"):
        sheet_command.badges(Config(tmp_path), journal, "en", names, tmp_path / "badges.pdf")
    assert not (tmp_path / "badges.pdf").exists()


def test_a_layout_can_be_looked_at_before_there_is_a_label(tmp_path: Path) -> None:
    assert codes_of(sheet_command.preview("return-4x6in", "zh_CN", 203, Config(tmp_path)))


@pytest.mark.parametrize("layout", ["container-4x6in", "container-4x2in"])
@pytest.mark.parametrize(("prefix", "data"), [("9521234", b"00095212340000000426"), ("", b"T-0042")])
def test_a_container_has_an_sscc_only_where_the_site_has_a_prefix(
    tmp_path: Path, layout: str, prefix: str, data: bytes
) -> None:
    found = codes_of(sheet_command.preview(layout, "es", 300, Config(tmp_path, gs1_prefix=prefix)))
    kinds = ("gs1-128", "gs1-datamatrix") if prefix else ("code128", "datamatrix")
    assert found == {Code(kind, data) for kind in kinds}


def codes_of(png: bytes) -> set[Code]:
    """What a scanner reads off the picture."""
    with Image.open(io.BytesIO(png)) as picture:
        return codes.read(from_grey(*picture.size, picture.convert("L").tobytes()))
