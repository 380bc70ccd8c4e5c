"""The window: draws the newest snapshot, turns keys and touches into inputs. The rules lie in presenters and engine."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QRect, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from station.domain.bench.snapshot import Snapshot, Told
from ui.presenters import keys
from ui.presenters.dock import Taken, take_in
from ui.presenters.frame import LOOK_UP
from ui.presenters.notices import SHOWN_MS, toast_view
from ui.presenters.status import Status, status_view
from ui.presenters.views import ToastView, View
from ui.presenters.window import Setting, kind_of, present
from ui.presenters.words import Words
from ui.screens.bars import Bottom, Top
from ui.screens.kinds import Screen, make_screen
from ui.screens.looking_up import LookingUp
from ui.screens.menu import Menu
from ui.screens.setting_up import SettingUp
from ui.theme.look import Look, scale_for
from ui.widgets.toast import Toasts

ANSWER_MS = 1500
"""Without any answer of the engine for so long, a press may be tried again."""
TICK_MS = 10_000
LOOK_UP_HEARD = "notice.look_up"
"""The bench's word that somebody scanned the look-up's command."""


class Poster(Protocol):
    """Where inputs go: the bridge, or a list in tests."""

    def post_press(self, question: int, key: str) -> None: ...

    def post_typed(self, text: str) -> None: ...


class Window(QWidget):
    """Everything that the operator sees. now: the moment in the site's zone."""

    def __init__(self, poster: Poster, look: Look, station: str, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.poster, self.look, self.station, self.now = poster, look, station, now
        self.snapshot: Snapshot | None = None
        self.view: View | None = None
        self.taken, self.status = Taken(), Status()
        self.wish, self.wisher = "", ""
        self.guard = keys.PressGuard()
        self.screens: dict[str, Screen] = {}
        self._build()
        self._start_timers()

    def _build(self) -> None:
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(960, 640)
        self.top, self.bottom, self.body = Top(self.look), Bottom(self.look), QWidget()
        self.stack = QStackedLayout(self.body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.body, 1)
        column.addWidget(self.bottom)
        self.toasts, self.menu = Toasts(self.look, self), Menu(self.look, self)
        self.setting_up = SettingUp(self, self.look)
        self.menu.setup_asked.connect(self.open_setup)
        self.looking_up = LookingUp(self, self.look)
        self.looking_up.turned.connect(self.redraw)
        self.top.chosen.connect(self.press)
        self.bottom.commands.chosen.connect(self.press)
        self.top.menu_asked.connect(self.open_menu)
        self.menu.language_asked.connect(self.set_language)
        self.menu.theme_asked.connect(self.set_theme)
        self.setStyleSheet(self.look.sheet())

    def _start_timers(self) -> None:
        self.patience = QTimer(self)
        self.patience.setSingleShot(True)
        self.patience.timeout.connect(self._release)
        self.tick = QTimer(self)
        self.tick.timeout.connect(self.redraw)
        self.tick.start(TICK_MS)

    @property
    def lang(self) -> str:
        """The language in force: what this operator chose here, else her own."""
        return self.wish or (self.snapshot.lang if self.snapshot else "en")

    @Slot(object)
    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw another snapshot. An older one than the one shown is dropped."""
        if self.snapshot is not None and snapshot.number < self.snapshot.number:
            return
        if self.snapshot is not None and snapshot.operator != self.wisher and snapshot.operator:
            self.wish = ""
        self.wisher = snapshot.operator or self.wisher
        if self.snapshot is not None and snapshot.question != self.snapshot.question:
            self.toasts.next_input()
        self.snapshot = snapshot
        if not self.may_set_up:
            self.setting_up.close()
        if kind_of(snapshot) not in ("bench", "dock"):
            self.looking_up.close()
        self.taken = take_in(self.taken, snapshot)
        self._release()
        self.redraw()

    @property
    def may_set_up(self) -> bool:
        """Devices are a supervisor's matter, and only while she is there."""
        there = self.snapshot is not None and self.snapshot.role == "supervisor" and self.snapshot.tone == "plain"
        return there and self.setting_up.fitting is not None

    @Slot(object)
    def show_told(self, told: Told) -> None:
        """One more notice. The bench hears a look-up's command, the window opens it."""
        self._release()
        if told.notice.text.key == LOOK_UP_HEARD and self.looking_up.ask:
            self.open_look_up()
            return
        self.toasts.add(toast_view(told, Words(self.lang)))

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """Other lamps."""
        self.status = status
        self.setting_up.show_status(status)
        self.bottom.show_status(status_view(status, self.now(), Words(self.lang)))

    @Slot(object)
    def show_fault(self, what: str) -> None:
        """A red banner that stays: the window may be wrong from here on."""
        text = Words(self.lang).say("ui.crash", what=what)
        self.toasts.add(ToastView(0, "error", text, stays=True, ms=0, beeps=3))

    def show_warning(self, key: str) -> None:
        """A remark of the window's own."""
        self.toasts.add(ToastView(0, "warn", Words(self.lang).say(key), stays=False, ms=SHOWN_MS["warn"], beeps=2))

    def heard(self) -> None:
        """A scan came past the window: it is an input like any other."""
        self.toasts.next_input()
        self.menu.hide()

    @Slot()
    def redraw(self) -> None:
        """Draw the same snapshot again: another minute, language, theme."""
        self.setWindowTitle(f"{Words(self.lang).say('ui.window')} · {self.station}")
        self.show_status(self.status)
        if self.snapshot is None:
            return
        self.view = present(self.snapshot, self._setting())
        screen = self._screen(self.view.kind)
        self.top.show_view(self.view.frame)
        self.bottom.commands.show_views(self.view.commands)
        screen.show_view(self.view)
        self.stack.setCurrentWidget(screen)
        self._take_focus(screen)

    def _setting(self) -> Setting:
        look_up = "" if self.looking_up.ask is None else "open" if self.looking_up.opened else "offered"
        return Setting(self.station, self.now(), self.lang, self.taken, look_up)

    def _screen(self, kind: str) -> Screen:
        if kind not in self.screens:
            screen = make_screen(kind, self.look)
            screen.chosen.connect(self.press)
            screen.entered.connect(self.type)
            screen.language_asked.connect(self.set_language)
            screen.step.entry.catch = self._digit
            self.screens[kind] = screen
            self.stack.addWidget(screen)
        return self.screens[kind]

    def _take_focus(self, screen: Screen) -> None:
        """The entry field has the keyboard while it asks, else the window itself: never a button. What covers the bench
        keeps it."""
        if self.setting_up.opened:
            return
        target = screen.step.entry.field if self.view and self.view.entry else self
        if self.looking_up.screen is not None:
            target = self.looking_up.screen.entry.field
        if not target.hasFocus():
            target.setFocus()

    @Slot(str)
    def press(self, key: str) -> None:
        """A choice or command, once per question."""
        if key == LOOK_UP and self.looking_up.ask:
            self.toggle_look_up()
            return
        self.looking_up.close()
        if self.view is None or not self.guard.allow(self.view.question):
            return
        self.toasts.next_input()
        self.patience.start(ANSWER_MS)
        self.poster.post_press(self.view.question, key)

    @Slot(str)
    def type(self, text: str) -> None:
        """Typed words."""
        self.toasts.next_input()
        self.poster.post_typed(text)

    @Slot()
    def _release(self) -> None:
        self.patience.stop()
        self.guard.release()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Numbers choose, F-keys command; all other keys do nothing. While devices are set up they are for that."""
        if self.view is None or event.isAutoRepeat():
            return
        if self.setting_up.opened:
            self.setting_up.key(event)
        elif Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F12:
            command = keys.command_for_hotkey(self.view, f"F{event.key() - Qt.Key.Key_F1 + 1}")
            if command:
                self.press(command)
            elif event.key() == Qt.Key.Key_F11:
                self.open_setup()
        elif not self.looking_up.opened and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._digit(event.text(), "")

    def _digit(self, char: str, draft: str) -> bool:
        choice = keys.choice_for_digit(self.view, char, draft) if self.view and char else ""
        if choice:
            self.press(choice)
        return bool(choice)

    @Slot()
    def open_menu(self) -> None:
        """Language, theme, devices."""
        self.menu.open(self.lang, self.width() - self.look.u(20), self.top.height() + 4, setup=self.may_set_up)

    @Slot()
    def open_look_up(self) -> None:
        """The look-up, over the step."""
        if self.snapshot is not None and kind_of(self.snapshot) in ("bench", "dock") and self.snapshot.operator:
            self.menu.hide()
            self.looking_up.open(self.lang, money=self.snapshot.role == "supervisor")

    def toggle_look_up(self) -> None:
        """Open it, or back to the bench."""
        if self.looking_up.opened:
            self.looking_up.close()
        else:
            self.open_look_up()

    @Slot()
    def open_setup(self) -> None:
        """The set-up screen, over the bench; who may not is told who may."""
        if self.may_set_up:
            self.menu.hide()
            self.setting_up.open(self.lang)
        elif self.setting_up.fitting is not None and self.snapshot is not None and self.snapshot.operator:
            self.show_warning("ui.setup.not_yours")

    @Slot(str)
    def set_language(self, lang: str) -> None:
        """Another language, until another operator comes."""
        self.wish = lang
        self.redraw()

    @Slot(str)
    def set_theme(self, theme: str) -> None:
        """Light or dark."""
        self._restyle(theme, self.look.scale)

    def _restyle(self, theme: str, scale: float) -> None:
        if self.look.change(theme, scale):
            self.setStyleSheet(self.look.sheet())
            self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._restyle(self.look.palette.name, scale_for(self.width(), self.height()))
        self._place_toasts()
        self.setting_up.place()
        self.looking_up.place()

    def _place_toasts(self) -> None:
        self.toasts.place(QRect(0, 0, self.width(), self.top.height()))
