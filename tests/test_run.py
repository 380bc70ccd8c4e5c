"""run.py on a small project of its own: real .venv, real pip, no network; interrupted, run twice, moved and changed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import run
from installer import packages, steps

ROOT = Path(__file__).resolve().parents[1]
REFUSED = 2
INTERRUPTED = 130

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""

# A build back end in a few lines; it stops in the middle while the file `hold` is there, and says so in `held`.
BACKEND = """
import os, pathlib, threading, zipfile

def build_editable(folder, settings=None, metadata=None):
    if pathlib.Path("hold").exists():
        pathlib.Path("held").touch()
        threading.Event().wait(250)
    name = "small-1-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        wheel.writestr("small.pth", os.getcwd())
        wheel.writestr("small-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1\\n")
        wheel.writestr("small-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("small-1.dist-info/RECORD", "")
    return name
"""

DEMO = "import sys; print('demo', *sys.argv[1:]); sys.exit(7)\n"
EXIT_OF_DEMO = 7

pytestmark = pytest.mark.timeout(400)  # a real pip in a real .venv, several times: a minute and more on a busy machine


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh checkout of a small project that is set up by the real run.py."""
    folder = tmp_path / "checkout"
    (folder / "station").mkdir(parents=True)
    shutil.copy(ROOT / "run.py", folder)
    shutil.copytree(ROOT / "installer", folder / "installer", ignore=shutil.ignore_patterns("__pycache__"))
    texts = {"pyproject.toml": PYPROJECT, "backend.py": BACKEND, "requirements.lock": "", "station/cli.py": DEMO}
    for path, text in texts.items():
        (folder / path).write_text(text, "utf-8")
    return folder


@pytest.fixture
def children() -> Iterator[list[subprocess.Popen[str]]]:
    """Programs that a test started; whatever still runs at its end is ended, with all that it started."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for child in started:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def environment(folder: Path) -> dict[str, str]:
    """No PATH: the set-up then sees a system without apt-get and installs nothing outside the project."""
    return {"PATH": str(folder / "nowhere"), "HOME": str(folder.parent), "LANG": "C.UTF-8", "PIP_NO_INDEX": "1"}


def go(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "run.py"), *arguments]
    return subprocess.run(
        command, env=environment(folder), capture_output=True, text=True, check=False, cwd=folder.parent
    )


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(folder / "run.py")],
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=_interruptible,  # noqa: PLW1509  # this process has no other thread that holds a lock
    )


def _interruptible() -> None:
    """Whoever runs the tests in the background may have had interrupts ignored; that is inherited."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def wait_for(path: Path, child: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 250
    while not path.exists():
        assert child.poll() is None, child.communicate()[0]
        assert time.monotonic() < deadline, f"{path} did not appear"
        os.sched_yield()


def worked() -> float:
    """Processor seconds of all children so far: what others do on this machine is not counted."""
    spent = os.times()
    return spent.children_user + spent.children_system


def test_the_first_start_sets_up_the_second_is_fast_and_a_moved_checkout_is_made_anew(project: Path) -> None:
    first = go(project, "--out", "here")
    assert first.returncode == EXIT_OF_DEMO, first.stdout + first.stderr
    assert first.stdout.splitlines()[-1] == f"demo demo --out {project.parent / 'here'}"
    assert "Ready after" in first.stdout
    before = worked()
    second = go(project)
    assert worked() - before < 2.0
    assert second.stdout == "demo demo\n"
    assert second.returncode == EXIT_OF_DEMO
    moved = go(project.rename(project.with_name("moved with spaces")))
    assert "Setting up" in moved.stdout
    assert moved.returncode == EXIT_OF_DEMO


def test_interrupted_in_the_middle_while_another_waits_then_whole(
    project: Path, children: list[subprocess.Popen[str]]
) -> None:
    (project / "hold").touch()
    children.append(first := start(project))
    wait_for(project / "held", first)
    (project / "hold").unlink()
    children.append(second := start(project))
    assert second.stdout is not None
    assert second.stdout.readline() == "Another run is setting up here; waiting for it.\n"
    os.killpg(first.pid, signal.SIGINT)
    said, _ = first.communicate()
    assert first.returncode == INTERRUPTED
    assert "run the same command again" in said
    rest, _ = second.communicate()
    assert second.returncode == EXIT_OF_DEMO, rest
    assert "Setting up" in rest
    assert (project / ".venv" / "complete").exists()


def test_a_lock_that_cannot_be_installed_says_so_and_is_not_taken_for_whole(project: Path) -> None:
    (project / "requirements.lock").write_text("nothing-of-this-name==1 --hash=sha256:" + "0" * 64 + "\n", "ascii")
    failed = go(project)
    assert failed.returncode == 1
    assert "This step failed: libraries" in failed.stderr
    assert "run the same command again" in failed.stderr
    assert not (project / ".venv" / "complete").exists()


def test_wrong_use_is_told_before_anything_is_set_up(project: Path) -> None:
    wrong = go(project, "--uot", "x")
    assert wrong.returncode == REFUSED
    assert "usage" in wrong.stderr
    assert not (project / ".venv").exists()


def test_another_python_is_refused_with_the_one_that_would_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "SUPPORTED", ((2, 0),))
    assert run.main() == REFUSED
    assert "Returns Station needs Python 3.11, 3.12 or 3.13; this is" in capsys.readouterr().err


def test_pip_keeps_its_own_settings_and_loses_what_leads_it_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    child = steps.environment()
    assert child["PIP_INDEX_URL"] == "https://mirror.example/simple"
    assert child["PIP_USER"] == "0"
    assert not {"PIP_TARGET", "PYTHONPATH"} & child.keys()


def tool(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", "ascii")
    path.chmod(0o755)


def test_only_packages_that_are_missing_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "echo 'libegl1 installed'; echo 'libcups2t64 installed'; echo 'xvfb config-files'; exit 1"
    tool(tmp_path, "dpkg-query", told)
    tool(tmp_path, "apt-get", "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert packages.missing(["libegl1", "libcups2", "xvfb", "xdotool"]) == ["xvfb", "xdotool"]


def test_without_the_right_to_install_the_one_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(steps.Failed, match=r"sudo apt-get update && sudo apt-get install .* xvfb"):
        packages.install(["xvfb"])


def test_the_lists_are_fetched_only_when_a_package_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    tool(tmp_path, "dpkg", "exit 0")
    tool(tmp_path, "apt-get", f'echo "$1" >> {heard}; [ "$1" = update ] && touch {heard}.lists; [ -e {heard}.lists ]')
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    packages.install(["xvfb"])
    assert heard.read_text("ascii").split() == ["install", "update", "install"]
    packages.install(["xvfb"])
    assert heard.read_text("ascii").split() == ["install", "update", "install", "install"]
