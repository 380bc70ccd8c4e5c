"""Opening a file: created whole or not at all, one station per home, never touched when it is refused."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from station.domain.facts import Ref
from station.store import connect, durable, migrate, schema
from station.store import file as store_file
from station.store.connect import FileRefused, StoreRefused
from station.store.file import Store, bring_up
from tests.store.facts import ADDED, FIRST_SHAPE, write

FreshId = Callable[[], str]


def change(path: Path, *statements: str) -> None:
    connection = dbapi2.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def home(tmp_path: Path, fresh_id: FreshId) -> Path:
    """A closed home with three facts."""
    store = Store(tmp_path / "closed", fresh_id)
    step = store.step()
    for n in range(3):
        write(step, ("parcel.arrived", (Ref("parcel", f"p{n}"),), {"tracking": f"T{n}"}))
    step.close()
    store.close()
    return store.home


def test_a_file_is_found_again(home: Path) -> None:
    store = Store(home)
    step = store.step()
    assert step.head()[0] == 3
    assert step.station == store.station == "00000000-0000-7000-8000-000000000001"
    step.close()
    store.close()


def test_without_ids_no_station_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        Store(tmp_path / "nothing")
    assert refusal.value.reason == "missing"


def test_a_second_station_is_refused_and_told_why(home: Path) -> None:
    store = Store(home)
    with pytest.raises(FileRefused) as refusal:
        Store(home)
    assert refusal.value.reason == "open_elsewhere"
    store.close()
    Store(home).close()


def test_a_killed_first_start_leaves_no_half_made_file(
    tmp_path: Path, fresh_id: FreshId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(FileRefused) as refusal:
        patch.setattr(store_file, "put_in_place", full)
        Store(tmp_path / "home", fresh_id)
    assert refusal.value.reason == "disk_full"
    assert not (tmp_path / "home" / schema.FILE).exists()
    Store(tmp_path / "home", fresh_id).close()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda path: path.write_bytes(b"not a database" * 100), "damaged"),
        (lambda path: path.write_bytes(b""), "damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:20_000]), "damaged"),
        (lambda path: change(path, "UPDATE alembic_version SET version_num = '9999'"), "newer"),
        (lambda path: change(path, "UPDATE fact SET record = replace(record, 'T1', 'T9')"), "damaged"),
        (lambda path: change(path, "UPDATE fact SET hash = 'no hash' WHERE seq = 1"), "damaged"),
        (lambda path: change(path, "DROP TABLE meta"), "damaged"),
    ],
)
def test_what_cannot_be_used_is_refused_and_left_alone(home: Path, damage: Callable[[Path], None], reason: str) -> None:
    path = home / schema.FILE
    damage(path)
    before = path.read_bytes()
    with pytest.raises(FileRefused) as refusal:
        Store(home, lambda: "never")
    assert refusal.value.reason == reason
    assert str(path) in str(refusal.value)
    assert path.read_bytes() == before


def test_a_flipped_page_in_the_middle_is_found(home: Path) -> None:
    path = home / schema.FILE
    bytes_ = bytearray(path.read_bytes())
    for page in range(2, len(bytes_) // 4096):
        bytes_[page * 4096] ^= 0xFF
    path.write_bytes(bytes_)
    with pytest.raises(FileRefused) as refusal:
        Store(home)
    assert refusal.value.reason == "damaged"


def test_the_known_revisions_are_the_migrations_own_chain() -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(migrate.configuration())
    assert tuple(reversed([revision.revision for revision in script.walk_revisions()])) == schema.REVISIONS


@pytest.mark.filterwarnings(
    "ignore:Skipped unsupported reflection of expression-based index", "ignore:autogenerate skipping"
)
def test_migrations_end_in_the_shape_of_the_tables(home: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from station.records.tables import metadata
    from station.store.reader import reader

    ours = {table.name for table in metadata.sorted_tables}

    def mine(thing: object, name: str | None, type: str, reflected: bool, other: object) -> bool:
        return type != "table" or name in ours

    with reader(home / schema.FILE) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": mine, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def shape(path: Path) -> set[str]:
    with closing(dbapi2.connect(path)) as connection:
        return {" ".join(sql.replace('"', "").split()) for (sql,) in connection.execute(INDEXES)}


INDEXES = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"


def test_indexes_by_an_expression_are_those_of_the_tables(home: Path, tmp_path: Path) -> None:
    """Reflection leaves them out, so the statements are compared."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    from station.records.tables import metadata

    made = tmp_path / "made.db"
    engine = create_engine("sqlite://", module=dbapi2, creator=lambda: dbapi2.connect(made), poolclass=NullPool)
    metadata.create_all(engine)
    ours = {sql for sql in shape(made) if "substr" in sql}
    assert ours == {sql for sql in shape(home / schema.FILE) if "substr" in sql}
    assert ours


def test_a_file_of_the_first_shape_is_brought_up(home: Path) -> None:
    path = home / schema.FILE
    change(path, *FIRST_SHAPE)
    store = Store(home)
    step = store.step()
    assert (step.head()[0], step.read(("code", "T2"))) == (3, (Ref("parcel", "p2"),))
    assert {name for name in ADDED if any(name in sql for sql in shape(path))} == set(ADDED)
    step.close()
    store.close()


@pytest.mark.parametrize("point", ["migrate", "_compare", "put_in_place"])
def test_a_migration_that_is_cut_off_leaves_the_old_file(
    home: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    path = home / schema.FILE
    room = migrate if point == "migrate" else store_file
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(room, point, die)
        patch.setattr(durable, "remove", lambda _: None)
        bring_up(path)
    store = Store(home)
    step = store.step()
    assert step.head()[0] == 3
    step.close()
    store.close()
    bring_up(path)
    assert not path.with_name(path.name + ".migrating").exists()


def test_a_migration_keeps_what_stands_in_the_log(home: Path) -> None:
    """A killed station leaves its last facts in the log; none may be lost, and the log must not outlive its file."""
    killed = home.parent / "killed"
    store = Store(home)
    step = store.step()
    write(step, ("parcel.arrived", (Ref("parcel", "p9"),), {"tracking": "T9"}))
    shutil.copytree(home, killed)
    step.close()
    store.close()
    assert (killed / (schema.FILE + "-wal")).stat().st_size > 0
    bring_up(killed / schema.FILE)
    again = Store(killed)
    step = again.step()
    assert step.head()[0] == 4
    assert step.read(("code", "T9")) == (Ref("parcel", "p9"),)
    step.close()
    again.close()


def test_a_migration_that_loses_rows_is_not_taken(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "migrate", lambda path: change(path, "DELETE FROM fact WHERE seq = 2"))
    with pytest.raises(FileRefused, match="fact"):
        bring_up(home / schema.FILE)
    monkeypatch.undo()
    store = Store(home)
    step = store.step()
    assert step.head()[0] == 3
    step.close()
    store.close()


def test_a_current_file_opens_without_the_migration_libraries(home: Path) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from station.store.file import Store; s = Store(Path(sys.argv[1])); "
            "t = s.step(); print(t.head()[0], [m for m in ('sqlalchemy', 'alembic') if m in sys.modules]); "
            "t.close(); s.close()",
            str(home),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "3 []"


def test_a_wrong_name_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreRefused) as refusal:
        connect.writer(tmp_path / "none.db")
    assert refusal.value.reason == "io_error"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileRefused):
        Store(tmp_path / "file" / "home", lambda: "id")


def test_an_sqlite_that_can_lose_commits_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(FileRefused, match=r"3\.51\.3"):
        Store(home)
