"""Identifiers as people and spreadsheets write them: they are kept so that a scan finds them, or pointed out."""

from pathlib import Path

from station.intake.run import OK
from tests.intake.test_files import Shelf, written


def test_a_place_that_no_label_can_carry_goes_in_and_is_pointed_out(tmp_path: Path) -> None:
    """Its own plate may bear it in another kind of code; a tote's label is wider than a shelf's."""
    shelf, long = Shelf(), "SHELF-" + "X" * 30
    path = written(tmp_path, f"code|kind\n货架-07|bin\n{long}|bin\nT{long}|tote\nBIN-1|bin\n")
    assert shelf.take("locations", path) == OK
    assert "row 2: 货架-07: no printed code can carry this" in shelf.words
    assert f"row 3: {long}: too long" in shelf.words
    assert "row 4" not in shelf.words
    assert len(shelf.values) == 4
