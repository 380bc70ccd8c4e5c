"""Operators from a file: badges are hashed, belong to one person each, and a PIN is nobody's to import."""

from pathlib import Path

from station.domain.codes import badge_hash
from station.domain.records import Operator
from station.intake.run import FAILED, OK
from tests.intake.test_files import Shelf, refused, written


def test_an_operators_badge_is_hashed_and_a_pin_is_neither_read_nor_taken_away(tmp_path: Path) -> None:
    shelf = Shelf()
    path = written(tmp_path, "number,badge,name,language,role,PIN\n7,B-77,Operator 7,zh_CN,supervisor,1234\n")
    shelf.take("operators", path)
    (value,) = shelf.values.values()
    assert value == Operator(value.id, "Operator 7", badge_hash("B-77"), "zh_CN", "supervisor")
    assert "Columns that are not used: PIN" in shelf.words
    assert "does not begin with BDG-" in shelf.words
    shelf.values[value.id] = Operator(value.id, "Operator 7", badge_hash("B-77"), "zh_CN", "supervisor", pin="argon2")
    assert shelf.take("operators", path) == OK
    assert shelf.results[-1].written == 0
    written(tmp_path, "number,badge,name\n7,B-78,Operator 7\n8,B-78,Operator 8\n")
    shelf.take("operators", path)
    assert refused(path) == [["3", "import.refused.badge_twice"]]


def test_a_badge_that_somebody_at_the_station_has_is_refused(tmp_path: Path) -> None:
    """It opens one person's session only; who has left may hand it on."""
    shelf = Shelf()
    shelf.take("operators", written(tmp_path, "number,badge,name\n1,BDG-A,Operator 1\n"))
    path = written(tmp_path, "number,badge,name,role\n3,bdg-a,Operator 3,supervisor\n", name="other.csv")
    assert shelf.take("operators", path) == FAILED
    assert refused(path) == [["2", "import.refused.badge_twice"]]
    assert len(shelf.values) == 1
    shelf.take("operators", written(tmp_path, "number,badge,name,active\n1,BDG-A,Operator 1,no\n"))
    assert shelf.take("operators", path) == OK
    assert len(shelf.values) == 2
