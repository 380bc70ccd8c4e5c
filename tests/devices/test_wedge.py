"""The wedge: synthetic keys with time stamps, sent to a window as the platform sends them."""

from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.typing_feed import Feed, codes
from ui.devices.wedge import Wedge

# The offscreen platform says so of every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Kind = QEvent.Type
SHIFT, CONTROL, NONE = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
SPECIAL = {
    "\r": (Qt.Key.Key_Return, NONE),
    "\t": (Qt.Key.Key_Tab, NONE),
    " ": (Qt.Key.Key_Space, NONE),
    "\x1d": (Qt.Key.Key_BracketRight, CONTROL),
    "\x1e": (Qt.Key.Key_AsciiCircum, CONTROL),
    "\x04": (Qt.Key.Key_D, CONTROL),
    "\b": (Qt.Key.Key_Backspace, NONE),
}


class Bench(QWidget):
    """A window with a field and a button, a wedge before it, and a keyboard with a clock of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.button = QLineEdit(), QPushButton("Delete")
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.button)
        self.clicks = 0
        self.button.clicked.connect(self._clicked)
        self.scans: list[bytes] = []
        self.broken: list[bytes] = []
        self.wedge = Wedge(self.scans.append, self.broken.append)
        self.now = 10_000

    def _clicked(self) -> None:
        self.clicks += 1

    def window_handle(self) -> QWindow:
        handle = self.windowHandle()
        assert handle is not None
        return handle

    def key(self, char: str, gap: int, *, repeat: bool = False, device: QInputDevice | None = None) -> None:
        key, modifiers = SPECIAL.get(char, (Qt.Key(ord(char.upper())), SHIFT if char.isupper() else NONE))
        self.now += gap
        for kind in (Kind.KeyPress, Kind.KeyRelease):
            keyboard = QInputDevice.primaryKeyboard() if device is None else device
            event = QKeyEvent(kind, key, modifiers, 0, 0, 0, char, repeat, 1, keyboard)
            event.setTimestamp(self.now)
            QCoreApplication.sendEvent(self.window_handle(), event)

    def type(self, text: str, gap: int) -> None:
        for char in text:
            self.key(char, gap)


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication) -> Iterator[Bench]:
    widget = Bench()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    widget.field.setFocus()
    qtbot.waitUntil(widget.field.hasFocus)
    widget.wedge.install(qapp)
    yield widget
    widget.wedge.remove(qapp)


@pytest.mark.parametrize("end", ["\r", "\t"])
def test_a_fast_scan_is_swallowed_whole(bench: Bench, end: str) -> None:
    bench.type("1Z999AA10123456784" + end, 2)
    assert bench.scans == [b"1Z999AA10123456784"]
    assert bench.field.text() == ""
    assert bench.field.hasFocus()


def test_the_focused_button_is_not_clicked_by_a_scan(bench: Bench, qtbot: QtBot) -> None:
    bench.button.setFocus()
    qtbot.waitUntil(bench.button.hasFocus)
    bench.type("AB CD  EF\r", 1)
    assert bench.scans == [b"AB CD  EF"]
    assert bench.clicks == 0


def test_a_person_can_still_press_the_focused_button(bench: Bench, qtbot: QtBot) -> None:
    bench.button.setFocus()
    qtbot.waitUntil(bench.button.hasFocus)
    bench.key(" ", 500)
    qtbot.waitUntil(lambda: bench.clicks == 1)


def test_slow_typing_passes(bench: Bench, qtbot: QtBot) -> None:
    bench.type("hello", 120)
    qtbot.waitUntil(lambda: bench.field.text() == "hello")
    assert bench.scans == []


def test_slow_typing_and_enter_is_no_scan(bench: Bench, qtbot: QtBot) -> None:
    entered = []
    bench.field.returnPressed.connect(lambda: entered.append(bench.field.text()))
    bench.type("12345678\r", 51)
    qtbot.waitUntil(lambda: entered == ["12345678"])
    assert bench.scans == []


def test_a_short_burst_is_typing(bench: Bench) -> None:
    bench.type("abc\r", 5)
    assert bench.scans == []
    assert bench.field.text() == "abc"


def test_a_short_burst_without_an_end_comes_back_by_itself(bench: Bench, qtbot: QtBot) -> None:
    bench.type("abc", 5)
    assert bench.field.text() == ""
    qtbot.waitUntil(lambda: bench.field.text() == "abc")


def test_a_long_burst_without_an_end_is_told_as_broken(bench: Bench, qtbot: QtBot) -> None:
    bench.type("1Z999AA101", 3)
    qtbot.waitUntil(lambda: bench.broken == [b"1Z999AA101"])
    assert bench.field.text() == ""
    assert bench.scans == []


def test_separators_are_kept(bench: Bench) -> None:
    bench.type("]C1010950600013435210AB\x1d21S\r[)>\x1e06\x1dQ1\x1e\x04\r", 3)
    assert bench.scans == [b"]C1010950600013435210AB\x1d21S", b"[)>\x1e06\x1dQ1\x1e\x04"]


def test_typing_then_a_scan_keeps_both_apart(bench: Bench) -> None:
    bench.type("ab", 200)
    bench.key("X", 200)
    bench.type("YZ123\r", 4)
    assert bench.field.text() == "ab"
    assert bench.scans == [b"XYZ123"]


def test_scans_back_to_back(bench: Bench) -> None:
    codes = [f"CODE{number:05d}" for number in range(50)]
    bench.type("".join(code + "\r" for code in codes), 1)
    assert bench.scans == [code.encode() for code in codes]
    assert bench.field.text() == ""


def test_shift_between_the_keys_breaks_nothing(bench: Bench) -> None:
    for number, char in zip(count(), "AbCdE\r", strict=False):
        shift = QKeyEvent(Kind.KeyPress, Qt.Key.Key_Shift, SHIFT, "")
        shift.setTimestamp(bench.now + number)
        QCoreApplication.sendEvent(bench.window_handle(), shift)
        bench.key(char, 6)
    assert bench.scans == [b"AbCdE"]


def test_a_held_key_is_a_person(bench: Bench) -> None:
    bench.key("a", 300)
    bench.key("a", 250, repeat=True)
    for _ in range(8):
        bench.key("a", 30, repeat=True)
    assert bench.field.text() == "a" * 10
    assert bench.scans == []


def test_doubled_characters_marked_as_repeats_belong_to_the_scan(bench: Bench) -> None:
    bench.type("10", 2)
    for _ in range(3):
        bench.key("0", 2, repeat=True)
    bench.type("7\r", 2)
    assert bench.scans == [b"100007"]


def test_a_scan_that_stutters_is_told_as_broken_and_touches_nothing(bench: Bench, qtbot: QtBot) -> None:
    bench.button.setFocus()
    qtbot.waitUntil(bench.button.hasFocus)
    bench.type("1Z999AA 101", 3)
    bench.key("2", 280)
    bench.type("345 6784\r", 3)
    assert bench.broken == [b"1Z999AA 101", b"2345 6784"]
    assert bench.scans == []
    assert bench.clicks == 0
    bench.key("N", 400)
    bench.type("EXT1\r", 3)
    assert bench.scans == [b"NEXT1"]


def test_the_other_half_of_a_short_stutter_is_no_scan(bench: Bench) -> None:
    bench.type("1Z99", 3)
    bench.key("9", 80)
    bench.type("AA1\r", 3)
    assert bench.scans == []
    assert bench.broken == [b"9AA1"]
    assert bench.field.text() == "1Z99"


def test_a_scan_that_falters_on_a_starved_computer_is_one_scan(bench: Bench) -> None:
    bench.type("1Z999AA101", 3)
    bench.key("2", 240)
    bench.type("3456784\r", 3)
    assert bench.scans == [b"1Z999AA1012" + b"3456784"]
    assert bench.broken == []


def test_what_our_clock_tore_apart_is_told_as_broken_by_the_stamps(bench: Bench, qtbot: QtBot) -> None:
    bench.type("1Z9", 3)
    qtbot.waitUntil(lambda: bench.field.text() == "1Z9")  # the rest is late in coming, though typed at once
    bench.type("99AA101\r", 3)
    assert bench.scans == []
    assert bench.broken == [b"99AA101"]
    bench.type("NEXT1\r", 3)
    assert bench.scans == [b"NEXT1"]


def test_scans_at_the_very_same_time_from_two_keyboards_are_two_scans(bench: Bench) -> None:
    kind = QInputDevice.DeviceType.Keyboard
    left, right = (QInputDevice(f"scanner {number}", number, kind) for number in (1, 2))
    for one, other in zip("AAAA1111\r", "BBBB2222\r", strict=True):
        bench.key(one, 1, device=left)
        bench.key(other, 1, device=right)
    assert bench.scans == [b"AAAA1111", b"BBBB2222"]


def test_a_person_types_on_while_another_keyboard_scans(bench: Bench, qtbot: QtBot) -> None:
    scanner = QInputDevice("scanner", 7, QInputDevice.DeviceType.Keyboard)
    for char in "SCAN0001\r":
        bench.key(char, 2, device=scanner)
        if char == "N":
            bench.key("x", 1)
    assert bench.scans == [b"SCAN0001"]
    qtbot.waitUntil(lambda: bench.field.text() == "x")


@pytest.mark.parametrize("blocked", [0.0, 1.0])
def test_a_thousand_scans_without_a_gap_while_the_window_is_blocked(bench: Bench, qtbot: QtBot, blocked: float) -> None:
    typed = codes(1000)
    feed = Feed(bench.window_handle(), typed, blocked)
    feed.start()
    try:
        qtbot.waitUntil(lambda: len(bench.scans) + len(bench.broken) >= len(typed), timeout=40_000)
    finally:
        feed.join()
    assert bench.scans == [code.encode() for code in typed]
    assert (bench.broken, bench.field.text(), feed.held_up) == ([], "", True)


def test_backspace_gives_back_and_acts_in_order(bench: Bench) -> None:
    bench.type("abc\b", 20)
    assert bench.field.text() == "ab"


def test_enter_alone_passes(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.field.returnPressed):
        bench.key("\r", 500)


def test_a_shortcut_on_a_plain_key_is_not_sprung_by_a_scan(bench: Bench, qtbot: QtBot) -> None:
    bench.button.setFocus()  # a field would claim the key by itself
    qtbot.waitUntil(bench.button.hasFocus)
    override = QKeyEvent(Kind.ShortcutOverride, Qt.Key.Key_U, NONE, "u")
    override.ignore()
    QCoreApplication.sendEvent(bench.window_handle(), override)
    assert override.isAccepted()


def test_function_keys_and_alt_are_left_alone(bench: Bench) -> None:
    for key, modifiers, text in (
        (Qt.Key.Key_F2, NONE, ""),
        (Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier, "u"),
        (Qt.Key.Key_C, CONTROL, "\x03"),
    ):
        override = QKeyEvent(Kind.ShortcutOverride, key, modifiers, text)
        override.ignore()
        assert not bench.wedge.eventFilter(bench.window_handle(), override)


def test_removing_gives_held_keys_back(bench: Bench, qapp: QApplication) -> None:
    bench.type("ab", 5)
    bench.wedge.remove(qapp)
    assert bench.field.text() == "ab"
