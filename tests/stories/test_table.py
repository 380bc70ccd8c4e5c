"""The main steps as a table: at this step, this input leads to that step, with that notice."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from station.domain.bench.decide import RULES
from station.domain.policy import CareRule
from tests.stories import goods
from tests.stories.world import World

Way = Callable[[World], World]
UPS, SNEAKER, PHONE = "1Z12345E0205271688", "4006381333931", "4006381333962"


def opened(w: World) -> World:
    return w.scan(UPS).press("open")


def checking(w: World) -> World:
    return opened(w).scan(SNEAKER)


def labelling(w: World) -> World:
    return checking(w).press("yes")


def stowing(w: World) -> World:
    labelling(w).prints_out()
    return w.scan(w.label())


def caring(w: World) -> World:
    """Shoes that get a new bag before they are sold again."""
    book = w.machine.rules
    w.machine.rules = replace(book, policy=replace(book.policy, care=(CareRule("rebag"),)))
    return checking(w).press("yes")


AT: dict[str, Way] = {
    "ready": lambda w: w,
    "dock": lambda w: w.press("mode_dock"),
    "pick_parcel": lambda w: w.scan("9102000000009"),
    "blind": lambda w: w.scan("1Z999AA10123456784"),
    "opening": lambda w: w.scan(UPS),
    "identify": opened,
    "mismatch": lambda w: opened(w).scan("4006381333948"),
    "describe": lambda w: opened(w).press("no_code"),
    "quantity": lambda w: w.scan("9102000000002").press("open").scan("4006381333986"),
    "capture": lambda w: w.scan("9102000000001").press("open").scan(PHONE),
    "serial_doubt": lambda w: w.scan("9102000000001").press("open").scan(PHONE, "SN-0"),
    "photo": lambda w: checking(w).press("opened", "yes", "single"),
    "caring": caring,
    "checking": checking,
    "labelling": labelling,
    "rerouting": lambda w: labelling(w).press("other_route"),
    "stowing": stowing,
    "full_tote": lambda w: stowing(w).press("full"),
    "voiding": lambda w: stowing(w).press("undo"),
    "taking_out": lambda w: stowing(w).scan("TOTE-1").press("undo"),
    "holding": lambda w: checking(w).press("hold"),
    "hold_place": lambda w: opened(w).press("hold", "unclear"),
    "resuming": lambda w: opened(w).press("hold", "unclear").scan("HOLD-1", UPS),
    "danger": lambda w: checking(w).press("danger"),
    "reopening": lambda w: opened(w).press("close", "close").scan(UPS),
    "closing": lambda w: opened(w).press("close"),
    "locked": lambda w: checking(w).press("lock"),
    "take_over": lambda w: checking(w).press("lock").scan(goods.BADGE_8),
}
NO = "notice.does_not_fit"
TABLE: list[tuple[str, str, str, str]] = [
    ("ready", UPS, "opening", "notice.parcel_found"),
    ("ready", SNEAKER, "ready", NO),
    ("ready", "TOTE-1", "ready", NO),
    ("ready", goods.plate(), "blind", ""),
    ("ready", f"{goods.plate()}-1", "ready", "notice.unit_not_held"),
    ("ready", "!undo", "ready", "notice.nothing_to_undo"),
    ("ready", "!lock", "locked", ""),
    ("ready", "!sign_out", "signed_out", ""),
    ("dock", UPS, "dock", "notice.arrived"),
    ("dock", "CAGE-1", "dock", "notice.cage"),
    ("dock", "!hold", "dock", "notice.nothing_to_hold"),
    ("pick_parcel", "!1", "opening", "notice.parcel_found"),
    ("pick_parcel", "!undo", "ready", "notice.undone"),
    ("blind", "!nobody", "opening", ""),
    ("blind", "!somebody", "blind", NO),
    ("blind", "!undo", "ready", "notice.undone"),
    ("opening", "!open", "identify", ""),
    ("opening", "RMA-20419", "opening", "notice.authorization_added"),
    ("opening", SNEAKER, "opening", NO),
    ("opening", "!danger", "danger", ""),
    ("identify", SNEAKER, "checking", "notice.expected"),
    ("identify", "4006381333948", "mismatch", ""),
    ("identify", "RMA-30001", "identify", "notice.other_merchant"),
    ("identify", "!close", "closing", ""),
    ("identify", "!no_code", "describe", ""),
    ("identify", "!sign_out", "identify", "notice.finish_parcel_first"),
    ("mismatch", "!extra", "checking", "notice.undeclared"),
    ("mismatch", "!1", "checking", "notice.wrong_item"),
    ("mismatch", "!7", "mismatch", NO),
    ("describe", "?sneaker", "describe", ""),
    ("describe", "?zzz", "describe", "notice.no_words_found"),
    ("describe", "!none", "describe", NO),
    ("describe", "?CMD-UNDO", "identify", "notice.undone"),
    ("quantity", "!all", "checking", "notice.expected"),
    ("quantity", "?241", "checking", "notice.over"),
    ("quantity", "?2.5", "quantity", NO),
    ("capture", goods.SHIPPED_SERIAL, "checking", ""),
    ("capture", "SN-0", "serial_doubt", ""),
    ("capture", "!unreadable", "checking", ""),
    ("serial_doubt", "!again", "capture", ""),
    ("serial_doubt", "!go_on", "checking", ""),
    ("serial_doubt", goods.SHIPPED_SERIAL, "checking", ""),
    ("serial_doubt", goods.BADGE, "serial_doubt", NO),
    ("checking", "!yes", "labelling", ""),
    ("checking", "!opened", "checking", ""),
    ("checking", "!split", "checking", NO),
    ("checking", SNEAKER, "checking", NO),
    ("checking", "!undo", "identify", "notice.undone"),
    ("photo", "!no_photo", "labelling", ""),
    ("photo", "!yes", "photo", NO),
    ("photo", "!hold", "holding", ""),
    ("photo", "!undo", "checking", "notice.undone"),
    ("caring", "!done", "labelling", ""),
    ("caring", "!failed", "labelling", ""),
    ("caring", "!yes", "caring", NO),
    ("caring", "!undo", "checking", "notice.undone"),
    ("labelling", SNEAKER, "labelling", NO),
    ("labelling", goods.plate(), "stowing", "notice.plate_adopted"),
    ("labelling", "!other_route", "rerouting", ""),
    ("labelling", "!unreadable", "labelling", ""),
    ("rerouting", "!donate", "rerouting", ""),
    ("rerouting", "!restock", "rerouting", NO),
    ("rerouting", "!undo", "labelling", "notice.undone"),
    ("stowing", "TOTE-1", "identify", "notice.stowed_new"),
    ("stowing", "CAGE-1", "stowing", NO),
    ("stowing", "!full", "full_tote", ""),
    ("full_tote", "TOTE-1", "full_tote", NO),
    ("full_tote", "!hold", "holding", ""),
    ("voiding", "!void", "checking", "notice.label_voided"),
    ("voiding", "!back", "stowing", "notice.undone"),
    ("voiding", "TOTE-1", "voiding", NO),
    ("taking_out", "TOTE-1", "taking_out", ""),
    ("taking_out", "TOTE-2", "taking_out", NO),
    ("taking_out", "!back", "identify", "notice.undone"),
    ("holding", "!unclear", "labelling", ""),
    ("holding", "!hold", "holding", "notice.nothing_to_hold"),
    ("holding", "!danger", "danger", ""),
    ("hold_place", "HOLD-1", "ready", "notice.held"),
    ("hold_place", "SAFE-1", "hold_place", NO),
    ("resuming", "!go_on", "identify", ""),
    ("resuming", "!leave", "ready", ""),
    ("danger", "!sharps", "danger", ""),
    ("danger", "!danger", "danger", "notice.no_parcel_open"),
    ("danger", "SAFE-1", "danger", NO),
    ("reopening", "!mistake", "identify", "notice.parcel_reopened"),
    ("reopening", "!undo", "ready", "notice.undone"),
    ("closing", "!close", "ready", "notice.parcel_closed"),
    ("closing", "!undo", "identify", "notice.undone"),
    ("closing", SNEAKER, "closing", NO),
    ("locked", goods.BADGE, "checking", "notice.welcome"),
    ("locked", goods.BADGE_8, "take_over", ""),
    ("locked", "!undo", "locked", "notice.sign_in_first"),
    ("take_over", "!yes", "checking", "notice.welcome"),
    ("take_over", "!no", "locked", ""),
    ("take_over", goods.BADGE, "take_over", NO),
]


@pytest.mark.parametrize(("at", "given", "then", "told"), TABLE, ids=lambda word: word[:12] or "-")
def test_step_input_next_step_and_notice(bench: World, at: str, given: str, then: str, told: str) -> None:
    """`!key` presses a choice or command, `?words` types, anything else is scanned."""
    AT[at](bench)
    assert bench.name == at
    first, rest = given[:1], given[1:]
    if first == "!":
        bench.press(rest)
    elif first == "?":
        bench.type(rest)
    else:
        bench.scan(given)
    assert (bench.name, bench.heard) == (then, told)


def test_every_step_but_sign_in_and_approval_stands_in_the_table() -> None:
    assert len(AT) == len(RULES) - len(("signed_out", "approving"))
    assert {at for at, *_ in TABLE} == AT.keys()


def test_a_grade_names_the_versions_of_its_policy_and_its_list(bench: World) -> None:
    labelling(bench)
    rules, (told,) = bench.machine.rules, bench.facts("unit.graded")
    assert told.policy == {"grading": rules.policy.hash, "checklist": rules.checklists["shoes"].hash}
