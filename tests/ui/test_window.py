"""The window under fingers and keys, drawn without a display."""

import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui import samples as s
from tests.ui.conftest import Kept
from tests.ui.fingers import press, touch, write
from ui.screens.window import Window
from ui.widgets.cards import ChoiceCard, CommandButton
from ui.widgets.entry import EntryPart


def show(window: Window, name: str) -> None:
    window.show_snapshot(s.SAMPLES[name])
    QApplication.processEvents()


def entry(window: Window) -> EntryPart:
    assert window.view is not None
    return window.screens[window.view.kind].step.entry


def cards(window: Window) -> list[ChoiceCard]:
    return [card for card in window.findChildren(ChoiceCard) if card.isVisible()]


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (1920, 1080)])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", s.SAMPLES)
def test_every_kind_draws(window: Window, name: str, theme: str, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.set_theme(theme)
    show(window, name)
    window.show_status(s.TROUBLE)
    assert not window.grab().isNull()
    assert window.size().toTuple() == size
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [window]


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (1920, 1080)])
@pytest.mark.parametrize("name", s.SAMPLES)
def test_what_can_be_touched_is_large_enough_and_whole(window: Window, name: str, size: tuple[int, int]) -> None:
    window.resize(*size)
    show(window, name)
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.property("role") not in ("tab", "person"):
            assert min(button.width(), button.height()) >= 56, button.accessibleName() or button.text()
    shown = cards(window)
    for one in shown:
        for other in shown:
            assert one is other or not one.geometry().intersects(other.geometry())


@pytest.mark.parametrize("name", s.SAMPLES)
def test_no_button_takes_the_focus_or_is_a_default(window: Window, name: str) -> None:
    show(window, name)
    window.open_menu()
    for button in window.findChildren(QAbstractButton):
        assert button.focusPolicy() == Qt.FocusPolicy.NoFocus
    for button in window.findChildren(QPushButton):
        assert not button.isDefault()
        assert not button.autoDefault()


def test_a_touch_posts_the_choice_with_its_question(window: Window, kept: Kept) -> None:
    show(window, "grade")
    touch(cards(window)[1])
    assert kept.inputs == [("press", 41, "c2")]


def test_number_and_function_keys(window: Window, kept: Kept) -> None:
    show(window, "grade")
    press(window, "4")
    show(window, "labelling")
    press(window, Qt.Key.Key_F2)
    assert kept.inputs == [("press", 41, "c4"), ("press", 42, "hold")]


def test_other_keys_do_nothing(window: Window, kept: Kept) -> None:
    show(window, "grade")
    for key in (
        Qt.Key.Key_Escape,
        Qt.Key.Key_Return,
        Qt.Key.Key_Space,
        Qt.Key.Key_Tab,
        Qt.Key.Key_A,
        Qt.Key.Key_Delete,
    ):
        press(window, key)
    press(window, "1", Qt.KeyboardModifier.ControlModifier)
    assert kept.inputs == []
    assert window.isVisible()


def test_a_question_is_never_posted_twice(window: Window, kept: Kept) -> None:
    show(window, "grade")
    card = cards(window)[0]
    touch(card)
    touch(card)
    press(window, "2")
    assert len(kept.inputs) == 1


def test_a_refusal_lets_the_operator_try_again(window: Window, kept: Kept) -> None:
    show(window, "grade")
    press(window, "1")
    window.show_told(s.told(1, "error", "The disk is full. Nothing was told as done."))
    press(window, "1")
    assert len(kept.inputs) == 2


def test_a_silent_engine_lets_the_operator_try_again(window: Window, kept: Kept, qtbot: QtBot) -> None:
    show(window, "grade")
    press(window, "1")
    qtbot.waitUntil(lambda: not window.patience.isActive(), timeout=30_000)
    press(window, "1")
    assert len(kept.inputs) == 2


def test_an_older_snapshot_is_dropped(window: Window) -> None:
    show(window, "labelling")
    show(window, "grade")
    assert window.view is not None
    assert window.view.number == s.LABELLING.number


def test_words_are_typed_and_entered(window: Window, kept: Kept) -> None:
    show(window, "describe")
    field = entry(window).field
    write(field, "rain jacket 2")
    press(field, Qt.Key.Key_Escape)
    press(field, Qt.Key.Key_Return)
    press(field, Qt.Key.Key_Return)
    assert kept.inputs == [("typed", 0, "rain jacket 2")]
    assert field.text() == ""


def test_a_digit_before_any_word_chooses(window: Window, kept: Kept) -> None:
    show(window, "describe")
    press(entry(window).field, "3")
    assert kept.inputs == [("press", 45, "c3")]


def test_numbers_take_digits_only(window: Window, kept: Kept) -> None:
    show(window, "quantity")
    field = entry(window).field
    write(field, "1a2 4")
    press(field, Qt.Key.Key_Enter)
    assert kept.inputs == [("typed", 0, "124")]


