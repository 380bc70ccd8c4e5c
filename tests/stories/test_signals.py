"""What does not add up is told with its evidence, and held where the policy says so."""

import pytest
from msgspec.structs import replace

from station.domain.policy import SignalRule
from station.domain.records import Authorization, Line, Order
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World

SNEAKER, LAMP = "4006381333931", "4006381333993"


def office(bench: World, *values: Order | Authorization) -> World:
    store = ReferenceStore(bench.store.path)
    store.put(values)
    store.close()
    return bench


def lamp(bench: World, grams: int) -> World:
    return bench.scan("9102000000003").press("open").scan(LAMP).weigh(grams)


def signalled(bench: World) -> list[tuple[str, list[str]]]:
    return [(f.body["signal"], f.body.get("evidence", [])) for f in bench.facts("signal.raised")]


def test_a_weight_that_is_off_is_told_with_what_was_expected(bench: World) -> None:
    lamp(bench, 900)
    assert signalled(bench) == [("weight_off", ["expected:1200", "measured:900", "tolerance:60"])]
    assert (bench.heard, bench.notice.text.args) == ("notice.signal", {"what": "@signal.weight_off"})


def test_the_policys_limit_widens_the_tolerance(bench: World) -> None:
    lamp(bench.under(lambda p: replace(p, signals=(SignalRule("weight_off", limit=300),))), 900)
    assert signalled(bench) == []


def test_a_signal_that_the_policy_holds_waits_for_a_decision(bench: World) -> None:
    lamp(bench.under(lambda p: replace(p, signals=(SignalRule("weight_off", hold=True),))), 900).press("yes")
    unit = bench.unit()
    assert (bench.name, unit.grade, unit.route, unit.hold and unit.hold.reason) == ("labelling", "A", "", "signal")
    bench.prints_out().scan(bench.label(), "HOLD-1").press("close", "close").scan(bench.label())
    assert bench.name == "resuming"
    bench.press("go_on")
    assert (bench.name, bench.unit().route, bench.unit().decided) == ("labelling", "restock", (("signal", "go_on"),))
    assert bench.verified()


