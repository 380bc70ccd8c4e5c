"""The dock: scan, scan, scan."""

import pytest

from tests.stories.world import World

UPS = "1Z12345E0205271688"


@pytest.fixture
def dock(bench: World) -> World:
    return bench.press("mode_dock")


def test_parcels_arrive_with_one_scan_each(dock: World) -> None:
    dock.scan(UPS)
    assert (dock.name, dock.heard) == ("dock", "notice.arrived")
    parcel = dock.record("parcel", dock.behind(UPS, "parcel"))
    assert (parcel.dock, parcel.authorizations) == ("arrived", ("a-1",))
    dock.scan(UPS)
    assert (dock.heard, dock.last.told) == ("notice.here_already", 0)


def test_a_cage_sticks_until_another_is_scanned(dock: World) -> None:
    dock.scan("CAGE-1", UPS, "RB123456785GB")
    assert dock.notice.text.key == "notice.arrived"
    assert [f.body["location"] for f in dock.facts("parcel.staged")] == ["l-cage", "l-cage"]
    dock.scan("CAGE-2", UPS)
    assert (dock.heard, dock.record("parcel", dock.behind(UPS, "parcel")).location) == ("notice.staged", "l-cage2")
    dock.press("no_cage").scan("9102000000002")
    assert dock.record("parcel", dock.behind("9102000000002", "parcel")).dock == "arrived"


def test_an_unknown_parcel_goes_into_the_pool(dock: World) -> None:
    dock.scan("POOL-1", "1Z999AA10123456784")
    assert (dock.heard, dock.notice.severity) == ("notice.arrived_unknown", "warn")
    parcel = dock.record("parcel", dock.behind("1Z999AA10123456784", "parcel"))
    assert (parcel.match, parcel.location, parcel.merchant) == ("blind", "l-pool", "")


@pytest.mark.parametrize(
    "code", ["4006381333931", "TOTE-1", "HOLD-1", "ABC", "^XA^FO50,50^FDX^FS^XZ", "退货包裹一二三四五六"]
)
def test_what_is_no_parcel_does_not_arrive(dock: World, code: str) -> None:
    dock.scan(code)
    assert (dock.name, dock.facts("parcel.arrived")) == ("dock", [])


def test_what_arrived_at_the_dock_is_opened_at_the_bench(dock: World) -> None:
    dock.scan("CAGE-1", UPS).press("mode_bench").scan(UPS)
    assert dock.name == "opening"
    dock.press("open")
    assert (len(dock.facts("parcel.arrived")), dock.record("parcel", dock.machine.bench.parcel).dock) == (1, "opened")
    dock.press("close", "close").press("mode_dock").scan(UPS)
    assert dock.notice.text.args == {"dock": "@dock.closed"}
