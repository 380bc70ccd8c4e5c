"""`returns-station printer`: tells, sets aside, puts another one in a place; what is wrong changes nothing."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from station import texts
from station.cli import app
from station.config import load
from station.set_aside import Mark


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RETURNS_STATION_HOME", str(tmp_path))
    (tmp_path / "station.toml").write_text('name = "R7" # ours\n\n[printer]\nhost = "10.0.0.7"\n')
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["printer", *words])


@pytest.mark.parametrize("lang", texts.languages())
def test_it_tells_of_each_in_words(home: Path, lang: str) -> None:
    Mark(home, "printer").set()
    told = run("--lang", lang)
    assert told.exit_code == 0
    assert "(printer): 10.0.0.7:9100, ZPL 203 dpi" in told.stdout
    assert texts.say(lang, "ui.device.aside") in told.stdout
    assert texts.say(lang, "ui.device.waiting", n=0) in told.stdout


def test_it_is_set_aside_and_goes_on(home: Path) -> None:
    assert run("printer", "--aside").exit_code == 0
    assert Mark(home, "printer").is_set()
    assert run("printer", "--on").exit_code == 0
    assert not Mark(home, "printer").is_set()


def test_another_one_takes_a_place_and_leaves_it(home: Path) -> None:
    assert run("printer3", "--host", "10.0.0.9:9101", "--language", "tspl", "--dpi", "300").exit_code == 0
    third = load(home, {}).printers[1]
    assert (third.host, third.port, third.language, third.dpi) == ("10.0.0.9", 9101, "tspl", 300)
    assert load(home, {}).printers[0].host == ""
    assert run("printer3", "--dpi", "203").exit_code == 0
    assert load(home, {}).printers[1].dpi == 203
    assert run("printer3", "--host", "").exit_code == 0
    assert load(home, {}).printers == ()
    assert "# ours" in (home / "station.toml").read_text()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["printer9"], 2),
        (["--aside"], 2),
        (["printer", "--dpi", "77"], 2),
        (["printer", "--language", "pcl"], 2),
        (["printer2", "--aside"], 1),
        (["printer2", "--dpi", "300"], 1),
        (["printer", "--host", "ipp://anna:pw@host/p", "--language", "pdf"], 2),
        (["--lang", "tlh"], 2),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(home: Path, words: list[str], code: int) -> None:
    before = (home / "station.toml").read_text()
    told = run(*words)
    assert told.exit_code == code, told.output
    assert told.stderr
    assert "/trial/" not in told.stderr, "a file that nobody finds"
    assert (home / "station.toml").read_text() == before


def test_who_takes_the_place_of_one_that_was_set_aside_begins_by_printing(home: Path) -> None:
    assert run("printer", "--aside").exit_code == 0
    told = run("printer", "--host", "")
    assert texts.say("en", "ui.device.aside") not in told.stdout
    assert not Mark(home, "printer").is_set()


def test_a_home_that_keeps_nothing_is_told(home: Path) -> None:
    (home / "aside").write_text("a file where a folder is needed")
    (home / "trial").write_text("another one")
    for words in (["--aside"], ["--dpi", "300"]):
        told = run("printer", *words)
        assert told.exit_code == 1
        assert "Nothing was changed" in told.stderr