def test_an_empty_box_is_told_neutrally(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open", "close", "close")
    assert signalled(bench) == [("empty_box", [])]
    assert [n.text.key for n in bench.last.notices] == ["notice.signal", "notice.parcel_closed"]
    assert (bench.name, bench.verified()) == ("ready", True)


def test_an_empty_box_that_the_policy_holds_goes_to_the_hold_place(bench: World) -> None:
    bench.under(lambda p: replace(p, signals=(SignalRule("empty_box", hold=True),)))
    bench.scan("1Z12345E0205271688").press("open", "close", "close")
    assert bench.name == "hold_place"
    bench.scan("HOLD-1", "1Z12345E0205271688")
    assert (bench.name, bench.offered()) == ("resuming", ["go_on", "leave"])
    bench.press("go_on")
    assert (bench.name, len(bench.facts("parcel.reopened")), bench.verified()) == ("identify", 1, True)


NUMBERS = ("9102000000031", "9102000000032", "9102000000033")


def customers(bench: World, rule: SignalRule) -> World:
    """Three promises to one customer, and one of another's."""
    mine = [Authorization(f"c-{n}", "NW", f"RMA-9{n}", (Line("p-sneaker", 1),), customer="c-mine", tracking=(number,))
            for n, number in enumerate(NUMBERS)]  # fmt: skip
    came = Authorization("a-1", "NW", "RMA-20418", (Line("p-sneaker", 1),), tracking=("1Z12345E0205271688",),
                         customer="c-other")  # fmt: skip
    return office(bench, *mine, came).under(lambda p: replace(p, signals=(rule,)))


def come_back(bench: World, *numbers: str) -> World:
    for number in numbers:
        bench.scan(number).press("open").scan(SNEAKER).press("yes").finish_unit("TOTE-1").press("close", "close")
    return bench


@pytest.mark.parametrize(("limit", "told"), [(1, [("many_returns", ["returns:2", "limit:1"])]), (2, []), (0, [])])
def test_many_returns_of_one_customer_name_nobody(bench: World, limit: int, told: list[tuple[str, list[str]]]) -> None:
    customers(bench, SignalRule("many_returns", limit=limit))
    come_back(bench, "1Z12345E0205271688", *NUMBERS[:2])
    assert signalled(bench) == told
    assert "c-mine" not in str(bench.facts("signal.raised"))


def test_what_was_only_promised_or_turned_away_is_no_return(bench: World) -> None:
    customers(bench, SignalRule("many_returns", limit=1)).scan(NUMBERS[1]).press("refuse")
    assert signalled(come_back(bench, NUMBERS[0])) == []


def test_returns_of_long_ago_do_not_count(bench: World) -> None:
    customers(bench, SignalRule("many_returns", limit=1, days=30))
    come_back(bench, NUMBERS[0])
    assert signalled(come_back(bench.days(40), NUMBERS[1])) == []
    come_back(bench.days(20), NUMBERS[2])
    assert signalled(bench) == [("many_returns", ["returns:2", "limit:1", "days:30"])]


def test_a_parcel_with_two_promises_to_one_customer_came_once(bench: World) -> None:
    customers(bench, SignalRule("many_returns", limit=1))
    bench.scan(NUMBERS[0]).scan("RMA-91").press("open").scan(SNEAKER).press("yes").finish_unit("TOTE-1")
    bench.press("close", "close")
    assert (signalled(bench), len(bench.every("parcel")[0].authorizations)) == ([], 2)


def test_a_customers_returns_are_counted_by_the_index(bench: World) -> None:
    from contextlib import closing

    from station.store import statements as sql
    from station.store.connect import read_only

    with closing(read_only(bench.store.path)) as file:
        plan = [row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {sql.RETURNS_OF}", ("c-mine", "")).fetchall()]
    assert any("ix_reference_customer" in step for step in plan)
    assert not any(step.startswith("SCAN") for step in plan)


def test_an_old_label_of_ours_says_that_it_was_here_before(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open").scan(SNEAKER).press("yes").finish_unit("TOTE-1")
    old, before = bench.label(), bench.unit().id
    bench.press("close", "close").scan("RMA-20421").press("open").scan(old)
    assert (bench.name, bench.unit().product, bench.unit().match) == ("checking", "p-sneaker", "expected")
    assert signalled(bench) == [("returned_twice", [f"unit:{before}"])]
    assert bench.unit().lpn == ""


def test_more_than_the_order_had_has_come_back(bench: World) -> None:
    lines = (Line("p-sneaker", 1),)
    office(bench, Order("o-7", "NW", "NW-7", lines),
           Authorization("b-1", "NW", "RMA-B1", lines, order="o-7", tracking=("9102000000021",)),
           Authorization("b-2", "NW", "RMA-B2", lines, order="o-7", tracking=("9102000000022",)))  # fmt: skip
    bench.scan("9102000000021").press("open").scan(SNEAKER).press("yes").finish_unit("TOTE-1").press("close", "close")
    first = bench.facts("unit.found")[0].about[0].id
    assert signalled(bench) == []
    bench.scan("9102000000022").press("open").scan(SNEAKER)
    assert signalled(bench) == [("returned_twice", ["order:o-7", f"unit:{first}"])]


def test_what_came_back_with_goods_of_another_order_is_counted_for_its_own(bench: World) -> None:
    lines = (Line("p-sneaker", 1),)
    both = ("9102000000021",)
    office(bench, Order("o-7", "NW", "NW-7", (Line("p-sneaker", 2),)), Order("o-8", "NW", "NW-8", lines),
           Authorization("b-1", "NW", "RMA-B1", lines, order="o-7", tracking=both),
           Authorization("b-2", "NW", "RMA-B2", lines, order="o-8", tracking=both),
           Authorization("b-3", "NW", "RMA-B3", lines, order="o-7", tracking=("9102000000022",)))  # fmt: skip
    bench.scan(*both).press("open")
    for _ in range(2):
        bench.scan(SNEAKER).press("yes").finish_unit("TOTE-1")
    assert sorted(unit.line for unit in bench.units()) == ["b-1/0", "b-2/0"]
    bench.press("close", "close").scan("9102000000022").press("open").scan(SNEAKER)
    assert signalled(bench) == []


def test_a_products_own_tolerance_counts_however_narrow(bench: World) -> None:
    store = ReferenceStore(bench.store.path)
    store.put([replace(goods.LAMP, tolerance=10)])
    store.close()
    lamp(bench, 1170)
    assert signalled(bench) == [("weight_off", ["expected:1200", "measured:1170", "tolerance:10"])]
