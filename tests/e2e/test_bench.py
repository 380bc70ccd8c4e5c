"""One unit to its tote, through the window: by keys, by fingers, and by a scanner that reads its answers off the
screen; signing in, the lock, another language."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from station.domain import codes
from tests.e2e.workplace import Workplace
from tests.faults.place import tracking
from tests.stories import goods
from tests.ui.fingers import touch

PARCEL = "1Z12345E0205271688"
SNEAKER = goods.SNEAKER.codes[0]


def kinds(workplace: Workplace) -> list[str]:
    return [fact.kind for fact in workplace.place.told()]


@pytest.mark.parametrize("way", ["wedge", "scan"])
def test_a_badge_signs_in_by_either_scanner(workplace: Workplace, way: str) -> None:
    workplace.reaches("signed_out")
    getattr(workplace, way)(goods.BADGE)
    workplace.reaches("ready")
    assert workplace.shown.operator == "Operator 7"
    assert kinds(workplace).count("session.opened") == 1


def test_answers_by_the_number_keys(workplace: Workplace) -> None:
    w = workplace
    w.wedge(goods.BADGE)
    w.reaches("ready").wedge(PARCEL)
    w.reaches("opening").digit("open")
    w.reaches("identify").digit("no_code")
    w.reaches("describe").type("sneaker")
    w.until(lambda: any(choice.key == "1" for choice in w.shown.choices))
    w.digit("1")
    w.reaches("checking").digit("yes")
    w.reaches("labelling").wedge(w.label())
    w.reaches("stowing").wedge("TOTE-3")
    w.reaches("identify").digit("close")
    w.reaches("closing").digit("close")
    w.reaches("ready")
    assert [fact.body["quantity"] for fact in w.place.told("unit.stowed")] == [1]
    w.place.assert_sound()


def test_answers_by_fingers(workplace: Workplace) -> None:
    w = workplace
    w.scan(goods.BADGE)
    w.reaches("ready").scan(PARCEL)
    w.reaches("opening").finger("open")
    w.reaches("identify").scan(SNEAKER)
    w.reaches("checking").finger("yes")
    w.reaches("labelling").scan(w.label())
    w.reaches("stowing").scan("TOTE-3")
    w.reaches("identify").finger("close")
    w.reaches("closing").finger("close")
    w.reaches("ready")
    assert len(w.place.told("parcel.closed")) == 1


def test_answers_by_the_codes_on_the_screen(workplace: Workplace) -> None:
    w = workplace
    w.scan(goods.BADGE)
    w.reaches("ready").scan(PARCEL)
    w.reaches("opening").scan_from_screen("open")
    w.reaches("identify").scan(SNEAKER)
    w.reaches("checking").scan_from_screen("opened")
    w.reaches("checking").scan_from_screen("yes")
    while w.shown.step == "checking":
        before = w.shown.question
        w.scan_from_screen(w.shown.choices[0].key)
        w.until(lambda before=before: w.shown.question != before)  # type: ignore[misc]
    w.reaches("labelling").scan(w.label())
    w.reaches("stowing").scan("TOTE-3")
    w.reaches("identify").scan_from_screen("close")
    w.reaches("closing").scan_from_screen("close")
    w.reaches("ready")
    w.place.assert_sound()


def test_each_choice_on_the_screen_can_be_scanned(workplace: Workplace) -> None:
    w = workplace
    w.scan(goods.BADGE)
    for step, act in (("ready", PARCEL), ("opening", "open"), ("identify", SNEAKER), ("checking", "")):
        w.reaches(step)
        assert set(w.codes_on_screen()) == {choice.key for choice in w.shown.choices}, step
        if step == "opening":
            w.finger(act)
        elif act:
            w.scan(act)


def test_a_code_of_an_older_question_answers_nothing(workplace: Workplace) -> None:
    w = workplace
    w.scan(goods.BADGE)
    w.reaches("ready").scan(PARCEL)
    old = w.reaches("opening").codes_on_screen()["open"]
    w.scan(old)
    w.reaches("identify")
    number = w.shown.number
    w.place.scanner.scan(b"BATCH-1")  # something else between, so that it is no double read
    w.until(lambda: w.shown.number > number)
    number = w.shown.number
    w.scan(old)
    w.until(lambda: w.shown.number > number)
    assert w.shown.step == "identify"


def test_a_scan_is_a_scan_while_something_else_has_the_focus(workplace: Workplace) -> None:
    w = workplace
    w.wedge(goods.BADGE)
    w.reaches("ready").wedge(PARCEL)
    w.reaches("opening")
    step = w.window.stack.currentWidget().step  # type: ignore[union-attr]
    card = next(card for card in step.choices.cards if card.isVisible())
    card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    w.wedge(tracking(3), card)
    w.until(lambda: bool(w.window.toasts.strips))
    assert w.shown.step == "opening", "no card was pressed by the scan's Enter"
    assert w.place.told("parcel.arrived")[0].body["tracking"] == PARCEL
    assert kinds(w).count("parcel.opened") == 0


def test_another_language_for_whoever_comes_next(workplace: Workplace) -> None:
    w = workplace
    english = w.reaches("signed_out").words()
    buttons: dict[str, QPushButton] = w.window.stack.currentWidget().buttons  # type: ignore[union-attr]
    seen = {english}
    for lang in ("es", "zh_CN", "zh_TW"):
        touch(buttons[lang])
        w.until(lambda: w.words() not in seen)
        seen.add(w.words())
    touch(buttons["en"])
    w.until(lambda: w.words() == english)
    w.wedge(goods.BADGE_8)
    w.reaches("ready")
    assert w.window.lang == "es", "her own language"


def test_the_lock_keeps_the_step_and_hides_it(workplace: Workplace) -> None:
    w = workplace
    w.scan(goods.BADGE)
    w.reaches("ready").scan(PARCEL)
    w.reaches("opening").finger("open")
    w.reaches("identify").scan(SNEAKER)
    question = w.reaches("checking").words()
    w.scan(codes.command("lock"))
    w.reaches("locked")
    assert _visible(w.window, goods.SNEAKER.title) == []
    w.scan(goods.BADGE_8)
    w.reaches("take_over").finger("yes")
    w.reaches("checking")
    w.window.set_language("en")
    assert w.words() == question
    taken = w.place.told("session.taken_over")
    assert [(fact.operator, fact.body["from"]) for fact in taken] == [("8", "7")]


def _visible(window: QWidget, words: str) -> list[QWidget]:
    """Widgets that say these words to whoever looks, or listens."""
    said = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    return [w for w in said if words in (getattr(w, "text", str)() if callable(getattr(w, "text", None)) else "")]
