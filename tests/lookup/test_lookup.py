"""Look-ups in a real file: whole identifiers, their endings, words in four languages, and what belongs to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station import finding, texts
from station.domain.records import Location, Order, Parcel, Unit
from station.lookup import MOST, Found, Hit, Lookup, title
from station.store import look
from station.store.connect import StoreRefused
from station.store.reference import ReferenceStore
from tests.lookup.goods import station
from tests.stories import goods
from tests.stories.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = station(tmp_path_factory.mktemp("lookup"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def lookup(world: World) -> Iterator[Lookup]:
    with Lookup(world.store.path) as opened:
        yield opened


def named(found: Found, how: str = "") -> list[tuple[str, str]]:
    return [(hit.type, title(hit.record)) for hit in found.hits if not how or hit.how == how]


def stowed(world: World) -> Unit:
    (unit,) = [unit for unit in world.every("unit") if unit.container]
    assert isinstance(unit, Unit)
    return unit


@pytest.mark.parametrize(
    ("text", "type", "name", "field"),
    [
        ("9102000000001", "parcel", "9102000000001", "tracking"),
        ("9102000000001", "authorization", "RMA-30001", "tracking"),
        ("rma-30001", "authorization", "RMA-30001", "code"),
        ("HH-7001", "order", "HH-7001", "number"),
        ("1Z5R89390357567127", "order", "NW-5001", "tracking"),
        ("1z 5r8 939 03 5756 7127", "order", "NW-5001", "tracking"),
        (goods.SHIPPED_SERIAL, "order", "HH-7001", "serial"),
        (" sn-1001 ", "order", "HH-7001", "serial"),
        ("4006381333962", "product", "Desk phone", "gtin"),
        ("04006381333962", "product", "Desk phone", "gtin"),
        ("]d2010400638133396221SN-1001", "product", "Desk phone", "gtin"),
        ("HH-PHN-1", "product", "Desk phone", "sku"),
        ("TOTE-1", "container", "TOTE-1", "code"),
        ("cage-1", "location", "CAGE-1", "code"),
    ],
)
def test_a_whole_identifier_finds_its_records_first(
    lookup: Lookup, text: str, type: str, name: str, field: str
) -> None:
    exact = [hit for hit in lookup.find(text).hits if hit.how == "exact"]
    assert (type, name, field) in [(hit.type, title(hit.record), hit.field) for hit in exact]
    assert lookup.find(text).hits[: len(exact)] == tuple(exact)


def test_a_units_label_finds_the_unit_and_all_that_belongs_to_it(lookup: Lookup, world: World) -> None:
    unit = stowed(world)
    for text in (unit.lpn, f"{unit.lpn}-1", f"{unit.lpn.lower()}-1-restock-hh"):
        found = lookup.find(text)
        assert named(found, "exact") == [("unit", unit.lpn)]
        assert named(found, "related") == [("parcel", "9102000000001"), ("product", "Desk phone"),
                                           ("container", "TOTE-1"), ("authorization", "RMA-30001")]  # fmt: skip


def test_a_serial_finds_unit_order_and_parcel(lookup: Lookup, world: World) -> None:
    found = lookup.find(goods.SHIPPED_SERIAL)
    assert named(found, "exact") == [("order", "HH-7001"), ("unit", stowed(world).lpn)]
    assert ("parcel", "9102000000001") in named(found)


def test_a_slip_finds_its_parcel_and_what_came_out_of_it(lookup: Lookup) -> None:
    assert ("parcel", "9102000000001") in named(lookup.find("RMA-30001"), "related")
    assert named(lookup.find("RMA-20420"), "related")[-1] == ("parcel", "RB123456785GB")


@pytest.mark.parametrize("size", [4, 5, 6])
def test_the_last_characters_are_enough(lookup: Lookup, world: World, size: int) -> None:
    unit = stowed(world)
    for text in (unit.lpn[-size:], unit.lpn[-size:].lower()):
        (hit,) = [hit for hit in lookup.find(text).hits if hit.id == unit.id]
        assert (hit.how, hit.field, hit.value) == ("ending", "lpn", unit.lpn)


def test_endings_of_every_kind(lookup: Lookup) -> None:
    assert ("authorization", "RMA-20418") in named(lookup.find("0418"), "ending")
    assert ("order", "HH-7001") in named(lookup.find("7001"), "ending")
    assert named(lookup.find("7 127"), "ending") == [("order", "NW-5001")]
    assert ("parcel", "RB123456785GB") in named(lookup.find("785gb"), "ending")


def test_three_characters_are_no_ending(lookup: Lookup) -> None:
    assert named(lookup.find("418"), "ending") == []


def test_badges_are_not_found(lookup: Lookup, world: World) -> None:
    hashed = str(world.record("operator", "7").badge)
    assert lookup.find(goods.BADGE) == lookup.find(hashed) == lookup.find(hashed[-6:]) == Found()


@pytest.mark.parametrize(
    ("words", "products"),
    [
        ("boot", ["p-boot"]),
        ("BLACK wint", ["p-boot"]),
        ("camión", ["p-camion"]),
        ("camion", ["p-camion"]),
        ("CAMIÓN", ["p-camion"]),
        ("cami\u006f\u0301n", ["p-camion"]),
        ("edicion nino", ["p-camion"]),
        ("niño jug", ["p-camion"]),
        ("sofa", ["p-sofa"]),
        ("跑鞋", ["p-xie"]),
        ("鞋", ["p-xie", "p-xue"]),
        ("黑色跑鞋", ["p-xie"]),
        ("运动", ["p-xue"]),
        ("耳機", ["p-ji", "p-mixed"]),
        ("藍牙", ["p-ji"]),
        ("燈", ["p-deng"]),
        ("ＬＥＤ燈", ["p-deng"]),
        ("airl 殼", ["p-mixed"]),
        ("nothing like that", []),
    ],
)
def test_words_find_products_in_every_language(lookup: Lookup, words: str, products: list[str]) -> None:
    assert sorted(hit.id for hit in lookup.find(words).hits if hit.how == "words") == products


def test_words_find_units_in_work(lookup: Lookup) -> None:
    found = lookup.find("rain jacket")
    assert [(hit.type, hit.how) for hit in found.hits] == [
        ("product", "words"),
        ("unit", "related"),
        ("parcel", "related"),
        ("authorization", "related"),
    ]


def test_many_hits_are_counted_and_cut(world: World) -> None:
    office = ReferenceStore(world.store.path)
    places = [Location(f"many-{n}", f"BIN-{n:04}-WXYZ", "bin") for n in range(MOST + 50)]
    office.put(places[:30])
    with Lookup(world.store.path) as lookup:
        few = lookup.find("wxyz", 5)
        office.put(places)
        many = lookup.find("WXYZ")
    office.remove([hit.ref for hit in many.hits])
    office.close()
    assert (len(few.hits), few.total, few.is_more) == (5, 30, False)
    assert (len(many.hits), many.total, many.is_more) == (20, MOST, True)
    assert "more than 200" in list(finding.lines("en", many))[-1]
    assert "30" in list(finding.lines("en", few))[-1]


def test_the_reader_sees_each_step_and_cannot_write(tmp_path: Path) -> None:
    world = station(tmp_path)
    with Lookup(world.store.path) as lookup:
        assert [hit.type for hit in lookup.find("rain").hits] == ["product", "unit", "parcel", "authorization"]
        world.scan("CMD-UNDO")
        assert [hit.type for hit in lookup.find("rain").hits] == ["product"]
        with pytest.raises(StoreRefused, match="readonly"):
            lookup._look._all("DELETE FROM alias", ())
    world.close()


@given(st.text() | st.text("0123456789-RMASN%_\"'*():^\x00\x1d鞋") | st.text(st.characters(codec="utf-8"), max_size=6))
def test_any_text_has_an_answer_that_can_be_shown(lookup: Lookup, text: str) -> None:
    found = lookup.find(text)
    assert found.total >= len(found.hits)
    for lang in texts.languages():
        assert all(line.isprintable() for line in finding.lines(lang, found))


@given(st.text(st.characters(categories=["Cs", "Cc", "Lu"]), max_size=20))
def test_halves_of_characters_are_no_text(lookup: Lookup, text: str) -> None:
    assert lookup.find(text).total >= 0


def test_a_huge_text_is_looked_up_like_any_other(lookup: Lookup) -> None:
    assert lookup.find("8" * 100_000) == lookup.find("x " * 50_000 + "!") == Found()
    assert lookup.find("鞋 " * 50_000).total == 2


def test_every_word_of_a_look_up_is_there() -> None:
    keys = [f"find.type.{type}" for type in ("parcel", "unit", "authorization", "order", "product", "container")]
    keys += [f"find.field.{name}" for name in ("lpn", "retired", "serial", "tracking", "number", "code", "sku", "gtin")]
    stages = ("found", "identified", "graded", "routed", "labelled", "verified", "stowed", "held", "split")
    keys += [f"find.stage.{stage}" for stage in stages] + ["find.state.open", "find.state.closed", "find.nothing"]
    missing = [(lang, key) for lang in texts.languages() for key in keys if texts.say(lang, key) == key]
    assert missing == []


def test_lines_say_why_in_the_language_asked_for() -> None:
    order = Order("o-1", "NW", "NW-5001", ())
    parcel = Parcel("p-1", tracking="T-1", dock="staged")
    found = Found((Hit("order", "o-1", "ending", "number", "NW-5001", order),
                   Hit("parcel", "p-1", "related", "order", "o-1", parcel)), 2)  # fmt: skip
    assert list(finding.lines("en", found)) == [
        "Order NW-5001 · order number with this ending: NW-5001",
        "Parcel T-1 (in a cage) · belongs to Order NW-5001",
        "Found: 2",
    ]
    assert next(iter(finding.lines("zh_CN", found))) == "订单 NW-5001 · 结尾相符的订单号：NW-5001"


def test_endings_are_found_by_their_index(world: World) -> None:
    with Lookup(world.store.path) as lookup:
        plan = lookup._look._all(f"EXPLAIN QUERY PLAN {look.ENDING}", ("1001", 4, "1001", 4, 9))
    assert "ix_alias_tail" in str(plan)
