"""What lies in the box: without a code, incomplete, wrong, undeclared, too many, lots, serials, weights."""

import pytest
from msgspec.structs import replace

from station.domain.records import Line, Order, Product, Unit
from station.domain.routing import route
from station.rules import load_rules
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World


def phone(bench: World) -> World:
    return bench.scan("9102000000001").press("open").scan("4006381333962")


def test_a_unit_without_a_code_is_found_by_words(bench: World) -> None:
    bench.scan("RB123456785GB").press("open", "no_code")
    assert (bench.name, bench.offered()) == ("describe", [])
    bench.type("rain jack")
    assert bench.offered() == ["1", "none"]
    bench.press("1")
    assert (bench.name, bench.unit().product, bench.unit().match) == ("checking", "p-jacket", "expected")
    assert bench.facts("unit.identified")[-1].body["method"] == "words"


def test_a_unit_that_no_words_find_is_described_labelled_and_quarantined(bench: World) -> None:
    bench.scan("RB123456785GB").press("open", "no_code").type("green rubber duck")
    assert bench.heard == "notice.no_words_found"
    bench.press("none")
    assert (bench.heard, bench.unit().match) == ("notice.unresolved", "unresolved")
    bench.press("yes")
    assert (bench.unit().route, bench.unit().reasons) == ("quarantine", ("not_ours",))
    assert bench.prints[-1].fields["product"] == "@label.unknown_product"
    bench.finish_unit("TOTE-5")
    assert bench.name == "identify"
    assert not any("duck" in str(fact) for kind in set(bench.kinds()) for fact in bench.facts(kind))


def test_an_incomplete_kit_is_worth_less(bench: World) -> None:
    bench.scan("9102000000003").press("open").scan("4006381333979").press("opened", "yes")
    card = bench.shown().product
    assert card is not None
    assert "card.parts" in [fact.key for fact in card.facts]
    bench.press("missing", "yes")
    assert (bench.unit().completeness, bench.unit().grade, bench.unit().route) == ("incomplete", "C", "liquidate")


