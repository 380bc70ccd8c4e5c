"""The set-up screen: a supervisor's, over the bench; devices in words, trials, and scans that the bench never sees."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton
from pytestqt.qtbot import QtBot

from station import texts
from station.domain.bench.snapshot import Snapshot
from station.domain.notices import Text
from ui.fitting import Fitting
from ui.presenters.setup import setup_view
from ui.presenters.setup_parts import Device, Setup
from ui.presenters.words import Words
from ui.screens.window import Window
from ui.theme.look import Look, scale_for

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
READY = Snapshot(1, "ready", "bench", 1, Text("step.ready"), operator="Operator 7", role="supervisor")
DEVICES = (
    Device("printer", "10.0.0.7:9100", "ZD421-203dpi", "ready", "", "zpl", 203),
    Device("printer", "file:/dev/usb/lp0", "lp0", "attention", "printer.paper_out", "tspl"),
    Device("scale", "serial:FT8K2XQ1", "FTDI converter USB Serial", "in_use", "", "sics"),
    Device("scanner", "serial:S20311523050123", "Zebra Symbol Bar Code Scanner", "unasked"),
    Device("serial", "serial:/dev/ttyUSB2", "CH340 converter", "silent"),
    Device("serial", "serial:/dev/ttyS0", "ttyS0", "forbidden"),
)
SETUP = Setup(DEVICES, {"printer": "10.0.0.7:9100", "scale": "serial:FT8K2XQ1?9600"})


class Bench:
    """Takes what is pressed at the bench."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def post_press(self, question: int, key: str) -> None:
        self.given.append(key)

    def post_typed(self, text: str) -> None:
        self.given.append(text)


class Workshop:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.show: Callable[[Setup], object] = lambda _: None

    def open(self, show: Callable[[Setup], object]) -> None:
        self.asked.append(("open",))
        self.show = show

    def close(self) -> None:
        self.asked.append(("close",))

    def look(self, host: str = "") -> None:
        self.asked.append(("look", host))

    def set_aside(self, role: str, aside: bool) -> None:
        self.asked.append(("aside" if aside else "on", role))

    def speak(self, role: str, language: str, dpi: int) -> None:
        self.asked.append(("speak", role, language, str(dpi)))

    def choose(self, role: str, address: str) -> None:
        self.asked.append(("choose", role, address))

    def test(self, role: str) -> None:
        self.asked.append(("test", role))

    def heard(self, text: str) -> None:
        self.asked.append(("heard", text))


def made(qtbot: QtBot, size: tuple[int, int] = (1280, 800), theme: str = "light") -> tuple[Window, Workshop, Bench]:
    bench, workshop = Bench(), Workshop()
    window = Window(bench, Look(theme, scale_for(*size)), "R7", lambda: NOW)
    qtbot.addWidget(window)
    window.resize(*size)
    window.setting_up.fit(Fitting(workshop, window))
    window.show_snapshot(READY)
    window.show()
    return window, workshop, bench


def opened(qtbot: QtBot, **how: object) -> tuple[Window, Workshop, Bench]:
    window, workshop, bench = made(qtbot, **how)  # type: ignore[arg-type]  # as above
    window.open_menu()
    window.menu.setup.click()
    workshop.show(SETUP)
    qtbot.waitUntil(lambda: drawn(window))
    return window, workshop, bench


def drawn(window: Window) -> bool:
    """Whether what was found stands there: Qt shows what is put into a layout with a later event."""
    screen = window.setting_up.screen
    return bool(screen and screen.rows and all(row.isVisible() for row in screen.rows))


def press(window: Window, text: str) -> None:
    buttons = [one for one in window.findChildren(QAbstractButton) if one.isVisible()]
    next(one for one in buttons if text in (one.text(), one.accessibleName())).click()


def test_a_supervisor_opens_it_and_goes_back(qtbot: QtBot) -> None:
    window, workshop, _ = opened(qtbot)
    assert window.setting_up.opened
    press(window, texts.say("en", "ui.setup.close"))
    assert not window.setting_up.opened
    assert workshop.asked == [("open",), ("close",)]


@pytest.mark.parametrize("change", [{"role": "operator"}, {"operator": "", "role": ""}, {"tone": "locked"}])
def test_nobody_else_does_and_a_lock_closes_it(qtbot: QtBot, change: dict[str, str]) -> None:
    window, workshop, _ = opened(qtbot)
    window.show_snapshot(replace(READY, number=2, **change))
    assert not window.setting_up.opened
    window.open_setup()
    assert not window.setting_up.opened
    window.open_menu()
    assert not window.menu.setup.isVisible()
    assert workshop.asked[-1] == ("close",)


