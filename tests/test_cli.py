"""Every command, rightly and wrongly used: exit codes, and words: what happened, what was kept, what to do."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from msgspec import Struct
from pysqlite3 import dbapi2
from typer.testing import CliRunner

from station import cli, keys
from station.clock import SystemClock
from station.store.backup import backup
from station.store.connect import read_only
from station.store.file import Store
from station.store.reference import ReferenceStore
from station.store.verify import verify
from tracking.serve import serve
from tracking.settings import TrackingSettings


class Said(Struct, frozen=True):
    """What a command ended with."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for a station."""
    monkeypatch.setenv("RETURNS_STATION_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def run(home: Path) -> Run:
    def told(*words: str) -> Said:
        done = CliRunner().invoke(cli.app, [str(word) for word in words])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, done.stdout, done.stderr)

    assert not home.exists()
    return told


@pytest.fixture
def journal(home: Path) -> Path:
    """A station that has been made and is closed."""
    store = Store(home, SystemClock().fresh_id)
    store.close()
    return store.path


def program(*words: str) -> Said:
    """The command as a user starts it, without a display."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "station.cli", *words],
        capture_output=True, text=True, env=environment | {"QT_QPA_PLATFORM": "offscreen"}, timeout=50, check=False,
    )  # fmt: skip
    return Said(done.returncode, done.stdout, done.stderr)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# ------------------------------------------------------------ files


def test_verify_says_what_it_counted(run: Run, journal: Path) -> None:
    said = run("verify")
    assert said.code == 0
    assert "0 facts of station" in said.out
    assert "Chain and records are right." in said.out
    assert run("verify", str(journal)).code == 0


def test_verify_finds_a_changed_fact_and_changes_nothing(run: Run, home: Path, products: Path) -> None:
    assert run("import", "products", str(products), "--merchant", "default").code == 0
    path = home / "journal.db"
    with closing(dbapi2.connect(path)) as connection, connection:
        connection.execute("UPDATE fact SET record = replace(record, 'created', 'forged!') WHERE seq = 1")
    before = digest(path)
    said = run("verify")
    assert (said.code, digest(path)) == (1, before)
    assert "findings. Nothing was changed" in said.err


def test_backup_and_restore_come_back_to_the_same_facts(run: Run, home: Path, products: Path, tmp_path: Path) -> None:
    run("import", "products", str(products))
    copy = tmp_path / "copy.db"
    said = run("backup", str(copy))
    assert (said.code, f"Saved as {copy}" in said.out) == (0, True)
    said = run("restore", str(copy))
    assert said.code == 0
    assert "kept as" in said.out
    assert "new epoch" in said.out
    assert verify(home / "journal.db").facts == verify(copy).facts


def test_a_backup_of_another_station_comes_in_only_where_it_is_said(run: Run, journal: Path, tmp_path: Path) -> None:
    Store(tmp_path / "other", SystemClock().fresh_id).close()
    copy, before = backup(tmp_path / "other", tmp_path / "copy.db"), digest(journal)
    said = run("restore", str(copy))
    assert (said.code, digest(journal)) == (1, before)
    assert "--other-station" in said.err
    said = run("restore", str(copy), "--other-station")
    assert (said.code, "kept as" in said.out, "enrol" in said.out) == (0, True, True)
    assert verify(journal).station == verify(copy).station


@pytest.mark.parametrize("command", ["verify", "report", "backup"])
def test_without_a_station_there_is_nothing_to_do(run: Run, tmp_path: Path, home: Path, command: str) -> None:
    said = run(command, *([str(tmp_path / "copy.db")] if command == "backup" else []))
    assert said.code == 1
    assert "there is no such file" in said.err
    assert not (home / "journal.db").exists()


def test_a_backup_never_writes_over_a_file(run: Run, journal: Path, tmp_path: Path) -> None:
    other = tmp_path / "mine.txt"
    other.write_text("mine")
    said = run("backup", str(other))
    assert (said.code, other.read_text()) == (1, "mine")
    assert "Name another file" in said.err


def newer(path: Path) -> None:
    with closing(dbapi2.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:8192] = os.urandom(4096)
    path.write_bytes(bytes(data))


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def foreign(path: Path) -> None:
    path.write_text("This is no database.")


@pytest.mark.parametrize("harm", [newer, damaged, torn, foreign])
@pytest.mark.parametrize(
    "words",
    [("verify",), ("backup", "OUT"), ("restore", "HERE"), ("import", "products", "CSV"), ("report", "--out", "OUT"),
     ("enrol", "http://127.0.0.1:9", "code", "--key-file"), ("continue-after-fork", "--yes")],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_told_and_left_alone(
    run: Run, journal: Path, products: Path, tmp_path: Path, harm: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    harm(journal)
    before = digest(journal)
    names = {"OUT": tmp_path / "out.file", "HERE": journal, "CSV": products}
    said = run(*[str(names.get(word, word)) for word in words])
    if harm is newer and words[0] == "verify":
        assert said.code in (0, 1)  # it may well be understood; it must only be left alone
    else:
        assert said.code == 1, said.out
        assert str(journal) in said.err or "out.file" in said.err
    assert "Traceback" not in said.err
    assert digest(journal) == before
    assert not list(journal.parent.glob("*.new")) + list(journal.parent.glob("*.migrating"))


@pytest.mark.parametrize(("harm", "word"), [(newer, "newer"), (damaged, "damaged")])
def test_the_window_does_not_open_on_such_a_file(journal: Path, harm: Callable[[Path], None], word: str) -> None:
    harm(journal)
    before = digest(journal)
    said = program("open")
    assert (said.code, digest(journal)) == (1, before)
    assert word in said.err
    assert "Traceback" not in said.err
    assert "restore" in said.err


def test_two_stations_do_not_share_a_folder(run: Run, journal: Path, products: Path, tmp_path: Path) -> None:
    store = Store(journal.parent)
    try:
        for words in (("open",), ("import", "products", str(products)), ("enrol", "http://127.0.0.1:9", "code")):
            said = program(*words) if words[0] == "open" else run(*words)
            assert said.code == 1, words
            assert "another station works with this folder" in said.err
            assert "Close the station" in said.err
        copy = tmp_path / "copy.db"
        assert run("backup", str(copy)).code == 0
        assert run("verify").code == 0
        assert run("restore", str(copy)).code == 1
    finally:
        store.close()


# ------------------------------------------------------------ import


@pytest.fixture
def products(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text("sku,title,codes\nA-1,Blue cup,4006381333931\nA-2,Red cup,4006381333948\n,No number,1\n")
    return path


def stored(home: Path) -> list[str]:
    with closing(read_only(home / "journal.db")) as connection:
        return [kind for (kind,) in connection.execute("SELECT type FROM reference")]


def test_a_preview_shows_and_changes_nothing(run: Run, home: Path, products: Path) -> None:
    said = run("import", "products", str(products), "--preview")
    assert said.code == 0
    assert "new: 2" in said.out
    assert "Blue cup" in said.out
    with closing(ReferenceStore(home / "journal.db")) as reference:
        assert not reference.all_of("product")


def test_what_is_good_goes_in_and_what_is_not_goes_to_a_file(run: Run, home: Path, products: Path) -> None:
    refused = home / "bad.csv"
    said = run("import", "products", str(products), "--refused", str(refused))
    assert said.code == 0
    assert "rows refused: 1." in said.out
    assert "No number" in refused.read_text()
    with closing(ReferenceStore(home / "journal.db")) as reference:
        assert reference.all_of("product")
    assert verify(home / "journal.db").facts == 2, "epoch.started and data.imported"


@pytest.mark.parametrize(("words", "code"), [(("prodcts", "FILE"), 2), (("products", "nowhere.csv"), 1)])
def test_a_wrong_import_says_what_there_is(run: Run, products: Path, words: tuple[str, ...], code: int) -> None:
    said = run("import", *[str(products) if word == "FILE" else word for word in words])
    assert said.code == code
    assert "Traceback" not in said.out + said.err
    assert "products" in said.out + said.err or "nowhere.csv" in said.out + said.err


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """An output that cannot write every character, as redirected ones of Windows."""
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")


@pytest.mark.usefixtures("narrow")
def test_what_the_output_cannot_write_ends_no_command(run: Run, products: Path) -> None:
    assert run("import", "products", str(products)).code == 0
    products.write_text("sku,title\nA-1,Blauer Becher\n")
    said = program("import", "products", str(products))
    assert (said.code, "Blue cup ? Blauer Becher" in said.out) == (0, True), said.err


@pytest.mark.usefixtures("narrow")
def test_what_is_for_programs_is_always_utf_8(run: Run, products: Path) -> None:
    products.write_text("sku,title\nA-1,Größe → 茶杯\n", "utf-8")
    assert run("import", "products", str(products)).code == 0
    said = program("find", "A-1", "--json")
    assert (said.code, "Größe → 茶杯" in said.out) == (0, True), said.out + said.err


# ------------------------------------------------------------ report, sheets, settings


def test_a_report_of_a_day(run: Run, journal: Path, tmp_path: Path) -> None:
    out = tmp_path / "day.pdf"
    said = run("report", "--day", "2026-11-22", "--out", str(out), "--lang", "es")
    assert (said.code, out.read_bytes()[:5]) == (0, b"%PDF-")
    assert "2026-11-22" in said.out


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "0001-01-01", "0206-11-22", "9999-12-31"])
def test_a_day_that_is_none_is_wrong_use(run: Run, journal: Path, day: str) -> None:
    said = run("report", "--day", day)
    assert said.code == 2
    assert "YYYY-MM-DD" in said.err


def test_a_sheet_of_commands(run: Run, home: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    assert run("print-sheet", "commands", "--out", str(out)).code == 0
    assert out.read_bytes()[:5] == b"%PDF-"
    assert run("print-sheet", "posters").code == 2
    said = run("print-sheet", "commands", "--out", str(tmp_path / "no" / "folder.pdf"))
    assert said.code == 1
    assert "folder.pdf" in said.err


@pytest.mark.parametrize("what", ["badges", "bins"])
@pytest.mark.parametrize("harm", [torn, foreign])
def test_a_sheet_from_a_file_that_cannot_be_read(
    run: Run, journal: Path, tmp_path: Path, harm: Callable[[Path], None], what: str
) -> None:
    harm(journal)
    before = digest(journal)
    said = run("print-sheet", what, "--operator", "Ana", "--out", str(tmp_path / "sheet.pdf"))
    assert (said.code, digest(journal), (tmp_path / "sheet.pdf").exists()) == (1, before, False)
    assert "damaged" in said.err and "restore" in said.err


def test_a_wrong_setting_names_file_key_and_what_is_allowed(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "station.toml").write_text('lang = "xx"\n')
    said = run("verify")
    assert said.code == 2
    assert "station.toml" in said.err
    assert "zh_CN" in said.err


@pytest.mark.parametrize("words", [("frobnicate",), ("verify", "a", "b"), ("backup",), ("import",), ("demo", "--loud")])
def test_wrong_use_is_two(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).code == 2


def test_a_demo_never_clears_a_folder_of_somebody_else(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    said = program("demo", "--out", str(tmp_path))
    assert said.code == 1
    assert "nothing was changed" in said.err
    assert (tmp_path / "mine.txt").read_text() == "mine"


# ------------------------------------------------------------ enrolment


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    running = serve(TrackingSettings(home=tmp_path / "service"))
    yield running.url, running.new_code
    running.stop()


def test_enrolment_leaves_keys_that_work_and_a_code_works_once(
    run: Run, home: Path, service: tuple[str, Callable[[], str]]
) -> None:
    url, new_code = service
    code = new_code()
    said = run("enrol", url, code, "--key-file")
    assert said.code == 0
    assert f'tracking = "{url}"' in said.out
    kept = digest(home / keys.FILE)
    said = run("enrol", url, code, "--key-file")
    assert said.code == 1
    assert "Nothing was changed" in said.err
    assert digest(home / keys.FILE) == kept
    assert run("continue-after-fork", "--yes").code == 0


def test_without_a_keyring_the_code_stays_good(
    run: Run, service: tuple[str, Callable[[], str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The help names --key-file: the same code must then do."""
    monkeypatch.setattr(keyring.core, "_keyring_backend", NoKeyring())  # type: ignore[no-untyped-call]
    url, new_code = service
    code = new_code()
    said = run("enrol", url, code)
    assert (said.code, "--key-file" in said.err, ".." in said.err) == (1, True, False)
    assert run("enrol", url, code, "--key-file").code == 0
    assert ".." not in run("enrol", url, "AAAA-BBBB-CCCC", "--key-file").err


def test_no_service_there(run: Run, home: Path) -> None:
    said = run("enrol", "http://127.0.0.1:9", "code", "--key-file")
    assert said.code == 1
    assert "does not answer" in said.err
    assert not (home / keys.FILE).exists()


def test_a_station_that_is_enrolled_nowhere_has_no_fork(run: Run, journal: Path) -> None:
    said = run("continue-after-fork", "--yes")
    assert said.code == 1
    assert "Nothing was changed" in said.err


def test_another_language_than_ours_is_refused_with_those_that_there_are(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    said = run("print-sheet", "commands", "--lang", "fr", "--out", str(out))
    assert (said.code, out.exists()) == (2, False)
    assert "en, zh_CN, zh_TW, es" in said.err
    assert run("report", "--lang", "de").code == 2
    assert run("print-sheet", "commands", "--lang", "es", "--out", str(out)).code == 0
