"""The first start and a migration are killed before each of their statements: there is the old file or the new one."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from station.domain.facts import Ref
from station.store.connect import read_only
from station.store.file import Store
from tests.store.facts import FIRST_SHAPE, write

SCRIPT = """
import itertools, os, signal, sys
from pathlib import Path
from pysqlite3 import dbapi2
import alembic.command
from station.store import connect, file, migrate
from station.store.file import Store, bring_up
from station.store.schema import FILE

home, work = Path(sys.argv[1]), sys.argv[2]
real = dbapi2.connect

def killed_at(limit):
    count = itertools.count(1)
    def trace(statement):
        if next(count) == limit:
            os.kill(os.getpid(), signal.SIGKILL)
    def connected(*values, **named):
        made = real(*values, **named)
        made.set_trace_callback(trace)
        return made
    dbapi2.connect = connected
    numbers = itertools.count(1)
    if work == "create":
        Store(home, lambda: f"id-{next(numbers)}").close()
    else:
        bring_up(home / FILE)
    os._exit(0)

def make_old():
    old = real(home / FILE, isolation_level=None)
    for statement in sys.argv[3:]:
        old.execute(statement)
    old.close()

points = 0
for limit in itertools.count(1):
    if work == "upgrade":
        make_old()
    child = os.fork()
    if child == 0:
        killed_at(limit)
    if os.waitpid(child, 0)[1] == 0:
        break
    points += 1
    if work == "create" and not (home / FILE).exists():
        continue
    Store(home).close()
    if work == "create":
        break
print(points)
"""


def killed(home: Path, work: str) -> int:
    arguments = [sys.executable, "-c", SCRIPT, str(home), work, *FIRST_SHAPE]
    told = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return int(told.stdout)


def test_a_first_start_killed_at_any_statement_makes_a_whole_file_or_none(tmp_path: Path) -> None:
    assert killed(tmp_path / "home", "create") > 30
    Store(tmp_path / "home").close()


def test_a_migration_from_the_first_shape_killed_at_any_statement_leaves_a_usable_file(store: Store) -> None:
    step = store.step()
    write(step, ("parcel.arrived", (Ref("parcel", "p1"),), {"tracking": "T-1001"}))
    step.close()
    store.close()
    assert killed(store.home, "upgrade") > 10
    again = Store(store.home)
    with closing(read_only(again.path)) as file:
        (index,) = file.execute("SELECT count(*) FROM sqlite_master WHERE name = 'ix_alias_tail'").fetchone()
    step = again.step()
    assert (step.head()[0], step.read(("code", "T-1001")), index) == (1, (Ref("parcel", "p1"),), 1)
    step.close()
    again.close()


def test_a_migration_killed_at_any_statement_leaves_a_usable_file(store: Store) -> None:
    store.close()
    assert killed(store.home, "migrate") > 10
    Store(store.home).close()