def test_what_came_instead_of_something_is_a_wrong_item(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333948")
    assert (bench.name, bench.offered()) == ("mismatch", ["1", "extra"])
    bench.press("²")
    assert bench.heard == "notice.does_not_fit"
    bench.press("1")
    assert (bench.unit().match, bench.unit().line) == ("wrong_item", "a-1/0")
    bench.press("yes")
    assert (bench.unit().grade, bench.unit().route) == ("incorrect_item", "quarantine")


def test_what_nobody_announced_is_undeclared(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333948").press("extra")
    assert (bench.unit().match, bench.unit().line, bench.heard) == ("undeclared", "", "notice.undeclared")


def test_one_more_than_announced_is_over(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open")
    for _ in range(2):
        bench.scan("4006381333931").press("yes").finish_unit("TOTE-1")
    assert [unit.match for unit in bench.units()] == ["expected", "over"]
    bench.press("close", "close")
    assert bench.facts("parcel.closed")[0].body["lines"] == [["a-1/0", 1, 2]]


def test_a_lot_of_240_splits_where_pieces_differ(bench: World) -> None:
    bench.scan("9102000000002").press("open").scan("4006381333986")
    assert (bench.name, bench.offered()) == ("quantity", ["all"])
    bench.type("many").type("0").type("-3").type("99999999")
    assert (bench.name, bench.heard) == ("quantity", "notice.does_not_fit")
    bench.press("all")
    assert bench.unit().quantity == 240
    bench.press("split").type("240")
    assert (bench.name, bench.heard) == ("quantity", "notice.split_too_many")
    bench.type("12")
    assert (bench.heard, [u.quantity for u in bench.units()]) == ("notice.split", [228, 12])
    bench.press("damaged", "scratched", "yes").finish_unit("TOTE-3")
    assert (bench.name, bench.unit(0).quantity) == ("checking", 228)
    bench.press("yes").finish_unit("TOTE-4").press("close", "close")
    assert bench.facts("parcel.closed")[0].body["lines"] == [["a-5/0", 240, 240]]
    totes = [bench.record("container", bench.behind(code, "container")) for code in ("TOTE-3", "TOTE-4")]
    assert [(tote.route, tote.count) for tote in totes] == [("liquidate", 12), ("restock", 228)]
    assert bench.verified()


def test_a_lot_counted_anew_beyond_the_line_is_over(bench: World) -> None:
    bench.scan("9102000000002").press("open").scan("4006381333986").press("all", "yes").finish_unit("TOTE-3")
    bench.scan("4006381333986")
    assert bench.offered() == []
    bench.press("all")
    assert (bench.name, bench.heard) == ("quantity", "notice.does_not_fit")
    bench.type("1")
    assert bench.unit().match == "over"


def test_the_shipped_serial_raises_no_doubt(bench: World) -> None:
    phone(bench).scan(goods.SHIPPED_SERIAL)
    assert (bench.name, bench.unit().serial) == ("checking", goods.SHIPPED_SERIAL)


def test_a_doubted_serial_is_told_with_its_evidence(bench: World) -> None:
    phone(bench).scan("SN-9999").press("go_on")
    (raised,) = bench.facts("signal.raised")
    assert raised.body == {"signal": "serial_not_shipped", "evidence": [f"shipped:{goods.SHIPPED_SERIAL}"]}


def test_a_serial_of_another_customer_is_doubted_and_names_nobody(bench: World) -> None:
    line = (Line("p-phone", 1, serials=("SN-2002",)),)
    office = ReferenceStore(bench.store.path)
    office.put([Order("o-2", "HH", "HH-7001", (Line("p-phone", 1),), customer="c-mine"),
                Order("o-9", "HH", "HH-7009", line, customer="c-other")])  # fmt: skip
    office.close()
    phone(bench).scan("SN-2002")
    shown = bench.shown()
    assert (bench.name, shown.hint and shown.hint.key) == ("serial_doubt", "signal.serial_other_customer")
    bench.press("go_on")
    (raised,) = bench.facts("signal.raised")
    assert raised.body == {"signal": "serial_other_customer", "evidence": ["order:o-9"]}
    assert "c-other" not in str(raised)
    assert bench.verified()


def test_a_serial_that_was_not_shipped_is_held_and_resumed(bench: World) -> None:
    phone(bench).scan("SN-9999")
    shown = bench.shown()
    assert (bench.name, shown.hint and shown.hint.key) == ("serial_doubt", "signal.serial_not_shipped")
    bench.scan("CMD-HOLD").press("serial")
    held_for = bench.unit().hold
    assert held_for is not None
    assert (bench.name, held_for.decider) == ("labelling", "merchant")
    bench.prints_out().scan(bench.label())
    assert bench.name == "hold_place"
    bench.scan("TOTE-1")
    assert bench.heard == "notice.does_not_fit"
    bench.scan("HOLD-1")
    assert (bench.name, bench.heard, bench.unit().place) == ("identify", "notice.held", "l-hold")
    assert (bench.unit().serial, bench.unit().signals) == ("SN-9999", ("serial_not_shipped",))
    held = bench.label()
    bench.press("close", "close").scan(held)
    assert bench.name == "resuming"
    bench.press("go_on", "yes")
    assert bench.prints[-1].revision == 2
    bench.prints_out().scan(held)
    assert (bench.name, bench.heard) == ("labelling", "notice.old_label")
    bench.scan(bench.label(), "TOTE-1")
    assert (bench.name, bench.verified()) == ("ready", True)


def test_a_unit_held_before_its_serial_was_asked_for_is_asked_for_it_when_resumed(bench: World) -> None:
    phone(bench).scan("CMD-HOLD").press("unclear").prints_out().scan(bench.label(), "HOLD-1")
    bench.press("close", "close").scan(bench.label()).press("go_on")
    assert (bench.name, bench.shown().title.key) == ("capture", "step.capture_serial")
    bench.scan("CMD-UNDO")
    assert (bench.name, bench.record("unit", bench.prints[-1].unit).place) == ("resuming", "l-hold")
    bench.press("go_on").scan(goods.SHIPPED_SERIAL).press("yes").finish_unit("TOTE-1")
    assert (bench.name, bench.verified()) == ("ready", True)


def test_a_held_unit_is_decided_into_quarantine(bench: World) -> None:
    phone(bench).scan("SN-9999").scan("CMD-HOLD").press("serial").prints_out()
    bench.scan(bench.label(), "HOLD-1")
    held = bench.label()
    bench.press("close", "close").scan(held).press("quarantine")
    unit = bench.record("unit", bench.prints[-1].unit)
    assert (unit.route, unit.reasons, unit.hold) == ("quarantine", ("hold",), None)


def test_a_serial_returned_twice_is_doubted(bench: World) -> None:
    phone(bench).scan(goods.SHIPPED_SERIAL).press("yes").finish_unit("TOTE-1").press("close", "close")
    bench.scan("9102000000007").press("open").scan("4006381333962").scan(goods.SHIPPED_SERIAL)
    shown = bench.shown()
    assert (bench.name, shown.hint and shown.hint.key) == ("serial_doubt", "signal.returned_twice")
    bench.press("go_on")
    assert (bench.name, bench.unit().signals) == ("checking", ("returned_twice",))


def test_a_doubted_serial_can_be_scanned_again(bench: World) -> None:
    phone(bench).scan("SN-9999").press("again")
    assert bench.name == "capture"
    bench.scan("SN-9998").scan(goods.SHIPPED_SERIAL)
    assert (bench.name, bench.unit().serial, bench.unit().signals) == ("checking", goods.SHIPPED_SERIAL, ())


def test_a_serial_that_cannot_be_read_is_told(bench: World) -> None:
    phone(bench).press("unreadable")
    assert (bench.name, bench.unit().signals) == ("checking", ("serial_unreadable",))


def test_no_badge_label_or_control_character_becomes_a_serial(bench: World) -> None:
    phone(bench).scan(goods.BADGE_8).scan(f"{goods.plate()}-1").type("AB\x00C").type("  ")
    assert (bench.name, bench.heard, bench.unit().serial) == ("capture", "notice.does_not_fit", "")


def test_lot_and_expiry_are_asked_for_and_kept_as_a_day(bench: World) -> None:
    bench.scan("9102000000008").press("open").scan("4006381334006").scan("L2026-7")
    bench.type("31.3.2027")
    assert (bench.name, bench.heard) == ("capture", "notice.no_date")
    bench.type("20270331")
    assert (bench.unit().lot, bench.unit().expiry) == ("L2026-7", "2027-03-31")


def test_a_gs1_code_says_lot_and_expiry_by_itself(bench: World) -> None:
    bench.scan("9102000000008").press("open").scan("]d201040063813340061727033110L7")
    assert (bench.name, bench.unit().lot, bench.unit().expiry) == ("checking", "L7", "2027-03-31")


@pytest.mark.parametrize(
    ("expiry", "route", "flags"),
    [
        ("2020-01-01", "destroy", ("expired",)),
        ("2026-11-21", "destroy", ("expired",)),
        ("2026-11-22", "restock", ()),
        ("2027-03-31", "restock", ()),
    ],
)
def test_what_is_past_its_date_is_not_sold(bench: World, expiry: str, route: str, flags: tuple[str, ...]) -> None:
    bench.scan("9102000000008").press("open").scan("4006381334006").type("L7").type(expiry).press("yes")
    assert (bench.unit().expiry, bench.unit().flags, bench.unit().route) == (expiry, flags, route)
    assert bench.unit().reasons[0] == ("expired" if flags else "as_new")
    assert bench.facts("unit.graded")[0].body["flags"] == list(flags)


def test_the_day_that_counts_is_the_sites_own(bench: World) -> None:
    bench.machine.site = replace(bench.machine.site, tz="Pacific/Kiritimati")  # it is tomorrow there
    bench.scan("9102000000008").press("open").scan("4006381334006").type("L7").type("2026-11-22").press("yes")
    assert bench.unit().reasons == ("expired",)


def test_a_weight_that_is_off_is_a_signal_and_a_fault_is_never_a_weight(bench: World) -> None:
    bench.scan("9102000000003").press("open").scan("4006381333993")
    bench.weigh(None, "motion")
    assert (bench.name, bench.heard, bench.unit().grams) == ("capture", "notice.scale_motion", 0)
    bench.weigh(None, "unheard_of")
    assert bench.heard == "notice.scale_error"
    question = bench.machine.bench.question
    bench.press("again")
    assert bench.machine.bench.question > question
    bench.weigh(900)
    assert (bench.name, bench.unit().grams, bench.unit().signals) == ("checking", 900, ("weight_off",))


def test_a_dangerous_product_goes_to_quarantine_whatever_its_grade(bench: World) -> None:
    bench.scan("9102000000008").press("open").scan("4006381334020").press("yes")
    assert (bench.unit().grade, bench.unit().route, bench.unit().reasons) == ("A", "quarantine", ("danger",))


def test_a_pile_that_nobody_announced_is_counted_once(bench: World) -> None:
    bench.scan("9102000000099").press("nw", "open", "several").type("40").scan("4006381333948")
    assert (bench.name, bench.heard, bench.unit().quantity) == ("checking", "notice.undeclared", 40)
    bench.press("yes").finish_unit("TOTE-1").scan("4006381333948")
    assert bench.unit(1).quantity == 1


def test_a_sound_battery_keeps_nothing_from_being_sold_and_a_swollen_one_does() -> None:
    rules = load_rules()
    phone = Product("p", "NW", "S", "Phone", category="phones", price=90_000, hazard="lithium_in_equipment")
    sound = Unit("u", product="p", merchant="NW", match="expected", grade="A", function="works")
    swollen = replace(sound, grade="D", flags=("battery",))
    assert route(rules.policy, sound, phone).route == "restock"
    assert (route(rules.policy, swollen, phone).route, route(rules.policy, swollen, phone).rule) == (
        "quarantine",
        "unsafe",
    )
    bank = replace(phone, hazard="lithium")
    assert route(rules.policy, sound, bank).rule == "danger"


def test_a_lot_that_is_split_after_a_hold_leaves_no_part_behind(bench: World) -> None:
    bench.scan("RMA-30002").press("open").scan(goods.CANDLE.codes[0]).press("all").scan("CMD-HOLD").press("unclear")
    bench.prints_out().scan(bench.label(), "HOLD-1").press("close", "close").scan(bench.label()).press("go_on")
    bench.press("split").type("40").press("yes").finish_unit("TOTE-1")
    assert (bench.name, bench.unit(0).quantity, bench.unit(0).route) == ("checking", 200, "")
    bench.press("yes").finish_unit("TOTE-1")
    assert (bench.name, bench.verified()) == ("ready", True)
