"""Another route by hand: what is open, above which value a supervisor must agree, and what refusing leaves."""

import pytest
from msgspec.structs import replace

from station.domain.bench.effects import CheckPin
from station.domain.bench.inputs import ApprovalAnswered, PinChecked
from station.domain.policy import Approval, Recall
from station.domain.records import Reference
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World

UPS, SNEAKER = "1Z12345E0205271688", "4006381333931"


@pytest.fixture
def dear(bench: World) -> World:
    """A shoe that is worth more than an operator may decide about."""
    bench.under(lambda policy: replace(policy, approval=Approval(5000)))
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out()
    return bench.press("other_route", "donate", "damage_seen")


def request(bench: World) -> str:
    """By which name the question is answered from elsewhere."""
    return str(bench.facts("approval.asked")[-1].body["request"])


def test_above_the_value_a_supervisors_badge_is_asked_for(dear: World) -> None:
    shown = dear.shown()
    assert (dear.name, shown.title.key, dear.offered()) == ("approving", "step.approving_override", ["refused", "back"])
    assert (dear.unit().route, dear.facts("approval.asked")[0].body) == (
        "restock", {"for": "override", "from": "restock", "to": "donate", "reason": "damage_seen", "value": 8900,
                    "currency": "EUR", "request": request(dear)})  # fmt: skip
    dear.scan(goods.BADGE_8)
    assert dear.heard == "notice.no_right"
    dear.scan(goods.BADGE_S)
    (told,) = dear.facts("route.overridden")
    assert (dear.name, told.approver, told.body) == (
        "labelling", "1", {"from": "restock", "to": "donate", "reason": "damage_seen"})  # fmt: skip
    assert (dear.facts("approval.given")[0].approver, dear.prints[-1].revision) == ("1", 2)
    assert dear.heard == "notice.destroy_old_label"
    assert dear.verified()


def test_a_supervisors_pin_is_compared(dear: World) -> None:
    dear.scan(goods.BADGE_S2).type("2222").give(PinChecked("2", True))
    assert (dear.name, dear.facts("route.overridden")[0].approver) == ("labelling", "2")


def test_refused_leaves_the_route_and_its_label(dear: World) -> None:
    old = dear.label()
    dear.press("refused")
    assert (dear.name, dear.heard, dear.unit().route) == ("labelling", "notice.approval_refused", "restock")
    assert dear.facts("approval.refused")[0].body == {"for": "override", "request": request(dear)}
    assert dear.facts("route.overridden") == []
    dear.scan(old, "TOTE-1")
    assert (dear.heard, dear.verified()) == ("notice.stowed_new", True)


def test_a_supervisor_elsewhere_agrees(dear: World) -> None:
    dear.give(ApprovalAnswered(request(dear), "given", "1"))
    (given,), (told,) = dear.facts("approval.given"), dear.facts("route.overridden")
    assert (dear.name, dear.unit().route, dear.prints[-1].revision) == ("labelling", "donate", 2)
    assert (given.approver, told.approver, told.operator) == ("1", "1", "7")
    assert given.body == {"for": "override", "request": request(dear), "how": "remote"}
    assert [n.text.key for n in dear.last.notices] == ["notice.answer_given", "notice.destroy_old_label"]
    assert dear.verified()


def test_a_supervisor_elsewhere_refuses(dear: World) -> None:
    dear.give(ApprovalAnswered(request(dear), "refused", "2"))
    (refused,) = dear.facts("approval.refused")
    assert (dear.name, dear.unit().route, dear.heard) == ("labelling", "restock", "notice.approval_refused")
    assert (refused.approver, refused.body["how"], dear.verified()) == ("2", "remote", True)


def test_an_answer_that_comes_twice_or_late_changes_nothing_and_is_told(dear: World) -> None:
    answer = ApprovalAnswered(request(dear), "given", "1")
    dear.give(answer)
    before, step = dear.kinds(), dear.step
    dear.give(answer).give(ApprovalAnswered(request(dear), "refused", "1"))
    assert (dear.kinds(), dear.step, dear.heard) == (before, step, "notice.answer_late")


def test_an_answer_after_the_badge_or_after_back_is_late(dear: World) -> None:
    first = request(dear)
    dear.press("back", "damage_seen").give(ApprovalAnswered(first, "given", "1"))
    assert (dear.name, dear.heard, request(dear) != first) == ("approving", "notice.answer_late", True)
    dear.scan(goods.BADGE_S).give(ApprovalAnswered(request(dear), "refused", "1"))
    assert (dear.unit().route, dear.heard, dear.facts("approval.refused")) == ("donate", "notice.answer_late", [])


