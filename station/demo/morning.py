"""A morning of returns: what happens at the bench, one beat after the other. Facts of the beats (codes, answers) belong
to resources/demo; hands are the player's."""

from collections.abc import Callable

from msgspec import Struct

from station.demo.peers import Service
from station.demo.player import Player
from station.people import Badge

SNEAKER, RUNNER, JACKET, BELT = "4006381333931", "4006381333948", "4006381333955", "4006381334006"
PHONE, KIT, CANDLE, LAMP, POWER = "4006381333962", "4006381333979", "4006381333986", "4006381333993", "4006381334013"
VASE = "4006381334020"
PRE_PRINTED = "7K3M9QW2XZ4"
"""Eleven characters of a pre-printed plate; its check character is added."""


class Stage(Struct, frozen=True):
    """Who and what the beats play with."""

    player: Player
    service: Service
    people: dict[str, Badge]


class Beat(Struct, frozen=True):
    """One thing that happens; title is a plain line for whoever watches."""

    title: str
    play: Callable[[Stage], None]


def dock(s: Stage) -> None:
    p = s.player
    p.keep("01-sign-in")
    p.scan(s.people["7"].code, to="ready")
    p.press("mode_dock", to="dock")
    p.scan("CAGE-1", hears="notice.cage")
    for number in ("1Z12345E0205271686", "771934850126"):
        p.scan(number, to="dock")
    p.scan("RR987654326GB", hears="notice.ticket_printed")
    p.keep("02-dock")
    p.press("mode_bench", to="ready")


def grade_a(s: Stage) -> None:
    p = s.player
    p.keep("03-ready")
    p.scan("1Z12345E0205271686", to="opening")
    p.press("open", to="identify")
    p.scan(SNEAKER, to="checking")
    p.keep("04-question")
    p.grade("yes")
    p.label()
    p.keep("05-label")
    p.stick_and_stow("TOTE-01")
    p.keep("06-next")
    p.close()


def two_authorizations(s: Stage) -> None:
    p = s.player
    p.scan("RB123456785GB", to="opening")
    p.press("open", to="identify")
    p.scan(RUNNER, to="checking")
    p.grade("opened", "traces", "yes")
    p.scan(p.label(), to="stowing")
    p.scan("TOTE-01", hears="notice.tote_other_route")
    p.keep("07-wrong-tote")
    p.scan("TOTE-02", to="identify")
    p.scan(JACKET, to="checking")
    p.grade("opened", "yes", "yes")
    p.stick_and_stow("TOTE-01")
    p.close()


def return_to_sender(s: Stage) -> None:
    p = s.player
    p.scan("1Z5R89390357567127", to="opening")
    p.press("open", to="identify")
    p.scan(RUNNER, to="checking")
    p.grade("yes")
    p.stick_and_stow("TOTE-01")
    p.close()


def blind_and_full_tote(s: Stage) -> None:
    p = s.player
    p.scan("RR987654326GB", to="opening")
    p.press("open", to="identify")
    p.scan(BELT, to="checking")
    p.grade("opened", "traces", "yes")
    p.stick_and_stow("TOTE-02")
    p.press("no_code", to="describe")
    p.type("rain jacket", to="describe")
    p.keep("08-words")
    p.press("1", to="checking")
    p.grade("opened", "traces", "yes")
    p.scan(p.label(), to="stowing")
    p.scan("TOTE-02", hears="notice.tote_full")
    p.scan("CMD-FULL", to="full_tote")
    p.scan("TOTE-02", hears="notice.ticket_printed")
    p.scan("TOTE-03", to="identify")
    p.close()


def new_blind(s: Stage) -> None:
    p = s.player
    p.scan("RX123456785DE", to="blind")
    p.press("hh", to="opening")
    p.press("open", to="identify")
    p.scan(VASE, to="checking")
    p.grade("damaged", "broken")
    p.label()
    p.press("other_route", to="rerouting")
    p.press("destroy", to="rerouting")
    p.press("damage_seen", to="labelling")
    p.stick_and_stow("TOTE-09")
    p.close()


def kit_then_second_parcel(s: Stage) -> None:
    p = s.player
    p.scan("771934850343", to="opening")
    p.press("open", to="identify")
    p.scan(KIT, to="checking")
    p.grade("opened", "traces", "missing", "yes")
    p.keep("09-incomplete")
    p.stick_and_stow("TOTE-06")
    p.close()
    p.scan("771934850413", to="opening")
    p.press("open", to="identify")
    p.bench.scale.put(1190)
    p.scan(LAMP, to="checking")
    p.grade("yes")
    p.stick_and_stow("TOTE-07")
    p.close()


def wrong_item(s: Stage) -> None:
    p = s.player
    p.scan("771934850652", to="opening")
    p.press("open", to="identify")
    p.scan(SNEAKER, to="mismatch")
    p.keep("10-wrong-item")
    p.press("1", to="checking")
    p.grade("opened", "yes", "yes")
    p.stick_and_stow("TOTE-04")
    p.close()


def lot(s: Stage) -> None:
    p = s.player
    p.scan("771934850230", to="opening")
    p.press("open", to="identify")
    p.scan(CANDLE, to="quantity")
    p.press("all", to="checking")
    p.press("split", to="quantity")
    p.type("30", to="checking")
    p.keep("11-lot")
    p.grade("damaged", "broken")
    p.stick_and_stow("TOTE-05", to="checking")
    p.grade("yes")
    p.stick_and_stow("TOTE-07")
    p.close()


