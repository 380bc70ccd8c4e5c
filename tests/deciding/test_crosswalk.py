"""Our grades and routes in other people's words: every word exists there, every unit has an answer, bad tables are
refused."""

import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from resources.compile import LOCALE, texts
from station.deciding.crossing import as_csv, cases, family, load_crosswalk
from station.deciding.crossing import goods as known_of
from station.domain.checklist import COMPLETENESS, FUNCTIONS
from station.domain.crosswalk import ASKED_GRADES, Goods
from station.domain.crosswalk_text import read_target
from station.domain.policy import ROUTES, PolicyFault
from station.domain.records import Product, Unit
from station.rules import compose, load_rules, shipped, site

WALK = load_crosswalk()
LOOP_CONDITIONS = "grade_a grade_b grade_c grade_d incorrect_item missing junk"
LOOP_DISPOSITIONS = "back_to_stock resale_hold recycle donate missing"


def lists(folder: Path) -> dict[str, set[str]]:
    """All words that each target knows, from the published lists (Loop's: from its reference)."""

    def read(name: str) -> Any:
        return json.loads((folder / name).read_text("utf-8"))

    def cbv(kind: str) -> set[str]:
        return {word["bare"] for word in read("epcis/cbv_vocab.json") if word["kind"].lower() == kind}

    markets, x12, r2 = (
        read(f"codelists/{name}.json") for name in ("marketplace_conditions", "x12_180_rdr", "r2v3_rec")
    )
    return {
        "amazon_listing": set(markets["amazon_listing_condition"]["values"]),
        "amazon_return": set(markets["amazon_return_item_disposition"]["values"]),
        "back_market": markets["back_market"].keys() - {"source", "battery"},
        "cbv_bizstep": cbv("bizstep"),
        "cbv_disposition": cbv("disposition"),
        "ebay": set(markets["ebay_condition"]["values"]),
        "loop_condition": set(LOOP_CONDITIONS.split()),
        "loop_disposition": set(LOOP_DISPOSITIONS.split()),
        "r2v3": r2["cosmetic"].keys() | r2["functional"].keys(),
        "shopify": set(read("codelists/shopify_returns.json")["disposition_type"]),
        "x12_1292": set(x12["RDR01_1292_returns_disposition"]),
    }


@pytest.mark.shared_data
def test_every_word_stands_in_the_published_list(shared_data: Path) -> None:
    published = lists(shared_data)
    assert published.keys() == WALK.targets.keys()
    assert {key: set(target.codes) - published[key] for key, target in WALK.targets.items()} == {
        key: set() for key in published
    }


@pytest.mark.shared_data
def test_ebay_and_amazon_are_known_whole_with_their_own_names(shared_data: Path) -> None:
    markets = json.loads((shared_data / "codelists" / "marketplace_conditions.json").read_text("utf-8"))
    assert WALK.targets["ebay"].codes == markets["ebay_condition"]["values"]
    assert set(WALK.targets["amazon_listing"].codes) == set(markets["amazon_listing_condition"]["values"])


def every_case() -> Iterable[tuple[str, Goods]]:
    return ((key, goods) for key, target in WALK.targets.items() for goods in cases(target))


def test_every_grade_and_target_have_an_answer_or_a_reason_in_words() -> None:
    english = texts(LOCALE / "en" / "LC_MESSAGES" / "returns.po")
    for key, goods in every_case():
        mapped = WALK.targets[key].of(goods)
        assert bool(mapped.code) != bool(mapped.why), (key, goods)
        assert mapped.name if mapped.code else f"crosswalk.why.{mapped.why}" in english, (key, goods)
    assert {goods.grade for key, goods in every_case() if key == "ebay"} == set(ASKED_GRADES)


def test_a_route_says_where_goods_are_whatever_their_grade() -> None:
    for route in ROUTES:
        said = {WALK.targets["shopify"].of(Goods(grade, route=route)).code for grade in ASKED_GRADES[:-1]}
        assert len(said) == 1


def test_no_word_is_stronger_than_the_goods() -> None:
    """What does not work, is not complete or is not sold is offered nowhere as new or as working."""
    for key, goods in every_case():
        code = WALK.targets[key].of(goods).code
        new = code in ("1000", "1500", "2750", "new_new", "used_like_new", "Sellable", "premium", "F6 C9")
        if new:
            assert (goods.grade, goods.function, goods.completeness != "parts_only") == ("A", "works", True), (
                key,
                goods,
            )
        if code in ("1000", "new_new", "premium", "F6 C9"):
            assert goods.cosmetic == 0


@pytest.mark.parametrize(
    ("category", "grade", "cosmetic", "code"),
    [
        ("apparel", "A", 1, "1500"), ("apparel", "B", 3, "2990"), ("apparel", "C", 6, "3000"),
        ("shoes", "D", 8, "3010"),
        ("books", "A", 1, "2750"), ("books", "B", 3, "4000"), ("books", "C", 6, "5000"), ("media", "D", 8, "6000"),
        ("cosmetics", "A", 0, "1000"), ("cosmetics", "A", 1, ""), ("phones", "B", 3, "3000"),
        ("garden", "C", 6, "3000"),
    ],
)  # fmt: skip
def test_ebay_takes_what_the_category_allows(category: str, grade: str, cosmetic: int, code: str) -> None:
    assert WALK.targets["ebay"].of(Goods(grade, cosmetic=cosmetic, category=category)).code == code


