"""Refund advice: told per line when the parcel closes, taken back when it is opened again, anew after a decision."""

from station.domain.records import Authorization, Line, Order
from station.store.reference import ReferenceStore
from tests.stories.world import World

UPS, SNEAKER = "1Z12345E0205271688", "4006381333931"


def paid(bench: World) -> World:
    """The office knows what was paid for the shoe."""
    store = ReferenceStore(bench.store.path)
    store.put([Authorization("a-1", "NW", "RMA-20418", (Line("p-sneaker", 1, price=8900, reason="too_small"),),
                             tracking=(UPS,), currency="EUR")])  # fmt: skip
    store.close()
    return bench


def advised(bench: World) -> list[tuple[str, str, int, int | None]]:
    facts = [f.body for f in bench.facts("money.advised")]
    return [(b["line"], b["advice"], b["quantity"], b.get("amount")) for b in facts]


def test_advice_comes_when_the_parcel_closes_and_not_before(bench: World) -> None:
    paid(bench).scan(UPS).press("open").scan(SNEAKER).press("yes").finish_unit("TOTE-1")
    assert advised(bench) == []
    bench.press("close", "close")
    (told,) = bench.facts("money.advised")
    assert told.body == {"line": "a-1/0", "quantity": 1, "advice": "full", "amount": 8900, "currency": "EUR",
                         "reason": "refund_good"}  # fmt: skip
    assert told.policy == {"refund": bench.machine.rules.policy.hash}
    assert [ref.type for ref in told.about] == ["parcel", "authorization"]


def test_a_parcel_that_is_opened_again_takes_its_advice_back(bench: World) -> None:
    paid(bench).scan(UPS).press("open").scan(SNEAKER).press("yes").finish_unit("TOTE-1").press("close", "close")
    bench.scan(UPS).press("mistake")
    assert [f.body["line"] for f in bench.facts("money.withdrawn")] == ["a-1/0"]
    bench.press("close", "close")
    assert len(advised(bench)) == 2
    assert bench.verified()


def test_what_is_held_waits_and_is_advised_anew_once_decided(bench: World) -> None:
    paid(bench).scan(UPS).press("open").scan(SNEAKER).scan("CMD-HOLD").press("unclear").prints_out()
    bench.scan(bench.label(), "HOLD-1").press("close", "close")
    assert advised(bench) == [("a-1/0", "wait", 1, None)]
    bench.scan(bench.label()).press("go_on", "yes").finish_unit("TOTE-1")
    assert advised(bench)[1:] == [("a-1/0", "full", 1, 8900)]
    assert len(bench.facts("money.withdrawn")) == 1
    assert (bench.name, bench.verified()) == ("ready", True)


def test_nothing_is_said_about_what_may_still_come(bench: World) -> None:
    bench.scan("9102000000003").press("open").scan("4006381333979").press("yes").finish_unit("TOTE-3")
    bench.press("close", "close")
    assert [line for line, *_ in advised(bench)] == ["a-6/0"]
    bench.scan("9102000000004").press("open", "close", "close")
    assert [(line, advice, pieces) for line, advice, pieces, _ in advised(bench)][1:] == [("a-6/1", "wait", 0)]


def test_what_was_paid_stands_in_the_order_where_the_authorization_does_not_say(bench: World) -> None:
    store = ReferenceStore(bench.store.path)
    order = Order("o-1", "NW", "NW-5001", (Line("p-sneaker", 1, price=7777),), currency="GBP")
    promised = Authorization("a-1", "NW", "RMA-20418", (Line("p-sneaker", 1),), order="o-1", tracking=(UPS,))
    store.put([order, promised])
    store.close()
    bench.scan(UPS).press("open").scan(SNEAKER).press("yes").finish_unit("TOTE-1").press("close", "close")
    (told,) = bench.facts("money.advised")
    assert (told.body["advice"], told.body["amount"], told.body["currency"]) == ("full", 7777, "GBP")
