"""`returns-station policy check | diff | replay | show`, as people type them."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from msgspec.structs import replace

from station.clock import SystemClock
from station.domain.facts import Ref
from station.domain.records import Product, Unit
from tests.deciding.commands import run
from tests.deciding.told import POLICY, Past

SHIPPED = (files("resources") / "policies" / "default.toml").read_text("utf-8")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RETURNS_STATION_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def past(home: Path) -> Iterator[Past]:
    past = Past(home, Product("p-boot", "NW", "NW-BOOT", "Boot", category="shoes"))
    yield past
    past.close()


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A policy in which grade B goes to the jobber, and grade D has no rule of its own."""
    text = SHIPPED.replace('grades = ["A", "B"]\n', 'grades = ["A"]\n', 1)
    text = text.replace('channel = "outlet"\n', 'channel = "jobber"\n').replace(
        'name = "good"\nroute = "resale"', 'name = "good"\nroute = "liquidate"'
    )
    path = tmp_path / "changed.toml"
    path.write_text(text, "utf-8")
    return path


def unit(n: int, **more: object) -> Unit:
    graded_at = SystemClock().now()
    like = Unit(f"u-{n}", merchant="NW", product="p-sneaker", match="expected", function="works", cosmetic=3,
                completeness="complete", grade="B", route="resale", channel="outlet", rule="best_value",
                graded_at=graded_at, lpn=f"LPN-{n}", policy=POLICY.hash)  # fmt: skip
    return replace(like, **more)


def test_right_files_are_told_with_what_is_in_them(home: Path, changed: Path) -> None:
    lists = Path(str(files("resources") / "checklists" / "books.toml"))
    table = Path(str(files("resources") / "recovery" / "default.toml"))
    told = run("policy", "check", changed, lists, table)
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert f'{changed}: policy "default" is right:' in lines[0]
    assert "the table default" in lines[1]
    assert 'checklist "books" is right:' in lines[2]
    assert 'recovery table "default" is right:' in lines[3]


def test_a_policy_with_recoveries_of_its_own_is_told_that_nothing_learnt_counts(tmp_path: Path, home: Path) -> None:
    own, none = tmp_path / "own.toml", tmp_path / "none.toml"
    rows = (files("resources") / "recovery" / "default.toml").read_text("utf-8").replace("[[row]]", "[[recovery]]")
    text = SHIPPED.replace('recovery = "default"\n', "")
    own.write_text(text + rows.split("\n", rows[: rows.index("[[recovery]]")].count("\n"))[-1], "utf-8")
    none.write_text('[[grade]]\ngrade = "A"\n[[route]]\nname = "rest"\nroute = "destroy"\n', "utf-8")
    told = run("policy", "check", own)
    assert (told.exit_code, "nothing that is learnt" in told.stdout) == (0, True), told.stdout
    assert "money chooses nothing" in run("policy", "check", none).stdout