def wrong_serial(s: Stage) -> None:
    p = s.player
    p.scan("771934850126", to="opening")
    p.press("open", to="identify")
    p.scan(PHONE, to="capture")
    p.type("SN-9999", to="serial_doubt")
    p.keep("12-serial")
    p.scan("CMD-HOLD", to="holding")
    p.press("serial", to="labelling")
    held = p.label()
    p.scan(held, to="hold_place")
    p.scan("HOLD-1", to="identify")
    p.close()
    p.scan(held, to="resuming")
    p.press("go_on", to="checking")
    p.grade("opened", "traces", "yes")
    p.stick_and_stow("TOTE-08", to="ready")


def void_after_stowing(s: Stage) -> None:
    p = s.player
    p.scan("1Z12345E0205271686", to="reopening")
    p.press("found_more", to="identify")
    p.scan(BELT, to="checking")
    p.grade("yes")
    first = p.label()
    p.scan(first, to="stowing")
    p.scan("TOTE-01", to="identify")
    p.scan("CMD-UNDO", to="taking_out")
    p.scan("TOTE-01", to="taking_out")
    p.scan(first, to="stowing")
    p.scan("CMD-UNDO", to="voiding")
    p.keep("13-void")
    p.scan("CMD-VOID", to="checking")
    p.grade("opened", "traces", "yes")
    p.scan(first, hears="notice.old_label")
    p.stick_and_stow("TOTE-03")
    p.close()


def paper_out(s: Stage) -> None:
    p = s.player
    p.scan("RX123456799DE", to="blind")
    p.press("nw", to="opening")
    p.press("open", to="identify")
    p.scan(JACKET, to="checking")
    p.wait_for_printer()
    p.bench.printer.set_fault("paper_out")
    p.press("yes", hears="notice.device_down")
    p.keep("14-paper-out")
    p.bench.printer.set_fault("ok")
    p.stick_and_stow("TOTE-01")
    p.scan(BELT, to="checking")
    p.bench.printer.set_fault("silent_drop")
    p.press("yes", to="labelling", hears="notice.print_failed")
    p.bench.printer.set_fault("ok")
    p.press("not_printed", to="labelling")
    p.stick_and_stow("TOTE-01")
    p.close()


def pre_printed(s: Stage) -> None:
    p = s.player
    p.scan("RX123456839DE", to="blind")
    p.press("nw", to="opening")
    p.press("open", to="identify")
    p.scan(BELT, to="checking")
    p.wait_for_printer()
    p.bench.printer.set_fault("paper_out")
    p.press("yes", to="labelling")
    p.scan(_plate(), to="stowing")
    p.bench.printer.set_fault("ok")
    p.scan("TOTE-01", to="identify")
    p.close()


def _plate() -> str:
    from station.domain.ids import check_character

    return PRE_PRINTED + check_character(PRE_PRINTED)


def danger(s: Stage) -> None:
    p = s.player
    p.scan("771934850582", to="opening")
    p.press("open", to="identify")
    p.scan(POWER, to="checking")
    p.scan("CMD-DANGER", to="danger")
    p.press("battery", to="danger")
    p.scan(p.label(), hears="notice.label_proven")
    p.keep("15-danger")
    p.scan("SAFE-1", to="identify")
    p.close()


def take_over(s: Stage) -> None:
    p = s.player
    p.scan("RX123456842DE", to="blind")
    p.press("nw", to="opening")
    p.press("open", to="identify")
    p.scan(SNEAKER, to="checking")
    p.press("opened", to="checking")
    p.scan("CMD-LOCK", to="locked")
    p.scan(s.people["8"].code, to="take_over")
    p.press("yes", to="checking")
    p.keep("16-taken-over")
    p.grade("yes", "yes")
    p.stick_and_stow("TOTE-01")
    p.close()


def service_away(s: Stage) -> None:
    p = s.player
    s.service.stop()
    p.scan("RX123456856DE", to="blind")
    p.press("hh", to="opening")
    p.press("open", to="identify")
    p.scan(VASE, to="checking")
    p.grade("yes")
    p.label()
    p.until_service_is_away()
    p.keep("17-offline")
    p.stick_and_stow("TOTE-07")
    p.close()
    s.service.start()


MORNING = (
    Beat("Sign in, three parcels at the dock", dock),
    Beat("An expected unit, as new", grade_a),
    Beat("One box, two authorizations; a wrong tote", two_authorizations),
    Beat("Our own parcel comes back", return_to_sender),
    Beat("An unknown parcel; a unit without a code; a full tote", blind_and_full_tote),
    Beat("A blind return; the operator chooses another route", new_blind),
    Beat("An incomplete kit; the second parcel of the same authorization", kit_then_second_parcel),
    Beat("Not what was announced", wrong_item),
    Beat("A lot of 240 pieces, 30 of them broken", lot),
    Beat("Not the serial that was shipped: hold, then resume", wrong_serial),
    Beat("A closed parcel is reopened; a label is voided after stowing", void_after_stowing),
    Beat("The printer runs out of paper; a label is lost on the way", paper_out),
    Beat("A pre-printed plate while the printer is down", pre_printed),
    Beat("A swollen battery", danger),
    Beat("Somebody else takes over", take_over),
    Beat("The tracking service is away for a while", service_away),
)
