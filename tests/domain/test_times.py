"""Times are the same wherever they are read."""

import time

import pytest

from station.domain.times import day_in, millis

MORNING = 1_792_742_400_000


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Shanghai"])
def test_a_time_without_a_zone_is_utc_on_every_computer(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        told = [millis(at) for at in ("2026-10-23T08:00:00Z", "2026-10-23T10:00:00+02:00", "2026-10-23T08:00:00")]
        assert told == [MORNING, MORNING, MORNING]
        assert millis("2026-10-23") == MORNING - 8 * 3_600_000
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("at", ["", "soon", "2026-13-01", "noon"])
def test_what_is_no_time_is_none(at: str) -> None:
    assert millis(at) is None


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", "2026-10-23"),
        ("Europe/Berlin", "2026-10-23"),
        ("Pacific/Kiritimati", "2026-10-23"),
        ("Pacific/Midway", "2026-10-22"),
        ("Moon/Base", "2026-10-23"),
        ("", "2026-10-23"),
    ],
)
def test_a_day_is_the_zones_own(zone: str, day: str) -> None:
    assert day_in(MORNING, zone) == day