def test_a_wrong_file_is_refused_with_file_line_key_and_what_is_allowed(
    tmp_path: Path, home: Path, changed: Path
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(SHIPPED.replace('route = "quarantine"', 'route = "moon"', 1), "utf-8")
    line = SHIPPED[: SHIPPED.index('route = "quarantine"')].count("\n") + 1
    told = run("policy", "check", wrong, changed)
    assert told.exit_code == 1
    assert f"{wrong}:{line}: hard[1].route: 'moon' does not fit; allowed: restock, resale" in told.stderr
    assert "Refused: 1 of 2." in told.stderr
    assert str(changed) in told.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "is no UTF-8"), (b"name = ", "not valid TOML"), (None, "No such file"), (b"", "last rule")],
)
def test_no_file_is_too_wrong_to_be_told(tmp_path: Path, home: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "odd.toml"
    if content is not None:
        path.write_bytes(content)
    told = run("policy", "check", path)
    assert (told.exit_code, str(path) in told.stderr) == (1, True)
    assert said in told.stderr or not content


def test_a_table_of_the_same_command_may_be_named(tmp_path: Path, home: Path) -> None:
    table, policy = tmp_path / "spring.toml", tmp_path / "policy.toml"
    shipped = (files("resources") / "recovery" / "default.toml").read_text("utf-8")
    table.write_text(shipped.replace('name = "default"', 'name = "spring"', 1), "utf-8")
    policy.write_text(SHIPPED.replace('recovery = "default"', 'recovery = "spring"'), "utf-8")
    assert run("policy", "check", policy).exit_code == 1
    assert run("policy", "check", policy, table).exit_code == 0


def test_differences_are_told_table_by_table(tmp_path: Path, home: Path, changed: Path) -> None:
    shipped = tmp_path / "shipped.toml"
    shipped.write_text(SHIPPED, "utf-8")
    told = run("policy", "diff", shipped, changed)
    assert told.exit_code == 0
    assert "Routing rules\n  ~ good: route: resale → liquidate; channel: outlet → jobber" in told.stdout
    assert "Channels\n  ~ outlet: grades: [A, B] → [A]" in told.stdout
    assert "0 added, 0 removed, 2 changed, 0 moved." in told.stdout
    assert run("policy", "diff", shipped, shipped).stdout.splitlines()[1] == "Both say the same."


def test_alone_a_file_is_compared_with_what_is_in_force(past: Past, changed: Path) -> None:
    told = run("policy", "diff", changed, "--lang", "es").stdout
    assert f"default {POLICY.hash[:12]} → default " in told
    assert "good: route: resale → liquidate" in told


def test_a_replay_tells_what_would_have_gone_elsewhere_and_its_worth(past: Past, changed: Path, tmp_path: Path) -> None:
    past.units(
        *(unit(n) for n in range(3)),
        unit(3, grade="A", cosmetic=0, route="restock", channel="shelf"),
        unit(4, product="p-boot", rule="good"),
        unit(5, rule="override", route="liquidate", channel=""),
        unit(6, route="", channel="", rule=""),
        unit(7, graded_at="2020-01-01T00:00:00.000000Z"),
        unit(8, quantity=0, split_into=("u-1",)),
    )
    out = tmp_path / "out.csv"
    told = run("policy", "replay", changed, "--days", "30", "--csv", out)
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert lines[0] == "Routed again: 7 units, 7 pieces."
    assert lines[1] == "Would have gone another way: 4 (57.1 %)."
    assert "(57,1 %)" in run("policy", "replay", changed, "--lang", "es").stdout
    assert lines[2] == "  4  Resale (outlet)  →  Liquidate (jobber)"
    assert "EUR" in told.stdout
    assert "1  their price is not known" in told.stdout
    assert "1  had no route yet (held or in work)" in told.stdout
    assert "1  were routed by hand; the new policy says the same of 1" in told.stdout
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [row["unit"] for row in rows] == ["u-0", "u-1", "u-2", "u-4"]
    assert (rows[0]["route_after"], rows[0]["channel_after"], rows[0]["currency"]) == ("liquidate", "jobber", "EUR")
    assert rows[3]["net_after"] == ""


def test_the_same_policy_would_have_done_the_same(past: Past, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped.toml"
    shipped.write_text(SHIPPED, "utf-8")
    past.sneaker()
    past.units(*(unit(n) for n in range(2, 5)))
    told = run("policy", "replay", shipped, "--days", "36500").stdout
    assert "Would have gone another way: 0 (0 %)." in told


def test_other_grade_rules_grade_again(past: Past, tmp_path: Path) -> None:
    strict = tmp_path / "strict.toml"
    strict.write_text(SHIPPED.replace("cosmetic_max = 4", "cosmetic_max = 2", 1), "utf-8")
    past.units(unit(1), unit(2))
    told = run("policy", "replay", strict).stdout
    assert "Graded otherwise: 2\n  2  B → C" in told
    assert "2  Resale (outlet)  →  Liquidate (jobber)" in told


def test_the_mark_of_windows_editors_is_passed_over(home: Path, tmp_path: Path) -> None:
    marked = tmp_path / "marked.toml"
    marked.write_bytes(SHIPPED.encode("utf-8-sig"))
    assert run("policy", "check", marked).exit_code == 0
    marked.write_bytes(b"\xef\xbb\xbfname = '\xff'")
    assert "byte 12 is no UTF-8" in run("policy", "check", marked).stderr


def test_a_replay_with_a_wrong_policy_is_refused(past: Past, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("name = 7", "utf-8")
    told = run("policy", "replay", wrong)
    assert (told.exit_code, told.stdout) == (1, "")
    assert str(wrong) in told.stderr


def test_what_is_in_force_is_shown_with_its_hash_and_since_when(past: Past, home: Path) -> None:
    assert f'Policy "default" is in force since the first start: {POLICY.hash}' in run("policy", "show").stdout
    past.tell("policy.activated", Ref("station", past.store.station), name="default", hash=POLICY.hash)
    told = run("policy", "show").stdout
    assert "in force since Nov 22, 2026" in told
    assert "policy/default" in told


def test_what_waits_and_what_is_refused_is_shown(past: Past, home: Path, changed: Path) -> None:
    folder = home / "policies"
    folder.mkdir()
    (folder / "default.toml").write_text(changed.read_text("utf-8"), "utf-8")
    assert "Other rules are ready" in run("policy", "show").stdout
    (folder / "default.toml").write_text("name = 'moon'", "utf-8")
    told = run("policy", "show").stdout
    assert "Refused, and not in force:\n  policies/default.toml" in told


def test_replay_needs_a_file(home: Path, changed: Path) -> None:
    told = run("policy", "replay", changed)
    assert (told.exit_code, "no such file" in told.stderr) == (1, True)