def test_devices_are_tried_out_and_chosen(qtbot: QtBot) -> None:
    window, workshop, _ = opened(qtbot)
    press(window, texts.say("en", "ui.setup.test.printer"))
    press(window, texts.say("en", "ui.setup.use.scanner"))
    press(window, texts.say("en", "ui.setup.look"))
    assert workshop.asked[1:] == [("test", "printer"), ("choose", "scanner", "serial:S20311523050123"), ("look", "")]


def test_keys_do_not_reach_the_covered_bench(qtbot: QtBot) -> None:
    window, _, bench = opened(qtbot)
    for key in "1", "2":
        QTest.keyClicks(window, key)
    assert bench.given == []
    assert not [one for one in window.findChildren(QPushButton) if one.hasFocus()]


def test_another_size_and_theme_keep_it(qtbot: QtBot) -> None:
    window, workshop, _ = opened(qtbot)
    window.set_theme("dark")
    window.resize(1920, 1080)
    assert window.setting_up.opened
    assert workshop.asked == [("open",)]


@pytest.mark.parametrize("lang", texts.languages())
def test_it_speaks_every_language_and_shows_no_key(lang: str) -> None:
    for busy in ("", "looking", "testing"):
        view = setup_view(
            Setup(DEVICES, SETUP.wanted, busy, "trial.no_weight", {"why": "@scale.motion"}, False), Words(lang)
        )
        words = [view.said, view.title, *(slot.note for slot in view.slots), *(found.note for found in view.found)]
        assert not [word for word in words if "ui." in word or "found." in word or "@" in word]
    assert setup_view(Setup(), Words(lang)).nothing


def test_what_is_used_here_and_what_cannot_be_opened_is_offered_for_nothing() -> None:
    view = setup_view(SETUP, Words("en"))
    uses = {found.title: [use.role for use in found.uses] for found in view.found}
    assert uses["ZD421-203dpi"] == uses["FTDI converter USB Serial"] == uses["ttyS0"] == []
    assert uses["CH340 converter"] == ["printer2", "scanner", "scale"]
    assert [slot.device for slot in view.slots] == [
        "ZD421-203dpi",
        "keyboard scanner",
        "FTDI converter USB Serial",
        "none",
    ]


@pytest.mark.parametrize(("size", "theme"), [((1280, 800), "light"), ((1920, 1080), "dark"), ((960, 640), "light")])
def test_nothing_is_cut_off(qtbot: QtBot, tmp_path: Path, size: tuple[int, int], theme: str) -> None:
    window, workshop, _ = opened(qtbot, size=size, theme=theme)
    workshop.show(Setup(DEVICES, SETUP.wanted, "", "trial.read_back", {"code": "TEST000042"}, True))
    screen = window.setting_up.screen
    assert screen is not None
    qtbot.waitUntil(screen.said.isVisible)

    def uncut() -> None:
        buttons = [one for one in screen.findChildren(QAbstractButton) if one.isVisible()]
        assert [one.text() for one in buttons if one.width() < one.sizeHint().width() - 1] == []

    qtbot.waitUntil(uncut)
    assert screen.back.geometry().right() < screen.width()


class Slow(Workshop):
    """What is under way when it is closed takes its time: a search, or a test print at a printer that stands still."""

    def __init__(self) -> None:
        super().__init__()
        self.over = Event()

    def close(self) -> None:
        self.over.wait(10)
        super().close()


def slow(qtbot: QtBot) -> tuple[Window, Slow, Fitting]:
    workshop = Slow()
    window = Window(Bench(), Look("light", scale_for(1280, 800)), "R7", lambda: NOW)
    qtbot.addWidget(window)
    fitting = Fitting(workshop, window)
    window.setting_up.fit(fitting)
    return window, workshop, fitting


def test_who_goes_back_to_work_waits_for_no_device(qtbot: QtBot) -> None:
    window, workshop, fitting = slow(qtbot)
    window.setting_up.open("en")
    window.setting_up.close()
    assert workshop.asked == [("open",)], "the window did not wait for it"
    workshop.over.set()
    fitting.wait()
    assert workshop.asked == [("open",), ("close",)]


def test_who_opens_it_again_waits_for_no_device(qtbot: QtBot) -> None:
    """It begins once what was under way has ended; closed before that, it never began."""
    window, workshop, fitting = slow(qtbot)
    for _ in range(3):
        window.setting_up.open("en")
        window.setting_up.close()
    window.setting_up.open("en")
    assert workshop.asked == [("open",)], "the window did not wait for it"
    workshop.over.set()
    qtbot.waitUntil(lambda: len(workshop.asked) == 3)
    window.setting_up.close()
    fitting.wait()
    assert workshop.asked == [("open",), ("close",), ("open",), ("close",)]
