"""The benchmarks of scanners run, on little, and tell what they must."""

import os

import pytest

from tests.benchmarks import serial, wedge
from tests.benchmarks.wedge_window import real_keys_possible


@pytest.mark.logs_ok
def test_a_serial_scanner_is_measured() -> None:
    rows = {row.name: row for row in serial.measure(scans=50, cycles=1)}
    names = {"in_order", "rate", "unplugged_and_back", "half_scans_told", "reconnect_slowest"}
    assert set(rows) == ({f"serial.{name}" for name in names} if os.name == "posix" else set())
    assert all(row.holds for row in rows.values())


def test_keyboard_scanners_are_measured() -> None:
    rows = {row.name: row for row in wedge.measure(scans=20)}
    names = {"whole", "broken", "leaked", "blocked", "per_key"}
    assert {f"wedge.posted.{name}" for name in names} <= set(rows)
    assert real_keys_possible() == any(name.startswith("wedge.x11.") for name in rows)
    assert all(row.holds for name, row in rows.items() if name.startswith("wedge.posted."))