def test_a_broken_shirt_has_no_place_on_ebay_and_that_is_said() -> None:
    mapped = WALK.targets["ebay"].of(Goods("D", "dead", 8, category="apparel"))
    assert (mapped.code, mapped.why) == ("", "category")


@given(
    st.builds(
        Goods,
        grade=st.sampled_from((*ASKED_GRADES, "", "Z")),
        function=st.sampled_from((*FUNCTIONS, "odd")),
        cosmetic=st.integers(0, 9),
        completeness=st.sampled_from((*COMPLETENESS, "")),
        category=st.sampled_from(("", "books", "phones", "cosmetics", "never heard of")),
        route=st.sampled_from((*ROUTES, "", "moon")),
        flags=st.lists(st.sampled_from(("recall", "hygiene", "carrier_damage")), max_size=2).map(tuple),
    )
)
def test_any_unit_has_exactly_one_answer_per_target(goods: Goods) -> None:
    told = WALK.of(goods)
    assert told.keys() == WALK.targets.keys()
    assert all(bool(mapped.code) != bool(mapped.why) for mapped in told.values())


def test_csv_tells_every_case_once() -> None:
    lines = list(as_csv([WALK.targets["shopify"], WALK.targets["ebay"]]))
    assert lines[0] == "target,grade,function,cosmetic,completeness,category,route,code,name,why"
    assert "shopify,missing,*,*,*,*,destroy,MISSING,expected but absent," in lines
    assert "ebay,B,works,9,complete,apparel,resale,2990,PRE_OWNED_EXCELLENT," in lines
    assert len(set(lines)) == len(lines)


GOOD = """
title = "Somebody"
by = "grade"
[codes]
x = "an x"
[[row]]
grade = ["A"]
codes = ["x"]
[[row]]
why = "not_graded"
"""


@pytest.mark.parametrize("category", ["phones", "Smartphones"])
def test_a_list_of_a_sites_own_name_changes_no_word_of_others(tmp_path: Path, category: str) -> None:
    own = (files("resources") / "checklists" / "phones.toml").read_text("utf-8")
    (tmp_path / "checklists").mkdir()
    own = own.replace('name = "phones"', 'name = "acme_phones"')
    (tmp_path / "checklists" / "acme_phones.toml").write_text(own, "utf-8")
    unit = Unit("u", product="p", grade="B", function="works", cosmetic=3, completeness="complete")
    product = Product("p", "NW", "S", "Phone", category=category)
    shipped_book, own_book = (compose(layers).book for layers in ([shipped()], [site(tmp_path), shipped()]))
    assert own_book.checklist_for(product).name == "acme_phones"
    assert known_of(unit, product, own_book) == known_of(unit, product, shipped_book)
    assert WALK.of(known_of(unit, product, own_book))["back_market"].code


def test_what_a_sites_policy_calls_a_kind_of_shoes_is_shoes_to_others() -> None:
    rules = load_rules()
    own = replace(rules, policy=replace(rules.policy, kinds={"wellies": "boots"}))
    assert family(own, "Wellies") == "shoes"
    assert family(rules, "Wellies") == "wellies"


@pytest.mark.parametrize(
    ("find", "put", "said", "allowed", "line"),
    [
        ('"A"', '"Z"', "'Z'", "A, B, C, D, incorrect_item, junk, missing", 7),
        ('codes = ["x"]', 'codes = ["y"]', "'y'", "x", 8),
        ('codes = ["x"]', "codes = 7", "7", "a list of texts", 8),
        ('codes = ["x"]', "", "codes and why", "either codes, or why there is none", 6),
        ('codes = ["x"]', 'codes = ["x"]\nlook = 3', "unknown key 'look'", "codes, grade, function", 9),
        ('codes = ["x"]', 'codes = ["x"]\ncosmetic_max = 12', "12", "0 to 9", 9),
        ('grade = ["A"]', "", "has no conditions", "such a row as the last one only", 6),
        ('why = "not_graded"', 'why = "x"\nroute = ["restock"]', "the last one has conditions", "without any", 9),
        ('x = "an x"', 'x = ""', "''", "a text that is not empty", 5),
        ('by = "grade"', 'by = "moon"', "'moon'", "grade, route", 3),
        ("[codes]", "[codes", "Expected ']'", "", 4),
        ('[[row]]\ngrade', '[[limit]]\ncategory = ["a"]\ncodes = []\n[[row]]\ngrade', "names categories",
         "without any", 7),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_with_what_is_allowed(find: str, put: str, said: str, allowed: str, line: int) -> None:
    assert read_target(GOOD, "x", "x.toml").of(Goods("A")).code == "x"
    with pytest.raises(PolicyFault) as fault:
        read_target(GOOD.replace(find, put, 1), "x", "x.toml")
    assert (fault.value.file, fault.value.line) == ("x.toml", line)
    assert said in fault.value.said
    assert allowed in fault.value.allowed
