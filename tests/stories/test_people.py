"""Who works: badge, PIN, lock, take-over; undo only of one's own."""

import pytest
from msgspec.structs import replace

from station.domain import codes
from station.domain.bench.effects import CheckPin
from station.domain.bench.inputs import PinChecked
from station.domain.policy import Approval
from station.domain.records import Operator
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World

UPS = "1Z12345E0205271688"


def test_a_badge_signs_in_at_once(station: World) -> None:
    assert (station.name, station.shown().tone) == ("signed_out", "locked")
    station.scan(goods.BADGE)
    assert (station.name, station.heard, station.shown().operator) == ("ready", "notice.welcome", "Operator 7")
    assert station.facts("session.opened")[0].body == {"mode": "bench", "how": "badge"}


def test_a_badge_read_twice_is_one_sign_in_and_its_code_is_kept_nowhere(station: World) -> None:
    station.scan(goods.BADGE)
    station.again(after_ms=200)
    assert station.heard == "notice.same_scan"
    station.scan(goods.BADGE)
    assert (station.name, station.heard) == ("ready", "notice.does_not_fit")
    assert station.facts("scan.unresolved") == []
    assert goods.BADGE not in station.everything_written()


def test_an_unknown_badge_is_told_and_only_its_hash_is_committed_to(station: World) -> None:
    stranger = "BDG-0000000000000000"
    station.scan(stranger)
    assert (station.name, station.heard) == ("signed_out", "notice.unknown_scan")
    assert len(station.facts("scan.unresolved")) == 1
    assert stranger not in station.everything_written()


def test_a_badge_of_two_operators_signs_nobody_in_and_approves_nothing(station: World) -> None:
    store = ReferenceStore(station.store.path)
    store.put([Operator("99", "Supervisor 99", codes.badge_hash(goods.BADGE_S2), role="supervisor")])
    store.close()
    station.scan(goods.BADGE_S2)
    assert (station.name, station.heard) == ("signed_out", "notice.badge_twice")
    assert not station.facts("session.opened")
    station.under(lambda policy: replace(policy, approval=Approval(5000))).scan(goods.BADGE)
    station.scan(UPS).press("open").scan("4006381333931").press("yes").prints_out()
    station.press("other_route", "donate", "damage_seen").scan(goods.BADGE_S2)
    assert (station.name, station.heard) == ("approving", "notice.badge_twice")


def test_an_operator_number_and_the_right_pin_sign_in(station: World) -> None:
    station.type(" 9 ")
    assert (station.name, station.shown().entry, station.offered()) == ("signed_out", "pin", ["back"])
    station.type("9999")
    assert station.effects[-1] == CheckPin("9", "9999", "hash of 9999")
    station.type("9999")
    assert station.heard == "notice.pin_checking"
    station.give(PinChecked("8", True))
    assert station.name == "signed_out"
    station.give(PinChecked("9", True))
    assert (station.name, station.heard, station.shown().lang) == ("ready", "notice.welcome", "zh_CN")
    assert station.facts("session.opened")[0].body["how"] == "pin"


def test_what_signs_in_is_not_kept_in_memory(station: World) -> None:
    station.type("9").type("9999").give(PinChecked("9", True))
    station.press("lock").scan(goods.BADGE).scan(UPS)
    kept = repr(station.machine._cache.values)
    assert "9999" not in kept.replace("hash of 9999", "")
    assert goods.BADGE not in kept
    assert UPS in kept  # a look at the right place


def test_a_wrong_pin_is_refused_and_asked_again(station: World) -> None:
    station.type("9").type("0000").give(PinChecked("9", False, 4))
    assert (station.name, station.heard, station.notice.text.args) == ("signed_out", "notice.pin_wrong", {"seconds": 4})
    assert (station.shown().entry, station.shown().busy) == ("pin", False)
    station.press("back")
    assert station.shown().entry == "text"


def test_a_late_answer_about_a_pin_changes_nothing(bench: World) -> None:
    before = bench.machine.bench
    bench.give(PinChecked("9", True))
    assert bench.machine.bench == before


def test_a_pin_that_was_being_compared_is_asked_for_again_after_a_start(station: World) -> None:
    again = station.type("9").type("9999").reopen()
    assert (again.shown().entry, again.shown().busy) == ("pin", False)
    again.type("9999")
    assert again.effects == [CheckPin("9", "9999", "hash of 9999")]


@pytest.mark.parametrize("number", ["", "7", "nobody", "9 OR 1=1", "九"])
def test_who_has_no_pin_cannot_type_one(station: World, number: str) -> None:
    station.type(number)
    assert (station.name, station.heard, station.shown().entry) == ("signed_out", "notice.no_such_operator", "text")


@pytest.mark.parametrize("key", ["undo", "hold", "danger", "lock", "sign_out", "mode_dock"])
def test_commands_want_somebody_signed_in(station: World, key: str) -> None:
    station.press(key)
    assert (station.name, station.heard, station.last.told) == ("signed_out", "notice.sign_in_first", 0)


def test_the_lock_keeps_the_step_and_hides_it(bench: World) -> None:
    bench.scan(UPS).press("open").scan("4006381333931").scan("CMD-LOCK")
    shown = bench.shown()
    assert (bench.name, shown.product, shown.commands, shown.stage) == ("locked", None, (), -1)
    bench.scan("4006381333931")
    assert (bench.name, bench.heard) == ("locked", "notice.does_not_fit")
    bench.scan("CMD-LOCK")
    assert bench.heard == "notice.sign_in_first"
    bench.scan(goods.BADGE)
    assert (bench.name, bench.heard) == ("checking", "notice.welcome")


def test_somebody_else_may_take_over_and_undoes_only_what_is_theirs(bench: World) -> None:
    bench.scan(UPS).press("open").scan("4006381333931").scan("CMD-LOCK").scan(goods.BADGE_8)
    assert (bench.name, bench.shown().title.args) == ("take_over", {"name": "Operator 8"})
    bench.press("no")
    assert bench.name == "locked"
    bench.scan(goods.BADGE_8).press("yes")
    assert (bench.name, bench.shown().operator, bench.shown().lang) == ("checking", "Operator 8", "es")
    assert bench.facts("session.taken_over")[0].body["from"] == "7"
    bench.scan("CMD-UNDO")
    assert (bench.name, bench.heard) == ("checking", "notice.undo_own_only")
    bench.press("opened").scan("CMD-UNDO")
    assert (bench.heard, bench.shown().title.key) == ("notice.undone", "check.shoe_new")
    bench.press("yes")
    assert bench.prints[-1].lang == "es"
    assert bench.unit().graded_by == "8"


def test_a_locked_bench_opens_by_pin_too(bench: World) -> None:
    bench.scan(UPS).scan("CMD-LOCK").type("9").type("9999").give(PinChecked("9", True))
    assert bench.name == "take_over"


def test_signing_out_and_changing_mode_wait_for_the_parcel(bench: World) -> None:
    bench.scan(UPS)
    for key in ("sign_out", "mode_dock"):
        bench.press(key)
        assert (bench.name, bench.heard) == ("opening", "notice.finish_parcel_first")
    bench.press("refuse").press("mode_dock")
    assert (bench.name, bench.shown().mode) == ("dock", "dock")
    bench.press("mode_bench").press("sign_out")
    assert (bench.name, bench.machine.bench.session) == ("signed_out", None)
    assert bench.facts("session.closed")[0].operator == "7"
