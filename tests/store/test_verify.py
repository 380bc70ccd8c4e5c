"""verify finds what does not agree, names the fact, and finds nothing where all agrees."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pysqlite3 import dbapi2

from station.domain.facts import Ref
from station.domain.records import Location
from station.store.connect import FileRefused
from station.store.file import Store
from station.store.reference import ReferenceStore
from station.store.step import StepStore
from station.store.verify import Finding, verify
from tests.store.facts import write

P, U, C = Ref("parcel", "p1"), Ref("unit", "u1"), Ref("container", "c1")


def worked(step: StepStore) -> None:
    write(step, ("parcel.arrived", (P,), {"tracking": "T1", "carrier": "ups"}), ("parcel.opened", (P,), {}))
    write(step, ("container.opened", (C,), {"code": "TOTE-1", "rule": {"route": "restock", "merchant": "northwind"}}))
    write(step, ("unit.found", (U,), {"parcel": "p1"}))
    told = write(step, ("unit.identified", (U,), {"product": "shoe", "serial": "S1"}))
    write(step, ("fact.undone", (U,), {"facts": [told[0].id]}))
    write(
        step,
        ("unit.identified", (U,), {"product": "boot", "serial": "S2"}),
        ("unit.stowed", (U, C), {"container": "c1"}),
    )
    write(step, ("session.closed", (), {}))


def change(path: Path, statement: str) -> None:
    connection = dbapi2.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()


@pytest.fixture
def path(store: Store, step: StepStore) -> Path:
    worked(step)
    reference = ReferenceStore(store.path)
    reference.put([Location("l1", "BIN-1", "bin")])
    reference.close()
    return store.path


def test_a_good_file_of_an_open_station(path: Path, step: StepStore) -> None:
    seen: list[tuple[int, int]] = []
    report = verify(path, lambda done, total: seen.append((done, total)))
    assert report.findings == ()
    assert (report.head, report.hash) == step.head()
    assert (report.facts, report.records) == (9, 3)
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize(
    ("damage", "what", "seq"),
    [
        ("UPDATE fact SET record = replace(record, 'boot', 'bxot') WHERE seq = 7", "chain", 7),
        ("UPDATE fact SET hash = '0' || substr(hash, 2, 62) || 'zz' WHERE seq = 4", "chain", 4),
        ("DELETE FROM fact WHERE seq = 4", "gap", 5),
        ("UPDATE fact SET record = 'nothing' WHERE seq = 4", "text", 4),
        ("DELETE FROM about WHERE id = 'u1' AND seq = 7", "about", 7),
        ("INSERT INTO about VALUES ('u1', 9)", "about", 9),
        ("UPDATE unit SET body = replace(body, 'boot', 'bxot')", "record", 8),
        ("UPDATE unit SET stage = 'found'", "record", 8),
        ("UPDATE unit SET body = 'nothing'", "record", 8),
        ("DELETE FROM parcel", "record", 2),
        ("INSERT INTO unit VALUES ('u9', 'p1', '', 'found', '{\"id\":\"u9\"}')", "record", 0),
        ("DELETE FROM alias WHERE code = 'S2'", "alias", 0),
        ("INSERT INTO alias VALUES ('S1', 'unit', 'u1')", "alias", 0),
        ("DELETE FROM alias WHERE code = 'BIN-1'", "alias", 0),
        ("INSERT INTO epoch VALUES ('e2', 5, 'e1', 'no such hash')", "epoch", 5),
    ],
)
def test_each_damage_is_found_at_its_fact(path: Path, damage: str, what: str, seq: int) -> None:
    change(path, damage)
    assert (what, seq) in [(finding.what, finding.seq) for finding in verify(path).findings]


def test_a_changed_fact_is_one_finding_of_the_chain(path: Path) -> None:
    change(path, "UPDATE fact SET record = replace(record, 'ups', 'dhl') WHERE seq = 1")
    findings = verify(path).findings
    assert [finding.what for finding in findings] == ["chain", "record"]
    assert findings[1] == Finding("record", 2, "parcel:p1", "the record is not what its facts make of it")


def test_no_file_and_no_database(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="missing"):
        verify(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database " * 1000)
    with pytest.raises(FileRefused, match="damaged"):
        verify(tmp_path / "text.db")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_flipped_character_of_record_or_hash_is_found(path: Path, data: st.DataObject) -> None:
    connection = dbapi2.connect(path, isolation_level=None)
    seq = data.draw(st.integers(1, 9))
    column = data.draw(st.sampled_from(["record", "hash"]))
    text = connection.execute(f"SELECT {column} FROM fact WHERE seq = ?", (seq,)).fetchone()[0]
    at = data.draw(st.integers(0, len(text) - 1))
    other = "0" if text[at] != "0" else "1"
    connection.execute(f"UPDATE fact SET {column} = ? WHERE seq = ?", (text[:at] + other + text[at + 1 :], seq))
    assert seq in [finding.seq for finding in verify(path).findings]
    connection.execute(f"UPDATE fact SET {column} = ? WHERE seq = ?", (text, seq))
    connection.close()
    assert verify(path).good


KINDS: list[tuple[str, tuple[Ref, ...], dict[str, object]]] = [
    ("unit.found", (U,), {"parcel": "p1", "quantity": 5}),
    ("unit.identified", (U,), {"product": "shoe", "serial": "S1"}),
    ("unit.identified", (U,), {"product": "boot", "serial": "s1"}),
    ("unit.split", (U,), {"into": [["u2", 2]]}),
    ("lpn.assigned", (U,), {"lpn": "LPN1"}),
    ("lpn.retired", (U,), {"lpn": "LPN1"}),
    ("hold.placed", (U,), {"reason": "x"}),
    ("hold.decided", (U,), {}),
    ("parcel.matched", (P,), {"authorizations": ["a1", "A1"]}),
    ("parcel.closed", (P,), {"lines": [["a/0", 1, 1]]}),
    ("container.opened", (C,), {"code": "T", "rule": {"route": "restock"}}),
    ("unit.stowed", (U, C), {"container": "c1"}),
    ("a.kind.of.tomorrow", (U, Ref("station", "s")), {"any": {"thing": 1}}),
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.booleans()), max_size=12))
def test_whatever_happened_the_file_is_what_its_facts_make_of_it(
    store: Store, step: StepStore, happened: list[tuple[tuple[str, tuple[Ref, ...], dict[str, object]], bool]]
) -> None:
    for draft, undone in happened:
        (told,) = write(step, draft)
        if undone:
            write(step, ("fact.undone", draft[1], {"facts": [told.id]}))
    assert verify(store.path).findings == ()
