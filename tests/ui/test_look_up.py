"""Looking something up in the window: what is told to whom, whose a scan is meanwhile, and that the step stays."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton
from pytestqt.qtbot import QtBot

from station.domain.answers import Answer, Line, Question, Section
from station.domain.bench.inputs import Scan
from station.reader import Reader
from tests.stories.world import World
from tests.ui import samples as s
from tests.ui.conftest import Kept
from tests.ui.fingers import press, touch, write
from tests.ui.looked_up import looked_at
from tests.ui.test_bridge import Echo
from ui.bridge import Bridge
from ui.desk import Desk
from ui.screens.look_up import HitButton
from ui.screens.window import Window

PARCEL = "1Z12345E0205271688"
FOUND = (
    Line("unit", "u1", "Unit", "K7Q2M9XW4TRD", "stowed, Resale", ""),
    Line("parcel", "p1", "Parcel", "1Z999AA10123456784", "closed", "belongs to Unit K7Q2M9XW4TRD"),
)
TOLD = (Section("City sneaker", (("is", "Resale"), ("", "B-14"))), Section("What happened", (("10:42", "found"),)))


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Reader]]:
    with looked_at(tmp_path_factory.mktemp("station")) as both:
        yield both


def unit_of(world: World, product: str) -> str:
    return str(next(u.lpn for u in world.every("unit") if u.product == product))


def ask(reader: Reader, text: str, **more: object) -> Answer:
    return reader.ask(structs.replace(Question(text), **more)).result(10)


def said(answer: Answer) -> str:
    return " | ".join(" ".join(row) for section in answer.sections for row in (("", section.title), *section.rows))


def test_a_unit_is_told_as_why_tells_it(station: tuple[World, Reader]) -> None:
    world, reader = station
    answer = ask(reader, unit_of(world, "p-sneaker"))
    assert [line.type for line in answer.lines] == ["unit", "parcel", "product", "container", "authorization"]
    assert "As new: it can be sold again at once." in said(answer)
    assert "TOTE-1" in said(answer)


def test_money_is_told_to_those_who_may_see_it(station: tuple[World, Reader]) -> None:
    world, reader = station
    number = unit_of(world, "p-sneaker")
    assert "€" not in said(ask(reader, number))
    assert "€78.85" in said(ask(reader, number, money=True))
    assert "€" not in said(ask(reader, "NW-SNK-41"))


def test_what_waits_for_a_second_look_tells_no_grade(station: tuple[World, Reader]) -> None:
    world, reader = station
    told = said(ask(reader, unit_of(world, "p-runner"), money=True))
    assert "Waits for a second look" in told
    assert "grade" not in told
    assert "As new" not in told


@pytest.mark.parametrize(
    ("text", "chosen", "tells"),
    [
        (PARCEL, "parcel", "closed"),
        ("TOTE-1", "container", "Restock"),
        ("RMA-20419", "authorization", "1 × Rain jacket M"),
        ("NW-5001", "order", "City sneaker"),
        ("NW-RNJ-M", "product", "4006381333955"),
        ("HOLD-1", "location", "HOLD-1"),
    ],
)
def test_other_records_are_told_too(station: tuple[World, Reader], text: str, chosen: str, tells: str) -> None:
    answer = ask(station[1], text)
    assert answer.chosen[0] == chosen
    assert tells in said(answer)


def test_a_hit_of_the_list_is_told_when_it_is_chosen(station: tuple[World, Reader]) -> None:
    first = ask(station[1], PARCEL)
    unit = next(line for line in first.lines if line.type == "unit")
    assert ask(station[1], PARCEL, type=unit.type, id=unit.id).chosen == ("unit", unit.id)


def test_nothing_found_and_a_file_that_refuses_are_said(station: tuple[World, Reader], tmp_path: Path) -> None:
    assert (ask(station[1], "zzzz").lines, ask(station[1], "zzzz").counted[:7]) == ((), "Nothing")
    missing = Reader(tmp_path / "journal.db")
    assert missing.ask(Question("x", "es")).result(10).problem
    missing.close()


@pytest.mark.parametrize("lang", ["en", "zh_CN", "zh_TW", "es"])
def test_every_label_has_words(station: tuple[World, Reader], lang: str) -> None:
    for text in (PARCEL, "TOTE-1", "RMA-20419", "NW-RNJ-M", "HOLD-1", unit_of(station[0], "p-jacket")):
        assert "look." not in said(ask(station[1], text, lang=lang))


class Shelf:
    """A reader that answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[Question, Future[Answer]]] = []

    def ask(self, question: Question) -> Future[Answer]:
        self.asked.append((question, Future()))
        return self.asked[-1][1]

    def answer(self, n: int = -1, lines: tuple[Line, ...] = FOUND) -> None:
        question, waiting = self.asked[n]
        waiting.set_result(Answer(question, lines, "Found: 2", ("unit", "u1"), TOLD))


@pytest.fixture
def looking(qtbot: QtBot, window: Window) -> tuple[Window, Shelf]:
    shelf = Shelf()
    window.looking_up.ask = lambda q: shelf.ask(q).add_done_callback(
        lambda done: window.looking_up.show_answer(done.result())
    )
    window.show_snapshot(s.GRADE)
    return window, shelf


def tab(window: Window, text: str) -> QPushButton:
    """The one on the screen: another one of this name may be on its way out."""
    found = window.top.findChildren(QPushButton)
    return next(button for button in found if button.text() == text and button.isVisible())


