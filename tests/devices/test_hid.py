"""HID-POS: reports as they are on the wire, and a driver on a library that hands them out."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.hid import HidScanner, find, library, open_hid
from station.devices.hid_words import HONEYWELL, Report, Reports, parse
from station.devices.ports import LinkLost, RawScan
from tests.contracts.scanners import LONG, FakeHid, reports_of


def test_a_report_as_a_honeywell_sends_it() -> None:
    raw = bytes([2, 6]) + b"]C0" + b"ABC12\r" + bytes(50) + b"j\0\0"
    assert parse(raw) == Report(b"]C0", b"ABC12\r", more=False)
    assert Reports().feed(raw) == b"]C0ABC12"


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x02", b"\x02\x03]C", b"\x03\x03]C0ABC", b"\x02\x00]C0", b"\x02\xff]C0" + bytes(60), b"\x02\x05]C0ABC"],
)
def test_what_is_no_report(raw: bytes) -> None:
    assert parse(raw) is None


@given(st.binary(min_size=1, max_size=500).filter(lambda code: not code.endswith((b"\r", b"\n"))))
def test_long_codes_come_in_several_reports(code: bytes) -> None:
    reports = Reports()
    scans = [scan for raw in reports_of(code, b"]Q1") if (scan := reports.feed(bytes(raw)))]
    assert scans == [b"]Q1" + code]
    assert not reports.pending


@given(st.lists(st.binary(max_size=70), max_size=8))
def test_no_report_raises(raws: list[bytes]) -> None:
    reports = Reports()
    for raw in raws:
        reports.feed(raw)


def test_a_scan_whose_next_report_is_anothers_is_dropped() -> None:
    reports = Reports()
    first = reports_of(b"x" * 100, b"]Q1")[0]
    other = reports_of(b"WHOLE", b"]C0")[0]
    assert [reports.feed(bytes(raw)) for raw in (first, other)] == [b"", b"]C0WHOLE"]
    assert reports.dropped == 1


def test_a_scan_that_stops_coming_is_dropped() -> None:
    api, now = FakeHid(), [0.0]
    scanner = HidScanner("s", api, stale=0.5, clock=lambda: now[0])

    def step(raw: list[int] | None) -> RawScan | None:
        now[0] += 1.0
        if raw:
            api.reports.put(raw)
        found = None
        for _ in range(3):
            data = scanner._receive(0.01)
            scan = scanner._reports.feed(data) if data else b""
            found = RawScan("s", scan) if scan else found
        return found

    assert step(reports_of(b"x" * 100, b"]Q1")[0]) is None
    assert step(reports_of(b"WHOLE", b"]Q1")[0]) == RawScan("s", b"]Q1WHOLE")


def test_a_honeywell_is_put_into_this_mode_and_others_are_not() -> None:
    for vendor, features in ((HONEYWELL, [[254, 1]]), (0x05E0, [])):
        api = FakeHid(vendor)
        scanner = open_hid("s", "", api)
        assert api.features == features
        api.scan(b"CODE", b"]E0")
        assert scanner.read(LONG) == RawScan("s", b"]E0CODE")
        scanner.close()


def test_a_scanner_is_found_by_serial_number_by_usb_number_or_alone() -> None:
    api = FakeHid()
    for wanted in ("", "S1", "05e0:1701"):
        assert find(api, wanted)["path"] == b"1-1"
    with pytest.raises(LinkLost, match="no such"):
        find(api, "S2")
    api.listed *= 2
    with pytest.raises(LinkLost, match="2 scanners fit"):
        find(api, "")


def test_a_scanner_that_cannot_be_opened_or_is_pulled_out_is_lost() -> None:
    api = FakeHid()
    scanner = open_hid("s", "", api)
    api.reports.put(reports_of(b"x" * 100)[0])
    api.unplug()
    for _ in range(2):
        with pytest.raises(LinkLost):
            scanner.read(LONG)
    api.listed[1]["path"] = b"elsewhere"
    with pytest.raises(LinkLost, match="open"):
        open_hid("s", "", api)


def test_without_the_extra_it_is_told_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hid", None)
    with pytest.raises(LinkLost, match="extra `hid`"):
        library()


def test_the_library_is_hidapi(monkeypatch: pytest.MonkeyPatch) -> None:
    api = FakeHid()
    monkeypatch.setitem(sys.modules, "hid", api)
    assert library() is api
