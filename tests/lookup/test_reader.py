"""Look-ups on a thread of their own, beside a bench that works."""

from pathlib import Path

import pytest

from station.reader import Reader
from station.store.connect import StoreRefused
from tests.lookup.goods import station


def test_questions_are_answered_beside_the_bench(tmp_path: Path) -> None:
    world = station(tmp_path)
    reader = Reader(world.store.path)
    before = reader.find("rain").result(10)
    world.scan("CMD-UNDO")
    after = reader.find("rain", 1).result(10)
    reader.close()
    world.close()
    assert [hit.type for hit in before.hits] == ["product", "unit", "parcel", "authorization"]
    assert (len(after.hits), after.total) == (1, 1)


def test_a_refusal_is_the_answer_and_the_next_question_is_answered(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "journal.db")
    with pytest.raises(StoreRefused):
        reader.find("x").result(10)
    world = station(tmp_path)
    assert reader.find("RMA-30001").result(10).total > 0
    reader.close()
    world.close()


def test_a_reader_that_was_never_asked_is_closed(tmp_path: Path) -> None:
    Reader(tmp_path / "journal.db").close()
