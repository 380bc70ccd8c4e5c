"""Full disks, other writers, killed processes: refused loudly or there, never half."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from pysqlite3 import dbapi2

from station.domain.facts import Ref
from station.domain.records import Parcel
from station.store import connect
from station.store.connect import StoreRefused
from station.store.file import Store
from station.store.schema import FILE
from station.store.step import StepStore
from station.store.verify import verify
from tests.store.facts import write

P = Ref("parcel", "p1")


def test_a_full_disk_refuses_the_step_and_the_next_one_goes_on(step: StepStore) -> None:
    pages = step._one("PRAGMA page_count")[0]
    step._one(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreRefused) as refusal:
        for n in range(1000):
            write(step, ("parcel.arrived", (Ref("parcel", f"p{n}"),), {"tracking": f"T{n}" * 50}))
    assert refusal.value.reason == "disk_full"
    held = step.head()[0]
    step._one("PRAGMA max_page_count = 100000")
    write(step, ("parcel.arrived", (P,), {"tracking": "LAST"}))
    assert step.head()[0] == held + 1


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 KB where the tests may mount one, else a folder without a limit."""
    place = tmp_path / "tiny"
    place.mkdir()
    mounted = sys.platform == "linux" and os.geteuid() == 0 and _mount(place)
    yield place
    if mounted:
        subprocess.run(["umount", str(place)], check=True)


def _mount(place: Path) -> bool:
    return subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)], check=False).returncode == 0


def test_a_disk_that_is_really_full_loses_nothing_that_was_told(tiny: Path, fresh_id: Callable[[], str]) -> None:
    store = Store(tiny / "home", fresh_id)
    step = store.step()
    told = 0
    try:
        for n in range(300):
            write(step, ("parcel.arrived", (Ref("parcel", f"p{n}"),), {"tracking": f"T{n}" * 100}))
            told = step.head()[0]
    except StoreRefused as refusal:
        assert refusal.reason in ("disk_full", "io_error")
    else:
        assert not tiny.is_mount()
    assert step.head()[0] == told > 0
    step.close()
    assert verify(store.path).head == told
    store.close()


def test_another_writer_is_waited_for_and_then_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "BUSY_S", 0.05)
    step = store.step()
    other = dbapi2.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreRefused) as refusal:
        step.begin()
    assert refusal.value.reason == "busy"
    other.execute("ROLLBACK")
    write(step, ("parcel.arrived", (P,), {"tracking": "T"}))
    other.close()
    step.close()


def test_a_short_other_transaction_only_delays(store: Store) -> None:
    step = store.step()
    other = dbapi2.connect(store.path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.1, other.execute, ("COMMIT",))
    timer.start()
    write(step, ("parcel.arrived", (P,), {"tracking": "T"}))
    timer.join()
    other.close()
    step.close()


def test_a_refused_statement_takes_back_the_whole_step(step: StepStore) -> None:
    told = write(step, ("parcel.arrived", (P,), {"tracking": "T"}))
    step.begin()
    step.save(Parcel("p2", "T2"), None)
    step.append([(told[0], "the same seq again", "00")])
    with pytest.raises(StoreRefused):
        step.commit()
    assert step.read(("parcel", "p2")) is None
    step.begin()
    step.rollback()


CHILD = """
import itertools, os, sys
from pathlib import Path
from station.domain.facts import Ref
from station.store.file import Store
from tests.store.facts import write

numbers = itertools.count(1)
store = Store(Path(sys.argv[1]), lambda: f"id-{next(numbers)}")
step = store.step()
while True:
    n = step.head()[0] + 1
    unit = Ref("unit", f"u{n}")
    write(step, ("unit.found", (unit,), {"parcel": "p"}), ("unit.identified", (unit,), {"serial": f"S{n}"}))
    os.write(1, f"{n + 1}\\n".encode())
"""


def test_no_told_step_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    random = Random(7)
    home = tmp_path / "home"
    for _ in range(20):
        told = _killed_child(home, random.randrange(1, 60))
        report = verify(home / FILE)
        assert report.findings == ()
        assert told <= report.head <= told + 2
        assert report.head % 2 == 0


def _killed_child(home: Path, lines: int) -> int:
    """Lets a child work until it has told so many steps, kills it, and gives the last seq that it told."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(home)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    told = [child.stdout.readline() for _ in range(lines)]
    child.kill()
    told += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    whole = [line for line in told if line.endswith(b"\n")]
    return int(whole[-1])