def test_the_keypad_types_and_the_pin_is_hidden(window: Window, kept: Kept) -> None:
    show(window, "pin")
    pad = entry(window)
    assert pad.field.echoMode() == QLineEdit.EchoMode.Password
    keys = {button.text(): button for button in pad.findChildren(QPushButton) if button.isVisible()}
    for key in ("1", "2", "⌫", "9"):
        touch(keys[key])
    touch(pad.enter)
    assert kept.inputs == [("typed", 0, "19")]


def test_letters_can_be_typed_by_touch(window: Window, kept: Kept) -> None:
    show(window, "sign_in")
    pad = entry(window)
    touch(pad.toggle)
    QApplication.processEvents()
    keys = {button.text(): button for button in pad.findChildren(QPushButton) if button.isVisible()}
    for key in ("O", "P", "7", "Space", "X"):
        touch(keys[key])
    touch(pad.enter)
    assert kept.inputs == [("typed", 0, "OP7 X")]


def test_a_begun_pin_does_not_survive_its_question(window: Window) -> None:
    show(window, "pin")
    write(entry(window).field, "12")
    show(window, "grade")
    window.show_snapshot(structs.replace(s.PIN, number=99, question=99))
    assert entry(window).draft == ""


def test_language_and_theme_change_at_run_time(window: Window) -> None:
    show(window, "grade")
    window.open_menu()
    touch(window.menu.buttons["zh_CN"])
    assert window.top.person.text() == "Operator 7 • 简体中文"
    window.open_menu()
    touch(window.menu.buttons["dark"])
    assert window.look.palette.name == "dark"
    assert not window.menu.isVisible()
    assert window.grab().toImage().pixelColor(QPoint(700, 640)).name() == window.look.palette.ground


def test_the_next_operator_brings_her_own_language(window: Window) -> None:
    show(window, "sign_in")
    window.set_language("es")
    show(window, "ready")
    assert window.lang == "en"
    window.set_language("es")
    window.show_snapshot(structs.replace(s.GRADE, number=50))
    assert window.lang == "es"
    window.show_snapshot(structs.replace(s.GRADE, number=51, operator="Operator 8", lang="zh_TW"))
    assert window.lang == "zh_TW"


def test_an_error_stays_until_the_next_input(window: Window) -> None:
    show(window, "grade")
    window.show_told(s.told(1, "error", "Wrong tote."))
    window.show_told(s.told(2, "ok", "Saved."))
    assert [strip.view.severity for strip in window.toasts.strips] == ["error", "ok"]
    press(window, "1")
    assert [strip.view.severity for strip in window.toasts.strips] == ["ok"]


def test_a_fault_is_a_red_banner(window: Window) -> None:
    show(window, "grade")
    window.show_fault("ValueError: x")
    assert window.toasts.strips[0].view.severity == "error"
    assert "ValueError: x" in window.toasts.strips[0].view.text


def test_modes_are_reached_by_their_tab(window: Window, kept: Kept) -> None:
    show(window, "ready")
    tabs = {button.text(): button for button in window.top.findChildren(QPushButton)}
    touch(tabs["Bench"])
    touch(tabs["Dock"])
    assert kept.inputs == [("press", 3, "mode_dock")]


def test_a_command_that_is_not_offered_cannot_be_pressed(window: Window, kept: Kept) -> None:
    show(window, "ready")
    undo = next(button for button in window.findChildren(CommandButton) if button.view.key == "undo")
    touch(undo)
    press(window, Qt.Key.Key_F1)
    assert kept.inputs == []


def test_notices_cover_neither_instruction_nor_choices(window: Window) -> None:
    show(window, "labelling")
    window.show_told(s.told(1, "warn", "Printer: paper is out."))
    window.show_told(s.told(2, "error", "This tote is for another merchant. Scan an open tote of Northwind Shoes."))
    QApplication.processEvents()
    step = window.screens["bench"].step
    foot = window.toasts.geometry().bottom()
    assert foot < step.title.mapTo(window, QPoint(0, 0)).y()
    assert all(foot < card.mapTo(window, QPoint(0, 0)).y() for card in cards(window))


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768)])
@pytest.mark.parametrize("name", ["sign_in", "pin", "quantity", "describe"])
def test_keypads_do_not_overlap(window: Window, name: str, size: tuple[int, int]) -> None:
    window.resize(*size)
    show(window, name)
    pad = entry(window)
    pad.toggle.setChecked(pad.view.kind == "text")
    QApplication.processEvents()
    QApplication.processEvents()
    keys = [button for button in pad.findChildren(QPushButton) if button.isVisible() and button.property("char")]
    boxes = [button.rect().translated(button.mapTo(window, QPoint(0, 0))) for button in keys]
    assert len(boxes) >= 11
    assert all(window.rect().contains(box) for box in boxes)
    assert not any(one.intersects(other) for n, one in enumerate(boxes) for other in boxes[:n])
