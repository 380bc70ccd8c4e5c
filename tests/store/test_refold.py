"""A file of a former program holds records of a former fold: brought up, they are what its facts make of them."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2

from station.clock import SystemClock
from station.domain.facts import Ref
from station.store.backup import restore
from station.store.check import TAIL
from station.store.connect import FileRefused
from station.store.file import Store
from station.store.schema import FILE
from station.store.step import StepStore
from station.store.verify import verify
from tests.store.facts import write

P, U, GONE = Ref("parcel", "p1"), Ref("unit", "u2"), Ref("unit", "u1")
FORMER: dict[Ref, dict[str, Any]] = {
    P: {"signals": None, "advised": None, "lines": [["a-1/0", 1, 0]], "empty": True},
    U: {"decided": None, "place": "HOLD-1", "channel": "shelf", "rule": "best_value", "reasons": ["as_new"]},
}
"""What the former fold left standing, or did not know (None)."""


def worked(step: StepStore) -> None:
    write(step, ("parcel.arrived", (P,), {"tracking": "T1"}), ("parcel.opened", (P,), {}))
    write(step, ("signal.raised", (P,), {"signal": "empty_box"}), ("money.advised", (P,), {"line": "a-1/0"}))
    write(step, ("parcel.closed", (P,), {"lines": [["a-1/0", 1, 0]], "empty": True}), ("parcel.reopened", (P,), {}))
    write(step, ("unit.found", (U,), {"parcel": "p1"}), ("unit.found", (GONE,), {"parcel": "p1"}))
    write(step, ("lpn.assigned", (U,), {"lpn": "LPN-2"}), ("hold.placed", (U,), {"reason": "signal"}))
    write(step, ("unit.placed", (U,), {"location": "HOLD-1"}), ("hold.decided", (U,), {"decision": "go_on"}))
    write(step, ("unit.routed", (U,), {"route": "restock", "channel": "shelf", "rule": "best_value"}))
    write(step, ("route.overridden", (U,), {"to": "donate", "reason": "merchant_asked"}))
    told = write(step, ("unit.found", (Ref("unit", "u0"),), {"parcel": "p1"}))
    write(step, ("fact.undone", (Ref("unit", "u0"),), {"facts": [told[0].id]}))


def set_back(path: Path) -> None:
    """The file as the former program left it."""
    with closing(dbapi2.connect(path, isolation_level=None)) as file:
        for ref, former in FORMER.items():
            (text,) = file.execute(f"SELECT body FROM {ref.type} WHERE id = ?", (ref.id,)).fetchone()
            body = {**json.loads(text), **former}
            kept = json.dumps({key: value for key, value in body.items() if value is not None})
            file.execute(f"UPDATE {ref.type} SET body = ? WHERE id = ?", (kept, ref.id))
        file.execute("UPDATE unit SET stage = 'held' WHERE id = 'u2'")
        file.execute("INSERT INTO alias VALUES ('OLD-CODE', 'unit', 'u2')")
        file.execute("UPDATE alembic_version SET version_num = '0003'")


@pytest.fixture
def former(tmp_path: Path, fresh_id: Callable[[], str]) -> Path:
    """A closed home with such a file."""
    with closing(Store(tmp_path / "former", fresh_id)) as store, closing(store.step()) as step:
        worked(step)
        order = [one.id for one in step.read(("units_of", "p1"))]
        assert order == ["u2", "u1"]
    set_back(tmp_path / "former" / FILE)
    assert {finding.what for finding in verify(tmp_path / "former" / FILE).findings} == {"record", "alias"}
    return tmp_path / "former"


def test_records_of_a_former_fold_are_folded_anew(former: Path) -> None:
    with closing(Store(former)) as store, closing(store.step()) as step:
        assert verify(store.path).findings == ()
        unit, parcel = step.read(("unit", "u2")), step.read(("parcel", "p1"))
        assert (unit.decided, unit.place, unit.channel, unit.rule) == ((("signal", "go_on"),), "", "", "override")
        assert (parcel.signals, parcel.lines, parcel.empty) == (("empty_box",), (), False)
        assert [one.id for one in step.read(("units_of", "p1"))] == ["u2", "u1"]
        assert (step.read(("code", "LPN-2")), step.read(("code", "OLD-CODE"))) == ((U,), ())


def test_a_former_backup_is_judged_when_it_has_been_brought_up(former: Path, tmp_path: Path) -> None:
    assert restore(tmp_path / "new", former / FILE, SystemClock().stamp()) is None
    assert verify(tmp_path / "new" / FILE).findings == ()


def test_a_former_backup_with_a_changed_fact_is_refused(former: Path, tmp_path: Path) -> None:
    with closing(dbapi2.connect(former / FILE, isolation_level=None)) as file:
        file.execute("UPDATE fact SET record = replace(record, 'donate', 'resale')")
    with pytest.raises(FileRefused, match="damaged"):
        restore(tmp_path / "new", former / FILE, SystemClock().stamp())
    assert not (tmp_path / "new" / FILE).exists()


def test_a_fact_that_cannot_be_read_does_not_keep_a_file_from_being_brought_up(former: Path) -> None:
    with closing(Store(former)) as store, closing(store.step()) as step:
        write(step, *[("session.closed", (), {})] * TAIL)
    with closing(dbapi2.connect(former / FILE, isolation_level=None)) as file:
        file.execute("UPDATE fact SET record = '{' WHERE seq = 1")
    set_back(former / FILE)
    with closing(Store(former)) as store, closing(store.step()) as step:
        assert step.read(("unit", "u2")).route == "donate"
        assert "record" not in {finding.what for finding in verify(store.path).findings}
