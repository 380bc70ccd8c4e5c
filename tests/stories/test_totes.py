"""Totes: wrong, full, closed, of another merchant; taking something out of a closed one needs a supervisor."""

import pytest

from station.domain.bench.effects import CheckPin
from station.domain.bench.inputs import PinChecked
from station.domain.records import Location
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World


@pytest.fixture
def stowing(bench: World) -> World:
    """A sneaker of Northwind with its label on, for stock; a kit of Harbour Home lies in TOTE-3, a jacket
    to sell in TOTE-4."""
    bench.scan("9102000000003").press("open").scan("4006381333979").press("yes").finish_unit("TOTE-3")
    bench.press("close", "close").scan("RB123456785GB").press("open")
    bench.scan("4006381333955").press("opened", "traces", "yes").finish_unit("TOTE-4").press("close", "close")
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931").press("yes").prints_out()
    return bench.scan(bench.label())


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("TOTE-3", "notice.tote_other_merchant"),
        ("TOTE-4", "notice.tote_other_route"),
        ("HOLD-1", "notice.does_not_fit"),
        ("4006381333931", "notice.does_not_fit"),
        ("NO-SUCH-TOTE", "notice.unknown_scan"),
    ],
)
def test_a_wrong_tote_is_refused(stowing: World, code: str, told: str) -> None:
    stowing.scan(code)
    assert (stowing.name, stowing.heard, stowing.unit().container) == ("stowing", told, "")


def test_any_open_tote_of_merchant_and_route_is_taken(stowing: World) -> None:
    stowing.scan("TOTE-1").scan("4006381333931").press("yes").finish_unit("TOTE-5")
    stowing.scan("4006381333931").press("yes").prints_out().scan(stowing.label())
    route = stowing.shown().route
    assert route is not None
    assert route.position in {"B-01", "B-05"}
    stowing.scan("TOTE-1")
    assert stowing.heard == "notice.stowed"
    assert stowing.record("container", stowing.behind("TOTE-1", "container")).count == 2


def test_an_empty_tote_kept_for_another_merchant_or_route_is_refused(stowing: World) -> None:
    kept = (
        Location("l-x", "TOTE-X", "tote", merchant="HH"),
        Location("l-y", "TOTE-Y", "tote", merchant="NW", route="resale"),
    )
    ReferenceStore(stowing.store.path).put(kept)
    stowing.scan("TOTE-X")
    assert stowing.heard == "notice.tote_other_merchant"
    stowing.scan("TOTE-Y")
    assert stowing.heard == "notice.tote_other_route"


