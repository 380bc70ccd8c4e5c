"""What a scan is explained as: the whole JSON of a table of scans, nobody's name in it, and nothing written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysqlite3 import dbapi2

from station import texts
from station.explained import lines
from station.explaining import Explanation, explain
from station.store.connect import StoreRefused
from station.store.look import looking
from station.store.step import StepStore
from tests.lookup import scans
from tests.lookup.goods import station
from tests.stories import goods


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Explanation]:
    return scans.explained(tmp_path_factory.mktemp("explained"))


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StepStore]:
    world = station(tmp_path_factory.mktemp("reads"))
    with looking(world.store.path) as opened:
        yield opened
    world.close()


@pytest.mark.parametrize("name", scans.SCANS)
def test_each_scan_is_explained_as_before(told: dict[str, Explanation], name: str) -> None:
    golden: dict[str, Any] = json.loads(scans.GOLDEN.read_text("utf-8"))
    assert scans.as_json(told)[name] == golden[name]


def test_the_golden_file_holds_no_other_scans() -> None:
    assert set(json.loads(scans.GOLDEN.read_text("utf-8"))) == set(scans.SCANS)


def test_the_bench_now_and_at_ready_are_told_apart(told: dict[str, Explanation]) -> None:
    now, ready = told["our own parcel"].bench
    assert (now.at, now.step, now.next, now.facts) == ("present", "checking", "checking", ())
    assert (ready.at, ready.next, ready.facts) == ("ready", "opening", ("parcel.arrived", "parcel.matched"))
    assert told["a command"].bench[0].facts == ("fact.undone",)


def test_candidates_and_evidence_of_a_number_that_two_carriers_give(told: dict[str, Explanation]) -> None:
    found = told["two carriers' number"]
    assert [number.name for number in found.carriers] == ["FedEx", "Purolator"]
    assert all("check_digit" in number.evidence for number in found.carriers)


def test_known_records_say_by_which_identifier(told: dict[str, Explanation]) -> None:
    (product,) = told["serialised goods"].records
    assert (product.type, product.title, product.by) == ("product", "Desk phone", "4006381333962")


@pytest.mark.parametrize(
    "name", ["a carrier's label", "a carrier's address", "a shop's address", "a digital link", "somebody's address"]
)
def test_nobodys_name_or_address_is_told(told: dict[str, Explanation], name: str) -> None:
    text = msgspec.json.encode(told[name]).decode() + "\n".join(lines("en", told[name]))
    assert not [word for word in ("QUXLEY", "JANE", "MAIN", "YORK", "02902101") if word in text.upper()]


@pytest.mark.parametrize(
    "scan",
    [
        "]C1003404341610940425574300QUXLEY\x1d99",
        "]C1003404341610940425574300" + "QUXLEY" * 12,
        "]C1003404341610940425574301QUXLEY\x1d0112345",
        "]d24300QUXLEY",
        "]Q1https://id.gs1.org/00/340434161094042557?4300=QUXLEY",
        "]Q1https://id.gs1.org/01/04006381333955?4300=QUXLEY",
        "]Q1https://id.gs1.org/01/04006381333954?name=QUXLEY",
        "QUXLEY;12 THE STREET;1Z5R89390357567127",
    ],
)
def test_broken_codes_tell_nobodys_name_either(scan: str) -> None:
    found = explain(scan, scans.books(), scans.STAMP)
    assert "QUXLEY" not in msgspec.json.encode(found).decode() + "\n".join(lines("en", found))


def test_only_the_tracking_number_of_a_carriers_label_is_told(told: dict[str, Explanation]) -> None:
    found = told["a carrier's label"]
    assert (found.scan, found.lookups) == ("[)>(withheld)", ("1Z12345E0205271677",))
    assert [number.tracking for number in found.carriers] == ["1Z12345E0205271677"]


def test_a_badge_is_not_told(told: dict[str, Explanation]) -> None:
    assert goods.BADGE not in msgspec.json.encode(told["a badge"]).decode()


def test_nothing_is_written_and_nothing_can_be(tmp_path: Path) -> None:
    world = station(tmp_path)
    before = world.everything_written()
    with looking(world.store.path) as reads:
        for scan in scans.SCANS.values():
            explain(scan, scans.books(), scans.STAMP, reads)
        reads.cut(0)
        with pytest.raises(StoreRefused, match="readonly"):
            reads.commit()
    assert world.everything_written() == before
    world.close()


def test_an_open_bench_works_on_while_a_scan_is_explained(tmp_path: Path) -> None:
    world = station(tmp_path)
    with looking(world.store.path) as reads:
        head = reads.head()
        world.scan("CMD-UNDO")
        assert reads.head() == head
        assert explain("CMD-UNDO", scans.books(), scans.STAMP, reads).bench[0].step == "checking"
    world.close()


def test_without_a_file_no_record_is_known() -> None:
    found = explain("RMA-20418", scans.books(), scans.STAMP)
    assert (found.records, [tried.at for tried in found.bench]) == ((), ["ready"])


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.db").write_bytes(b"no database" * 400)
    with pytest.raises((StoreRefused, dbapi2.DatabaseError)), looking(tmp_path / "none.db"):
        pass


@given(
    st.text() | st.text("]C1dQ30123456789()[>\x1d\x1e\x04AN-$%:/. ") | st.text(st.characters(categories=["Cs", "Lu"]))
)
def test_any_text_is_explained(reads: StepStore, text: str) -> None:
    for source in (reads, None):
        found = explain(text, scans.books(), scans.STAMP, source)
        assert msgspec.json.encode(found)
        assert all(line.isprintable() for lang in texts.languages() for line in lines(lang, found))


@given(st.text(min_size=65, max_size=600) | st.builds("[)>\x1e{}".format, st.text(max_size=200)))
def test_what_is_more_than_a_number_is_told_by_its_numbers_only(text: str) -> None:
    found = explain(text, scans.books(), scans.STAMP)
    if found.kind == "code" and not found.elements:
        assert found.private
        assert {c.kind for c in found.candidates} <= {"carrier", "text"}
