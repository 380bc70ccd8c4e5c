"""Ways that others limit: the merchant is asked, a vendor's quota is used up, a tote is kept for a channel."""

import pytest
from msgspec.structs import replace

from station.domain.bench.inputs import HoldDue
from station.domain.office import Allotment
from station.domain.policy import Contract, Policy, Recall, Vendor
from station.domain.questions import Question
from station.domain.records import Location
from station.store.dues import due_holds
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World

UPS, TWO, SNEAKER = "1Z12345E0205271688", "RMA-20421", "4006381333931"


def asking(policy: Policy) -> Policy:
    return replace(policy, contracts=(Contract("NW", ask="donate", ask_days=5),))


def buying(policy: Policy) -> Policy:
    return replace(policy, vendors=(Vendor("laces", quota=1),))


def put(bench: World, value: Allotment | Location | Question) -> World:
    store = ReferenceStore(bench.store.path)
    store.put([value])
    store.close()
    return bench


@pytest.fixture
def asked(bench: World) -> World:
    """The merchant decides about every unit."""
    return bench.under(asking).scan(UPS).press("open").scan(SNEAKER).press("yes")


def test_the_merchant_is_asked_with_due_time_and_default(asked: World) -> None:
    hold = asked.unit().hold
    assert hold is not None
    assert (hold.reason, hold.decider, hold.default) == ("ask_merchant", "merchant", "donate")
    assert (asked.name, asked.prints[-1].fields["route"]) == ("labelling", "@label.hold")
    assert asked.facts("unit.routed") == []


def test_the_merchants_word_is_the_route(asked: World) -> None:
    asked.prints_out().scan(asked.label(), "HOLD-1").press("close", "close").scan(asked.label())
    assert (asked.shown().title.key, asked.offered()[-1]) == ("step.resuming_merchant", "leave")
    asked.press("liquidate")
    assert (asked.name, asked.unit().route, asked.unit().reasons) == ("labelling", "liquidate", ("merchant",))
    assert asked.facts("hold.decided")[0].body["decision"] == "liquidate"
    asked.prints_out().scan(asked.label(), "TOTE-1")
    assert (asked.name, asked.verified()) == ("ready", True)


def test_what_was_agreed_is_taken_where_nobody_answered_in_time(asked: World) -> None:
    put_away(asked).days(4).scan(asked.label())
    assert (asked.name, asked.offered()[-1]) == ("resuming", "leave")
    asked.press("leave").days(2).scan(asked.label())
    assert (asked.name, asked.unit().route, asked.unit().reasons) == ("labelling", "donate", ("hold",))
    assert asked.facts("hold.decided")[0].body == {"decision": "donate", "reason": "due"}
    assert "notice.default_taken" in [n.text.key for n in asked.last.notices]
    asked.prints_out().scan(asked.label(), "TOTE-1")
    assert (asked.name, asked.verified()) == ("ready", True)


def test_between_parcels_it_is_taken_by_itself_once_and_the_unit_is_fetched(asked: World) -> None:
    put_away(asked).days(6)
    (unit,) = asked.every("unit")
    event = HoldDue(unit.id, unit.hold.due)
    asked.scan("CMD-SIGN-OUT").give(event)
    (told,) = asked.facts("hold.decided")
    assert (told.body, asked.heard) == ({"decision": "donate", "reason": "due"}, "notice.default_fetch")
    assert asked.notice.text.args["place"] == "HOLD-1"
    assert asked.notice.text.args["lpn"] == unit.lpn
    asked.give(event)
    assert (len(asked.facts("hold.decided")), asked.last.notices) == (1, ())
    (unit,) = asked.every("unit")
    assert (unit.hold, unit.place, unit.route, unit.decided) == (None, "l-hold", "", (("ask_merchant", "donate"),))
    asked.reopen()
    again = asked.last_life().scan(goods.BADGE, asked.label())
    assert (again.name, again.unit().route, again.unit().reasons) == ("labelling", "donate", ("hold",))
    assert len(again.facts("hold.decided")) == 1
    again.prints_out().scan(again.label(), "TOTE-1")
    assert (again.name, again.every("unit")[0].container != "", again.verified()) == ("ready", True, True)


def test_undo_leaves_the_decision_of_time_and_the_unit_can_be_fetched_again(asked: World) -> None:
    put_away(asked).days(6)
    (unit,) = asked.every("unit")
    held = asked.label()
    asked.give(HoldDue(unit.id, unit.hold.due)).scan(held, "CMD-UNDO")
    assert (asked.name, asked.every("unit")[0].route, len(asked.facts("hold.decided"))) == ("ready", "", 1)
    asked.scan(held)
    assert (asked.name, asked.unit().route, asked.verified()) == ("labelling", "donate", True)


def test_time_decides_nothing_before_it_is_due_or_in_the_middle_of_a_parcel(asked: World) -> None:
    put_away(asked)
    (unit,) = asked.every("unit")
    event = HoldDue(unit.id, unit.hold.due)
    asked.days(4).give(event)
    asked.days(2).scan(TWO).give(event).give(HoldDue(unit.id, "2026-11-23T00:00:00.000000Z"))
    assert asked.facts("hold.decided") == []


