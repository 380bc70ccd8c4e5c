"""The policy that is shipped, with the lists that are shipped: what is not safe and what holds data goes to nobody."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from msgspec.structs import replace

from station.domain import care, grading, routing
from station.domain.checklist_text import read_checklist
from station.domain.policy import ROUTES, Vendor
from station.domain.policy_text import read_policy
from station.domain.records import Product, Unit
from station.domain.recovery import Recovery
from station.domain.recovery_text import read_recovery
from station.rules import load_rules
from tests.domain.test_checklists import HAS, NINE, ways

RULES = load_rules()
KEPT = ("quarantine", "destroy")
TO_NOBODY_ELSE = (*KEPT, "ship_back")
"""What is shipped back goes to whom the data belong."""


def looked_at(name: str) -> Iterator[tuple[Unit, Product]]:
    """A graded unit for every way through the list, with what its care questions led to."""
    checklist = RULES.checklists[name]
    product = Product("p", "NW", "S", "Thing", category=name, price=90_000, currency="EUR")
    for has in (HAS[0], HAS[-1]):
        for answers in ways(checklist, has):
            found = grading.graded(RULES.policy, checklist, answers, "expected")
            cared = tuple((t, key) for q, key in answers if (t := checklist.questions[q].care))
            yield Unit("u", merchant="NW", product="p", match="expected", answers=answers, grade=found.grade,
                       flags=found.condition.flags, care=cared), product  # fmt: skip


@pytest.mark.parametrize("name", NINE)
def test_what_is_not_safe_or_too_old_never_goes_on(name: str) -> None:
    for unit, product in looked_at(name):
        way = routing.route(RULES.policy, unit, product)
        if {"battery", "unsafe", "recall"} & set(unit.flags):
            assert (way.route, way.rule) == ("quarantine", "unsafe"), unit.answers
        elif "expired" in unit.flags:
            assert way.route == "destroy", unit.answers


@pytest.mark.parametrize("name", NINE)
def test_data_that_could_not_be_wiped_go_to_nobody_else(name: str) -> None:
    for unit, product in looked_at(name):
        if "data" in unit.flags:
            failed = replace(unit, care=(*(c for c in unit.care if c[0] != "wipe"), ("wipe", "failed")))
            assert routing.route(RULES.policy, failed, product).route in KEPT, unit.answers
            free = {r for r in ROUTES if not care.barred(RULES.policy, failed, product, r, "")}
            assert free == set(TO_NOBODY_ELSE)


def test_a_wipe_is_asked_for_on_every_way_to_somebody_else() -> None:
    unit = Unit("u", product="p", grade="D", flags=("data",))
    for way in ROUTES:
        asked = [rule.task for rule in care.needed(RULES.policy, unit, None, routing.Route(way, "", "", ()))]
        assert asked == ([] if way in TO_NOBODY_ELSE else ["wipe"]), way


def test_a_vendor_does_not_get_data_either() -> None:
    ours = replace(RULES.policy, vendors=(Vendor("maker"),))
    unit = Unit("u", product="p", grade="A", match="expected", flags=("data",))
    assert routing.route(ours, unit, None).route == "return_to_vendor"
    assert routing.route(ours, replace(unit, care=(("wipe", "failed"),)), None).route in KEPT


@pytest.mark.parametrize("price", [0, 90_000])
def test_a_good_phone_that_could_not_be_wiped_is_kept_and_not_destroyed(price: int) -> None:
    unit = Unit(
        "u", merchant="NW", product="p", match="expected", grade="A", flags=("data",), care=(("wipe", "failed"),)
    )
    way = routing.route(RULES.policy, unit, Product("p", "NW", "S", "Thing", category="phones", price=price))
    assert (way.route, way.rule) == ("quarantine", "not_wiped")


@pytest.mark.parametrize("category", ["cosmetics", "Cosmetics", "Skincare"])
def test_a_policy_concerns_a_category_however_either_is_written(category: str) -> None:
    text = (files("resources") / "policies" / "default.toml").read_text("utf-8")
    rule = '[[hard]]\nname = "ours"\nroute = "destroy"\ncategory = ["Cosmetics"]\n\n'
    told = text.replace("[[hard]]", rule + "[[hard]]", 1).replace("\ncosmetics = [", "\nCosmetics = [", 1)
    policy = read_policy(told, "ours.toml", {"default": RULES.policy.recovery})
    unit = Unit("u", merchant="NW", product="p", match="expected", grade="A")
    way = routing.route(policy, unit, Product("p", "NW", "S", "Cream", category=category, price=1000))
    assert (way.route, way.rule) == ("destroy", "ours")


def test_a_recovery_and_a_list_concern_a_category_however_either_is_written() -> None:
    table = read_recovery('name = "t"\n[[row]]\ncategory = "Shoes"\nchannel = "outlet"\nA = [700, 9]\n', "t.toml")
    policy = replace(RULES.policy, recovery=table)
    assert policy.recovers("SHOES", "A", "outlet") == policy.recovers("shoes", "A", "outlet") == Recovery(700, 9)
    text = (files("resources") / "checklists" / "shoes.toml").read_text("utf-8")
    own = read_checklist(
        text.replace('"shoes", "shoe"', '"Skis", "skis", "Ski"', 1).replace('"shoes"', '"ours"', 1), "c"
    )
    rules = replace(RULES, checklists={"ours": own, **RULES.checklists})
    assert own.categories[:2] == ("skis", "ski")
    assert rules.checklist_for(Product("p", "NW", "S", "Thing", category="SKIS")) is own


def test_what_a_list_asks_about_is_of_its_kind_to_every_rule() -> None:
    named = {(category, c.name) for c in RULES.checklists.values() for category in c.categories if category != c.name}
    assert named == set(RULES.policy.kinds.items())


@pytest.mark.parametrize(("category", "kind"), [("laptops", "electronics"), ("Tablets", "phones"), ("BOOTS", "shoes")])
@pytest.mark.parametrize("grade", ["A", "B", "C", "D", "junk"])
def test_goods_go_the_way_of_their_kind_however_their_category_is_written(category: str, kind: str, grade: str) -> None:
    unit = Unit("u", merchant="NW", product="p", match="expected", grade=grade, flags=("soiled",))
    there, here = (Product("p", "NW", "S", "Thing", category=c, price=20_000, currency="EUR") for c in (category, kind))
    assert routing.route(RULES.policy, unit, there) == routing.route(RULES.policy, unit, here)
    assert routing.options(RULES.policy, unit, there) == routing.options(RULES.policy, unit, here)
    assert RULES.checklist_for(there) == RULES.checklist_for(here)
