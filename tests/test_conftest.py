"""What conftest.py promises: real data that is absent is told, under CI refused; a loud log fails a test."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
USAGE_ERROR = 4

SMALL = """
import logging
import pytest

@pytest.mark.shared_data
def test_reads(shared_data):
    assert (shared_data / "there").exists()

def test_other():
    pass

@pytest.mark.logs_ok
def test_loud_and_announced():
    logging.getLogger("x").error("meant")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    tests = tmp_path / "project" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(HERE / "conftest.py", tests)
    shutil.copy(HERE.parent / "pyproject.toml", tests.parent)
    (tests / "test_small.py").write_text(SMALL, "utf-8")
    return tests.parent


def run(project: Path, *arguments: str, ci: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | {"CI": ci}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["alone", "side by side"])
def test_without_the_data_its_tests_are_deselected_with_one_line(project: Path, arguments: tuple[str, ...]) -> None:
    done = run(project, *arguments)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("is absent, tests that read it are deselected") == 1
    assert "2 passed" in done.stdout.splitlines()[-1]


def test_under_ci_the_absence_of_the_data_is_a_failure(project: Path) -> None:
    done = run(project, "-n", "2", ci="true")
    assert done.returncode == USAGE_ERROR
    assert "CI=true, but the shared data is absent" in done.stderr


def test_with_the_data_all_tests_run(project: Path) -> None:
    there = project.parent / "shared" / "data"
    there.mkdir(parents=True)
    (there / "there").touch()
    done = run(project, ci="true")
    assert "3 passed" in done.stdout.splitlines()[-1]
    assert "absent" not in done.stdout


def test_a_log_record_that_nobody_announced_fails_its_test(project: Path) -> None:
    loud = "import logging\n\ndef test_loud():\n    logging.getLogger('x').warning('oh %s', 'no')\n"
    (project / "tests" / "test_loud.py").write_text(loud, "utf-8")
    done = run(project, "tests/test_loud.py")
    assert done.returncode == 1
    assert "WARNING x: oh no" in done.stdout