@pytest.mark.parametrize("who", ["7", "8", "nobody"])
def test_an_answer_of_somebody_without_the_right_does_not_count(dear: World, who: str) -> None:
    dear.give(ApprovalAnswered(request(dear), "given", who))
    assert (dear.name, dear.heard, dear.unit().route) == ("approving", "notice.answer_no_right", "restock")
    dear.scan(goods.BADGE_S)
    assert (dear.name, dear.unit().route) == ("labelling", "donate")


def test_an_answer_under_a_lock_counts_and_the_lock_stays(dear: World) -> None:
    dear.scan("CMD-LOCK").give(ApprovalAnswered(request(dear), "given", "1"))
    assert (dear.name, dear.reopen().name) == ("locked", "locked")
    again = dear.last_life().scan(goods.BADGE)
    assert (again.name, again.every("unit")[0].route, again.verified()) == ("labelling", "donate", True)


def test_an_answer_while_a_pin_is_compared_counts_and_the_pin_comes_too_late(dear: World) -> None:
    dear.scan(goods.BADGE_S2).type("2222").give(ApprovalAnswered(request(dear), "refused", "1"))
    dear.give(PinChecked("2", True))
    assert (dear.name, dear.unit().route, dear.facts("approval.given")) == ("labelling", "restock", [])


def test_an_enrolled_station_says_that_somebody_elsewhere_can_answer(dear: World) -> None:
    dear.machine.site = replace(dear.machine.site, enrolled=True)
    hint = dear.shown().hint
    assert hint is not None
    assert (hint.key, hint.args) == ("step.approving.remote", {"why": "@step.approving_override.hint"})


def test_back_takes_the_question_back(dear: World) -> None:
    dear.press("back")
    assert (dear.name, dear.verified()) == ("rerouting", True)


def test_an_operator_decides_alone_below_the_value(bench: World) -> None:
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes", "other_route", "donate", "damage_seen")
    assert (bench.name, bench.unit().route, bench.facts("approval.asked")) == ("labelling", "donate", [])


@pytest.mark.parametrize(("unknown", "step"), [("ask", "approving"), ("allow", "labelling")])
def test_what_has_no_known_value_is_decided_as_the_policy_says(bench: World, unknown: str, step: str) -> None:
    put(bench, replace(goods.SNEAKER, price=0))
    bench.under(lambda policy: replace(policy, approval=Approval(5000, unknown)))
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out().press("other_route", "donate", "damage_seen")
    assert bench.name == step
    if unknown == "ask":
        hint = bench.shown().hint
        assert hint is not None
        assert hint.key == "step.approving_unknown.hint"
        bench.scan(goods.BADGE_S)
    assert (bench.name, bench.unit().route, bench.verified()) == ("labelling", "donate", True)


def test_a_price_in_another_currency_is_no_known_value(bench: World) -> None:
    bench.under(lambda policy: replace(policy, currency="SEK", approval=Approval(50_000)))
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out().press("other_route", "donate", "damage_seen")
    assert bench.name == "approving"


def test_without_a_limit_nobody_is_asked(bench: World) -> None:
    put(bench, replace(goods.SNEAKER, price=0)).under(lambda policy: replace(policy, approval=Approval()))
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out().press("other_route", "donate", "damage_seen")
    assert (bench.name, bench.facts("approval.asked")) == ("labelling", [])


def put(bench: World, *values: Reference) -> World:
    store = ReferenceStore(bench.store.path)
    store.put(values)
    store.close()
    return bench


def test_what_a_hard_rule_has_decided_is_not_overruled(bench: World) -> None:
    bench.scan(UPS).press("open").scan(SNEAKER).press("opened", "hygiene")
    assert bench.unit().route == "destroy"
    bench.press("other_route")
    assert bench.offered() == ["quarantine"]


def test_what_is_called_back_is_not_overruled(bench: World) -> None:
    bench.under(lambda policy: replace(policy, recalls=(Recall("laces", "NW-SNK-41"),)))
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes")
    assert (bench.unit().route, bench.unit().reasons) == ("quarantine", ("recall",))
    bench.press("other_route")
    assert bench.offered() == ["destroy"]


def test_a_recall_that_comes_between_routing_and_stowing_is_seen(bench: World) -> None:
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out().scan(bench.label())
    old = bench.label()
    bench.under(lambda policy: replace(policy, recalls=(Recall("laces", "p-sneaker"),))).scan("TOTE-1")
    assert (bench.name, bench.heard) == ("labelling", "notice.recalled")
    assert (bench.unit().route, bench.unit().container, bench.prints[-1].revision) == ("quarantine", "", 2)
    bench.prints_out().scan(old)
    assert bench.heard == "notice.old_label"
    bench.scan(bench.label(), "TOTE-1")
    assert (bench.heard, bench.verified()) == ("notice.stowed_new", True)


