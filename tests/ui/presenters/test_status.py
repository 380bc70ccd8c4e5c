"""Lamps and notices in words."""

import pytest

from tests.ui import samples as s
from ui.presenters.notices import toast_view
from ui.presenters.status import DeviceStatus, Status, SyncStatus, status_view
from ui.presenters.words import Words

EN = Words("en")
FRESH, OLD = "2026-11-22T09:41:50.000000Z", "2026-11-22T09:04:00.000000Z"


def last(sync: SyncStatus | None) -> tuple[str, str]:
    lamp = status_view(Status((), sync), s.NOW, EN).lamps[-1]
    return lamp.state, lamp.text


@pytest.mark.parametrize(
    ("sync", "state", "words"),
    [
        (None, "off", "Not enrolled"),
        (SyncStatus(FRESH), "ok", "All sent"),
        (SyncStatus(FRESH, 3, FRESH), "ok", "Sending 3"),
        (SyncStatus(OLD, 214, OLD), "warn", "Offline • 214 kept, oldest 38 min"),
        (SyncStatus(FRESH, 2, FRESH, waiting=True), "warn", "Offline • 2 kept, oldest 0 min"),
        (SyncStatus(OLD), "warn", "Offline • all sent"),
        (SyncStatus(), "warn", "Offline • all sent"),
        (SyncStatus(FRESH, 9, FRESH, "ui.sync.see_it"), "error", "Sending stopped: ask IT • 9 kept"),
    ],
)
def test_sync_says_how_it_stands(sync: SyncStatus | None, state: str, words: str) -> None:
    assert last(sync) == (state, words)


@pytest.mark.parametrize(
    ("device", "state", "words"),
    [
        (DeviceStatus("printer", "up"), "ok", "Printer"),
        (
            DeviceStatus("printer2", "trouble", "printer.set_aside", 3),
            "warn",
            "Second printer • set aside • labels waiting: 3",
        ),
        (DeviceStatus("printer", "up", "", 1), "warn", "Printer • labels waiting: 1"),
        (DeviceStatus("printer", "trouble", "printer.paper_out"), "warn", "Printer • Paper is out: put in a new roll"),
        (DeviceStatus("scale", "down", "device.lost"), "error", "Scale • not connected"),
        (DeviceStatus("scale", "dreaming"), "off", "Scale • dreaming"),
        (DeviceStatus("oven", "up"), "ok", "oven"),
    ],
)
def test_a_device_says_what_is_wrong(device: DeviceStatus, state: str, words: str) -> None:
    lamp = status_view(Status((device,)), s.NOW, EN).lamps[0]
    assert (lamp.state, lamp.text) == (state, words)


def test_errors_stay_and_others_go() -> None:
    views = [
        toast_view(s.told(n, severity, "x"), EN) for n, severity in enumerate(["ok", "info", "warn", "error", "doom"])
    ]
    assert [view.stays for view in views] == [False, False, False, True, True]
    assert [view.beeps for view in views] == [1, 0, 2, 3, 3]
    assert views[4].severity == "error"
