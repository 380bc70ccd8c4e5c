"""The set-up screen over the window, while it is open: makes it, feeds it, and takes it away. A bench that is covered
gets no scan and no key."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, QRect, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.fitting import Fitting
from ui.presenters.setup import setup_view
from ui.presenters.setup_parts import PRINTERS
from ui.presenters.setup_parts import Setup as Devices
from ui.presenters.slots import next_speech
from ui.presenters.status import Status
from ui.presenters.words import Words
from ui.screens.setup import Setup
from ui.theme.look import Look


class SettingUp(QObject):
    """`fitting` is None in a window without a station (a picture): there is nothing to set up then."""

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._window, self._look = window, look
        self.fitting: Fitting | None = None
        self.screen: Setup | None = None
        self._devices, self._status, self._lang, self._picking = Devices(), Status(), "en", ""
        look.changed.connect(self._anew)

    @property
    def opened(self) -> bool:
        """Whether it covers the bench."""
        return self.screen is not None

    def fit(self, fitting: Fitting) -> None:
        """What stands behind it."""
        self.fitting = fitting
        fitting.changed.connect(self.show_devices)

    def open(self, lang: str) -> None:
        """Cover the bench, and look for devices."""
        if self.fitting is None or self.opened:
            return
        self._devices, self._lang, self._picking = Devices(busy="looking"), lang, ""
        self._make(self.fitting)
        self.fitting.open()

    @Slot()
    def close(self) -> None:
        """The bench again."""
        if self.screen is not None:
            self.screen.hide()
            self.screen.deleteLater()
            self.screen = None
        if self.fitting is not None:
            self.fitting.close()

    @Slot(object)
    def show_devices(self, devices: Devices) -> None:
        """News."""
        self._devices = devices
        if devices.over:
            self.close()
        self._draw()

    def show_status(self, status: Status) -> None:
        """Other lamps: what waits, what is set aside, what needs somebody."""
        if status != self._status:
            self._status = status
            self._draw()

    def heard(self, text: str) -> None:
        """A scan of a keyboard scanner: for the trial at hand, or a command of this screen."""
        if self.fitting is not None:
            self.fitting.workshop.heard(text)

    def key(self, event: QKeyEvent) -> None:
        """1 to 4 set that printer aside, or let it go on; Esc goes back to the bench, or out of an exchange; F5 looks
        again."""
        if event.key() == Qt.Key.Key_Escape and self._picking:
            self._pick("")
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        elif event.key() == Qt.Key.Key_F5 and self.fitting is not None:
            self.fitting.workshop.look()
        elif event.text() in ("1", "2", "3", "4"):
            role = PRINTERS[int(event.text()) - 1]
            if role in self._devices.wanted:
                self.act(role, "on" if self._now().lamp(role).aside else "aside")

    @Slot(str, str)
    def act(self, role: str, act: str) -> None:
        """A key of a card."""
        if self.fitting is None:
            return
        workshop = self.fitting.workshop
        if act == "test":
            workshop.test(role)
        elif act in ("aside", "on"):
            workshop.set_aside(role, act == "aside")
        elif act == "exchange":
            self._pick("" if self._picking else role)
        elif act == "none":
            workshop.choose(role, "")
        elif role in self._devices.speaks:
            workshop.speak(role, *next_speech(*self._devices.speaks[role], act))

    @Slot(str, str)
    def use(self, role: str, address: str) -> None:
        """That device for that role."""
        if self.fitting is not None:
            self._pick("")
            self.fitting.workshop.choose(role, address)

    def place(self) -> None:
        """Between the top line and the lower edge."""
        if self.screen is not None:
            top = self._look.touch(56) + self._look.u(4)
            self.screen.setGeometry(QRect(0, top, self._window.width(), self._window.height() - top))

    def _pick(self, role: str) -> None:
        self._picking = role
        self._draw()

    @Slot()
    def _leave(self) -> None:
        """No printer at the place that was picked: it stands empty from now on."""
        if self._picking and self.fitting is not None:
            self.fitting.workshop.choose(self._picking, "")
        self._pick("")

    def _now(self) -> Devices:
        return replace(self._devices, lamps=self._status.devices, picking=self._picking)

    def _draw(self) -> None:
        if self.screen is not None:
            self.screen.show_view(setup_view(self._now(), Words(self._lang)))

    def _make(self, fitting: Fitting) -> None:
        self.screen = Setup(self._look, self._window)
        self.screen.closed.connect(self.close)
        self.screen.look_asked.connect(self._look_again)
        self.screen.host_entered.connect(fitting.workshop.look)
        self.screen.acted.connect(self.act)
        self.screen.use_asked.connect(self.use)
        self.screen.left.connect(self._leave)
        self._draw()
        self.place()
        self.screen.show()
        self.screen.raise_()
        self._window.setFocus()

    @Slot()
    def _look_again(self) -> None:
        """Also back from picking, with nothing picked."""
        self._pick("")
        if self.fitting is not None:
            self.fitting.workshop.look()

    @Slot()
    def _anew(self) -> None:
        """Another size or theme: sizes are those of the moment in which it is made."""
        if self.screen is not None and self.fitting is not None:
            self.screen.hide()
            self.screen.deleteLater()
            self._make(self.fitting)
