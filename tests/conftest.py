"""What all tests share: an invisible screen, quiet logs, a draw of examples, and the real data beside the project."""

import gc
import logging
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

settings.register_profile("here", deadline=None, max_examples=50)
# Under CI the same draw each time: what fails there failed because of a change. New examples are looked for here,
# and many of them by `--hypothesis-profile search`.
settings.register_profile(
    "ci", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=list(HealthCheck))
settings.load_profile("ci" if IN_CI else "here")


def pytest_configure() -> None:
    """Under CI the real data belongs to the set-up: without it nothing is run."""
    if IN_CI and not SHARED_DATA.is_dir():
        raise pytest.UsageError(f"CI=true, but the shared data is absent: {SHARED_DATA}")


def pytest_report_header() -> str:
    """The one line about tests that are left out."""
    return "" if SHARED_DATA.is_dir() else f"shared data: {SHARED_DATA} is absent, tests that read it are deselected"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without the real data, deselect what reads it."""
    if SHARED_DATA.is_dir():
        return
    absent = [item for item in items if item.get_closest_marker("shared_data")]
    items[:] = [item for item in items if item.get_closest_marker("shared_data") is None]
    if absent:
        config.hook.pytest_deselected(items=absent)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Windows die with their test and in Qt's own thread. Left to the garbage collector, they would be taken apart by
    whichever thread it runs in, a service's for one, maybe while they are painted."""
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        _bury_windows()
        gc.enable()


def _bury_windows() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data and test vectors; a test that asks for it carries the mark `shared_data`."""
    return SHARED_DATA


class _Loud(logging.Handler):
    """Keeps what was logged at warning level or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def quiet_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning or an error in the log that a test did not announce (mark `logs_ok`) fails it."""
    loud = _Loud()
    root = logging.getLogger()
    root.addHandler(loud)
    try:
        yield
    finally:
        root.removeHandler(loud)
    if loud.records and request.node.get_closest_marker("logs_ok") is None:
        lines = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in loud.records]
        pytest.fail("unexpected log records:\n" + "\n".join(lines), pytrace=False)