def test_a_default_that_is_not_open_is_left_to_people(bench: World) -> None:
    bench.scan(UPS).press("open").scan(SNEAKER, "CMD-HOLD").press("ask_customer")
    put_away(bench).days(6)
    (unit,) = bench.every("unit")
    bench.give(HoldDue(unit.id, unit.hold.due)).scan(bench.label())
    assert (bench.facts("hold.decided"), bench.heard) == ([], "notice.hold_is_due")
    assert bench.offered() == ["go_on", "quarantine", "leave"]


def test_a_hold_by_hand_takes_its_default_once_it_is_due(bench: World) -> None:
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out().scan("CMD-HOLD").press("carrier_damage")
    put_away(bench).days(8).scan(bench.label())
    assert (bench.name, bench.unit().route, bench.unit().reasons) == ("labelling", "liquidate", ("hold",))
    assert bench.facts("hold.decided")[0].body["reason"] == "due"


def test_a_unit_that_nobody_looked_at_goes_to_quarantine_where_that_was_agreed(bench: World) -> None:
    bench.scan(UPS).press("open").scan(SNEAKER, "CMD-HOLD").press("unclear")
    put_away(bench).days(2)
    (unit,) = bench.every("unit")
    bench.give(HoldDue(unit.id, unit.hold.due)).scan(bench.label())
    assert (bench.name, bench.unit().route, bench.unit().grade) == ("labelling", "quarantine", "")
    bench.prints_out().scan(bench.label(), "TOTE-1")
    assert bench.verified()


def test_what_a_hard_rule_forbids_meanwhile_is_not_taken(asked: World) -> None:
    put_away(asked).days(6)
    asked.under(lambda policy: replace(policy, recalls=(Recall("laces", "NW-SNK-41", route="destroy"),)))
    (unit,) = asked.every("unit")
    asked.give(HoldDue(unit.id, unit.hold.due)).scan(asked.label())
    assert (asked.facts("hold.decided"), asked.offered()) == ([], ["destroy", "quarantine", "leave"])


def put_away(bench: World) -> World:
    return bench.prints_out().scan(bench.label(), "HOLD-1").press("close", "close")


def two(bench: World) -> World:
    bench.scan(TWO).press("open")
    for tote in ("TOTE-1", "TOTE-2"):
        bench.scan(SNEAKER).press("yes").finish_unit(tote)
    return bench


def test_a_vendors_quota_is_spent_and_then_the_next_way_is_taken(bench: World) -> None:
    two(bench.under(buying))
    assert [u.route for u in bench.units()] == ["return_to_vendor", "restock"]
    assert bench.machine.bench.used == (("vendor:laces", "2026-11", 1),)
    assert bench.reopen().machine.bench.used == (("vendor:laces", "2026-11", 1),)


def test_undo_gives_back_what_was_spent(bench: World) -> None:
    bench.under(buying).scan(UPS).press("open").scan(SNEAKER).press("yes")
    assert bench.machine.bench.used
    bench.scan("CMD-UNDO")
    assert bench.machine.bench.used == ()
    bench.press("yes")
    assert bench.unit().route == "return_to_vendor"


def test_another_route_by_hand_gives_back_what_was_spent(bench: World) -> None:
    bench.under(buying).scan(UPS).press("open").scan(SNEAKER).press("yes", "other_route", "donate", "wrong_rule")
    assert bench.machine.bench.used == ()


def test_a_voided_label_gives_back_what_was_spent(bench: World) -> None:
    bench.under(buying).scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out().scan("CMD-UNDO").press("void")
    assert (bench.name, bench.machine.bench.used) == ("checking", ())


def test_a_unit_of_an_older_policy_forgets_nothing_that_was_spent_by_the_newer_one(bench: World) -> None:
    bench.under(lambda p: replace(p, vendors=(Vendor("laces", products=("p-runner",), quota=1),)))
    bench.scan("RB123456785GB").press("1", "open").scan(goods.RUNNER.codes[0])
    bench.under(lambda p: replace(p, vendors=(*p.vendors, Vendor("coats", products=("p-jacket",), quota=1))))
    bench.scan("CMD-HOLD").press("unclear").prints_out().scan(bench.label(), "HOLD-1")
    held = bench.label()
    bench.scan(goods.JACKET.codes[0]).press("yes").finish_unit("TOTE-1").press("close", "close")
    bench.scan(held).press("go_on", "yes")
    assert bench.unit(0).route == bench.unit(1).route == "return_to_vendor"
    assert bench.machine.bench.used == (("vendor:coats", "2026-11", 1), ("vendor:laces", "2026-11", 1))


@pytest.mark.parametrize(("pieces", "first"), [(0, "restock"), (1, "return_to_vendor")])
def test_the_offices_allotment_counts_before_the_policys_quota(bench: World, pieces: int, first: str) -> None:
    put(bench, Allotment(bench.site().station, (("vendor:laces", pieces, "2026-11-01"),)))
    two(bench.under(lambda p: replace(p, vendors=(Vendor("laces", quota=9),))))
    assert [u.route for u in bench.units()] == [first, "restock"]