def test_the_step_stays_while_something_is_looked_up(looking: tuple[Window, Shelf], kept: Kept) -> None:
    window, shelf = looking
    touch(tab(window, "Look-up"))
    screen = window.looking_up.screen
    assert screen is not None
    write(screen.entry.field, "4trd")
    press(screen.entry.field, Qt.Key.Key_Return)
    shelf.answer()
    QApplication.processEvents()
    assert [hit.view.title for hit in screen.findChildren(HitButton)] == ["K7Q2M9XW4TRD", "1Z999AA10123456784"]
    press(window, "1")
    touch(tab(window, "Bench"))
    assert (kept.inputs, window.looking_up.opened) == ([], False)
    press(window, "2")
    assert kept.inputs == [("press", 41, "c2")]


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (1920, 1080)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_buttons_are_large_enough(looking: tuple[Window, Shelf], size: tuple[int, int], theme: str) -> None:
    window, shelf = looking
    window.resize(*size)
    window.set_theme(theme)
    window.open_look_up()
    window.looking_up.heard("x")
    shelf.answer()
    QApplication.processEvents()
    screen = window.looking_up.screen
    assert screen is not None
    shown = [button for button in screen.findChildren(QAbstractButton) if button.isVisible()]
    assert len([button for button in shown if isinstance(button, HitButton)]) == 2
    for button in shown:
        assert min(button.width(), button.height()) >= 56, button.text()
        assert button.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert not window.grab().isNull()


def test_a_hit_is_chosen_by_touch(looking: tuple[Window, Shelf]) -> None:
    window, shelf = looking
    press(window, Qt.Key.Key_F12)
    window.looking_up.heard("4TRD")
    shelf.answer()
    QApplication.processEvents()
    screen = window.looking_up.screen
    assert screen is not None
    touch(screen.findChildren(HitButton)[1])
    assert shelf.asked[-1][0] == Question("4TRD", "en", type="parcel", id="p1")


def test_an_answer_to_an_older_question_is_not_shown(looking: tuple[Window, Shelf]) -> None:
    window, shelf = looking
    window.open_look_up()
    window.looking_up.heard("one")
    window.looking_up.heard("two")
    shelf.answer(0)
    assert window.looking_up.answer is None
    shelf.answer(1)
    assert window.looking_up.answer is not None


def test_the_commands_code_opens_it_at_any_step(looking: tuple[Window, Shelf]) -> None:
    window, _ = looking
    told = s.told(1, "info", "notice.look_up")
    window.show_told(told)
    assert (window.looking_up.opened, window.toasts.strips) == (True, [])


@pytest.mark.parametrize("name", ["stop", "locked", "sign_in"])
def test_it_goes_where_the_bench_has_something_to_say(looking: tuple[Window, Shelf], name: str) -> None:
    window, _ = looking
    window.open_look_up()
    window.show_snapshot(structs.replace(s.SAMPLES[name], number=900))
    assert not window.looking_up.opened
    window.open_look_up()
    assert not window.looking_up.opened


def test_a_command_of_the_bench_ends_it_and_is_carried_out(looking: tuple[Window, Shelf], kept: Kept) -> None:
    window, _ = looking
    window.open_look_up()
    press(window, Qt.Key.Key_F1)
    assert (window.looking_up.opened, kept.inputs) == (False, [("press", 41, "undo")])


def test_without_a_reader_there_is_no_look_up(window: Window) -> None:
    window.show_snapshot(s.GRADE)
    assert "Look-up" not in [button.text() for button in window.top.findChildren(QPushButton)]
    window.open_look_up()
    assert not window.looking_up.opened


@pytest.mark.parametrize(
    ("code", "taken", "left"),
    [
        ("4006381333931", True, False),
        ("K7Q2M9XW4TRD-1", True, False),
        ("CMD-UNDO", False, True),
        ("ANS-41-C1", False, True),
        ("BDG-0123456789ABCDEF", False, True),
        ("CMD-LOOK-UP", True, True),
    ],
)
def test_whose_a_scan_is(qtbot: QtBot, code: str, taken: bool, left: bool) -> None:
    bridge, heard, gone = Bridge(Echo()), list[str](), list[bool]()
    bridge.look_up_heard.connect(heard.append)
    bridge.look_up_left.connect(lambda: gone.append(True))
    assert not bridge.take_scan(code)
    bridge.look(True)
    assert bridge.take_scan(code) is taken
    assert (bool(heard), bool(gone)) == (taken and not left, left)


def test_a_scan_goes_through_desk_and_reader(qtbot: QtBot, qapp: QApplication, station: tuple[World, Reader]) -> None:
    echo = Echo()
    desk = Desk(echo, "R7", lambda: s.NOW)
    qtbot.addWidget(desk.window)
    desk.look_up(station[1])
    desk.open(qapp)
    desk.window.show_snapshot(s.GRADE)
    desk.window.open_look_up()
    assert desk.bridge.take_scan("TOTE-1")
    qtbot.waitUntil(lambda: desk.window.looking_up.answer is not None)
    assert echo.posted == []
    desk.bridge.take_scan("CMD-LOOK-UP")
    qtbot.waitUntil(lambda: not desk.window.looking_up.opened)
    assert not desk.bridge.take_scan("TOTE-1")
    desk.bridge.post_scan("TOTE-1", "wedge")
    assert echo.posted == [Scan("TOTE-1", "wedge")]
    desk.close(qapp)
    desk.window.tick.stop()
