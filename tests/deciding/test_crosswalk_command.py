"""`returns-station crosswalk`, as people type it."""

from pathlib import Path

import pytest

from tests.deciding.commands import run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURNS_STATION_HOME", str(tmp_path))


def test_both_tables_are_shown_and_every_dash_is_explained() -> None:
    told = run("crosswalk", "--category", "phones")
    assert told.exit_code == 0
    assert (
        "A, sealed         new_new           Sellable         premium      1000              grade_a         F6 C9"
        in (told.stdout)
    )
    assert "Restock           storing          sellable_not_accessible  back_to_stock     RESTOCKED" in told.stdout
    assert "too worn for any of its grades" in told.stdout
    assert "crosswalk." not in told.stdout


@pytest.mark.parametrize("lang", ["en", "zh_CN", "zh_TW", "es"])
def test_one_list_is_told_whole_in_every_language(lang: str) -> None:
    told = run("crosswalk", "--to", "ebay", "--lang", lang)
    assert "2990, 4000, 3000" in told.stdout
    assert "crosswalk." not in told.stdout


def test_csv_of_one_list() -> None:
    told = run("crosswalk", "--to", "x12_1292", "--csv").stdout.splitlines()
    assert "x12_1292,A,*,*,*,*,return_to_vendor,CR,consumer return to vendor," in told
    assert "x12_1292,A,*,*,*,*,restock,,,kept" in told


def test_an_unknown_list_is_wrong_use_and_the_lists_are_named() -> None:
    told = run("crosswalk", "--to", "moon")
    assert (told.exit_code, "amazon_listing, amazon_return" in told.stderr) == (2, True)


def test_a_category_is_that_of_the_checklist_that_knows_it() -> None:
    told = run("crosswalk", "--category", "boots").stdout
    assert "the category shoes" in told
    assert "2990" in told