@pytest.mark.parametrize("route", ["recycle", "return_to_vendor", "destroy"])
def test_a_recall_does_not_call_back_what_a_hard_rule_keeps(bench: World, route: str) -> None:
    bench.under(lambda policy: replace(policy, recalls=(Recall("fire", "p-bank", route=route),)))
    bench.scan("9102000000008").press("open").scan("4006381334020").press("yes")
    assert (bench.unit().route, bench.unit().reasons) == ("quarantine", ("danger",))
    bench.finish_unit("TOTE-3")
    assert (bench.heard, bench.unit().route) == ("notice.stowed_new", "quarantine")


def test_a_recall_leaves_a_last_resort_that_a_person_chose(bench: World) -> None:
    recalls = (Recall("laces", "p-sneaker", route="return_to_vendor"),)
    bench.under(lambda policy: replace(policy, approval=Approval(), recalls=recalls))
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out().press("other_route")
    assert bench.offered() == ["quarantine", "destroy"]
    bench.press("quarantine", "damage_seen").finish_unit("TOTE-3")
    assert (bench.heard, bench.unit().route) == ("notice.stowed_new", "quarantine")


def test_a_recall_that_comes_later_calls_back_to_what_a_hard_rule_says(bench: World) -> None:
    bench.under(lambda policy: replace(policy, approval=Approval()))
    bench.scan("9102000000008").press("open").scan("4006381334020").press("yes").prints_out()
    bench.press("other_route", "return_to_vendor", "merchant_asked").prints_out().scan(bench.label())
    bench.under(lambda policy: replace(policy, recalls=(Recall("fire", "p-bank", route="recycle"),))).scan("TOTE-3")
    assert (bench.name, bench.heard, bench.unit().route) == ("labelling", "notice.recalled", "quarantine")
    bench.finish_unit("TOTE-3")
    assert (bench.heard, bench.unit().route) == ("notice.stowed_new", "quarantine")


def test_a_recall_means_the_lot_however_it_is_written(bench: World) -> None:
    bench.under(lambda policy: replace(policy, recalls=(Recall("cream_7", "hh-crm", lots=("Lot7b",)),)))
    bench.scan("9102000000008").press("open").scan("4006381334006").type("Lot7b").type("2029-01-01").press("yes")
    assert (bench.unit().lot, bench.unit().route, bench.unit().reasons) == ("LOT7B", "quarantine", ("recall",))


def test_the_second_best_is_shown_and_money_to_those_with_the_right(bench: World) -> None:
    bench.scan(UPS).press("open").scan(SNEAKER).press("opened", "traces", "yes")
    card = bench.shown().route
    assert card is not None
    assert (card.second is not None, card.net) == (bool(bench.unit().next_best), None)
    bench.scan("CMD-LOCK", goods.BADGE_S).press("yes")
    card = bench.shown().route
    assert card is not None
    assert (card.net, card.currency) == (bench.unit().net, "EUR")


def test_a_lock_while_a_pin_is_compared_leaves_the_question_open(dear: World) -> None:
    dear.scan(goods.BADGE_S2).type("2222").scan("CMD-LOCK").give(PinChecked("2", True)).scan(goods.BADGE)
    assert (dear.name, dear.unit().route, dear.shown().busy) == ("approving", "restock", False)
    dear.scan(goods.BADGE_S2).type("2222")
    assert [effect for effect in dear.last.effects if isinstance(effect, CheckPin)]
    dear.give(PinChecked("2", True))
    assert (dear.name, dear.facts("route.overridden")[0].approver) == ("labelling", "2")


def test_nobody_approves_the_own_work_by_taking_the_bench_over(dear: World) -> None:
    dear.scan(goods.BADGE_S2).scan("CMD-LOCK", goods.BADGE_S2).press("yes").type("2222").give(PinChecked("2", True))
    assert (dear.name, dear.facts("approval.given")) == ("approving", [])


def test_what_is_asked_is_told_in_the_policys_currency_where_the_product_names_none(bench: World) -> None:
    put(bench, replace(goods.SNEAKER, currency="")).under(
        lambda policy: replace(policy, currency="EUR", approval=Approval(5000))
    )
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out().press("other_route", "donate", "damage_seen")
    told = bench.facts("approval.asked")[0].body
    assert (told["value"], told["currency"]) == (8900, "EUR")


@pytest.mark.parametrize("command", ["CMD-HOLD", "CMD-DANGER"])
def test_a_hold_while_a_supervisor_is_asked_is_of_the_unit_and_ends_the_question(dear: World, command: str) -> None:
    asked = dear.facts("approval.asked")[-1].id
    dear.scan(command).press("unclear" if command == "CMD-HOLD" else "leak")
    assert [f.body["facts"] for f in dear.facts("fact.undone")] == [[asked]]
    assert dear.unit().hold or dear.unit().danger
    assert dear.record("parcel", dear.unit().parcel).hold is None
    dear.prints_out().scan(dear.label(), "HOLD-1" if command == "CMD-HOLD" else "SAFE-1")
    assert (dear.name, dear.unit().hold is None, dear.verified()) == ("identify", False, True)
