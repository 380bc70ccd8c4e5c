"""Parcels: announced, shared by two authorizations, sent in two boxes, come back unopened, unknown, reopened."""

from tests.stories import goods
from tests.stories.world import World

UPS = "1Z12345E0205271688"
SHARED = "RB123456785GB"


def test_an_expected_unit_like_new_goes_back_to_stock(bench: World) -> None:
    bench.scan(UPS)
    assert (bench.name, bench.heard) == ("opening", "notice.parcel_found")
    bench.press("open").scan("4006381333931")
    assert bench.heard == "notice.expected"
    bench.press("yes")
    assert bench.name == "labelling"
    assert (bench.unit().grade, bench.unit().route) == ("A", "restock")
    bench.prints_out().scan(bench.label())
    assert bench.name == "stowing"
    bench.scan("TOTE-1")
    assert (bench.name, bench.heard) == ("identify", "notice.stowed_new")
    bench.press("close", "close")
    assert (bench.name, bench.heard) == ("ready", "notice.parcel_closed")
    assert bench.facts("parcel.closed")[0].body == {"lines": [["a-1/0", 1, 1]]}
    assert bench.verified()


def test_a_box_with_two_authorizations_holds_the_lines_of_both(bench: World) -> None:
    bench.scan(SHARED)
    assert bench.name == "opening"
    card = bench.shown().parcel
    assert card is not None
    assert card.codes == ("RMA-20419", "RMA-20420")
    bench.press("open").scan("4006381333955").press("yes").finish_unit("TOTE-1")
    bench.scan("4006381333955").press("yes").finish_unit("TOTE-1")
    bench.scan("4006381333948").press("yes").finish_unit("TOTE-1")
    bench.press("close", "close")
    assert bench.facts("parcel.closed")[0].body["lines"] == [["a-2/0", 1, 1], ["a-2/1", 1, 1], ["a-3/0", 1, 1]]


def test_a_slip_of_another_authorization_inside_joins_the_box(bench: World) -> None:
    bench.scan(UPS).press("open").scan("RMA-20419")
    assert (bench.name, bench.heard) == ("identify", "notice.authorization_added")
    bench.scan("RMA-30001")
    assert bench.heard == "notice.other_merchant"
    parcel = bench.record("parcel", bench.machine.bench.parcel)
    assert parcel.authorizations == ("a-1", "a-2")


def test_nothing_is_missing_while_the_second_parcel_may_come_and_is_once_it_has(bench: World) -> None:
    bench.scan("9102000000003").press("open").scan("4006381333979").press("yes").finish_unit("TOTE-1")
    bench.press("close", "close")
    assert bench.facts("parcel.closed")[0].body["lines"] == [["a-6/0", 1, 1], ["a-6/1", 0, 0]]
    bench.scan("9102000000004").press("open", "close", "close")
    last = bench.facts("parcel.closed")[1].body
    assert last["lines"] == [["a-6/0", 0, 0], ["a-6/1", 1, 0]]
    assert last["empty"] is True


def test_our_own_parcel_comes_back_unopened(bench: World) -> None:
    bench.scan("1Z5R89390357567127")
    hint = bench.shown().hint
    assert hint is not None
    assert hint.key == "step.opening.rts"
    assert bench.facts("parcel.arrived")[0].body["kind"] == "return_to_sender"
    bench.press("open").scan("4006381333931")
    assert bench.unit().match == "expected"


def test_an_order_number_on_a_slip_is_a_customers_return(bench: World) -> None:
    bench.scan("NW-5001")
    assert bench.facts("parcel.arrived")[0].body["kind"] == "customer_return"
    bench.press("open").scan("4006381333931")
    assert bench.unit().match == "undeclared"


def test_a_blind_parcel_asks_whose_goods_it_holds(bench: World) -> None:
    bench.scan("1Z999AA10123456784")
    assert bench.name == "blind"
    assert bench.offered() == ["nw", "hh", "nobody"]
    bench.press("nw")
    hint = bench.shown().hint
    assert hint is not None
    assert hint.key == "step.opening.blind"
    bench.press("open").scan("4006381333931").press("yes").finish_unit("TOTE-1").press("close", "close")
    parcel = bench.record("parcel", bench.behind("1Z999AA10123456784", "parcel"))
    assert (parcel.match, parcel.merchant, parcel.dock, parcel.carrier) == ("blind", "NW", "closed", "UPS")


def test_a_blind_parcel_of_nobody_takes_the_merchant_of_what_lies_in_it(bench: World) -> None:
    bench.scan("1Z999AA10123456784").press("nobody", "open").scan("4006381333979")
    assert (bench.unit().merchant, bench.unit().match) == ("HH", "undeclared")


def test_a_number_of_two_merchants_asks_which(bench: World) -> None:
    bench.scan("9102000000009")
    assert bench.name == "pick_parcel"
    bench.press("9")
    assert (bench.name, bench.heard) == ("pick_parcel", "notice.does_not_fit")
    bench.press("²")
    assert (bench.name, bench.heard) == ("pick_parcel", "notice.does_not_fit")
    bench.press("2")
    assert bench.name == "opening"


def test_a_damaged_parcel_is_refused_at_the_bench(bench: World) -> None:
    bench.scan(UPS).press("refuse")
    assert (bench.name, bench.heard) == ("ready", "notice.parcel_refused")
    assert bench.record("parcel", bench.behind(UPS, "parcel")).dock == "refused"


def test_a_closed_parcel_is_reopened_with_a_reason(bench: World) -> None:
    bench.scan(UPS).press("open", "close", "close").scan(UPS)
    assert bench.name == "reopening"
    bench.press("found_more")
    assert (bench.name, bench.heard) == ("identify", "notice.parcel_reopened")
    bench.scan("4006381333931").press("yes").finish_unit("TOTE-1").press("close", "close")
    assert [f.body["lines"] for f in bench.facts("parcel.closed")] == [[["a-1/0", 1, 0]], [["a-1/0", 1, 1]]]
    assert bench.verified()


def test_a_parcel_left_open_goes_on_where_it_was_left(bench: World) -> None:
    bench.scan(UPS).press("open").scan("CMD-HOLD").press("unclear").scan("HOLD-1")
    bench.scan(UPS)
    assert (bench.name, bench.offered()) == ("resuming", ["go_on", "leave"])
    bench.press("quarantine")
    assert bench.heard == "notice.does_not_fit"
    bench.press("leave")
    assert bench.name == "ready"
    bench.scan(UPS).press("go_on")
    assert bench.name == "identify"
    assert bench.record("parcel", bench.machine.bench.parcel).hold is None


def test_close_goes_first_to_a_unit_that_is_not_done(bench: World) -> None:
    bench.scan(SHARED).press("open").scan("4006381333955").scan("CMD-HOLD").scan("CMD-UNDO")
    assert bench.name == "checking"
    bench.scan("CMD-UNDO")
    assert bench.name == "identify"
    bench.press("close")
    assert bench.name == "closing"
    assert goods.BADGE not in str(bench.facts("session.opened"))


def test_the_slip_of_a_parcel_that_stands_at_the_dock_asks_whether_it_is_that_one(bench: World) -> None:
    bench.scan("CMD-MODE-DOCK", UPS, "CMD-MODE-BENCH", "RMA-20418")
    assert (bench.name, bench.offered()) == ("pick_parcel", ["1", "2"])
    bench.press("1")
    assert bench.name == "opening"
    assert len(bench.facts("parcel.arrived")) == 1