def test_a_full_tote_takes_nothing_more(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open")
    for _ in range(3):
        bench.scan("4006381333931").press("yes").finish_unit("TOTE-2")
    bench.scan("4006381333931").press("yes").finish_unit("TOTE-2")
    assert (bench.name, bench.heard) == ("stowing", "notice.tote_full")
    bench.scan("TOTE-1")
    assert bench.heard == "notice.stowed_new"
    assert bench.record("container", bench.behind("TOTE-2", "container")).count == 3


def test_a_tote_said_to_be_full_is_closed_and_another_found(stowing: World) -> None:
    stowing.scan("TOTE-1").scan("4006381333931").press("yes").prints_out().scan(stowing.label()).press("full")
    assert stowing.name == "full_tote"
    stowing.scan("HOLD-1")
    assert stowing.heard == "notice.does_not_fit"
    stowing.scan("TOTE-1")
    assert (stowing.name, stowing.heard) == ("stowing", "notice.tote_now_closed")
    stowing.scan("TOTE-1")
    assert stowing.heard == "notice.tote_closed"
    stowing.press("full").scan("TOTE-1")
    assert (stowing.name, stowing.heard) == ("full_tote", "notice.tote_closed")
    stowing.scan("CMD-UNDO").scan("TOTE-6")
    assert (stowing.name, stowing.heard) == ("identify", "notice.stowed_new")


def shut(bench: World) -> World:
    """One unit lies in TOTE-1; for the next one TOTE-1 was said to be full, and closed."""
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931").press("yes").finish_unit("TOTE-1")
    bench.scan("4006381333931").press("yes").prints_out().scan(bench.label()).press("full").scan("TOTE-1")
    return bench


def test_a_tote_closed_by_mistake_is_opened_again_with_approval(bench: World) -> None:
    shut(bench).scan("CMD-UNDO")
    assert bench.name == "approving"
    bench.press("back")
    assert bench.name == "stowing"
    bench.scan("CMD-UNDO", goods.BADGE_S)
    assert (bench.name, bench.heard) == ("stowing", "notice.tote_reopened")
    assert (bench.facts("fact.corrected")[0].approver, bench.facts("approval.given")[0].approver) == ("1", "1")
    bench.scan("TOTE-1")
    assert (bench.name, bench.heard, bench.verified()) == ("identify", "notice.stowed", True)


def approved(bench: World) -> World:
    """UNDO of a unit whose tote has been closed: a supervisor is asked for."""
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931").press("yes").finish_unit("TOTE-1")
    assert "full" in bench.offered()
    bench.press("full")
    assert (bench.name, bench.heard, "full" in bench.offered()) == ("identify", "notice.tote_shut", False)
    bench.scan("CMD-UNDO")
    assert bench.name == "approving"
    return bench


def test_the_tote_just_used_is_said_to_be_full_once(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open")
    assert bench.press("full").heard == "notice.no_open_tote"
    bench.scan("4006381333931").press("yes").finish_unit("TOTE-1").scan("CMD-FULL")
    assert (bench.heard, [f.body["count"] for f in bench.facts("container.closed")]) == ("notice.tote_shut", [1])
    assert bench.press("full").heard == "notice.no_open_tote"
    bench.scan("4006381333931").press("yes").prints_out().scan(bench.label(), "TOTE-1")
    assert (bench.name, bench.heard) == ("stowing", "notice.tote_closed")
    bench.scan("TOTE-5").press("close", "close")
    assert bench.verified()


def test_a_supervisor_approves_taking_out_of_a_closed_tote(bench: World) -> None:
    bench = approved(bench).scan(goods.BADGE_S)
    assert (bench.name, bench.heard, bench.facts("approval.given")[0].approver) == (
        "taking_out",
        "notice.approved",
        "1",
    )
    lpn = bench.units()[0].lpn
    bench.scan("TOTE-1").scan(f"{lpn}-1")
    assert (bench.name, bench.heard) == ("stowing", "notice.taken_out")
    assert bench.facts("fact.corrected")[0].approver == "1"
    assert bench.record("container", bench.behind("TOTE-1", "container")).count == 0
    assert bench.verified()


def test_staff_and_the_operator_alone_may_not_approve(bench: World) -> None:
    bench = approved(bench).scan(goods.BADGE_8)
    assert (bench.name, bench.heard) == ("approving", "notice.no_right")
    bench.scan(goods.BADGE)
    assert (bench.name, bench.heard) == ("approving", "notice.no_right")
    bench.press("back")
    assert bench.name == "identify"


def test_a_supervisor_with_a_pin_types_it(bench: World) -> None:
    bench = approved(bench).scan(goods.BADGE_S2)
    assert (bench.name, bench.shown().entry) == ("approving", "pin")
    bench.type("1111")
    assert bench.effects[-1] == CheckPin("2", "1111", "hash of 2222")
    assert bench.shown().busy
    bench.give(PinChecked("2", False, 3))
    assert (bench.name, bench.heard, bench.facts("approval.given")) == ("approving", "notice.pin_wrong", [])
    bench.scan(goods.BADGE_S2).type("2222").give(PinChecked("2", True))
    assert (bench.name, bench.heard) == ("taking_out", "notice.approved")
    assert not any("1111" in str(f) or "2222" in str(f) for kind in set(bench.kinds()) for f in bench.facts(kind))
