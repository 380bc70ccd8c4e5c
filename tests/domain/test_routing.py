"""Routes: what holds for every policy, unit and product; and each part of the order by an example."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from station.domain import care, money, routing
from station.domain.money import Limits, Option
from station.domain.policy import ROUTES, Policy, Recall
from station.domain.policy_text import read_policy
from station.domain.records import Product, Unit
from station.domain.recovery import CONDITIONS
from tests.domain.rules_of import GRADING, HARD, REST, policies, products, units

SOLD = """
[[channel]]
name = "shelf"
route = "restock"
grades = ["A"]
[[channel]]
name = "outlet"
route = "resale"
grades = ["A", "B", "C"]
fee = 20
fee_permille = 100
handling = 30
[[channel]]
name = "market"
route = "resale"
grades = ["A", "B", "C"]
days = 20
[[recovery]]
channel = "shelf"
A = [900, 0]
[[recovery]]
channel = "outlet"
A = [700, 10]
B = [500, 10]
C = [300, 10]
[[recovery]]
channel = "market"
A = [690, 0]
B = [400, 0]
C = [300, 0]
"""
OPEN = '[[contract]]\nroutes = ["restock", "resale"]\n'
SHOE = Product("p", "NW", "SKU", "Shoe", category="shoes", price=1000, currency="EUR")
UNIT = Unit("u", merchant="NW", product="p", match="expected", grade="B")


def policy(more: str = OPEN, top: str = "") -> Policy:
    return read_policy(f"{top}\n{GRADING}{HARD}{SOLD}{more}{REST}", "ours.toml")


# For all --------------------------------------------------------------------------------------------------------------


@given(policies(), units(), st.none() | products())
def test_every_unit_has_one_allowed_route_and_always_the_same(ours: Policy, unit: Unit, goods: Product | None) -> None:
    way = routing.route(ours, unit, goods)
    assert way.route in ROUTES
    assert way.reasons
    again = read_policy_again(ours)
    assert routing.route(again, unit, goods) == way
    allowed = {o.channel for o in money.options(ours, unit, goods)} | {"", *(c.name for c in ours.channels)}
    assert way.channel in allowed


def read_policy_again(ours: Policy) -> Policy:
    """Another value of the same version: nothing that is remembered for the first one may count."""
    return replace(ours, name=ours.name)


@given(policies(), units(), products())
def test_hard_rules_are_never_overruled_by_money(ours: Policy, unit: Unit, goods: Product) -> None:
    way = routing.route(ours, unit, replace(goods, price=10**9))
    if unit.danger or goods.hazard:
        assert (way.route, way.rule) == ("quarantine", "danger")
    elif {"hygiene", "leak", "mould"} & set(unit.flags):
        assert (way.route, way.rule) == ("destroy", "hygiene")
    elif "serial_not_shipped" in unit.signals:
        assert (way.route, way.rule) == ("quarantine", "signal")


@given(policies(), units(), products(), st.sampled_from(list(pairwise(CONDITIONS))))
def test_a_better_condition_never_brings_less(
    ours: Policy, unit: Unit, goods: Product, grades: tuple[str, str]
) -> None:
    better, worse = (money.options(ours, replace(unit, grade=grade), goods) for grade in grades)
    assert len(better) >= len(worse)
    assert not worse or better[0].net >= worse[0].net


@given(policies(), units(), products())
def test_the_best_is_taken_and_the_parts_add_up(ours: Policy, unit: Unit, goods: Product) -> None:
    found = money.options(ours, unit, goods)
    assert [o.net for o in found] == sorted((o.net for o in found), reverse=True)
    for o in found:
        recovered = goods.price * o.permille // 1000 * unit.quantity
        assert recovered - o.fees - o.handling - o.holding == o.net
        assert min(o.fees, o.handling, o.holding) >= 0
    way = routing.route(ours, unit, goods)
    if way.rule == "best_value":
        assert (way.route, way.channel, way.net) == (found[0].route, found[0].channel, found[0].net)
        assert way.next_net == (found[1].net if len(found) > 1 else None)


# By example -----------------------------------------------------------------------------------------------------------


def test_the_figures_of_an_option() -> None:
    best, other = routing.options(policy(top="holding_permille_day = 2"), replace(UNIT, quantity=2), SHOE)
    assert best == Option("resale", "outlet", 2000, 500, 140, 60, 40, 10, 760)
    assert (other.channel, other.days, other.holding, other.net) == ("market", 20, 80, 720)


def test_of_equals_the_first_of_the_policy_is_taken() -> None:
    ours = policy(OPEN.replace('"restock", ', ""))
    free = msgspec.structs.replace(SHOE, price=500)
    assert [o.net for o in routing.options(ours, UNIT, free)] == [200, 175]
    level = read_policy(
        f"{GRADING}{SOLD.replace('fee = 20', '').replace('fee_permille = 100', '').replace('handling = 30', '')}"
        f"{OPEN}{REST}".replace("B = [400, 0]", "B = [500, 0]"),
        "ours.toml",
    )
    assert [o.channel for o in routing.options(level, UNIT, SHOE)] == ["outlet", "market"]


def test_money_says_the_second_best_and_the_rule_that_agrees() -> None:
    way = routing.route(policy(), replace(UNIT, grade="A"), SHOE)
    assert (way.route, way.channel, way.net, way.rule) == ("restock", "shelf", 900, "best_value")
    assert way.reasons == ("good", "best_value")
    assert (way.next_best, way.next_channel, way.next_net) == ("resale", "market", 690)
    assert way.table == policy().recovery.hash


@pytest.mark.parametrize(
    ("goods", "top", "why"),
    [
        (None, "", "no_price"),
        (replace(SHOE, price=0), "", "no_price"),
        (SHOE, 'currency = "GBP"', "other_currency"),
    ],
)
def test_without_a_price_rules_decide_and_it_is_said(goods: Product | None, top: str, why: str) -> None:
    way = routing.route(policy(top=top), UNIT, goods)
    assert (way.route, way.rule, way.net) == ("restock", "good", None)
    assert way.reasons == ("good", why)


def test_where_the_contract_leaves_no_choice_rules_decide_or_the_merchant_is_asked() -> None:
    assert routing.route(policy(""), UNIT, SHOE).reasons == ("good",)
    ours = policy(OPEN + '[[contract]]\nmerchant = "NW"\nask = "donate"\nask_days = 5\n')
    way = routing.route(ours, UNIT, SHOE)
    assert (way.route, way.rule, way.ask, way.next_best) == ("quarantine", "ask_merchant", True, "donate")
    assert routing.contract_of(ours, "NW").ask_days == 5
    assert routing.route(ours, replace(UNIT, merchant="HH"), SHOE).rule == "best_value"


def test_a_channel_without_room_is_passed_over() -> None:
    full = Limits({"channel:outlet": 1})
    assert routing.route(policy(), UNIT, SHOE, full).channel == "outlet"
    assert routing.route(policy(), replace(UNIT, quantity=2), SHOE, full).channel == "market"


VENDOR = """
[[vendor]]
name = "maker"
categories = ["shoes"]
grades = ["B"]
quota = 5
window_days = 30
value_permille = 250
"""


@pytest.mark.parametrize(
    ("days", "left", "pieces", "rule"),
    [
        (30, {}, 5, "maker"),
        (31, {}, 1, "best_value"),
        (None, {}, 1, "best_value"),
        (3, {}, 6, "best_value"),
        (3, {"vendor:maker": 0}, 1, "best_value"),
        (3, {"vendor:maker": 9}, 6, "maker"),
    ],
)
def test_a_vendor_takes_back_within_window_and_quota(
    days: int | None, left: dict[str, int], pieces: int, rule: str
) -> None:
    unit = replace(UNIT, quantity=pieces)
    way = routing.route(policy(OPEN + VENDOR), unit, SHOE, Limits(left), shipped_days=days)
    assert way.rule == rule
    if rule == "maker":
        assert (way.route, way.channel, way.net) == ("return_to_vendor", "maker", 250 * pieces)
        assert way.next_best == "resale"


@pytest.mark.parametrize(("named", "rule"), [("sku", "maker"), ("p", "maker"), ("SKU-2", "best_value")])
def test_a_vendor_takes_back_products_however_their_sku_is_written(named: str, rule: str) -> None:
    ours = policy(OPEN + VENDOR + f"products = [{named!r}]\n")
    assert routing.route(ours, UNIT, SHOE, shipped_days=1).rule == rule


@pytest.mark.parametrize(
    ("recall", "unit", "reasons"),
    [
        (Recall("r", "SKU"), UNIT, ("recall",)),
        (Recall("r", "p", lots=("L1",)), replace(UNIT, lot="L1"), ("recall",)),
        (Recall("r", "p", lots=("L1",)), replace(UNIT, lot="L2"), None),
        (Recall("r", "p", lots=("L1",)), UNIT, ("recall", "recall_unknown")),
        (Recall("r", "p", serials=("S1",)), replace(UNIT, serial="S1"), ("recall",)),
        (Recall("r", "p", serials=("S1",)), replace(UNIT, serial="S2"), None),
        (Recall("r", "other"), UNIT, None),
        (Recall("r", "sku"), UNIT, ("recall",)),
        (Recall("r", "p", lots=("Lot7b",)), replace(UNIT, lot="LOT7B"), ("recall",)),
        (Recall("r", "p", lots=(" Lot7b",)), replace(UNIT, lot="LOT7C"), None),
        (Recall("r", "p", serials=("sn-1 ",)), replace(UNIT, serial="SN-1"), ("recall",)),
        (Recall("r", "p", serials=("sn-1",)), replace(UNIT, serial="sN-1"), ("recall",)),
    ],
)
def test_a_recall_of_the_policy_in_force_comes_before_money(
    recall: Recall, unit: Unit, reasons: tuple[str, ...] | None
) -> None:
    way = routing.route(policy(OPEN + VENDOR), unit, SHOE, shipped_days=1, recalls=(recall,))
    assert (way.reasons == reasons and way.route == "quarantine") if reasons else way.rule == "maker"
    assert routing.recalled((recall,), unit, SHOE) == (recall if reasons else None)


def test_rules_may_ask_for_reason_age_and_signals() -> None:
    rules = (
        '[[route]]\nname = "faulty"\nroute = "refurbish"\nreason_any = ["faulty"]\ndays_max = 60\n'
        '[[route]]\nname = "leaky"\nroute = "donate"\nsignals_any = ["weight_off"]\nvalue_min = 900\n'
    )
    ours = policy(rules)
    assert routing.route(ours, UNIT, SHOE, reason="faulty", shipped_days=60).rule == "faulty"
    assert routing.route(ours, UNIT, SHOE, reason="faulty", shipped_days=61).rule == "good"
    assert routing.route(ours, UNIT, SHOE, reason="faulty").rule == "good"
    assert routing.route(ours, replace(UNIT, signals=("weight_off",)), SHOE).rule == "leaky"


CARE = (
    '[[care]]\ntask = "wipe"\nroutes = ["restock", "resale"]\nflags_any = ["data"]\ncertificate = true\n'
    '[[care]]\ntask = "box"\nchannels = ["shelf"]\n'
)


def test_care_is_needed_until_it_has_a_result_and_bars_the_way_where_it_failed() -> None:
    ours, unit = policy(OPEN + CARE), replace(UNIT, grade="A", flags=("data",))
    way = routing.route(ours, unit, SHOE)
    assert [rule.task for rule in care.needed(ours, unit, SHOE, way)] == ["wipe", "box"]
    done = replace(unit, care=(("wipe", "done"), ("box", "failed")))
    assert care.needed(ours, done, SHOE, way) == ()
    other = routing.route(ours, done, SHOE)
    assert (other.channel, other.reasons) == ("market", ("best_value", "care_failed"))
    failed = replace(unit, care=(("wipe", "failed"),))
    assert routing.route(ours, failed, SHOE).reasons == ("rest", "care_failed")


@pytest.mark.parametrize(("currency", "rule"), [("EUR", "dear"), ("IDR", "rest")])
def test_a_price_in_another_currency_reaches_no_value(currency: str, rule: str) -> None:
    dear = '[[route]]\nname = "dear"\nroute = "donate"\nvalue_min = 900\n'
    ours = policy(dear, 'currency = "EUR"')
    found = routing.route(ours, UNIT, replace(SHOE, currency=currency))
    assert (found.rule == "dear") == (rule == "dear")