def test_an_allotment_that_does_not_name_a_vendor_leaves_it_its_own_quota(bench: World) -> None:
    put(bench, Allotment(bench.site().station, (("channel:jobber", 50, "2026-11-01"),)))
    two(bench.under(buying))
    assert [u.route for u in bench.units()] == ["return_to_vendor", "restock"]


def test_a_tote_kept_for_a_channel_or_for_dangerous_goods_takes_nothing_else(bench: World) -> None:
    put(bench, Location("l-c", "TOTE-C", "tote", channel="outlet"))
    put(bench, Location("l-h", "TOTE-H", "tote", hazard=True))
    put(bench, Location("l-s", "TOTE-S", "tote", channel="shelf"))
    bench.scan(TWO).press("open").scan(SNEAKER).press("yes").prints_out().scan(bench.label())
    for code in ("TOTE-C", "TOTE-H"):
        bench.scan(code)
        assert (bench.name, bench.heard) == ("stowing", "notice.tote_other_purpose")
    bench.scan("TOTE-S")
    assert bench.record("container", bench.behind("TOTE-S", "container")).channel == "shelf"
    assert (bench.heard, bench.verified()) == ("notice.stowed_new", True)


# ------------------------------------------------------------ the merchant's word comes by the service


def say(bench: World, route: str, **changed: str) -> HoldDue:
    """The feed brings the merchant's answer; what time's part then tells."""
    (unit,) = bench.every("unit")
    word = Question(unit.id, "st1", "NW", "f1", "", unit.hold.due, "donate", state="answered", answer=route, by="NW")
    put(bench, replace(word, **changed))
    return HoldDue(unit.id, unit.hold.due)


def test_the_merchant_is_told_which_ways_are_open(asked: World) -> None:
    ways = asked.facts("hold.placed")[0].body["ways"]
    put_away(asked).scan(asked.label())
    assert list(ways) == asked.offered()[:-1]


def test_a_merchants_answer_is_taken_between_parcels_once_and_the_unit_is_fetched(asked: World) -> None:
    event = say(put_away(asked), "liquidate")
    assert due_holds(asked.store.path, "2026-01-01T00:00:00.000000Z") == [(event.unit, event.due)]
    asked.scan("CMD-SIGN-OUT").give(event)
    (told,) = asked.facts("hold.decided")
    assert told.body == {"decision": "liquidate", "reason": "answer", "decider": "merchant"}
    assert (asked.heard, asked.notice.text.args["place"]) == ("notice.answer_fetch", "HOLD-1")
    asked.give(event)
    assert len(asked.facts("hold.decided")) == 1
    asked.reopen()
    again = asked.last_life().scan(goods.BADGE, asked.label())
    assert (again.name, again.unit().route, again.unit().reasons) == ("labelling", "liquidate", ("merchant",))
    again.prints_out().scan(again.label(), "TOTE-1")
    assert (again.name, again.verified()) == ("ready", True)


def test_a_unit_that_is_scanned_first_goes_the_way_that_was_answered(asked: World) -> None:
    say(put_away(asked), "liquidate")
    asked.scan(asked.label())
    assert (asked.name, asked.unit().route, asked.unit().reasons) == ("labelling", "liquidate", ("merchant",))
    assert "notice.answer_taken" in [n.text.key for n in asked.last.notices]
    assert asked.verified()


@pytest.mark.parametrize("changed", [{"due": "2026-11-23T00:00:00.000000Z"}, {"state": "open"}, {"state": "closed"}])
def test_what_was_said_about_another_hold_or_is_no_answer_decides_nothing(
    asked: World, changed: dict[str, str]
) -> None:
    event = say(put_away(asked), "liquidate", **changed)
    asked.give(event).scan(asked.label())
    assert (asked.name, asked.facts("hold.decided")) == ("resuming", [])


def test_an_answer_waits_while_a_parcel_is_open_and_comes_too_late_after_the_operators(asked: World) -> None:
    event = say(put_away(asked), "liquidate", state="open")
    asked.scan(asked.label())
    say(asked, "liquidate")
    asked.give(event)
    assert asked.facts("hold.decided") == []
    asked.press("restock").give(event)
    assert [f.body["decision"] for f in asked.facts("hold.decided")] == ["restock"]


def test_where_a_rule_closed_the_way_meanwhile_the_merchant_is_asked_again(asked: World) -> None:
    event = say(put_away(asked).days(1), "liquidate")
    asked.under(lambda policy: replace(policy, recalls=(Recall("laces", "NW-SNK-41", route="destroy"),)))
    asked.give(event)
    first, again = asked.facts("hold.placed")
    assert (asked.heard, list(again.body["ways"])) == ("notice.answer_not_open", ["destroy", "quarantine"])
    assert (again.body["due"] > first.body["due"], asked.facts("hold.decided")) == (True, [])
    assert (asked.every("unit")[0].place, asked.give(event).last.notices) == ("l-hold", ())
